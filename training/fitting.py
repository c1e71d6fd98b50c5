"""Fits on measured answers: weighted sums of signals, for drafted points and for names of lists.

Functions of rows; reads and prints nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mock_interview.grading.signals import NAMES
from mock_interview.grading.verdicts import Leniency, Linear, Model, probabilities
from mock_interview.model import Rubric
from training.labelled import UNKNOWN, Marked
from training.rows import Row

if TYPE_CHECKING:
    import torch

PENALTY = 1.0
# What the marks of whole answers and the bands of the examples weigh beside the verdicts on points, from
# cross-validation: more of them helps the bands and lets words turned round pass.
MARK_WEIGHT, BAND_WEIGHT = 40.0, 100.0
# How strongly the verdicts on drafted points are held to those on written ones, and what they have of
# their own to nothing.
HOLD, OWN_HOLD = 10.0, 5.0
# Answers made to mislead teach the verifier what counts; how often words mislead, they do not tell.
MISLEADING = "student"
LENIENCY_HOLD = 5.0
# Signs (-1, 1, or 0 for free) that a feature must have in the logits of covered, partial and contradicted
# against missed, so that no accident of the sample can make a contradiction pay.
SIGNS: dict[str, tuple[int, int, int]] = {
    "states": (1, 0, -1), "partly": (0, 1, 0), "denies": (-1, 0, 1),
    "states_odds": (1, 0, -1), "denies_odds": (-1, 0, 1),
    "states_elsewhere": (1, 0, -1), "denies_elsewhere": (-1, 0, 1),
    "states_odds_elsewhere": (1, 0, -1), "denies_odds_elsewhere": (-1, 0, 1),
    "similarity": (1, 0, 0), "lead_over_other_points": (1, 0, 0), "question_similarity": (-1, 0, 0),
    "shared_words": (1, 0, 0), "shared_words_answer": (1, 0, 0), "shared_letters": (1, 0, 0),
    "new_words": (1, 0, 0), "wrong_similarity": (-1, 0, 1), "wrong_lead": (-1, 0, 1),
    "wrong_lead_here": (-1, 0, 1), "wrong_shared_words": (0, 0, 1), "has_wrong": (0, 0, 0),
    "turned": (-1, 0, 1), "added_negation": (-1, 0, 1), "dropped_negation": (0, 0, 1),
    "opposed": (-1, 0, 1), "agreed": (1, 0, -1), "other_numbers": (-1, 0, 1), "same_numbers": (1, 0, 0),
    "exchanged": (-1, 0, 1), "other_amounts": (-1, 0, 1), "disorder": (-1, 0, 1), "torn": (-1, 0, 1),
    "plain_words": (0, 0, 0), "terms": (1, 0, 0), "cross_language": (0, 0, 0),
    "length": (0, 0, 0), "formula": (1, 0, -1),
    "states*denies": (-1, 0, 1),
}  # fmt: skip
FEATURES = tuple(SIGNS)
# What is added where there is only a reference: the verifier on the answer beside all of it.
WHOLE_SIGNS: dict[str, tuple[int, int, int]] = {
    "states_whole": (1, 0, -1), "partly_whole": (0, 1, 0), "denies_whole": (-1, 0, 1),
    "states_odds_whole": (1, 0, -1), "denies_odds_whole": (-1, 0, 1),
}  # fmt: skip
DRAFTED_SIGNS = SIGNS | WHOLE_SIGNS
DRAFTED_FEATURES = tuple(DRAFTED_SIGNS)
# The same for names of a list, which are covered or missed and nothing else.
NAME_SIGNS: dict[str, int] = {"named": 1, "states_odds": 1, "denies_odds": -1, "similarity": 1}
NAME_FEATURES = tuple(NAME_SIGNS)
# Log odds against "partial" and "contradicted" of a name.
NEVER = -12.0
# Names told in other words are worth their marks, and no signal hears them: they would only teach that names
# are not needed.
UNHEARD = frozenset({"list: other words", "list: half in other words"})
# What the kinds of answers weigh in the fit: made ones say less than honest ones.
KIND_WEIGHT = {
    "example": 1.5, "negated": 0.3, "turned": 0.3, "flipped": 0.3,
    "echo": 0.3, "keywords": 0.6, "injection": 0.3, "sibling": 0.5, "mistake": 0.5,
    "exchanged": 0.0, "renumbered": 0.0,
}  # fmt: skip
Loss = Callable[["torch.Tensor"], "torch.Tensor"]


def expanded(signals: np.ndarray, features: Sequence[str] = FEATURES) -> np.ndarray:
    """Columns of ``features`` for signals (rows, names); a name with ``*`` is a product."""
    columns = {name: signals[:, i] for i, name in enumerate(NAMES)}
    return np.stack([np.prod([columns[n] for n in f.split("*")], axis=0) for f in features], 1)


def fit_prior(rows: Sequence[Row], rubric: Rubric) -> Linear:
    """What `fit_drafted` holds to: logistic regression over the verdicts on written points, with signs.

    Three things are to come out right together: the verdicts on points, the marks of whole answers, and
    the bands of the bank's examples.
    """
    import torch

    from training.earning import answers

    x = np.concatenate([expanded(row.signals) for row in rows])
    center, spread = x.mean(0), np.maximum(x.std(0), 1e-3)
    kinds = [KIND_WEIGHT.get(row.item.kind, 1.0) for row in rows]
    data = answers(rows, (x - center) / spread, kinds)
    known = np.concatenate([row.labels for row in rows])
    labels = torch.tensor(known.clip(0))
    heavy = torch.tensor(np.repeat(kinds, [len(row.labels) for row in rows]) * (known != UNKNOWN))

    def loss(flat: torch.Tensor) -> torch.Tensor:
        table, level = flat[:-1].reshape(3, -1), flat[-1]
        chances = data.chances(table)
        told = -(heavy * chances.gather(1, labels[:, None])[:, 0].clamp(min=1e-12).log()).sum()
        scores = data.shares(chances, rubric) ** level.exp()
        wrong = MARK_WEIGHT * data.from_marks(scores) + BAND_WEIGHT * data.from_bands(scores)
        return told + wrong + 0.5 * PENALTY * (table[:, :-1] ** 2).sum()

    start = np.append(np.zeros(3 * (len(FEATURES) + 1)), -0.5)
    found = _least(loss, start, [*_limits(SIGNS), (-1.5, 1.0)])
    return _linear(found[:-1].reshape(3, -1), center, spread)


def fit_drafted(rows: Sequence[Row], prior: Linear, rubric: Rubric) -> tuple[Linear, Leniency]:
    """Verdicts on drafted points, and how freely marks are given: from the marks of whole answers.

    Nobody has judged drafted points one by one, so the verdicts are held to ``prior``. Every source of
    answers weighs the same, but `MISLEADING` nothing.
    """
    import torch

    from training.earning import answers

    rows = [row for row in rows if not row.lists_names and _source(row) != MISLEADING]
    x = np.concatenate([expanded(row.signals, DRAFTED_FEATURES) for row in rows])
    own = x[:, len(FEATURES) :]
    center = np.array([*prior.center, *own.mean(0)])
    spread = np.array([*prior.spread, *np.maximum(own.std(0), 1e-3)])
    data = answers(rows, (x - center) / spread, _evenly(rows))
    nothing = [0.0] * own.shape[1]
    held = np.array([[*prior.weights[at], *nothing, prior.bias[at]] for at in (0, 1, 3)])
    hold = torch.tensor([*[HOLD] * len(FEATURES), *[OWN_HOLD] * len(nothing), HOLD] * 3)
    size = held.size
    start = torch.tensor(held.ravel())

    def loss(flat: torch.Tensor) -> torch.Tensor:
        chances = data.chances(flat[:size].reshape(3, -1))
        scores = data.shares(chances, rubric) ** data.exponents(flat[size:])
        away = (hold * (flat[:size] - start) ** 2).sum() + LENIENCY_HOLD * (flat[size + 1 :] ** 2).sum()
        return data.unlikeliness(scores) + 0.5 * away

    limits = [*_limits(DRAFTED_SIGNS), (None, None), (None, None), (None, 0.0)]
    found = _least(loss, np.append(held.ravel(), np.zeros(3)), limits)
    linear = _linear(found[:size].reshape(3, -1), center, spread, DRAFTED_FEATURES)
    return linear, Leniency(*_floats(found[size:]))


def fit_names(rows: Sequence[Row], rubric: Rubric) -> Linear:
    """Whether a name of a list is named, from the marks of answers to questions that list names."""
    import torch

    from training.earning import answers

    rows = [row for row in rows if row.lists_names and row.item.kind not in UNHEARD]
    x = np.concatenate([expanded(row.signals, NAME_FEATURES) for row in rows])
    center, spread = x.mean(0), np.maximum(x.std(0), 1e-3)
    data = answers(rows, (x - center) / spread, [1.0] * len(rows))
    size = len(NAME_FEATURES)
    never = torch.tensor([[0.0] * size + [NEVER]] * 2, dtype=torch.float64)

    def loss(flat: torch.Tensor) -> torch.Tensor:
        chances = data.chances(torch.cat([flat[None], never]))
        return data.unlikeliness(data.shares(chances, rubric)) + 0.5 * PENALTY * (flat[:-1] ** 2).sum()

    limits = [*map(_limit, NAME_SIGNS.values()), _limit(0)]
    found = _least(loss, np.zeros(size + 1), limits)
    return _linear(np.stack([found, *never.numpy()]), center, spread, NAME_FEATURES)


def chances_of(row: Row, model: Model) -> np.ndarray:
    """Probabilities (points, 4) of covered, partial, missed, contradicted, as the grader makes them."""
    tables = [dict(zip(NAMES, line, strict=True)) for line in row.signals.tolist()]
    return np.array(probabilities(tables, model))


def _evenly(rows: Sequence[Row]) -> list[float]:
    """Weights of answers: 300 a source together."""
    count = Counter(map(_source, rows))
    return [300 / count[_source(row)] for row in rows]


def _source(row: Row) -> str:
    return row.item.source if isinstance(row.item, Marked) else ""


def _least(loss: Loss, start: np.ndarray, limits: list[tuple[float | None, float | None]]) -> np.ndarray:
    """Where ``loss`` is least within ``limits``, from ``start``."""
    import torch
    from scipy.optimize import minimize

    def valued(flat: np.ndarray) -> tuple[float, np.ndarray]:
        at = torch.tensor(flat, requires_grad=True)
        value = loss(at)
        value.backward()  # type: ignore[no-untyped-call]
        assert at.grad is not None
        return value.item(), at.grad.numpy()

    found = minimize(valued, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 200})
    return np.asarray(found.x)


def _limits(signs: Mapping[str, tuple[int, int, int]]) -> list[tuple[float | None, float | None]]:
    """Limits of three rows of coefficients with a bias each: covered, partial, contradicted."""
    return [_limit(sign) for k in range(3) for sign in (*(three[k] for three in signs.values()), 0)]


def _limit(sign: int) -> tuple[float | None, float | None]:
    return (0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None)


def _linear(
    table: np.ndarray, center: np.ndarray, spread: np.ndarray, features: tuple[str, ...] = FEATURES
) -> Linear:
    covered, partial, denied = table
    order = (covered, partial, np.zeros_like(covered), denied)
    return Linear(
        features, _floats(center), _floats(spread), tuple(_floats(row[:-1]) for row in order),
        _floats(np.array([row[-1] for row in order])),
    )  # fmt: skip


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
