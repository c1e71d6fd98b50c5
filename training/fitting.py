"""Fits on measured answers: weighted sums of signals, which tell what points earn.

Functions of rows; reads and prints nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mock_interview.grading.signals import NAMES
from mock_interview.grading.verdicts import Leniency, Linear, Model, probabilities
from mock_interview.model import Rubric
from training.curves import WITHIN
from training.labelled import UNKNOWN, Marked
from training.rows import Row

if TYPE_CHECKING:
    import torch

PENALTY = 1.0
# What the marks of whole answers and the bands of the examples weigh beside the verdicts on points, from
# cross-validation: more of them agrees better with marks and lets words turned round pass.
MARK_WEIGHT, BAND_WEIGHT = 200.0, 3000.0
# How strongly what drafted points earn is held to where its fit starts.
HOLD = 10.0
# Answers made to mislead teach the verifier what counts; how often words mislead, they do not tell.
MISLEADING = "student"
LENIENCY_HOLD = 5.0
# What a source of marked answers weighs together; answers that an interviewer marks, to questions that the
# verifier has never seen, are what bare references are graded for.
SOURCE_WEIGHT = {"fresh": 600.0}
EVERY_SOURCE = 300.0
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
# What is known to be said about a point, where something is (see `grading.precedents`).
PRECEDENT_SIGNS: dict[str, tuple[int, int, int]] = {
    f"{words}_{what}": signs
    for words in ("like", "claim")
    for what, signs in {
        "right": (1, 0, -1), "partly": (0, 1, 0), "wrong": (-1, 0, 1), "lead": (1, 0, -1),
        "swapped": (-1, 0, 1), "sides": (-1, 0, 1),
    }.items()
}  # fmt: skip
# Written answers that have a point's words in another order are nearly all made to be false, which a fit on
# them would take for a law; but people tell the same in the passive.
OF_ORDER = ("disorder", "torn")
# How long the words are that bear on a point tells marks too, and would make politeness count.
OF_LENGTH = ("length", "plain_words")
# What is added where there is only a reference: the verifier on the answer beside all of it.
WHOLE_SIGNS: dict[str, tuple[int, int, int]] = {
    "states_whole": (1, 0, -1), "partly_whole": (0, 1, 0), "denies_whole": (-1, 0, 1),
    "states_odds_whole": (1, 0, -1), "denies_odds_whole": (-1, 0, 1),
}  # fmt: skip
EVERY_SIGN = SIGNS | PRECEDENT_SIGNS | WHOLE_SIGNS
# The same for names of a list, which are covered or missed and nothing else.
NAME_SIGNS: dict[str, int] = {"named": 1, "states_odds": 1, "denies_odds": -1, "similarity": 1}
NAME_FEATURES = tuple(NAME_SIGNS)
# Log odds against "partial" and "contradicted" of a name.
NEVER = -12.0
# Names told in other words are worth their marks, and no signal hears them: they would only teach that names
# are not needed.
UNHEARD = frozenset({"list: other words", "list: half in other words"})
# What the kinds of answers weigh in the fit: made ones say less than honest ones, and the bank's examples
# stand for the bands that their authors gave.
KIND_WEIGHT = {
    "example": 25.0, "negated": 0.3, "turned": 0.3, "flipped": 0.3, "opposite": 0.3, "numbers": 0.3,
    "echo": 0.3, "keywords": 0.6, "injection": 0.3, "sibling": 0.5, "mistake": 0.5,
    "exchanged": 0.0, "renumbered": 0.0, "reference": 0.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """What a fit on written points uses: signals with their signs, and the weights of kinds of answers.

    ``within`` is the share of the marks that ranges are to hold by cross-validation.
    """

    signs: Mapping[str, tuple[int, int, int]]
    weights: Mapping[str, float]
    within: float

    def weight(self, row: Row) -> float:
        """What an answer weighs."""
        return self.weights.get(row.item.kind, 1.0)


# By cross-validation more marks must lie within the ranges where there are precedents: of answers in the
# manner of other writers fewer do.
PLAIN = Setting(SIGNS, KIND_WEIGHT, within=WITHIN)
# Which words turned round matter to a point is known there (see `rows.edited`), so they may weigh more.
# References are written unlike any precedent: with none of them, one point of ten in them was not recognised.
KNOWN = Setting(
    SIGNS | PRECEDENT_SIGNS,
    KIND_WEIGHT | {"opposite": 1.0, "turned": 1.0, "reference": 1.5},
    within=0.84,
)
Loss = Callable[["torch.Tensor"], "torch.Tensor"]


def earning_features(signs: Iterable[str]) -> tuple[str, ...]:
    """Those of ``signs`` that tell what points earn."""
    return tuple(name for name in signs if name not in (*OF_ORDER, *OF_LENGTH))


def expanded(signals: np.ndarray, features: Sequence[str]) -> np.ndarray:
    """Columns of ``features`` for signals (rows, names); a name with ``*`` is a product."""
    columns = {name: signals[:, i] for i, name in enumerate(NAMES)}
    return np.stack([np.prod([columns[n] for n in f.split("*")], axis=0) for f in features], 1)


def fit_earning(rows: Sequence[Row], rubric: Rubric, setting: Setting = PLAIN) -> Linear:
    """What written points earn: logistic regression over the verdicts on them, with signs.

    Three things are to come out right together: the verdicts on points, the marks of whole answers, and
    the bands of the bank's examples.
    """
    import torch

    from training.earning import answers

    features = earning_features(setting.signs)
    x = np.concatenate([expanded(row.signals, features) for row in rows])
    center, spread = x.mean(0), np.maximum(x.std(0), 1e-3)
    kinds = [setting.weight(row) for row in rows]
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

    start = np.append(np.zeros(3 * (len(features) + 1)), -0.5)
    found = _least(loss, start, [*_limits(features), (-1.5, 1.0)])
    return _linear(found[:-1].reshape(3, -1), center, spread, features)


def with_whole(earning: Linear, rows: Sequence[Row]) -> Linear:
    """``earning`` with no weight yet for what the verifier reads in whole answers, scaled as in ``rows``."""
    own = np.concatenate([expanded(row.signals, tuple(WHOLE_SIGNS)) for row in rows])
    nothing = (0.0,) * own.shape[1]
    return replace(
        earning, features=(*earning.features, *WHOLE_SIGNS), center=(*earning.center, *_floats(own.mean(0))),
        spread=(*earning.spread, *_floats(np.maximum(own.std(0), 1e-3))),
        weights=tuple((*weights, *nothing) for weights in earning.weights),
    )  # fmt: skip


def fit_drafted(
    rows: Sequence[Row], start: Linear, leniency: Leniency, rubric: Rubric
) -> tuple[Linear, Leniency]:
    """What drafted points earn, and how freely marks are given: from the marks of whole answers.

    Nobody has judged drafted points one by one, so the fit is held to ``start`` and ``leniency``. Every
    source of answers weighs the same (see `SOURCE_WEIGHT`), but `MISLEADING` nothing.
    """
    import torch

    from training.earning import answers

    rows = [row for row in rows if not row.lists_names and _source(row) != MISLEADING]
    x = np.concatenate([expanded(row.signals, start.features) for row in rows])
    center, spread = np.array(start.center), np.array(start.spread)
    data = answers(rows, (x - center) / spread, _evenly(rows))
    held = np.array([[*start.weights[at], start.bias[at] - start.bias[2]] for at in (0, 1, 3)])
    free = np.array([leniency.level, leniency.reference, leniency.brevity])
    size, goal, lenient = held.size, torch.tensor(held.ravel()), torch.tensor(free)

    def loss(flat: torch.Tensor) -> torch.Tensor:
        chances = data.chances(flat[:size].reshape(3, -1))
        scores = data.shares(chances, rubric) ** data.exponents(flat[size:])
        away = HOLD * ((flat[:size] - goal) ** 2).sum()
        away = away + LENIENCY_HOLD * ((flat[size:] - lenient)[1:] ** 2).sum()
        return data.unlikeliness(scores) + 0.5 * away

    limits = [*_limits(start.features), (None, None), (None, None), (None, 0.0)]
    found = _least(loss, np.append(held.ravel(), free), limits)
    linear = _linear(found[:size].reshape(3, -1), center, spread, start.features)
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
    """Weights of answers: `EVERY_SOURCE` a source together, or its `SOURCE_WEIGHT`."""
    count = Counter(map(_source, rows))
    return [SOURCE_WEIGHT.get(_source(row), EVERY_SOURCE) / count[_source(row)] for row in rows]


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


def _limits(features: Sequence[str]) -> list[tuple[float | None, float | None]]:
    """Limits of three rows of coefficients with a bias each: covered, partial, contradicted."""
    signs = [EVERY_SIGN[name] for name in features]
    return [_limit(sign) for k in range(3) for sign in (*(three[k] for three in signs), 0)]


def _limit(sign: int) -> tuple[float | None, float | None]:
    return (0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None)


def _linear(table: np.ndarray, center: np.ndarray, spread: np.ndarray, features: tuple[str, ...]) -> Linear:
    covered, partial, denied = table
    order = (covered, partial, np.zeros_like(covered), denied)
    return Linear(
        features, _floats(center), _floats(spread), tuple(_floats(row[:-1]) for row in order),
        _floats(np.array([row[-1] for row in order])),
    )  # fmt: skip


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
