from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Appeal, Exchange, Grade, Session, Turn, Verdict
from mock_interview.review.compare import diff_sessions, diff_turns, wording
from tests.samples import finished, grade, planned, question


def turn(
    divides: Verdict | None, *, number: int = 1, name: str = "q1", said: str = "x", score: float | None = 50.0
) -> Turn:
    given = None if divides is None else grade(score, divides=divides)
    main = Exchange(text=said, how="submitted", used=5.0)
    return Turn(number=number, question=question(name), asked_at="", limit=60, main=main, grade=given)


def session(name: str, *turns: Turn) -> Session:
    return replace(planned(*(turn.question for turn in turns)), id=name, turns=turns)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (Verdict.MISSED, Verdict.COVERED, "gained"),
        (Verdict.MISSED, Verdict.PARTIAL, "gained"),
        (Verdict.CONTRADICTED, Verdict.MISSED, "gained"),
        (Verdict.COVERED, Verdict.PARTIAL, "lost"),
        (Verdict.MISSED, Verdict.CONTRADICTED, "lost"),
        (Verdict.MISSED, Verdict.MISSED, "missing"),
        (Verdict.PARTIAL, Verdict.PARTIAL, "missing"),
        (Verdict.COVERED, Verdict.COVERED, "kept"),
        (None, Verdict.COVERED, "unknown"),
        (Verdict.COVERED, None, "unknown"),
    ],
)
def test_a_point_is_gained_lost_still_missing_or_kept(
    before: Verdict | None, after: Verdict | None, change: str
) -> None:
    one, two = session("a", turn(before)), session("b", turn(after))
    found = diff_turns(one, one.turns[0], two, two.turns[0])
    (point,) = [point for point in found.points if point.point == "divides"]
    assert (point.change, point.before, point.after) == (change, before, after)


def test_an_appeal_is_heeded_and_what_changed_comes_first() -> None:
    appealed = replace(
        turn(Verdict.MISSED), appeals=(Appeal(at="", point="gain", verdict=Verdict.COVERED, because="x"),)
    )
    one, two = session("a", turn(Verdict.MISSED)), session("b", appealed)
    found = diff_turns(one, one.turns[0], two, two.turns[0])
    assert [(point.point, point.change) for point in found.points] == [
        ("gain", "gained"),
        ("divides", "missing"),
    ]


def test_two_sessions_are_compared_by_the_questions_both_asked() -> None:
    one = session("a", turn(Verdict.MISSED, score=20.0), turn(Verdict.MISSED, number=2, name="q2"))
    two = session(
        "b", turn(Verdict.COVERED, name="q3"), turn(Verdict.COVERED, number=2, name="q1", score=80.0)
    )
    found = diff_sessions(one, two)
    assert [diff.question for diff in found.both] == ["q1"]
    assert (found.only_before, found.only_after) == (("q2",), ("q3",))
    assert (found.mean_before, found.mean_after) == (20.0, 80.0)
    assert (found.both[0].before.number, found.both[0].after.number) == (1, 2)


def test_sessions_that_share_nothing_have_no_means() -> None:
    found = diff_sessions(session("a", turn(Verdict.MISSED)), session("b", turn(Verdict.MISSED, name="q2")))
    assert (found.both, found.mean_before, found.mean_after) == ((), None, None)


def test_a_question_without_a_grade_is_in_no_mean() -> None:
    one = session("a", replace(turn(None), grade=Grade(score=None, reason="skipped")))
    found = diff_sessions(one, session("b", turn(Verdict.COVERED)))
    assert len(found.both) == 1 and found.mean_after is None
    assert {point.change for point in found.both[0].points} == {"unknown"}


def test_a_session_beside_itself_changed_nothing() -> None:
    found = diff_sessions(finished(), finished())
    assert {point.change for diff in found.both for point in diff.points} <= {"kept", "missing", "unknown"}
    assert all(piece.kind == "same" for diff in found.both for piece in diff.wording)


def test_wording_is_told_word_by_word_and_chinese_by_character() -> None:
    told = [
        (piece.kind, piece.text)
        for piece in wording("It divides by the mean.", "It divides by the root mean.")
    ]
    assert ("new", "root ") in told and not [text for kind, text in told if kind == "gone"]
    told = [(piece.kind, piece.text) for piece in wording("除以均值", "除以均方根值")]
    assert told == [("same", "除以均"), ("new", "方根"), ("same", "值")]


texts = st.text(alphabet="ab 均方\n.。", max_size=60)


@given(texts, texts)
def test_the_pieces_give_both_wordings_back(before: str, after: str) -> None:
    pieces = wording(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_very_long_answers_are_compared_in_bounded_time() -> None:
    before = "RMSNorm divides by the root mean square. " * 20_000
    after = "LayerNorm subtracts the mean before that. " * 20_000
    start = time.process_time()
    wording(before, after)
    assert time.process_time() - start < 20
