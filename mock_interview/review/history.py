"""Rows of practice to the figures of a whole history. Pure; the time zone is the process's own.

A question that is still open counts nowhere. What was not graded is left out of every mean and counted.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from mock_interview.model import Text
from mock_interview.practice import Names, Practice, day_of, mean
from mock_interview.review.calibration import Calibration, calibration
from mock_interview.review.missed import MissedPoint, missed_points

STRETCHES = 8  # a topic's course is told in at most this many means
FOR_TREND = 4  # graded answers from which on a topic has a trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The whole: ``mean`` is 0-100 or ``None``; ``spent`` in seconds; ``streak`` in days up to ``last``."""

    sessions: int
    answers: int
    graded: int
    not_graded: int
    mean: float | None
    spent: float
    days: int
    streak: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCourse:
    """One section: ``mean`` 0-100 (``None``: nothing graded).

    ``trend`` is the mean of the later half of the graded answers less that of the earlier half, in
    points of the score; ``None`` for fewer than `FOR_TREND`. ``course`` holds the means of up to
    `STRETCHES` stretches of equally many answers, oldest first.
    """

    topic: str
    title: Text
    mean: float | None
    graded: int
    not_graded: int
    trend: float | None
    course: tuple[float, ...]
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day on which something was answered: how much, ``mean`` 0-100 or ``None``, ``spent`` seconds."""

    day: date
    answers: int
    graded: int
    mean: float | None
    spent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How time was used in answers that were given up.

    ``share`` is the median share of the limit that the main answer took (1.0: all of it); ``over``
    counts answers over their limit and ``overtime`` is the mean of their excess in seconds; ``speed``
    is the median of characters a minute, by language.
    """

    answers: int
    share: float | None
    over: int
    overtime: float | None
    speed: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that `review stats` shows. Sections by number of answers, points by what they cost."""

    totals: Totals
    topics: tuple[TopicCourse, ...]
    days: tuple[Day, ...]
    missed: tuple[MissedPoint, ...]
    pace: Pace
    calibration: Calibration


def history(rows: Iterable[Practice], names: Names, *, missed: int = 10) -> History:
    """All figures over ``rows``, in any order; ``missed`` is how many key points to list at most."""
    closed = sorted((row for row in rows if row.how != "open"), key=lambda row: (row.at, row.session))
    return History(
        totals=totals(closed),
        topics=topic_courses(closed, names),
        days=days(closed),
        missed=missed_points(closed, names)[:missed],
        pace=pace(closed),
        calibration=calibration(closed, names),
    )


def totals(rows: Sequence[Practice]) -> Totals:
    """The figures over all of ``rows``."""
    scores = [row.score for row in rows if row.score is not None]
    held = sorted({day_of(row.at) for row in rows if row.at})
    return Totals(
        sessions=len({row.session for row in rows}),
        answers=len(rows),
        graded=len(scores),
        not_graded=len(rows) - len(scores),
        mean=mean(scores),
        spent=round(sum(row.spent for row in rows), 1),
        days=len(held),
        streak=_streak(held),
        first=held[0] if held else None,
        last=held[-1] if held else None,
    )


def topic_courses(rows: Sequence[Practice], names: Names) -> tuple[TopicCourse, ...]:
    """A course for each section; ``rows`` are in order of time. Most practised first."""
    piles: dict[str, list[Practice]] = defaultdict(list)
    for row in rows:
        piles[row.section].append(row)
    in_order = sorted(piles.items(), key=lambda pile: (-len(pile[1]), pile[0]))
    return tuple(_course(topic, pile, names) for topic, pile in in_order)


def _course(topic: str, rows: Sequence[Practice], names: Names) -> TopicCourse:
    scores = [row.score for row in rows if row.score is not None]
    half = len(scores) // 2
    trend = statistics.fmean(scores[-half:]) - statistics.fmean(scores[:half]) if half else 0.0
    return TopicCourse(
        topic=topic,
        title=names.topic(topic),
        mean=mean(scores),
        graded=len(scores),
        not_graded=len(rows) - len(scores),
        trend=round(trend, 1) if len(scores) >= FOR_TREND else None,
        course=_stretches(scores),
        last=day_of(rows[-1].at) if rows[-1].at else None,
    )


def _stretches(scores: Sequence[float]) -> tuple[float, ...]:
    count = min(STRETCHES, len(scores))
    cuts = [round(n * len(scores) / count) for n in range(count + 1)] if count else []
    return tuple(round(statistics.fmean(scores[a:b]), 1) for a, b in pairwise(cuts))


def days(rows: Iterable[Practice]) -> tuple[Day, ...]:
    """Every day on which something was answered, earliest first."""
    piles: dict[date, list[Practice]] = defaultdict(list)
    for row in rows:
        if row.at:
            piles[day_of(row.at)].append(row)
    return tuple(_day(day, pile) for day, pile in sorted(piles.items()))


def _day(day: date, rows: Sequence[Practice]) -> Day:
    scores = [row.score for row in rows if row.score is not None]
    spent = round(sum(row.spent for row in rows), 1)
    return Day(day=day, answers=len(rows), graded=len(scores), mean=mean(scores), spent=spent)


def weeks(found: Sequence[Day], last: date, count: int) -> tuple[tuple[Day | None, ...], ...]:
    """A calendar for a heat map: ``count`` weeks of seven days from Monday, ending with that of ``last``.

    A day without an answer is a ``Day`` of zeros, a day after ``last`` is ``None``.
    """
    by_day = {day.day: day for day in found}
    monday = last - timedelta(days=last.weekday(), weeks=count - 1)
    grid = [[monday + timedelta(weeks=week, days=day) for day in range(7)] for week in range(count)]
    return tuple(
        tuple(None if day > last else by_day.get(day) or _no_answer(day) for day in week) for week in grid
    )


def _no_answer(day: date) -> Day:
    return Day(day=day, answers=0, graded=0, mean=None, spent=0.0)


def pace(rows: Iterable[Practice]) -> Pace:
    """How time was used; skipped questions are left out."""
    given = [row for row in rows if row.how in ("submitted", "cut")]
    shares = [row.used / row.limit for row in given if row.limit > 0 and row.used > 0]
    over = [row.used - row.limit for row in given if row.used > row.limit]
    speeds: dict[str, list[float]] = defaultdict(list)
    for row in given:
        if row.used >= 1 and row.chars:
            speeds[row.lang].append(row.chars * 60 / row.used)
    return Pace(
        answers=len(given),
        share=round(statistics.median(shares), 3) if shares else None,
        over=len(over),
        overtime=mean(over),
        speed=tuple((lang, round(statistics.median(found), 1)) for lang, found in sorted(speeds.items())),
    )


def _streak(held: Sequence[date]) -> int:
    """Days in a row up to the last of ``held``, which is in order."""
    count = 0
    for back, day in enumerate(reversed(held)):
        if day != held[-1] - timedelta(days=back):
            break
        count += 1
    return count
