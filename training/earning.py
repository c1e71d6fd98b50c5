"""What answers earn, as a differentiable function of the verdicts' chances: `grading.blend` in tensors.

Nothing here fits anything. That it says the same as `blend.add_up` is tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from mock_interview.grading.blend import LITTLE
from mock_interview.grading.doubt import DOUBT
from mock_interview.grading.verdicts import MOST_LENIENT, lengths
from mock_interview.model import Rubric
from training.curves import BANDS, band_of_item
from training.rows import Row

# How far inside its band an example should score.
INSIDE = 0.02
# Scores nearer to 0 or 1 than this are no surer.
SURE = 0.02


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers as tensors. ``x`` (points, features), ``owner`` and ``weight`` (points,), the rest (answers,).

    ``marks`` are NaN where there is none. ``lengths`` (answers, 2) is what leniency depends on; it leaves
    answers alone that are ``even``.
    """

    x: torch.Tensor
    owner: torch.Tensor
    weight: torch.Tensor
    besides: torch.Tensor
    marks: torch.Tensor
    low: torch.Tensor
    high: torch.Tensor
    heavy: torch.Tensor
    lengths: torch.Tensor
    even: torch.Tensor

    def chances(self, table: torch.Tensor) -> torch.Tensor:
        """Chances (points, 4) of the verdicts; ``table`` (3, features + 1) lacks the row of missed."""
        logits = self.x @ table[:, :-1].T + table[:, -1]
        missed = torch.zeros(len(self.x), 1, dtype=self.x.dtype)
        return torch.softmax(torch.cat([logits[:, :2], missed, logits[:, 2:]], 1), 1)

    def shares(self, chances: torch.Tensor, rubric: Rubric) -> torch.Tensor:
        """The share of the marks (answers,) that each answer earns; never quite 0, for its powers."""
        credit = chances[:, 0] + rubric.partial_credit * chances[:, 1]
        denied = (chances[:, 3] - DOUBT).clamp(min=0) / (1 - DOUBT)
        earned, wrong = self._sum(credit), self._sum(denied)
        base = (earned - rubric.contradiction_cost * wrong).clamp(min=0)
        right = (earned + LITTLE) / (earned + wrong + LITTLE)
        weights = {dimension.id: dimension.weight for dimension in rubric.dimensions}
        lost = weights.get("correctness", 0.0) * (1 - right) + weights.get("precision", 0.0) * self.besides
        return (base * (1 - lost)).clamp(1e-4, 1)

    def exponents(self, leniency: torch.Tensor) -> torch.Tensor:
        """The exponent (answers,) of each share for a leniency's three numbers."""
        power = leniency[0] + self.lengths @ leniency[1:]
        return torch.where(self.even, 0.0, power.clamp(-MOST_LENIENT, MOST_LENIENT)).exp()

    def from_marks(self, scores: torch.Tensor) -> torch.Tensor:
        """Squares of how far scores are from the marks, summed."""
        known = ~self.marks.isnan()
        return (self.heavy[known] * (scores[known] - self.marks[known]) ** 2).sum()

    def from_bands(self, scores: torch.Tensor) -> torch.Tensor:
        """Squares of how far scores are outside of their bands, summed."""
        return ((self.low - scores).clamp(min=0) ** 2 + (scores - self.high).clamp(min=0) ** 2).sum()

    def unlikeliness(self, scores: torch.Tensor) -> torch.Tensor:
        """Cross-entropy of the marks given the scores, summed."""
        bounded = scores * (1 - 2 * SURE) + SURE
        each = torch.nn.functional.binary_cross_entropy(bounded, self.marks, reduction="none")
        return (self.heavy * each).sum()

    def _sum(self, values: torch.Tensor) -> torch.Tensor:
        nothing = torch.zeros(len(self.marks), dtype=values.dtype)
        return nothing.index_add(0, self.owner, values * self.weight)


def answers(rows: Sequence[Row], x: np.ndarray, heavy: Sequence[float]) -> Answers:
    """``rows`` as tensors; ``x`` holds the scaled features of all their points, ``heavy`` their weights."""
    counts = [len(row.weights) for row in rows]
    bands = [BANDS.get(band_of_item(row.item), (0.0, 1.0)) for row in rows]
    return Answers(
        x=torch.tensor(x),
        owner=torch.tensor(np.repeat(np.arange(len(rows)), counts)),
        weight=torch.tensor(np.concatenate([row.weights / row.weights.sum() for row in rows])),
        besides=_exact([0.0 if row.precision is None else 1 - row.precision for row in rows]),
        marks=_exact([float("nan") if row.item.mark is None else row.item.mark for row in rows]),
        low=_exact([low + INSIDE if low else 0.0 for low, _ in bands]),
        high=_exact([high - INSIDE if high < 1 else 1.0 for _, high in bands]),
        heavy=_exact(heavy),
        lengths=_exact([lengths(row.reference, row.to_the_point) for row in rows]),
        even=torch.tensor([row.lists_names for row in rows]),
    )


def _exact(values: Sequence[float] | Sequence[tuple[float, float]]) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)
