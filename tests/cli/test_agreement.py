"""``agreement``: a marked file graded, or compared with the predictions it carries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_json import documented

ANSWERS = (
    ("The input is divided by its root mean square and multiplied by a learned gain.", 4),
    ("It divides by the root mean square.", 3),
    ("It subtracts the mean.", 0),
    ("", 0),
)
ROWS = [
    {
        "question_id": "rms-formula",
        "answer": answer,
        "score": mark,
        "max_score": 4,
        "score_2": min(4, mark + 1),
    }
    for answer, mark in ANSWERS
] + [
    {
        "question_id": "bulb",
        "question": "Why is the bulb off?",
        "reference": "There is a gap in the circuit.",
        "answer": answer,
        "score": mark,
        "max_score": 2,
        "label": "correct" if mark == 2 else "incorrect",
    }
    for answer, mark in (("There is a gap in the circuit.", 2), ("a gap", 2), ("It is blue.", 0))
]


def put(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read(run: Run, *args: str) -> Any:
    done = run("agreement", *args, "--json")
    assert done.returncode == 0 and not done.stderr, done.stderr
    return json.loads(done.stdout)


def test_a_marked_file_is_graded_and_compared_overall_and_by_question(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "marked.jsonl", ROWS)
    found = read(run, "marked.jsonl")
    assert (found["rows"], found["graded"], found["questions"]) == (7, 7, 2)
    assert [(part["question"], part["n"]) for part in found["per_question"]] == [
        ("rms-formula", 4),
        ("bulb", 3),
    ]
    assert found["levels"] == [0, 0.75, 1]
    overall = found["overall"]
    assert {name: column["n"] for name, column in overall.items()} == {
        "ours": 7,
        "mean_of_others": 7,
        "similarity": 6,  # an empty answer has none
        "second_rater": 4,
    }
    assert overall["ours"]["pearson"]["value"] > 0.5
    assert overall["second_rater"]["bias"]["value"] == pytest.approx(0.25 * 3 / 4)
    assert {label["label"]: label["n"] for label in found["labels"]} == {"correct": 2, "incorrect": 1}
    assert found["engine"].startswith("bundled@") and found["rubric"] == "default"
    assert set(found) <= documented("agreement --json")


def test_the_figures_are_shown_and_by_question_when_wished(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "marked.jsonl", ROWS)
    shown = run("agreement", "marked.jsonl", "--lang", "en").stdout
    assert "Pearson" in shown and "cosine" in shown and "rater" in shown and "bulb" not in shown
    assert "bulb" in run("agreement", "marked.jsonl", "--per-question").stdout


def test_kept_rows_can_be_compared_again_without_grading(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "marked.jsonl", ROWS)
    first = read(run, "marked.jsonl", "--output", "graded.csv")
    args = ("--marks", "input_score", "--predicted", "score", "--predicted-max", "100")
    again = read(run, "graded.csv", *args)
    assert again["overall"]["ours"] == first["overall"]["ours"]
    assert again["per_question"] == first["per_question"]
    assert again["engine"] == "" and "similarity" not in again["overall"]


def test_predictions_need_neither_answers_nor_known_questions(run: Run, tmp_path: Path) -> None:
    rows = [{"question_id": q, "score": m / 4, "mine": m / 4} for q in "abc" for m in range(5)]
    put(tmp_path / "p.jsonl", [*rows, {"question_id": "a", "score": 1, "mine": None}])
    found = read(run, "p.jsonl", "--predicted", "mine")
    assert (found["graded"], found["not_graded"]) == (15, 1)
    ours = found["overall"]["ours"]
    assert ours["pearson"] == ours["qwk"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert ours["rmse"]["value"] == 0.0 and ours["in_range"]["value"] is None


def test_constant_marks_leave_correlations_undefined(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "p.jsonl", [{"question_id": q, "score": 1, "mine": 0.5} for q in "aabb"])
    found = read(run, "p.jsonl", "--predicted", "mine")
    assert found["overall"]["ours"]["pearson"] == {"value": None, "low": None, "high": None}
    assert found["overall"]["ours"]["mae"]["value"] == 0.5
    assert "–" in run("agreement", "p.jsonl", "--predicted", "mine").stdout


def test_rows_that_cannot_be_used_are_left_out_when_skipped(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "marked.jsonl", [*ROWS, {**ROWS[0], "score": 9}, {"score": 1}])
    done = run("agreement", "marked.jsonl", "--json", "--on-error", "skip", "-o", "kept.jsonl")
    assert json.loads(done.stdout)["rows"] == 7 and "marked.jsonl:8: a mark of 9" in done.stderr
    kept = [json.loads(line) for line in (tmp_path / "kept.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["score"] is None for row in kept] == [False] * 7 + [True] * 2


@pytest.mark.parametrize(
    ("rows", "args", "code", "said"),
    [
        (
            [{**ROWS[0], "max_score": None}],
            (),
            6,
            "m.jsonl:1: a mark of 4, but nothing says what full marks are",
        ),
        ([{**ROWS[0], "score": "x"}, {"score": 1}], (), 6, "m.jsonl:1: 'score' must be a number, not 'x'"),
        ([{"question_id": "rms-formula", "answer": "x"}], (), 6, "m.jsonl:1: 'score' is missing"),
        ([{**ROWS[0], "question_id": "rms"}], (), 6, "m.jsonl:1: no question 'rms' in the bank"),
        ([], (), 6, "m.jsonl: holds no rows"),
        (ROWS, ("--max-score", "0"), 2, "--max-score 0: full marks must be a number above 0"),
        (ROWS, ("--predicted", "mine"), 6, "m.jsonl:1: 'mine' is missing"),
        (ROWS, ("--predicted", "score", "-o", "x.jsonl"), 2, "--predicted grades none"),
        (ROWS, ("--predicted-max", "100"), 2, "--predicted-max goes with --predicted"),
        (ROWS, ("-o", "-"), 2, "the report goes to stdout"),
        (ROWS, ("-o", "m.jsonl"), 2, "is the file that is read"),
    ],
)
def test_what_cannot_be_compared_is_said_with_its_exit_code(
    run: Run, tmp_path: Path, rows: list[dict[str, Any]], args: tuple[str, ...], code: int, said: str
) -> None:
    put(tmp_path / "m.jsonl", rows)
    done = run("agreement", "m.jsonl", *args)
    assert done.returncode == code, done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr and not done.stdout


def test_a_pipe_cannot_be_compared_because_it_is_read_twice(run: Run) -> None:
    done = run("agreement", "-", stdin="{}")
    assert done.returncode == 2 and "is read twice" in done.stderr


def test_full_marks_may_come_from_the_command_line(run: Run, tmp_path: Path) -> None:
    rows = [{"question_id": "a", "score": m, "mine": m} for m in (0, 5, 10)]
    put(tmp_path / "m.jsonl", rows)
    found = read(run, "m.jsonl", "--predicted", "mine", "--max-score", "10")
    assert found["levels"] == [0, 0.5, 1]
