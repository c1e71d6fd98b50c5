"""The key points that were not covered, over a whole history, by what they cost. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mock_interview.model import Text
from mock_interview.practice import Names, Practice, day_of, marks


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedPoint:
    """A key point over all its answers.

    ``missed`` counts answers without it, ``wrong`` those that said the opposite (counted in neither
    other), ``partial`` those that said a part; ``last`` is the day of the last that was not covered.
    """

    question: str
    point: str
    topic: str
    text: Text
    asked_as: Text
    weight: int
    asked: int
    missed: int
    wrong: int
    partial: int
    last: date | None


def missed_points(rows: Iterable[Practice], names: Names) -> tuple[MissedPoint, ...]:
    """Every key point that was not covered some time, those that cost most first.

    A miss costs its weight, a part of it half, the opposite half as much again. ``rows`` are in order
    of time.
    """
    topics: dict[str, str] = {}
    said: dict[str, list[str]] = defaultdict(list)
    latest: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row.marks:
            topics[row.question] = row.topic
            said[row.question].append(row.marks)
            latest[row.question].update(dict.fromkeys(row.marks.split(), row.at))
    found = [
        point
        for question, topic in topics.items()
        for point in _missed_of(question, topic, said[question], latest[question], names)
    ]
    return tuple(sorted(found, key=lambda point: (-_cost(point), point.question, point.point)))


def _missed_of(
    question: str, topic: str, said: Sequence[str], latest: Mapping[str, int], names: Names
) -> list[MissedPoint]:
    """The key points of one question. Verdicts are counted before they are taken apart: that is quick."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    weights: dict[str, int] = {}
    last: dict[str, int] = {}
    for piece, times in Counter(" ".join(said).split()).items():
        (mark,) = marks(piece)
        tally[mark.point][mark.letter] += times
        weights[mark.point] = mark.weight
        if mark.letter in "mxp":
            last[mark.point] = max(last.get(mark.point, 0), latest[piece])
    return [
        MissedPoint(
            question=question,
            point=point,
            topic=topic,
            text=names.point(question, point),
            asked_as=names.question(question),
            weight=weights[point],
            asked=tally[point].total(),
            missed=tally[point]["m"],
            wrong=tally[point]["x"],
            partial=tally[point]["p"],
            last=day_of(at) if at else None,
        )
        for point, at in last.items()
    ]


def _cost(point: MissedPoint) -> float:
    return point.weight * (point.missed + 1.5 * point.wrong + 0.5 * point.partial)
