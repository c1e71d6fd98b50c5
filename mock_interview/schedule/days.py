"""The days until an interview: what to ask on which of them, and what does not fit.

Each day what is due comes first, then what is weak, then what was not asked before, each with a share
of the time; what a kind leaves over goes to the others. It is assumed that every answer goes well: the
next time that a point is due follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from mock_interview.model import Why
from mock_interview.schedule.cards import GOOD, Memory, review
from mock_interview.schedule.need import Need, need

DUE, WEAK, NEW = KINDS = ("due", "weak", "new")
SHARES = {DUE: 0.6, WEAK: 0.8, NEW: 1.0}  # of a day's time that may be full once a kind had its turn
READING = 60  # seconds to read what an answer earned
WEAK_FROM = 0.3  # a question is weak from this weakness on
_NOON = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A question that may be planned; ``limit`` is in seconds, ``points`` are ids with weights."""

    id: str
    topic: str
    limit: int
    points: tuple[tuple[str, int], ...]
    memory: Memory = field(default_factory=Memory)
    weakness: float = 0.0

    @property
    def seconds(self) -> int:
        """What it takes of a day."""
        return self.limit + READING


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A question to answer on a day; ``kind`` is one of `KINDS`."""

    question: str
    topic: str
    kind: str
    seconds: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """A day and its tasks, in order."""

    day: date
    tasks: tuple[Task, ...]

    @property
    def seconds(self) -> int:
        """The time the day takes."""
        return sum(task.seconds for task in self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The days in order; ``left`` are the ids that found no place, by kind.

    ``needed`` is how many seconds a day everything would have taken.
    """

    days: tuple[DayPlan, ...]
    left: Mapping[str, tuple[str, ...]]
    needed: int


def outlook(stock: Sequence[Askable], days: Sequence[date], seconds: int) -> Outlook:
    """A plan of at most ``seconds`` for each of ``days``; what was not asked before comes in given order."""
    course = _Course(stock)
    planned = tuple(DayPlan(day=day, tasks=tuple(course.tasks(day, seconds))) for day in days)
    left = course.left(days[-1]) if days else dict.fromkeys(KINDS, ())
    costs = {one.id: one.seconds for one in stock}
    missing = sum(costs[question] for ids in left.values() for question in ids)
    total = sum(day.seconds for day in planned) + missing
    return Outlook(days=planned, left=left, needed=round(total / max(1, len(days))))


class _Course:
    """What would be known by each day if the plan were followed."""

    def __init__(self, stock: Sequence[Askable]) -> None:
        self._stock = {one.id: one for one in stock}
        self._weak = {one.id for one in stock if one.weakness >= WEAK_FROM}

    def tasks(self, day: date, seconds: int) -> Iterator[Task]:
        """The tasks of one day, which count as done well."""
        waiting = {kind: self._waiting(kind, day) for kind in KINDS}
        done: set[str] = set()
        left = seconds
        for kind, share in (*SHARES.items(), *((kind, 1.0) for kind in KINDS)):
            for one in waiting[kind]:
                if one.id not in done and one.seconds <= left - seconds * (1 - share):
                    done.add(one.id)
                    left -= one.seconds
                    yield self._task(one, kind, day)
                    self._learn(one, day)

    def left(self, day: date) -> dict[str, tuple[str, ...]]:
        """What still waits on that day, each question once."""
        found: dict[str, tuple[str, ...]] = {}
        for kind in KINDS:
            taken = {question for ids in found.values() for question in ids}
            found[kind] = tuple(one.id for one in self._waiting(kind, day) if one.id not in taken)
        return found

    def _waiting(self, kind: str, day: date) -> list[Askable]:
        if kind == NEW:
            return [one for one in self._stock.values() if not one.memory.cards]
        if kind == WEAK:
            weak = [self._stock[question] for question in self._weak]
            return sorted(weak, key=lambda one: (-one.weakness, one.id))
        needed = [
            (self._need(one, day).urgency(day), one) for one in self._stock.values() if one.memory.cards
        ]
        in_order = sorted(needed, key=lambda pair: (-pair[0], pair[1].id))
        return [one for urgency, one in in_order if urgency > 0]

    def _task(self, one: Askable, kind: str, day: date) -> Task:
        facts = self._need(one, day).why(day) if one.memory.cards else Why()
        why = replace(facts, rule=kind)
        return Task(question=one.id, topic=one.topic, kind=kind, seconds=one.seconds, why=why)

    def _need(self, one: Askable, day: date) -> Need:
        return need(one.id, one.memory, _noon(day))

    def _learn(self, one: Askable, day: date) -> None:
        known = one.memory.cards
        points = dict(one.points) | {point: card.weight for point, card in known.items()}
        cards = {
            point: replace(review(known.get(point), GOOD, _noon(day)), weight=weight)
            for point, weight in points.items()
        }
        self._stock[one.id] = replace(one, memory=Memory(cards=cards))
        self._weak.discard(one.id)


def _noon(day: date) -> int:
    return int(datetime.combine(day, _NOON).timestamp())


def days_until(today: date, until: date) -> tuple[date, ...]:
    """From ``today`` to the day before ``until``, at least today."""
    return tuple(today + timedelta(days=n) for n in range(max(1, (until - today).days)))
