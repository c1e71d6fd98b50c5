"""From a point's signals to the probability of each verdict, by fitted coefficients.

The coefficients lie in ``coefficients.json``, which says what fitted them (``training.fit_grader``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mock_interview.model import Verdict

FILE = Path(__file__).with_name("coefficients.json")
FORMAT = 1
CLASSES = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSED, Verdict.CONTRADICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """A multinomial logistic model over ``features``; rows of ``weights`` are `CLASSES`."""

    digest: str
    encoder: str
    low: float
    high: float
    features: tuple[str, ...]
    center: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    curve: tuple[tuple[float, float], ...]
    residual: float


@lru_cache(maxsize=4)
def read_coefficients(path: Path = FILE) -> Coefficients:
    """The coefficients in ``path``, which belongs to the package. Raises ``ValueError`` if newer."""
    import hashlib

    data = path.read_bytes()
    raw = json.loads(data)
    if raw["format"] != FORMAT:
        raise ValueError(f"{path}: format {raw['format']}, this version reads {FORMAT}")
    return Coefficients(
        digest=hashlib.sha256(data).hexdigest()[:8],
        encoder=raw["encoder"],
        low=raw["scale"]["low"],
        high=raw["scale"]["high"],
        features=tuple(raw["features"]),
        center=tuple(raw["center"]),
        spread=tuple(raw["spread"]),
        weights=tuple(tuple(row) for row in raw["weights"]),
        bias=tuple(raw["bias"]),
        curve=tuple((x, y) for x, y in raw["curve"]),
        residual=raw["residual"],
    )


def value_of(feature: str, signals: Mapping[str, float]) -> float:
    """A signal, or the product of signals for a name such as ``similarity*opposed``."""
    return math.prod(signals[name] for name in feature.split("*"))


def probabilities(signals: Mapping[str, float], model: Coefficients) -> tuple[float, ...]:
    """Probability of each of `CLASSES`; they sum to one."""
    scaled = [
        (value_of(feature, signals) - center) / spread
        for feature, center, spread in zip(model.features, model.center, model.spread, strict=True)
    ]
    logits = [
        bias + sum(w * x for w, x in zip(row, scaled, strict=True))
        for row, bias in zip(model.weights, model.bias, strict=True)
    ]
    return softmax(logits)


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Probabilities in proportion to the exponentials of ``logits``."""
    top = max(logits)
    powers = [math.exp(logit - top) for logit in logits]
    total = sum(powers)
    return tuple(power / total for power in powers)


def verdict_of(chances: Sequence[float]) -> Verdict:
    """The verdict of the highest probability; the worse one on a tie."""
    best = max(range(len(CLASSES)), key=lambda i: (chances[i], i))
    return CLASSES[best]
