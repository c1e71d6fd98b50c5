"""How much a question needs to be asked again: what is due, what is weak, and the facts to say why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mock_interview.model import Why
from mock_interview.practice import Practice, marks
from mock_interview.schedule.cards import Memory, recall

# What a point that was not covered adds to the weakness of its question; what is said only when asked
# for is nearly known.
LOSSES = {"c": 0.0, "f": 0.25, "p": 0.5, "m": 1.0, "x": 1.25}
HALF_LIFE = 21.0  # days after which a miss counts half
FORGOTTEN = 8  # half-lives after which it counts nothing
DOUBT = 1.0  # as many answers' worth of nothing known; one miss is no proof of weakness
_DAY = 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class PointNeed:
    """A key point at some time.

    ``due_at`` is in seconds since 1970 UTC, ``recall`` 0-1; it was ``missed`` in that many of ``times``.
    """

    point: str
    weight: int
    due_at: int
    recall: float
    times: int
    missed: int

    @property
    def due(self) -> date:
        """The day it is due, where the user is: it counts as due from the morning on."""
        return date.fromtimestamp(self.due_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A question at some time: its points, those of least recall first."""

    question: str
    points: tuple[PointNeed, ...]

    @property
    def first_due(self) -> date:
        """The day on which the first of its points is due. A need has at least one point."""
        return min(point.due for point in self.points)

    def due(self, today: date) -> tuple[PointNeed, ...]:
        """The points that are due."""
        return tuple(point for point in self.points if point.due <= today)

    def urgency(self, today: date) -> float:
        """What is likely forgotten of the points that are due, in weights; above 0 when one is due."""
        return sum(point.weight * max(0.01, 1 - point.recall) for point in self.due(today))

    def why(self, today: date) -> Why:
        """The facts that say why it is asked: those of its due point that is least sure, or of any."""
        shown = next(iter(self.due(today) or self.points), None)
        if shown is None:
            return Why()
        overdue = (today - shown.due).days
        return Why(
            times=shown.times,
            missed=shown.missed,
            recall=round(shown.recall, 3),
            overdue=overdue if overdue >= 0 else None,
        )


def needs(memories: Mapping[str, Memory], now: int) -> dict[str, Need]:
    """What every question that was graded before needs at ``now``, in seconds since 1970."""
    return {question: need(question, memory, now) for question, memory in memories.items() if memory.cards}


def need(question: str, memory: Memory, now: int) -> Need:
    """What one question needs at ``now``."""
    points = [
        PointNeed(
            point=point,
            weight=card.weight,
            due_at=card.due,
            recall=recall(card, now),
            times=card.times,
            missed=card.missed,
        )
        for point, card in memory.cards.items()
    ]
    points.sort(key=lambda point: (point.recall, -point.weight, point.point))
    return Need(question=question, points=tuple(points))


def weakness(rows: Iterable[Practice], now: int) -> dict[str, float]:
    """How weak each question is, 0 to about 1: the weighted share of its points that were not said.

    Each answer counts half as much after `HALF_LIFE` days, so that old misses fade, and covering a
    point soon makes up for them.
    """
    lost: dict[tuple[str, str], float] = defaultdict(float)
    seen: dict[tuple[str, str], float] = defaultdict(float)
    weights: dict[tuple[str, str], int] = {}
    for row in rows:
        age = max(0.0, (now - row.at) / _DAY / HALF_LIFE)
        if age > FORGOTTEN:
            continue
        counts = 0.5**age
        for point, weight, letter in marks(row.marks):
            key = (row.question, point)
            lost[key] += counts * LOSSES[letter]
            seen[key] += counts
            weights[key] = weight
    worth: dict[str, float] = defaultdict(float)
    total: dict[str, float] = defaultdict(float)
    for key, weight in weights.items():
        worth[key[0]] += weight * lost[key] / (seen[key] + DOUBT)
        total[key[0]] += weight
    return {question: round(worth[question] / total[question], 4) for question in worth}
