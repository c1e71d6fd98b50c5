"""How far two series of numbers from 0 to 1 agree: pure functions of arrays. Reads and prints nothing.

Rows carry whole-number weights, so that a row of weight 2 counts as two rows: a bootstrap sample is
a set of weights. A figure that is undefined, as a correlation with a constant is, is ``None``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIGURES = (
    "pearson", "spearman", "rmse", "mae", "bias", "qwk", "within_one_level", "accuracy", "in_range"
)  # fmt: skip
# Marks of so few different values are levels of their own; others are rounded to so many equal ones.
MOST_LEVELS = 11
# Half marks or more count as right.
RIGHT_FROM = 0.5
# Variance of numbers from 0 to 1 below which they count as constant: rounding leaves about 1e-17.
CONSTANT = 1e-12
RESAMPLES, SEED, CONFIDENCE = 1000, 20_240_501, 0.95
# Samples in which a figure is defined, below which it gets no interval.
LEAST_DEFINED = RESAMPLES // 2


def levels_of(marks: Floats) -> Floats:
    """The levels that marks are compared on: their own values when few, else equal steps from 0 to 1."""
    own = np.unique(np.round(marks, 6))
    return own if len(own) <= MOST_LEVELS else np.linspace(0.0, 1.0, MOST_LEVELS)


def to_levels(values: Floats, levels: Floats) -> Ints:
    """For each value the number of the nearest level, the upper of two that are equally near."""
    middles = (levels[1:] + levels[:-1]) / 2
    return np.searchsorted(middles, np.round(values, 6), side="right").astype(np.int64)


def pearson(x: Floats, y: Floats, weights: Floats) -> float | None:
    """The correlation of two series, -1 to 1; ``None`` when either is constant."""
    total = float(weights.sum())
    if not total:
        return None
    x, y = x - _dot(weights, x) / total, y - _dot(weights, y) / total
    weighted = weights * x
    return correlation(total, _dot(weighted, x), _dot(weights, y * y), _dot(weighted, y))


def _dot(x: Floats, y: Floats) -> float:
    # Not ``@``: on long series it starts a thread a core, which on a busy machine wait for each other.
    return float(np.einsum("i,i->", x, y))


def correlation(total: float, spread_x: float, spread_y: float, together: float) -> float | None:
    """The correlation of ``total`` rows from sums of squares and products, each less its mean."""
    if min(spread_x, spread_y) <= CONSTANT * total:
        return None
    return min(1.0, max(-1.0, together / (math.sqrt(spread_x) * math.sqrt(spread_y))))


def ranks(place: Ints, weights: Floats) -> Floats:
    """Ranks from 1 on, equal values sharing the mean of theirs; ``place`` numbers the values in order."""
    counts = np.bincount(place, weights=weights)
    middle = np.cumsum(counts) - counts / 2 + 0.5
    return np.asarray(middle[place], dtype=np.float64)


def places(values: Floats) -> Ints:
    """The number of each value among the different values, in order."""
    return np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)


def qwk(first: Ints, second: Ints, count: int) -> float | None:
    """Cohen's kappa with quadratic weights of two series of level numbers below ``count``."""
    return kappa(np.bincount(first * count + second, minlength=count * count).astype(np.float64))


def kappa(seen: Floats) -> float | None:
    """Quadratic weighted kappa from how often each pair of levels was seen, row by row.

    1 - sum(w O) / sum(w E) with w = (i - j)^2, O the observed and E the expected share of each pair
    (Cohen 1968). ``None`` when both series are the same constant, where it is 0/0.
    """
    total, count = float(seen.sum()), math.isqrt(len(seen))
    if not total:
        return None
    number = np.arange(count)
    distance = (number[:, None] - number[None, :]) ** 2
    observed = seen.reshape(count, count) / total
    expected = np.outer(observed.sum(1), observed.sum(0))
    most = float((distance * expected).sum())
    return None if most <= CONSTANT else 1.0 - float((distance * observed).sum()) / most


class Series:
    """Predictions beside marks, both 0-1, compared on ``levels``.

    ``inside`` is 1 where the mark lies in the predicted range, 0 where not, NaN where there is none.
    All figures but Spearman's come from sums over rows, so that a sample of questions takes no more
    than adding up the questions' sums.
    """

    def __init__(
        self, predicted: Floats, marks: Floats, levels: Floats, inside: Floats | None = None
    ) -> None:
        self.predicted, self.marks, self.levels = predicted, marks, levels
        self.inside = np.full(len(marks), np.nan) if inside is None else inside
        self._places = places(predicted), places(marks)
        self._guess, self._given = to_levels(predicted, levels), to_levels(marks, levels)
        self._terms = self._row_terms()

    def part(self, rows: Ints) -> Series:
        """The series of some of the rows."""
        return Series(self.predicted[rows], self.marks[rows], self.levels, self.inside[rows])

    def _row_terms(self) -> Floats:
        """For each row what `_from_sums` adds up."""
        off = self.predicted - self.marks
        # Near their mean, squares and products lose no digits when they are added up.
        x = self.predicted - self.predicted.mean() if len(off) else off
        y = self.marks - self.marks.mean() if len(off) else off
        close = np.abs(self._guess - self._given) <= 1
        same_side = (self.predicted >= RIGHT_FROM) == (self.marks >= RIGHT_FROM)
        ranged = ~np.isnan(self.inside)
        inside = np.nan_to_num(self.inside)
        terms = (
            off * 0 + 1,
            off,
            abs(off),
            off * off,
            x,
            y,
            x * x,
            y * y,
            x * y,
            close,
            same_side,
            inside,
            ranged,
        )
        return np.stack([np.asarray(term, dtype=np.float64) for term in terms], axis=1)

    @property
    def _pairs(self) -> Ints:
        """The number of each row's pair of levels."""
        return self._guess * len(self.levels) + self._given

    def figures(self, weights: Floats | None = None) -> dict[str, float | None]:
        """Every one of `FIGURES`; without ``weights`` each row counts once."""
        w = np.ones(len(self.marks)) if weights is None else weights
        seen = np.bincount(self._pairs, weights=w, minlength=len(self.levels) ** 2).astype(np.float64)
        return self._from_sums(w @ self._terms, seen, self._spearman(w))

    def samples(self, questions: Ints, draws: Ints) -> Iterator[dict[str, float | None]]:
        """`figures` of samples of questions: ``draws[i, q]`` is how often sample i holds question q."""
        count, pairs = draws.shape[1], len(self.levels) ** 2
        sums = np.zeros((count, self._terms.shape[1]))
        np.add.at(sums, questions, self._terms)
        seen = np.bincount(questions * pairs + self._pairs, minlength=count * pairs).astype(np.float64)
        seen = seen.reshape(count, pairs)
        for drawn in draws.astype(np.float64):
            yield self._from_sums(drawn @ sums, drawn @ seen, self._spearman(drawn[questions]))

    @staticmethod
    def _from_sums(sums: Floats, seen: Floats, spearman: float | None) -> dict[str, float | None]:
        total, off, distance, square, x, y, xx, yy, xy, close, same_side, inside, ranged = map(float, sums)
        if not total:
            return dict.fromkeys(FIGURES)
        return {
            "pearson": correlation(total, xx - x * x / total, yy - y * y / total, xy - x * y / total),
            "spearman": spearman,
            "rmse": math.sqrt(square / total),
            "mae": distance / total,
            "bias": off / total,
            "qwk": kappa(seen),
            "within_one_level": close / total,
            "accuracy": same_side / total,
            "in_range": inside / ranged if ranged else None,
        }

    def _spearman(self, w: Floats) -> float | None:
        """Pearson's figure of the ranks."""
        if not len(w):
            return None
        return pearson(ranks(self._places[0], w), ranks(self._places[1], w), w)


def intervals(series: Series, groups: Ints) -> dict[str, tuple[float, float] | None]:
    """The 95 % percentile interval of each of `FIGURES`, questions (``groups``, from 0) drawn anew.

    ``None`` with fewer than two questions, or where too few samples define the figure. Deterministic.
    """
    questions = places(groups.astype(np.float64))
    count = int(questions.max()) + 1 if len(questions) else 0
    if count < 2:
        return dict.fromkeys(FIGURES)
    draws = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    samples = list(series.samples(questions, draws))
    return {name: _percentiles([sample[name] for sample in samples]) for name in FIGURES}


def _percentiles(values: list[float | None]) -> tuple[float, float] | None:
    defined = [value for value in values if value is not None]
    if len(defined) < LEAST_DEFINED:
        return None
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return float(low), float(high)


def mean_of_others(marks: Floats, groups: Ints) -> Floats:
    """For each row the mean mark of the rows of all other questions; NaN when there is no other."""
    sums, counts = np.bincount(groups, weights=marks), np.bincount(groups)
    others = (len(marks) - counts)[groups].astype(np.float64)
    others[others == 0] = np.nan
    return np.asarray(np.clip((marks.sum() - sums[groups]) / others, 0.0, 1.0), dtype=np.float64)


def deciles(predicted: Floats) -> list[Ints]:
    """Row numbers of each tenth of the predictions, lowest first; equal predictions stay together."""
    if not len(predicted):
        return []
    edges = np.unique(np.quantile(predicted, np.linspace(0.1, 0.9, 9), method="lower"))
    tenth = np.searchsorted(edges, predicted, side="left")
    return [np.flatnonzero(tenth == number) for number in np.unique(tenth)]
