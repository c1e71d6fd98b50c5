from __future__ import annotations

from dataclasses import replace

from mock_interview.model import Grade, Signal, Span, Verdict
from mock_interview.review.regrade import compare
from tests.samples import grade, question


def signalled(divides: Verdict, **signals: float) -> Grade:
    made = grade(50.0, divides=divides)
    first = replace(made.points[0], signals=tuple(Signal(name=n, value=v) for n, v in signals.items()))
    return replace(made, points=(first, made.points[1]))


def test_points_that_flipped_are_named_with_the_signals_that_moved_most() -> None:
    before = signalled(Verdict.MISSED, p_covered=0.2, p_missed=0.7, overlap=0.31, same=0.5)
    after = signalled(Verdict.COVERED, p_covered=0.8, p_missed=0.1, overlap=0.33, same=0.5)
    found = compare(2, question(), before, replace(after, score=80.0))
    assert (found.number, found.before, found.after, found.same) == (2, 50.0, 80.0, False)
    (flip,) = found.flips
    assert (flip.point, flip.before, flip.after) == ("divides", Verdict.MISSED, Verdict.COVERED)
    assert [(one.name, one.before, one.after) for one in flip.signals] == [
        ("p_covered", 0.2, 0.8),
        ("p_missed", 0.7, 0.1),
    ]


def test_the_words_that_decided_are_told_before_and_after() -> None:
    quote = Span(source=0, start=0, end=4, text="here")
    found = compare(1, question(), grade(divides=Verdict.MISSED), grade(divides=Verdict.PARTIAL, quote=quote))
    assert (found.flips[0].quote_before, found.flips[0].quote_after) == ("", "here")


def test_the_same_grade_is_the_same_and_flips_nothing() -> None:
    found = compare(1, question(), grade(), grade())
    assert found.same and found.flips == ()
    assert not compare(1, question(), grade(), replace(grade(), high=99.0)).same


def test_where_there_was_no_grade_nothing_flipped() -> None:
    for nothing in (None, Grade(score=None, reason="no encoder")):
        found = compare(1, question(), nothing, grade(70.0))
        assert (found.before, found.after, found.flips) == (None, 70.0, ())
