from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Appeal, Exchange, Session, Verdict
from mock_interview.review.spreadsheet import COLUMNS, harmless, rows
from mock_interview.row_file import CSV, row_writer
from tests.hostile import hostile
from tests.judge.graded import REASONS, judged_session
from tests.samples import finished


def written(session: Session, lang: str = "") -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    file = io.StringIO()
    write = row_writer(file, CSV, COLUMNS)
    for row in rows(session, lang):
        write(row)
    file.seek(0)
    return list(csv.DictReader(file, strict=True))


def test_there_is_a_row_for_each_key_point_and_one_for_an_answer_without() -> None:
    found = written(finished())
    assert [(row["number"], row["point"], row["verdict"], row["score"]) for row in found] == [
        ("1", "divides", "covered", "86.0"),
        ("1", "gain", "missed", "86.0"),
        ("2", "divides", "contradicted", "0.0"),
        ("2", "gain", "missed", "0.0"),
        ("3", "", "", ""),
    ]
    assert found[-1]["reason"] == "skipped"
    assert found[0]["quote"] == found[0]["answer"] == "You divide x by sqrt(mean(x^2))."
    assert found[0]["followups"] == "?\nthen scale it" and found[0]["used"] == "49.0"


def test_bank_text_is_in_the_language_of_the_session_or_in_the_one_wished_for() -> None:
    assert written(finished("zh"))[0]["point_text"] == "把输入除以它的均方根"
    row = written(finished("zh"), "en")[0]
    assert row["point_text"] == "The input is divided by its root mean square" and row["lang"] == "zh"


def test_confidence_and_appeals_have_cells() -> None:
    appeal = Appeal(at="", point="gain", verdict=Verdict.PARTIAL, because="?")
    turn = replace(finished().turns[0], confidence=3, appeals=(appeal,))
    found = written(replace(finished(), turns=(turn,)))
    assert [(row["confidence"], row["appeal"]) for row in found] == [("3", ""), ("3", "partial")]


OF_THE_ANSWER = ("combined", "offline_score", "judge_score", "judge_band", "judge_reason", "judge_model")
OF_THE_POINT = ("offline_verdict", "judge_verdict", "judge_reasoning")


def test_what_a_judge_says_stands_beside_the_offline_grade() -> None:
    session = judged_session("zh")
    covered, missed, *_, unasked = written(session)
    assert [covered[name] for name in OF_THE_ANSWER] == ["cautious", "86.0", "35.7", "weak", "", "scripted-1"]
    assert [missed[name] for name in OF_THE_ANSWER] == [covered[name] for name in OF_THE_ANSWER]
    assert [covered[name] for name in OF_THE_POINT] == ["covered", "partial", REASONS["zh"][0]]
    assert [missed[name] for name in OF_THE_POINT] == ["missed", "missed", REASONS["zh"][1]]
    assert (covered["score"], covered["verdict"]) == ("48.0", "partial")
    assert [unasked[name] for name in OF_THE_ANSWER] == [
        "", "86.0", "", "", "not asked: instruction", "",
    ]  # fmt: skip
    assert not any(unasked[name] for name in OF_THE_POINT)


def test_a_judge_that_failed_says_why_and_its_score_is_empty_not_nought() -> None:
    row = next(row for row in written(judged_session("en")) if row["number"] == "2")
    assert "no reply in time" in row["judge_reason"]
    assert (row["score"], row["offline_score"], row["judge_score"], row["combined"]) == ("0.0", "0.0", "", "")


def test_a_judge_that_scores_nothing_has_a_nought() -> None:
    session = judged_session("en")
    graded = session.turns[0].grade
    assert graded is not None and graded.judgement is not None
    graded = replace(graded, judgement=replace(graded.judgement, score=0.0, rule="offline"))
    row = written(replace(session, turns=(replace(session.turns[0], grade=graded),)))[0]
    assert (row["judge_score"], row["combined"]) == ("0.0", "offline")


def test_a_judges_cells_are_those_of_the_grade_that_counts() -> None:
    session = judged_session("en")
    turn = session.turns[1]
    again = replace(turn.regrades[0], used=True)
    row = written(replace(session, turns=(replace(turn, regrades=(again,)),)))[0]
    assert (row["score"], row["judge_score"], row["judge_verdict"]) == ("48.0", "35.7", "partial")


def test_without_a_judge_its_cells_are_empty() -> None:
    assert {row[name] for row in written(finished()) for name in OF_THE_ANSWER + OF_THE_POINT} == {""}


def test_what_a_judge_says_is_no_formula() -> None:
    session = judged_session("en")
    graded = session.turns[0].grade
    assert graded is not None and graded.judgement is not None
    points = tuple(
        replace(point, votes=tuple(replace(vote, reasoning="=1+1") for vote in point.votes))
        for point in graded.judgement.points
    )
    judgement = replace(graded.judgement, points=points, model="@SUM(A1)\x1b[2J")
    turn = replace(session.turns[0], grade=replace(graded, judgement=judgement))
    row = written(replace(session, turns=(turn,)))[0]
    assert row["judge_reasoning"] == "'=1+1"
    assert row["judge_model"].startswith("'@SUM(A1)") and "\x1b" not in row["judge_model"]


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\x00=1",
        "\u202e=1",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(words: str) -> None:
    cell = harmless(words)
    assert isinstance(cell, str) and cell.startswith("'")


@pytest.mark.parametrize("value", ["", "a=b", "1", "题目", 0, 0.0, -1.5, None])
def test_other_cells_stay_as_they_are(value: str | float | None) -> None:
    assert harmless(value) == value and type(harmless(value)) is type(value)


@given(st.text(st.characters(exclude_categories=())))
def test_no_answer_whatever_begins_like_a_formula(words: str) -> None:
    turn = replace(finished().turns[0], main=Exchange(text=words, how="submitted"), grade=None)
    (row,) = written(replace(finished(), turns=(turn,)))
    assert not row["answer"].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not row["answer"].startswith(("\t", "\r"))


def test_a_hostile_session_stays_in_its_cells() -> None:
    found = written(hostile())
    assert len(found) == 5 and all(set(row) == set(COLUMNS) for row in found)


def test_every_column_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in documented] == []
