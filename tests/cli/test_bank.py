"""``bank``: every command on screen and as JSON."""

from __future__ import annotations

import json

import pytest


def test_check_reports_content_as_warnings_and_passes(run) -> None:
    done = run("bank", "check", "--quick", "--json")
    report = json.loads(done.stdout)
    assert {problem["severity"] for problem in report["problems"]} >= {"warning"}
    assert all(problem["line"] > 0 for problem in report["problems"] if problem["where"].startswith("rms"))


def test_check_with_models_finds_two_questions_that_ask_the_same(run, tmp_path) -> None:
    path = tmp_path / "question_bank" / "norm.yaml"
    text = path.read_text(encoding="utf-8").replace("LayerNorm 的公式。", "RMSNorm 的公式。")
    path.write_text(text.replace("formula of LayerNorm", "formula of RMSNorm"), encoding="utf-8")
    report = json.loads(run("bank", "check", "--json").stdout)
    assert "alike" in {problem["code"] for problem in report["problems"]}


@pytest.mark.parametrize("wanted", ["rms-formula", "2.18.2"])
def test_show_finds_a_question_by_id_and_number(run, wanted: str) -> None:
    assert "root mean square" in run("bank", "show", wanted, "--lang", "en").stdout
    assert json.loads(run("bank", "show", wanted, "--json").stdout)["id"] == "rms-formula"


def test_show_names_the_nearest_id(run) -> None:
    done = run("bank", "show", "rms-fromula")
    assert done.returncode == 2 and "did you mean 'rms-formula'" in done.stderr


def test_search_and_stats(run) -> None:
    assert "rms-formula" in run("bank", "search", "均方根", "--lang", "zh").stdout
    assert json.loads(run("bank", "search", "zzzz", "--json").stdout) == []
    (row,) = json.loads(run("bank", "stats", "--json").stdout)
    assert row["questions"] == 2 and row["outline_total"] == 8


def test_examples_out_of_band_are_listed_and_fail_the_command(run, tmp_path) -> None:
    path = tmp_path / "question_bank" / "norm.yaml"
    text = path.read_text(encoding="utf-8")
    example = "\n    examples:\n      - {band: strong, lang: en, answer: I like green apples and pears.}\n"
    text = text.replace("\n  - id: layer-formula", example + "  - id: layer-formula")
    path.write_text(text, encoding="utf-8")
    done = run("bank", "test", "--lang", "en")
    assert done.returncode == 1 and "strong → weak" in done.stdout
    report = json.loads(run("bank", "test", "--json").stdout)
    assert report["tally"][-1]["in_band"] == 0
