"""Where everything in a chart lies, in the units of its own drawing area. Pure; draws nothing.

A drawing area is scaled as a whole, lettering included, so each chart is laid out once for a wide
page and once for a phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WIDE, NARROW = 680, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 30, 14, 26  # room for lettering around the trend
_SMOOTH = 3  # sessions that the line is a mean of
_BUSY = (1, 3, 5, 8)  # answers a day from which a day is drawn stronger
_GAP, _DAY_MOST, _DAY_LEAST = 4, 30, 11
_NUMBERED = 20  # side from which a number fits into a day
_WEEKS_LEAST = 5
_NAME = 30  # room that the name of a month takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A session in a trend: its time where the candidate was, and its mean score (0-100)."""

    at: datetime
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Lettering at a place."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A session in the trend."""

    x: float
    y: float
    day: date
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Sessions over time, the mean of the last `_SMOOTH` of them as a line, and the scale."""

    width: int
    height: int
    left: float
    right: float
    dots: tuple[Dot, ...]
    line: str
    rules: tuple[Label, ...]
    days: tuple[Label, ...]
    latest: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the calendar: where, how large, how busy (0-4), and the answers given on it."""

    x: float
    y: float
    side: float
    level: int
    day: date
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Weeks side by side, Monday on top; ``cell`` is the room a day has."""

    width: int
    height: int
    cell: float
    days: tuple[Day, ...]
    months: tuple[Label, ...]
    weekdays: tuple[Label, ...]
    numbered: bool


def trend(sittings: Sequence[Sitting], *, width: int) -> Trend:
    """The chart of ``sittings``, oldest first, of which there is at least one; the latest is lettered."""
    height = 240 if width >= WIDE else 220
    first, last = sittings[0].at, sittings[-1].at
    span = max(1.0, (last - first).total_seconds())
    across, down = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM

    def x_of(at: datetime) -> float:
        return round(_LEFT + across * max(0.0, (at - first).total_seconds()) / span, 1)

    def y_of(score: float) -> float:
        return round(_TOP + down * (1 - max(0.0, min(100.0, score)) / 100), 1)

    dots = [Dot(x=x_of(s.at), y=y_of(s.mean), day=s.at.date(), mean=s.mean) for s in sittings]
    recent = [sittings[max(0, i + 1 - _SMOOTH) : i + 1] for i in range(len(sittings))]
    means = [sum(s.mean for s in window) / len(window) for window in recent]
    line = " ".join(f"{dot.x},{y_of(mean)}" for dot, mean in zip(dots, means, strict=True))
    marks = _spread(first, last, count=5 if width >= WIDE else 3)
    latest = dots[-1]
    return Trend(
        width=width,
        height=height,
        left=_LEFT,
        right=width - _RIGHT,
        dots=tuple(dots),
        line=line,
        rules=tuple(Label(x=_LEFT - 7, y=y_of(s), text=str(s), anchor="end") for s in (0, 25, 50, 75, 100)),
        days=tuple(Label(x=x_of(at), y=height - 6, text=f"{at.month}/{at.day}") for at in marks),
        latest=Label(x=latest.x + 8, y=latest.y + 4, text=f"{latest.mean:.0f}", anchor="start"),
    )


def _spread(first: datetime, last: datetime, *, count: int) -> list[datetime]:
    """At most ``count`` moments from ``first`` to ``last``, evenly apart and no two on one day."""
    steps = max(1, min(count - 1, (last.date() - first.date()).days))
    found = {(at := first + (last - first) * i / steps).date(): at for i in range(steps + 1)}
    return list(found.values())


def calendar(
    answers: Mapping[date, int], *, width: int, weekdays: Sequence[str], months: Sequence[str]
) -> tuple[Calendar, ...]:
    """The weeks with ``answers``, oldest first, in as many rows of weeks as ``width`` asks for.

    ``weekdays`` are seven names from Monday, ``months`` twelve from January.
    """
    left, last = 26, max(answers)
    monday = last - timedelta(days=last.weekday())
    weeks = max(_WEEKS_LEAST, -((min(answers) - monday).days // 7) + 1)
    most = (width - left) // (_DAY_LEAST + _GAP)
    rows = -(-weeks // most)
    per_row = -(-weeks // rows)
    cell = min(_DAY_MOST, (width - left) // per_row - _GAP)
    starts = [monday - timedelta(weeks=per_row * row - 1) for row in range(rows, 0, -1)]
    return tuple(_weeks(answers, start, per_row, cell, (weekdays, months)) for start in starts)


def _weeks(
    answers: Mapping[date, int],
    start: date,
    weeks: int,
    cell: int,
    names: tuple[Sequence[str], Sequence[str]],
) -> Calendar:
    left, top, step = 26, 18, cell + _GAP
    weekdays, months = names
    numbered = cell >= _NUMBERED
    days = []
    for index in range(weeks * 7):
        day = start + timedelta(days=index)
        if day > max(answers):
            break
        level = sum(answers.get(day, 0) >= busy for busy in _BUSY)
        # Where no number fits, size says what colour says.
        side = cell if numbered or not level else round(cell * (0.4 + 0.15 * level), 1)
        inset = (cell - side) / 2
        x, y = left + step * (index // 7) + inset, top + step * (index % 7) + inset
        days.append(
            Day(x=round(x, 1), y=round(y, 1), side=side, level=level, day=day, answers=answers.get(day, 0))
        )
    firsts = [
        (week, day) for week in range(weeks) if (day := start + timedelta(weeks=week)).day <= 7 or week == 0
    ]
    ends = [*(week for week, _day in firsts[1:]), weeks]
    kept = [one for one, end in zip(firsts, ends, strict=True) if (end - one[0]) * step >= _NAME]
    return Calendar(
        width=left + step * weeks,
        height=top + step * 7,
        cell=cell,
        days=tuple(days),
        months=tuple(
            Label(x=left + step * week, y=11, text=months[day.month - 1], anchor="start")
            for week, day in kept
        ),
        weekdays=tuple(
            Label(x=left - 6, y=top + step * i + cell / 2, text=weekdays[i], anchor="end")
            for i in (0, 2, 4, 6)
        ),
        numbered=numbered,
    )
