"""``bank attack`` on a small bank with the bundled grader."""

from __future__ import annotations

import json

import pytest

NAMES = {"echo", "keywords", "padding", "salad", "gibberish", "injection/ignore", "appended/ignore"}


@pytest.fixture
def answered(tmp_path, run):
    """The small bank, with a strong example in English for its first question."""
    path = tmp_path / "question_bank" / "norm.yaml"
    text = path.read_text(encoding="utf-8")
    said = "The input is divided by its root mean square. Then it is multiplied by a gain that is learned."
    example = f"\n    examples:\n      - {{band: strong, lang: en, answer: {said}}}\n"
    path.write_text(
        text.replace("\n  - id: layer-formula", example + "  - id: layer-formula"), encoding="utf-8"
    )
    return run


def test_json_holds_every_table_and_the_exit_code_agrees(answered) -> None:
    done = answered("bank", "attack", "--json")
    report = json.loads(done.stdout)
    assert report["shape"] == 1 and report["questions"] == 2
    assert {(r["attack"], r["lang"]) for r in report["attacks"]} >= {
        (n, x) for n in NAMES for x in ("zh", "en")
    }
    assert {row["control"] for row in report["controls"]} == {"order", "bullets", "polite", "typos"}
    assert {row["section"] for row in report["sections"]} == {"norm"}
    assert done.returncode == (1 if report["over"] else 0)
    over = {f"{row['attack']} ({row['lang']})" for row in report["attacks"] if row["over"]}
    assert set(report["over"]) == over
    empty = next(r for r in report["attacks"] if r["attack"] == "gibberish" and r["lang"] == "en")
    assert empty["succeeded"] == 0 and empty["graded"] == 2


def test_the_screen_names_attacks_above_their_limit_and_the_worst(answered) -> None:
    done = answered("bank", "attack", "--lang", "en", "--limit", "1", "--verbose")
    assert done.returncode in (0, 1) and done.stderr == ""
    assert ("Attacks above their limit:" in done.stdout) == (done.returncode == 1)
    assert "injection/verdict" in done.stdout and "Worst" in done.stdout
    assert "en %" in done.stdout and "zh %" not in done.stdout


def test_a_topic_or_a_limit_that_makes_no_sense_is_refused(run) -> None:
    assert run("bank", "attack", "--topic", "nrom").returncode == 2
    assert run("bank", "attack", "--limit", "0").returncode == 2
    assert run("bank", "attack", "--lang", "fr").returncode == 2
