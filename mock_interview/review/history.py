"""Rows of practice to the figures of a whole history. Pure; the time zone is the process's own.

A question that is still open counts nowhere. What was not graded is left out of every mean and counted.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from mock_interview.model import Text
from mock_interview.practice import EXPECTED, SURE, WRONG, Names, Practice, marks

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
class Level:
    """The graded answers of one confidence (1-4): ``mean`` against ``expected``, both 0-100."""

    confidence: int
    answers: int
    mean: float
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A month: ``bias`` is the mean of expected less actual scores; above 0 is over-confident."""

    month: date
    answers: int
    bias: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SureAndWrong:
    """A section in which the candidate was sure and scored below half."""

    topic: str
    title: Text
    times: int
    sure: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was said of answers before their grades were seen, beside the grades."""

    answers: int
    bias: float | None
    levels: tuple[Level, ...]
    months: tuple[Stretch, ...]
    sure_and_wrong: tuple[SureAndWrong, ...]


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
        mean=_mean(scores),
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
        mean=_mean(scores),
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
    return Day(day=day, answers=len(rows), graded=len(scores), mean=_mean(scores), spent=spent)


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
        overtime=_mean(over),
        speed=tuple((lang, round(statistics.median(found), 1)) for lang, found in sorted(speeds.items())),
    )


def calibration(rows: Iterable[Practice], names: Names) -> Calibration:
    """What the candidate expected beside what came of it, over answers with a confidence and a score."""
    told = [(row, row.score) for row in rows if row.confidence in EXPECTED and row.score is not None]
    gaps = [EXPECTED[row.confidence] - score for row, score in told]
    months: dict[date, list[float]] = defaultdict(list)
    for (row, _score), gap in zip(told, gaps, strict=True):
        if row.at:
            months[day_of(row.at).replace(day=1)].append(gap)
    return Calibration(
        answers=len(told),
        bias=_mean(gaps),
        levels=tuple(
            Level(confidence=level, answers=len(scores), mean=_mean(scores) or 0.0, expected=expected)
            for level, expected in EXPECTED.items()
            if (scores := [score for row, score in told if row.confidence == level])
        ),
        months=tuple(
            Stretch(month=month, answers=len(found), bias=round(statistics.fmean(found), 1))
            for month, found in sorted(months.items())
        ),
        sure_and_wrong=_sure_and_wrong(told, names),
    )


def _sure_and_wrong(told: Sequence[tuple[Practice, float]], names: Names) -> tuple[SureAndWrong, ...]:
    sure = [(row, score) for row, score in told if row.confidence >= SURE]
    wrong: dict[str, list[str]] = defaultdict(list)
    for row, score in sure:
        if score < WRONG:
            wrong[row.section].append(row.question)
    times = Counter(row.section for row, _score in sure)
    found = [
        SureAndWrong(
            topic=topic,
            title=names.topic(topic),
            times=len(questions),
            sure=times[topic],
            questions=tuple(dict.fromkeys(questions)),
        )
        for topic, questions in wrong.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.topic)))


def day_of(at: int) -> date:
    """The day of a time in seconds since 1970, where the user is."""
    return date.fromtimestamp(at)


def _mean(values: Sequence[float]) -> float | None:
    return round(statistics.fmean(values), 1) if values else None


def _streak(held: Sequence[date]) -> int:
    """Days in a row up to the last of ``held``, which is in order."""
    count = 0
    for back, day in enumerate(reversed(held)):
        if day != held[-1] - timedelta(days=back):
            break
        count += 1
    return count
