from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Verdict
from mock_interview.practice import Halt, Moment, Typing
from mock_interview.review.timeline import SPREAD, STILL, timeline
from tests.samples import question

SAID = "You divide x by its root mean square and then multiply it by a learned gain for every channel"
WORDS = SAID.split(" ")


def typing(seconds: float = 1.0, *, words: list[str] = WORDS) -> Typing:
    """A word every so many seconds."""
    moments = [
        Moment(at=round((n + 1) * seconds, 3), parts=(" ".join(words[: n + 1]),), final=False)
        for n in range(len(words))
    ]
    last = moments[-1]
    return Typing(moments=(*moments, Moment(at=last.at + 1, parts=last.parts, final=True)))


class Judge:
    """Covered once a word was said; counts what it was asked."""

    def __init__(self, *needed: str) -> None:
        self._needed = needed
        self.asked: list[str] = []

    def __call__(self, parts: tuple[str, ...]) -> tuple[Verdict, ...]:
        said = " ".join(parts)
        self.asked.append(said)
        return tuple(Verdict.COVERED if word in said.split() else Verdict.MISSED for word in self._needed)


def test_each_point_is_found_at_the_very_draft_in_which_it_appeared() -> None:
    judge = Judge("square", "gain")
    found = timeline(1, question(), typing(), judge)
    first, second = found.points
    assert (first.first, second.first) == (WORDS.index("square") + 1, WORDS.index("gain") + 1)
    assert [step.verdict for step in first.steps] == [Verdict.MISSED, Verdict.COVERED]
    assert first.last is Verdict.COVERED
    assert len(judge.asked) == found.looked_at < found.drafts, "not every draft is graded"


def test_a_point_that_never_came_has_no_time() -> None:
    found = timeline(1, question(), typing(), Judge("softmax", "You"))
    assert found.points[0].first is None and found.points[0].last is Verdict.MISSED
    assert found.points[1].first == 1.0 and len(found.points[1].steps) == 1


def test_a_draft_is_graded_once_at_most() -> None:
    judge = Judge("square", "gain")
    timeline(1, question(), typing(), judge)
    assert len(judge.asked) == len(set(judge.asked))


def test_stretches_in_which_nothing_was_typed_are_told() -> None:
    moments = (
        Moment(at=12.0, parts=("a",), final=False),
        Moment(at=12.0 + STILL, parts=("a b",), final=False),
        Moment(at=13.0 + STILL, parts=("a b",), final=True),
    )
    halt = Halt(at=5.0, seconds=60.0)
    found = timeline(1, question(), Typing(moments=moments, halts=(halt,)), Judge("a", "b"))
    assert found.still == (Halt(at=0.0, seconds=12.0), Halt(at=12.0, seconds=STILL))
    assert found.halts == (halt,) and found.ends == (13.0 + STILL,)


def test_an_answer_without_drafts_has_only_its_end() -> None:
    only = Typing(moments=(Moment(at=9.0, parts=("gain",), final=True),))
    found = timeline(1, question(), only, Judge("square", "gain"))
    assert (found.drafts, found.looked_at, found.used) == (1, 1, 9.0)
    assert [point.first for point in found.points] == [None, 9.0]


def test_nothing_at_all_is_an_empty_timeline() -> None:
    found = timeline(1, question(), Typing(moments=()), Judge("square", "gain"))
    assert (found.used, found.drafts, found.points[0].steps) == (0.0, 0, ())
    assert found.points[0].last is Verdict.MISSED


@given(st.integers(1, 120), st.integers(1, 120))
def test_what_is_said_once_and_stays_is_always_found(length: int, at: int) -> None:
    words = [f"w{n}" for n in range(length)]
    wanted = words[min(at, length) - 1]
    judge = Judge(wanted, "never")
    found = timeline(1, question(), typing(words=words), judge)
    assert found.points[0].first == words.index(wanted) + 1
    assert len(judge.asked) <= SPREAD + 2 + 2 * length.bit_length()
