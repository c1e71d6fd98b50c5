"""Fits the trees that tell verdicts on written points. The one door to scikit-learn.

Reads and prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mock_interview.grading.trees import LEAF, Boosted, Trees
from training.fitting import OF_ORDER, PLAIN, Setting, expanded
from training.labelled import CONTRADICTED, COVERED, MISSED, UNKNOWN
from training.rows import Row

# Each question is answered by the mean of two fits, with and without what the verifier finds at other points.
# With it, a single false statement in a short answer would cost the others; without it, who is wrong about
# everything would be believed in part. By cross-validation the mean agrees better with marks than either.
ELSEWHERE = "_elsewhere"
# Chosen by cross-validation from four sizes, 100 to 300 trees of 8 to 16 leaves; the largest gave as much.
TREES, LEAVES, RATE = 200, 16, 0.07
FEWEST, PENALTY = 40, 5.0


def fit_verdicts(rows: Sequence[Row], setting: Setting = PLAIN) -> Boosted:
    """The chances of the verdicts from signals, one after the other (see `grading.trees`).

    Every split keeps to the sign of its signal: no accident of the sample can make a contradiction pay.
    Products are for models that are sums; trees find their own.
    """
    signs = setting.signs
    features = tuple(name for name in signs if "*" not in name and name not in OF_ORDER)
    x = np.concatenate([expanded(row.signals, features) for row in rows])
    labels = np.concatenate([row.labels for row in rows])
    kinds = [setting.weight(row) for row in rows]
    heavy = np.repeat(kinds, [len(row.labels) for row in rows]) * (labels != UNKNOWN)
    covered, partial, denied = np.array([signs[name] for name in features]).T
    spoken = np.where(covered, covered, partial)
    asked = {
        "contradicted": (heavy > 0, labels == CONTRADICTED, denied),
        "spoken_of": ((heavy > 0) & (labels != CONTRADICTED), labels != MISSED, spoken),
        "in_full": ((heavy > 0) & (labels != CONTRADICTED) & (labels != MISSED), labels == COVERED, covered),
    }
    apart = [at for at, name in enumerate(features) if not name.endswith(ELSEWHERE)]
    columns = [list(range(len(features))), apart]
    stages = {
        name: _fitted(x[among], yes[among], heavy[among], limits, columns)
        for name, (among, yes, limits) in asked.items()
    }
    return Boosted(features, stages)


def _fitted(
    x: np.ndarray, yes: np.ndarray, heavy: np.ndarray, limits: np.ndarray, columns: Sequence[list[int]]
) -> Trees:
    """The mean of two fits' log odds, on some of the columns each: the trees of both, each adding half."""
    fits = [_forest(x, yes, heavy, limits, some) for some in columns]
    return Trees(sum(start for start, _ in fits) / 2, [tree for _, trees in fits for tree in trees])


def _forest(
    x: np.ndarray, yes: np.ndarray, heavy: np.ndarray, limits: np.ndarray, columns: list[int]
) -> tuple[float, list[list[list[float]]]]:
    """Where one fit on some of the columns starts, and its trees with half of what their leaves add."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=FEWEST,
        l2_regularization=PENALTY, monotonic_cst=limits[columns], early_stopping=False, random_state=0,
    )  # fmt: skip
    model.fit(x[:, columns], yes, sample_weight=heavy)
    # scikit-learn has no public way to its trees.
    trees = [_nodes(rounds[0].nodes, columns) for rounds in model._predictors]
    return round(float(np.ravel(model._baseline_prediction)[0]), 5), trees


def _nodes(table: np.ndarray, columns: list[int]) -> list[list[float]]:
    """A tree of scikit-learn as `Trees` has it."""
    return [
        [LEAF, round(float(node["value"]) / 2, 5), 0, 0]
        if node["is_leaf"]
        else [columns[int(node["feature_idx"])], _rounded(node), int(node["left"]), int(node["right"])]
        for node in table
    ]


def _rounded(node: np.void) -> float:
    """Where a node parts, to six digits."""
    return float(f"{node['num_threshold']:.6g}")
