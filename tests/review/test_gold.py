from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.answer_rows import check_row
from mock_interview.model import Appeal, Verdict
from mock_interview.review.gold import MARKS, gold_row, with_row
from mock_interview.row_file import Row
from tests.samples import finished


def row(point: str = "gain", verdict: Verdict = Verdict.COVERED):
    session = finished()
    appeal = Appeal(at="2026-11-25T09:00:00.000Z", point=point, verdict=verdict, because="line 2")
    turn = replace(session.turns[0], appeals=(appeal,))
    return gold_row(session, turn, appeal)


def test_a_row_holds_the_words_both_verdicts_and_the_reason() -> None:
    found = row()
    assert (found["graded"], found["verdict"], found["because"]) == ("missed", "covered", "line 2")
    assert found["answer"] == finished().turns[0].main.text and found["followups"] == ["then scale it"]
    assert (found["question_id"], found["point"], found["score"], found["max_score"]) == (
        "q1",
        "gain",
        1.0,
        1,
    )


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_mark(verdict: Verdict) -> None:
    assert row(verdict=verdict)["score"] == MARKS[verdict]


def test_a_row_is_one_that_agreement_reads() -> None:
    read = check_row(Row(line=1, fields=row()), {"q1"})
    assert (read.known, read.point, read.followups, read.lang) == ("q1", "gain", ("then scale it",), "en")


def test_a_later_appeal_takes_the_place_of_an_earlier_one_on_the_same_point() -> None:
    lines = with_row(with_row([], row()), row("divides"))
    assert [json.loads(line)["point"] for line in lines] == ["gain", "divides"]
    lines = with_row(lines, row(verdict=Verdict.PARTIAL))
    assert [(json.loads(line)["point"], json.loads(line)["verdict"]) for line in lines] == [
        ("divides", "covered"),
        ("gain", "partial"),
    ]


@given(st.lists(st.text().filter(lambda text: text.strip() and "\n" not in text), max_size=5))
def test_lines_that_are_no_rows_of_ours_stay(lines: list[str]) -> None:
    assert with_row(lines, row())[:-1] == lines


def test_a_line_nested_too_deep_to_be_read_is_kept() -> None:
    deep = "[" * 100_000
    row = {"session": "s", "number": 1, "point": "p"}
    assert with_row([deep], row)[0] == deep
