from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Span, Verdict
from mock_interview.review.marking import Mark, marks_of, pieces
from tests.samples import point

COVERED, PARTIAL, WRONG = Verdict.COVERED, Verdict.PARTIAL, Verdict.CONTRADICTED


def mark(start: int, end: int, number: int = 1, verdict: Verdict = COVERED) -> Mark:
    return Mark(start=start, end=end, number=number, verdict=verdict)


def test_an_answer_is_cut_at_both_ends_of_every_mark() -> None:
    found = pieces("abcdef", [mark(1, 4), mark(2, 6, 2, PARTIAL)])
    assert [piece.text for piece in found] == ["a", "b", "cd", "ef"]
    assert [[m.number for m in piece.marks] for piece in found] == [[], [1], [1, 2], [2]]
    assert [[m.number for m in piece.ending] for piece in found] == [[], [], [1], [2]]


def test_a_piece_under_several_marks_is_drawn_in_the_gravest_verdict() -> None:
    both = [mark(0, 2), mark(0, 2, 2, PARTIAL)]
    assert [piece.verdict for piece in pieces("ab", both)] == ["covered"]
    assert [piece.verdict for piece in pieces("ab", [*both, mark(0, 2, 3, WRONG)])] == ["contradicted"]
    assert [piece.verdict for piece in pieces("ab", [])] == [""]


def test_a_quote_that_is_not_what_stands_there_marks_nothing() -> None:
    results = [
        point("a", 1, COVERED, Span(source=0, start=0, end=2, text="ab")),
        point("b", 1, COVERED, Span(source=0, start=0, end=2, text="xx")),
        point("c", 1, COVERED, Span(source=0, start=1, end=99, text="b")),
        point("d", 1, COVERED, Span(source=0, start=1, end=1, text="")),
        point("e", 1, COVERED, Span(source=1, start=0, end=2, text="ab")),
        point("f", 1, COVERED),
    ]
    assert [m.number for m in marks_of(results, 0, "ab")] == [1]
    assert [m.number for m in marks_of(results, 1, "ab")] == [5]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_the_pieces_are_the_answer_again_and_every_mark_is_whole(
    text: str, ends: list[tuple[int, int]]
) -> None:
    marks = [
        mark(min(a, b), max(a, b), number)
        for number, (a, b) in enumerate(ends, start=1)
        if a != b and max(a, b) <= len(text)
    ]
    found = pieces(text, marks)
    assert "".join(piece.text for piece in found) == text
    for one in marks:
        under = "".join(piece.text for piece in found if one in piece.marks)
        assert under == text[one.start : one.end]
        assert sum(one in piece.ending for piece in found) == 1
