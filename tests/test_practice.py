from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from mock_interview.model import Appeal, Exchange, Grade, Regrade, Session, Span, Turn, Verdict
from mock_interview.practice import VERDICTS, Names, held, in_order, marks, names, practices
from tests.samples import finished, grade, planned, question
from tests.strategies import nouns


def test_a_row_says_what_came_of_a_question() -> None:
    first, wrong, skipped = practices(finished())
    assert (first.session, first.number, first.question, first.topic) == ("abc234", 1, "q1", "norm/rms")
    assert (first.score, first.used, first.spent, first.hints) == (86.0, 41.0, 49.0, 1)
    assert (wrong.score, wrong.used, wrong.limit) == (0.0, 75.0, 60)
    assert (skipped.how, skipped.score, skipped.marks) == ("skipped", None, "")
    assert first.section == "norm" and first.at == 1_795_510_800


def test_verdicts_come_back_with_their_weights() -> None:
    first, wrong, _ = practices(finished())
    assert [(mark.point, mark.weight, mark.verdict) for mark in marks(first.marks)] == [
        ("divides", 5, Verdict.COVERED),
        ("gain", 2, Verdict.MISSED),
    ]
    assert marks(wrong.marks)[0].verdict is Verdict.CONTRADICTED
    assert marks("") == []
    assert set(VERDICTS.values()) == set(Verdict)


def turn_of(**changes: object) -> Turn:
    return replace(finished().turns[0], **changes)  # type: ignore[arg-type]


def row_of(turn: Turn):
    return practices(replace(finished(), turns=(turn,)))[0]


def test_a_point_that_took_a_follow_up_is_told_apart() -> None:
    later = Span(source=1, start=0, end=4, text="then")
    assert marks(row_of(turn_of(grade=grade(80.0, quote=later))).marks)[0].letter == "f"


def test_a_grade_put_to_use_and_an_appeal_are_what_counts() -> None:
    other = Regrade(at="", parts=2, grade=grade(12.0, divides=Verdict.MISSED), used=False)
    assert row_of(turn_of(regrades=(other,))).score == 86.0
    used = replace(other, used=True)
    assert row_of(turn_of(regrades=(used, other))).score == 12.0
    appeal = Appeal(at="", point="gain", verdict=Verdict.COVERED, because="line 2")
    row = row_of(turn_of(regrades=(used,), appeals=(appeal,)))
    assert [mark.letter for mark in marks(row.marks)] == ["m", "c"]
    assert row.score == 12.0, "an appeal changes no score"


def test_an_answer_that_is_still_open_has_neither_score_nor_verdicts() -> None:
    row = row_of(turn_of(main=Exchange(text="half", how="open", used=3.0)))
    assert (row.how, row.score, row.marks) == ("open", None, "")


def test_a_time_that_is_none_is_told_as_unknown() -> None:
    assert row_of(turn_of(asked_at="some day")).at == 0
    assert row_of(turn_of(asked_at="")).at > 0, "the session's own time serves"


def test_a_grade_without_a_score_has_no_verdicts_to_learn_from() -> None:
    assert row_of(turn_of(grade=Grade(score=None, reason="no encoder"))).marks == ""


def test_names_are_those_of_the_latest_session() -> None:
    old, late = planned(question("q1")), planned(question("q1"))
    turn = Turn(number=1, question=question("q1"), asked_at="", limit=60)
    renamed = replace(turn.question, question=replace(turn.question.question, en="Renamed?"))
    found = names([replace(old, turns=(turn,)), replace(late, turns=(replace(turn, question=renamed),))])
    assert found.question("q1").en == "Renamed?"
    assert found.topic("norm").zh == "归一化"
    assert found.point("q1", "gain").en == "The result is multiplied by a learned gain"
    assert Names().point("q", "p").en == "p" and Names().question("q").zh == "q"


def test_a_list_shows_each_topic_of_a_session_once() -> None:
    assert held(finished()).topics == ("norm/rms", "norm")
    assert (held(finished()).asked, held(finished()).planned) == (3, 3)


@given(nouns(Session))
def test_any_session_can_be_made_into_rows(session: Session) -> None:
    rows = practices(session)
    assert len(rows) == len(session.turns)
    for row in rows:
        assert all(mark.letter in VERDICTS for mark in marks(row.marks))
    assert list(in_order(rows)) == sorted(rows, key=lambda row: (row.at, row.session, row.number))
    names([session])
    held(session)


@pytest.mark.parametrize("point", ["a b", "a\tb", ""])
def test_a_point_whose_name_cannot_be_packed_is_left_out(point: str) -> None:
    results = grade().points
    odd = replace(grade(), points=(replace(results[0], point=point), results[1]))
    assert [mark.point for mark in marks(row_of(turn_of(grade=odd)).marks)] == ["gain"]
