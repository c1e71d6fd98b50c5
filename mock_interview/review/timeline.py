"""When each key point appeared while an answer was typed, and when nothing was typed. Pure.

Drafts are graded by a function that is passed in. Not every draft is: first a few spread over the time,
then those between two that differ, until the change is found between neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mock_interview.model import Question, Text, Verdict
from mock_interview.practice import Halt, Moment, Typing

SPREAD = 8  # drafts graded before the changes are looked for
STILL = 8.0  # seconds without a changed letter from which on it is told as a pause in typing
SAID = (Verdict.COVERED, Verdict.PARTIAL)

# The verdicts on the points of a question, in their order, for the answers so far.
Judge = Callable[[tuple[str, ...]], tuple[Verdict, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From ``at`` seconds on the verdict was this."""

    at: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLine:
    """A key point over the time of its answer: ``steps`` begin with the first draft.

    ``first`` is when it was first covered or partly said, in seconds; ``None``: never.
    """

    point: str
    text: Text
    weight: int
    steps: tuple[Step, ...]
    first: float | None

    @property
    def last(self) -> Verdict:
        """What it came to."""
        return self.steps[-1].verdict if self.steps else Verdict.MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One answer as it was typed, in seconds: when its parts ended, when nothing was typed.

    ``drafts`` is how many there are, ``looked_at`` how many of them were graded.
    """

    number: int
    question: str
    text: Text
    used: float
    ends: tuple[float, ...]
    points: tuple[PointLine, ...]
    still: tuple[Halt, ...]
    halts: tuple[Halt, ...]
    drafts: int
    looked_at: int


def timeline(number: int, question: Question, typing: Typing, judge: Judge) -> Timeline:
    """The timeline of the answers to ``question``, which ``judge`` gives verdicts on."""
    moments = _apart(typing.moments)
    seen = _changes(moments, judge)
    at = sorted(seen)
    return Timeline(
        number=number,
        question=question.id,
        text=question.question,
        used=moments[-1].at if moments else 0.0,
        ends=tuple(moment.at for moment in moments if moment.final),
        points=tuple(
            _line(place, question, [(moments[index].at, seen[index]) for index in at])
            for place in range(len(question.points))
        ),
        still=_still(moments),
        halts=typing.halts,
        drafts=len(moments),
        looked_at=len(seen),
    )


def _apart(moments: Sequence[Moment]) -> list[Moment]:
    """``moments`` without one that another of the same time follows."""
    return [a for a, b in pairwise(moments) if b.at > a.at or a.final] + list(moments[-1:])


def _changes(moments: Sequence[Moment], judge: Judge) -> dict[int, tuple[Verdict, ...]]:
    """Verdicts by the index of their moment: of a few spread moments, and on both sides of each change."""
    seen: dict[int, tuple[Verdict, ...]] = {}

    def look(index: int) -> tuple[Verdict, ...]:
        if index not in seen:
            seen[index] = judge(moments[index].parts)
        return seen[index]

    def between(low: int, high: int) -> None:
        if high - low > 1 and look(low) != look(high):
            middle = (low + high) // 2
            look(middle)
            between(low, middle)
            between(middle, high)

    last = len(moments) - 1
    spread = sorted({round(last * part / SPREAD) for part in range(SPREAD + 1)}) if moments else []
    for index in spread:
        look(index)
    for low, high in pairwise(spread):
        between(low, high)
    return seen


def _line(place: int, question: Question, seen: Sequence[tuple[float, tuple[Verdict, ...]]]) -> PointLine:
    steps: list[Step] = []
    for at, verdicts in seen:
        if not steps or steps[-1].verdict is not verdicts[place]:
            steps.append(Step(at=at, verdict=verdicts[place]))
    point = question.points[place]
    return PointLine(
        point=point.id,
        text=point.text,
        weight=point.weight,
        steps=tuple(steps),
        first=next((step.at for step in steps if step.verdict in SAID), None),
    )


def _still(moments: Sequence[Moment]) -> tuple[Halt, ...]:
    """The stretches in which no letter changed, the one before the first letter among them."""
    ends = [0.0, *(moment.at for moment in moments)]
    return tuple(
        Halt(at=start, seconds=round(end - start, 3)) for start, end in pairwise(ends) if end - start >= STILL
    )
