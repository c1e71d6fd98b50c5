"""What measured answers earn by a fitted model: as the grader does it, without flags and hints.

Nothing here fits anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mock_interview.grading import blend
from mock_interview.grading.trees import Boosted
from mock_interview.grading.verdicts import Leniency, Linear, Model, mean_of, verdict_of
from mock_interview.model import PointResult, Rubric
from training.fitting import chances_of
from training.rows import Row


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the chances (points, 4) that its credit rests on, and the share of the marks it earns.

    ``told`` are the chances of the verdicts that are shown; the share is before the curve.
    """

    row: Row
    chances: np.ndarray
    told: np.ndarray
    share: float


@dataclass(frozen=True, slots=True)
class Written:
    """What is fitted for written points; what they earn rests on the mean of both."""

    verdict: Boosted
    earning: Linear

    def chances(self, tables: Sequence[Mapping[str, float]]) -> list[tuple[float, ...]]:
        """See `grading.verdicts.Model.chances`."""
        both = zip(self.verdict.chances(tables), self.earning.chances(tables), strict=True)
        return [mean_of(told, earned) for told, earned in both]


@dataclass(frozen=True, slots=True)
class Bare:
    """What is fitted for bare references: `grading.verdicts.Drafted`, and for names of a list."""

    verdict: Linear
    leniency: Leniency
    names: Linear


def judge(row: Row, model: Model, rubric: Rubric) -> Judged:
    """A row by one model."""
    found = chances_of(row, model)
    rows = [tuple(line) for line in found.tolist()]
    points = [
        PointResult(point=str(i), weight=int(w), verdict=verdict_of(c), credit=blend.credit(c, rubric))
        for i, (w, c) in enumerate(zip(row.weights.tolist(), rows, strict=True))
    ]
    return Judged(row, found, found, blend.add_up(points, rows, {"precision": row.precision}, rubric).share)


def judge_written(row: Row, fitted: Written, rubric: Rubric) -> Judged:
    """A row whose points were written."""
    return replace(judge(row, fitted, rubric), told=chances_of(row, fitted.verdict))


def judge_drafted(row: Row, fitted: Bare, rubric: Rubric) -> Judged:
    """The same for a bare reference: the share is what the score is made of."""
    if row.lists_names:
        return judge(row, fitted.names, rubric)
    judged = judge(row, fitted.verdict, rubric)
    return replace(judged, share=judged.share ** fitted.leniency.exponent(row.reference, row.to_the_point))
