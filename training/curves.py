"""Curves that turn shares of the marks into scores, and how far marks lie around them.

Functions of judged rows; reads and prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from mock_interview.grading import blend
from mock_interview.model import Rubric
from training.labelled import Marked, Sample
from training.rows import Row

# Marks come in steps: nobody is surer than this standard deviation, 0-1. With less, ranges of short answers,
# whose verdicts are sure, hold too few of their marks.
RESIDUAL = 0.08
# Share of the marks that should lie within the range.
WITHIN = 0.8
# Share of the examples that may be parted worse than at best: marks are what the scores are for.
AS_GOOD = 0.004
# How steeply the curve may rise from half marks to the band above: a point more or less is no landslide.
STEEPEST = 2.5
Knots = tuple[tuple[float, float], ...]
# Edges of the bands on the score's scale, 0-1, as the rubrics that ship have them.
BANDS = {"weak": (0.0, 0.35), "partial": (0.35, 0.70), "strong": (0.70, 1.01)}
# Answers made by rules, whose marks are not an interviewer's.
MADE = frozenset(
    {
        "echo", "keywords", "sibling", "injection", "negated", "turned", "flipped", "opposite", "numbers",
        "exchanged", "renumbered",
    }
)  # fmt: skip


class JudgedRow(Protocol):
    """A row with the chances (points, 4) that it earns by and of what is told, and its share of the marks."""

    @property
    def row(self) -> Row: ...

    @property
    def chances(self) -> np.ndarray: ...

    @property
    def told(self) -> np.ndarray: ...

    @property
    def share(self) -> float: ...


def band_of(one: JudgedRow) -> str:
    """The band an author gave, where there is one."""
    return band_of_item(one.row.item)


def band_of_item(item: Sample | Marked) -> str:
    """The same of an answer."""
    return item.band if isinstance(item, Sample) else ""


def edges(judged: Sequence[JudgedRow]) -> list[tuple[float, float]]:
    """All pairs of shares that part weak, partial and strong examples nearly as well as the best (`AS_GOOD`).

    All bands count alike.
    """
    shares = {band: np.array([j.share for j in judged if band_of(j) == band]) for band in BANDS}
    grid = np.arange(0.05, 0.9, 0.01)
    found = []
    for low in grid:
        for high in grid[grid > low + 0.05]:
            right = [
                (shares["weak"] < low).mean(),
                ((shares["partial"] >= low) & (shares["partial"] < high)).mean(),
                (shares["strong"] >= high).mean(),
            ]
            found.append((float(np.mean(right)), float(low), float(high)))
    best = max(right for right, _, _ in found)
    return [(low, high) for right, low, high in found if right >= best - AS_GOOD]


def fit_curve(judged: Sequence[JudgedRow], shown: Sequence[JudgedRow]) -> Knots:
    """Through the edges of the bands, half marks between them, and near the top the mean mark of its answers.

    The edges part the examples ``shown``, which are as the published models read them, nearly as well as can
    be; which of these, and where between them marks pass the half, is found on the marks of written answers.
    """
    marked = [(j.share, j.row.item.mark) for j in judged if j.row.item.mark is not None and _honest(j)]
    shares, marks = np.array(marked, float).T
    curves = [knots for low, high in edges(shown) for knots in _curves(low, high, shares, marks)]
    return min(curves, key=lambda knots: _off(knots, shares, marks))


def _curves(low: float, high: float, shares: np.ndarray, marks: np.ndarray) -> Iterator[Knots]:
    top = float(min(0.95, max(np.quantile(shares, 0.9), high + 0.05)))
    value = float(np.clip(marks[shares >= top].mean(), 0.75, 0.98))
    upper = (round(high, 3), 0.70), (round(top, 3), round(value, 3)), (1.0, 1.0)
    for at in np.arange(low + 0.01, high - 0.2 / STEEPEST, 0.01):
        yield ((0.0, 0.0), (round(low, 3), 0.35), (round(float(at), 3), 0.5), *upper)


def _off(knots: Knots, shares: np.ndarray, marks: np.ndarray) -> float:
    """Squares of how far the curve is from the marks, summed."""
    return float(((np.interp(shares, *np.transpose(knots)) - marks) ** 2).sum())


def _honest(one: JudgedRow) -> bool:
    return one.row.item.kind not in MADE


def doubt_of(judged: Sequence[JudgedRow], knots: Knots, rubric: Rubric, within: float = WITHIN) -> float:
    """How much of the verdicts' variance makes that share of the marks fall into the stated range."""
    cases = []
    for one in judged:
        if one.row.item.mark is not None and _honest(one):
            gap = abs(blend.curved(one.share, knots) - one.row.item.mark)
            cases.append((gap, one.row.weights.tolist(), one.chances.tolist()))
    for doubt in np.arange(0.0, 2.0, 0.05):
        measure = blend.Measure(knots, RESIDUAL, float(doubt))
        spreads = [blend.spread_of(weights, chances, rubric, measure) for _, weights, chances in cases]
        if np.mean([gap <= blend.RANGE * s for (gap, _, _), s in zip(cases, spreads, strict=True)]) >= within:
            return round(float(doubt), 2)
    return 2.0
