"""From verdicts to a score, its dimensions and its band, by a rubric. Looks at no text.

Score = 100 x curve(points earned x (1 - what the other dimensions take away)), then the caps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from mock_interview.grading.doubt import DOUBT
from mock_interview.grading.verdicts import CLASSES, SURE, SURE_BY_PRECEDENTS, verdict_of
from mock_interview.model import DimensionResult, Flag, PointResult, Rubric, Verdict

# Half the width, in standard deviations, of the range that holds a careful human's mark 4 times in 5.
RANGE = 1.28
# Share of the marks by which correctness gives an answer the benefit of the doubt.
LITTLE = 0.05
WORST_FIRST = (Verdict.CONTRADICTED, Verdict.MISSED, Verdict.PARTIAL, Verdict.COVERED)


@dataclass(frozen=True, slots=True)
class Score:
    """A score, 0-100, with its range, its dimensions and its band."""

    score: float
    low: float
    high: float
    dimensions: tuple[DimensionResult, ...]
    band: str


def credit(chances: Sequence[float], rubric: Rubric) -> float:
    """What a point earns, 0-1: what its verdicts are worth, weighted by how probable they are."""
    table = dict(zip(CLASSES, chances, strict=True))
    return table[Verdict.COVERED] + rubric.partial_credit * table[Verdict.PARTIAL]


def variance(chances: Sequence[float], rubric: Rubric) -> float:
    """Variance of a point's worth over its verdicts."""
    worth = {
        Verdict.COVERED: 1.0,
        Verdict.PARTIAL: rubric.partial_credit,
        Verdict.MISSED: 0.0,
        Verdict.CONTRADICTED: -rubric.contradiction_cost,
    }
    mean = sum(p * worth[v] for v, p in zip(CLASSES, chances, strict=True))
    return sum(p * (worth[v] - mean) ** 2 for v, p in zip(CLASSES, chances, strict=True))


def verdict(chances: Sequence[float], *, known: bool = False) -> Verdict:
    """The verdict shown for a point, about which there are precedents if ``known``."""
    return verdict_of(chances, SURE_BY_PRECEDENTS if known else SURE)


def at_most(chances: Sequence[float], most: Verdict) -> tuple[float, ...]:
    """``chances`` with those of better verdicts than ``most`` given to it: never worth more than before."""
    return _bounded(chances, most, [v for v in WORST_FIRST if WORST_FIRST.index(v) > WORST_FIRST.index(most)])


def at_least(chances: Sequence[float], least: Verdict) -> tuple[float, ...]:
    """``chances`` with those of worse verdicts than ``least`` given to it: never worth less than before."""
    return _bounded(
        chances, least, [v for v in WORST_FIRST if WORST_FIRST.index(v) < WORST_FIRST.index(least)]
    )


def _bounded(chances: Sequence[float], to: Verdict, moved: Sequence[Verdict]) -> tuple[float, ...]:
    table = dict(zip(CLASSES, chances, strict=True))
    for verdict_ in moved:
        table[to] += table[verdict_]
        table[verdict_] = 0.0
    return tuple(table[verdict_] for verdict_ in CLASSES)


def curved(x: float, curve: Sequence[tuple[float, float]]) -> float:
    """``x`` on the fitted curve through ``curve``'s knots, which rise in both coordinates."""
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return curve[-1][1]


@dataclass(frozen=True, slots=True)
class Measure:
    """How a share of marks becomes a score: the knots of a curve, and how far marks lie around it.

    ``residual`` is a standard deviation, 0-1, beside what the verdicts' chances leave open, of which
    ``doubt`` is the part that counts. The share is raised to ``exponent`` (above 0) first.
    """

    curve: tuple[tuple[float, float], ...]
    residual: float
    doubt: float = 1.0
    exponent: float = 1.0

    def score(self, share: float) -> float:
        """The score, 0-1, for a share of the marks."""
        return curved(share**self.exponent, self.curve)


@dataclass(frozen=True, slots=True)
class Sum:
    """What the points earn: ``share`` of the marks (0-1) after all losses, and each dimension.

    ``spoken_of`` is the share of the marks that the answer addressed, rightly or wrongly.
    """

    share: float
    spoken_of: float
    dimensions: Mapping[str, float | None]


def add_up(
    points: Sequence[PointResult],
    chances: Sequence[Sequence[float]],
    sides: Mapping[str, float | None],
    rubric: Rubric,
    most: Mapping[str, float] = MappingProxyType({}),
) -> Sum:
    """Points' credits, less contradictions, less what the other dimensions take away.

    ``sides`` holds the dimensions that are not made from points; ``most`` is the most (0-1) that a
    dimension may be.
    """
    total = sum(point.weight for point in points)
    wrong = sum(p.weight * denied(c) for p, c in zip(points, chances, strict=True))
    earned = sum(point.weight * point.credit for point in points)
    base = max(0.0, earned - rubric.contradiction_cost * wrong) / total
    whole = {"completeness": earned / total, "correctness": _correctness(points, chances), **sides}
    whole |= {name: _lower(whole.get(name), bound) for name, bound in most.items()}
    lost = sum(
        d.weight * (1 - value)
        for d in rubric.dimensions
        if d.id != "completeness" and (value := whole.get(d.id)) is not None
    )
    return Sum(base * (1 - lost), (earned + wrong) / total, whole)


def settle(
    points: Sequence[PointResult],
    chances: Sequence[Sequence[float]],
    found: Sum,
    rubric: Rubric,
    measure: Measure,
    cap: float = 100.0,
) -> Score:
    """The score of an answer, at most ``cap`` (see `score_cap`)."""
    score = 100 * measure.score(found.share)
    spread = 100 * spread_of([point.weight for point in points], chances, rubric, measure)
    low, high = max(0.0, score - RANGE * spread), min(100.0, score + RANGE * spread)
    score = min(score, cap)
    return Score(
        round(score, 1),
        round(min(low, score), 1),
        round(max(min(high, cap), score), 1),
        tuple(DimensionResult(id=d.id, value=_rounded(d.id, found)) for d in rubric.dimensions),
        band(round(score, 1), rubric),
    )


def spread_of(
    weights: Sequence[float], chances: Sequence[Sequence[float]], rubric: Rubric, measure: Measure
) -> float:
    """The standard deviation, 0-1, of marks around a score that rests on these chances."""
    total = sum(weights)
    unsure = sum(w**2 * variance(c, rubric) for w, c in zip(weights, chances, strict=True)) / total**2
    return math.sqrt(unsure * measure.doubt**2 + measure.residual**2)


def _lower(value: float | None, bound: float) -> float:
    return bound if value is None else min(value, bound)


def _rounded(dimension: str, found: Sum) -> float | None:
    """The dimension's value as shown: nothing said is neither right nor wrong."""
    value = found.dimensions.get(dimension)
    if value is None or (dimension == "correctness" and found.spoken_of < LITTLE):
        return None
    return round(value, 4)


def _correctness(points: Sequence[PointResult], chances: Sequence[Sequence[float]]) -> float:
    """Share of what was said about points that is right; where nothing was said, nothing is wrong."""
    benefit = LITTLE * sum(p.weight for p in points)
    right = sum(p.weight * p.credit for p in points)
    wrong = sum(p.weight * denied(c) for p, c in zip(points, chances, strict=True))
    return (right + benefit) / (right + wrong + benefit)


def denied(chances: Sequence[float]) -> float:
    """How far a point counts as contradicted, 0-1: small chances of it are doubt, not evidence."""
    return max(0.0, chances[CLASSES.index(Verdict.CONTRADICTED)] - DOUBT) / (1 - DOUBT)


def score_cap(rubric: Rubric, flags: Sequence[Flag], hints: int) -> float:
    """The most that flags and hints leave, 0-100."""
    caps = [cap for flag, cap in rubric.flag_caps if flag in {f.value for f in flags}]
    if hints > 0 and rubric.hint_cap:
        caps.append(rubric.hint_cap[min(hints, len(rubric.hint_cap)) - 1])
    return min([100.0, *caps])


def band(score: float, rubric: Rubric) -> str:
    """The band ``score`` falls into."""
    reached = [band for band in rubric.bands if score >= band.at_least]
    return max(reached, key=lambda b: b.at_least).id if reached else ""
