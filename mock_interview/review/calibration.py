"""What candidates said of their answers before seeing the grades, beside the grades. Pure."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mock_interview.model import Text
from mock_interview.practice import EXPECTED, SURE, WRONG, Names, Practice, day_of, mean


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
        bias=mean(gaps),
        levels=tuple(
            Level(confidence=level, answers=len(scores), mean=mean(scores) or 0.0, expected=expected)
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
