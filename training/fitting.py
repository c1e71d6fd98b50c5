"""Fits on measured answers: verdicts from signals, and the curves that turn shares into scores.

Functions of arrays and rows; reads and prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mock_interview.grading.signals import NAMES
from mock_interview.grading.verdicts import Linear
from training.rows import Row

PENALTY = 1.0
# Signs (-1, 1, or 0 for free) that a feature must have in the logits of covered, partial and contradicted
# against missed, so that no accident of the sample can make a contradiction pay.
SIGNS: dict[str, tuple[int, int, int]] = {
    "states": (1, 0, -1), "partly": (0, 1, 0), "denies": (-1, 0, 1),
    "states_odds": (1, 0, -1), "denies_odds": (-1, 0, 1),
    "similarity": (1, 0, 0), "lead_over_other_points": (1, 0, 0), "question_similarity": (-1, 0, 0),
    "shared_words": (1, 0, 0), "shared_words_answer": (1, 0, 0), "shared_letters": (1, 0, 0),
    "new_words": (1, 0, 0), "wrong_similarity": (-1, 0, 1), "wrong_lead": (-1, 0, 1),
    "wrong_lead_here": (-1, 0, 1), "wrong_shared_words": (0, 0, 1), "has_wrong": (0, 0, 0),
    "turned": (-1, 0, 1), "added_negation": (-1, 0, 1), "dropped_negation": (0, 0, 1),
    "opposed": (-1, 0, 1), "agreed": (1, 0, -1), "other_numbers": (-1, 0, 1), "same_numbers": (1, 0, 0),
    "plain_words": (0, 0, 0), "terms": (1, 0, 0), "cross_language": (0, 0, 0), "length": (0, 0, 0),
    "formula": (1, 0, -1),
    "states*similarity": (1, 0, 0), "states*denies": (-1, 0, 1), "states*shared_words": (1, 0, 0),
    "denies*shared_words": (0, 0, 1), "denies*similarity": (0, 0, 1), "denies*wrong_lead": (0, 0, 1),
}  # fmt: skip
FEATURES = tuple(SIGNS)
# What the kinds of answers weigh in the fit: made ones say less than honest ones.
KIND_WEIGHT = {
    "example": 1.5, "negated": 0.3, "turned": 0.3, "flipped": 0.3,
    "echo": 0.3, "keywords": 0.6, "injection": 0.3, "sibling": 0.5,
}  # fmt: skip


def expanded(signals: np.ndarray) -> np.ndarray:
    """Columns of `FEATURES` for signals (rows, names); a name with ``*`` is a product."""
    columns = {name: signals[:, i] for i, name in enumerate(NAMES)}
    return np.stack([np.prod([columns[n] for n in f.split("*")], axis=0) for f in FEATURES], 1)


def fit_verdicts(rows: Sequence[Row]) -> Linear:
    """Multinomial logistic regression over covered, partial, contradicted and missed, with signs."""
    from scipy.optimize import minimize

    x = np.concatenate([expanded(row.signals) for row in rows])
    # Labels number covered, partial, missed, contradicted; missed comes last as "none of them".
    labels = np.array([0, 1, 3, 2])[np.concatenate([row.labels for row in rows])]
    weights = np.concatenate([np.full(len(row.labels), KIND_WEIGHT.get(row.item.kind, 1.0)) for row in rows])
    center, spread = x.mean(0), np.maximum(x.std(0), 1e-3)
    x = (x - center) / spread
    hot = np.eye(4)[labels]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(3, -1)
        logits = np.zeros((len(x), 4))
        logits[:, :3] = x @ table[:, :-1].T + table[:, -1]
        chances = softmax(logits)
        value = -(weights * np.log((chances * hot).sum(1) + 1e-12)).sum()
        delta = ((chances - hot) * weights[:, None])[:, :3]
        slope = np.concatenate([delta.T @ x, delta.sum(0)[:, None]], 1)
        slope[:, :-1] += PENALTY * table[:, :-1]
        return value + 0.5 * PENALTY * (table[:, :-1] ** 2).sum(), slope.ravel()

    limits = [_limit(sign) for k in range(3) for sign in (*(SIGNS[f][k] for f in FEATURES), 0)]
    start = np.zeros(len(limits))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 200})
    covered, partial, denied = found.x.reshape(3, -1)
    zero = np.zeros_like(covered)
    order = (covered, partial, zero, denied)
    return Linear(
        FEATURES, _floats(center), _floats(spread), tuple(_floats(row[:-1]) for row in order),
        _floats(np.array([row[-1] for row in order])),
    )  # fmt: skip


def softmax(logits: np.ndarray) -> np.ndarray:
    """Rows of probabilities."""
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def chances_of(row: Row, model: Linear) -> np.ndarray:
    """Probabilities (points, 4) of covered, partial, missed, contradicted."""
    x = (expanded(row.signals) - np.array(model.center)) / np.array(model.spread)
    return softmax(x @ np.array(model.weights).T + np.array(model.bias))


def _limit(sign: int) -> tuple[float | None, float | None]:
    return (0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None)


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
