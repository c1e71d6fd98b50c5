"""From a point's signals to the probability of each verdict, by fitted coefficients.

One multinomial logistic model. Its coefficients lie in ``coefficients.json``, which says what fitted
them (``training.fit_grader``).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mock_interview.model import Verdict

FILE = Path(__file__).with_name("coefficients.json")
FORMAT = 2
CLASSES = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSED, Verdict.CONTRADICTED)
# Probability from which on a point is called contradicted. On written answers to questions not seen, 73 %
# of such calls are right, and 42 % of the contradictions are called; without a bar 63 % and 57 %.
SURE = 0.6


@dataclass(frozen=True, slots=True)
class Linear:
    """Rows of ``weights`` over features scaled by ``center`` and ``spread``, one row per outcome."""

    features: tuple[str, ...]
    center: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    def logits(self, signals: Mapping[str, float]) -> list[float]:
        """One logit per outcome."""
        scaled = [
            (value_of(feature, signals) - center) / spread
            for feature, center, spread in zip(self.features, self.center, self.spread, strict=True)
        ]
        return [
            bias + sum(w * x for w, x in zip(row, scaled, strict=True))
            for row, bias in zip(self.weights, self.bias, strict=True)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What was fitted.

    ``verdict`` has an outcome for each of `CLASSES`. ``curve`` maps the share of marks earned (0-1) to
    the score's share, ``drafted_curve`` for points drafted from a reference; ``residual`` (and
    ``drafted_residual``) is the standard deviation (0-1) of marks around the score that verdicts'
    chances leave unexplained. ``scales`` maps an encoder's digest to the cosines of unrelated texts and
    of two wordings of one thing; for other encoders they are measured on ``pairs`` of such wordings.
    """

    digest: str
    verdict: Linear
    curve: tuple[tuple[float, float], ...]
    residual: float
    drafted_curve: tuple[tuple[float, float], ...]
    drafted_residual: float
    scales: Mapping[str, tuple[float, float]]
    pairs: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4)
def read_fitted(path: Path = FILE) -> Fitted:
    """The coefficients in ``path``, which belongs to the package. Raises ``ValueError`` if newer."""
    data = path.read_bytes()
    raw = json.loads(data)
    if raw["format"] != FORMAT:
        raise ValueError(f"{path}: format {raw['format']}, this version reads {FORMAT}")
    return Fitted(
        digest=hashlib.sha256(data).hexdigest()[:8],
        verdict=_linear(raw["verdict"]),
        curve=_knots(raw["curve"]),
        residual=raw["residual"],
        drafted_curve=_knots(raw["drafted_curve"]),
        drafted_residual=raw["drafted_residual"],
        scales={key: (low, high) for key, (low, high) in raw["scales"].items()},
        pairs=tuple((one, other) for one, other in raw["pairs"]),
    )


def _knots(raw: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x, y in raw)


def _linear(raw: Mapping[str, Any]) -> Linear:
    return Linear(
        tuple(raw["features"]),
        tuple(raw["center"]),
        tuple(raw["spread"]),
        tuple(tuple(row) for row in raw["weights"]),
        tuple(raw["bias"]),
    )


def value_of(feature: str, signals: Mapping[str, float]) -> float:
    """A signal, or the product of signals for a name such as ``similarity*opposed``."""
    return math.prod(signals[name] for name in feature.split("*"))


def probabilities(signals: Mapping[str, float], model: Linear) -> tuple[float, ...]:
    """Probability of each of `CLASSES`; they sum to one."""
    return softmax(model.logits(signals))


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Probabilities in proportion to the exponentials of ``logits``."""
    top = max(logits)
    powers = [math.exp(logit - top) for logit in logits]
    total = sum(powers)
    return tuple(power / total for power in powers)


def verdict_of(chances: Sequence[float]) -> Verdict:
    """The verdict of the highest probability; the worse one on a tie.

    "You said the opposite" needs `SURE`; below it a point spoken of is partial, else missed.
    """
    best = max(range(len(CLASSES)), key=lambda i: (chances[i], i))
    if CLASSES[best] is not Verdict.CONTRADICTED or chances[best] >= SURE:
        return CLASSES[best]
    covered, partial, missed, _ = chances
    return Verdict.PARTIAL if covered + partial > missed else Verdict.MISSED
