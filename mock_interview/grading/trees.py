"""Boosted decision trees: from a point's signals to the chances of its verdicts.

Three questions in turn, each answered by the log odds that a sum of trees gives: do the words contradict the
point; if not, do they speak of it; if so, in full? What fits the trees is `training.boosting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from mock_interview.grading.doubt import DOUBT

# The feature of a node that is a leaf.
LEAF = -1
# Where the verifier does not read a denial with at least this chance, and rather than a statement, and the
# words are not more like known denials, there is no more than `DOUBT`.
EVEN = 0.5
# Log odds further from 0 are as good as certain.
CERTAIN = 40.0


class Trees:
    """The log odds of one thing: ``start`` and a leaf of every tree.

    A tree is a list of nodes (feature, at, low, high): a value of the feature up to ``at`` leads to the node
    number ``low``, a greater one to ``high``; in a leaf the feature is `LEAF` and ``at`` what it adds.
    """

    def __init__(self, start: float, trees: Sequence[Sequence[Sequence[float]]]) -> None:
        self.start = start
        self.trees = tuple(tuple(_node(*node) for node in tree) for tree in trees)
        self._walk = _Walk(self.trees)

    def log_odds(self, values: np.ndarray) -> np.ndarray:
        """Of each row (rows,), for the values of all features (rows, features)."""
        added = self._walk.added(values)
        starts = np.full((len(values), 1), self.start)
        # Summed one after the other, so that a row's sum does not depend on how many are beside it.
        return np.asarray(np.add.accumulate(np.hstack([starts, added]), axis=1)[:, -1])


def _node(feature: float, at: float, low: float, high: float) -> tuple[int, float, int, int]:
    return int(feature), float(at), int(low), int(high)


class _Walk:
    """All trees in one table of nodes, walked at once, a step from node to node at a time.

    A leaf leads to itself.
    """

    def __init__(self, trees: Iterable[Sequence[tuple[int, float, int, int]]]) -> None:
        nodes: list[tuple[float, ...]] = []
        roots: list[int] = []
        self._steps = 0
        for tree in trees:
            root = len(nodes)
            roots.append(root)
            self._steps = max(self._steps, _depth(tree))
            for at, (feature, value, low, high) in enumerate(tree):
                leaf = feature == LEAF
                low, high = (at, at) if leaf else (low, high)
                nodes.append((max(feature, 0), 0.0 if leaf else value, root + low, root + high, value))
        table = np.array(nodes).reshape(-1, 5).T
        self._roots = np.array(roots, np.intp)
        self._feature, self._at, self._adds = table[0].astype(np.intp), table[1], table[4]
        self._next = table[2:4].T.astype(np.intp).ravel()

    def added(self, values: np.ndarray) -> np.ndarray:
        """What every tree adds for each row of ``values``, (rows, trees)."""
        flat, starts = values.ravel(), np.arange(len(values))[:, None] * values.shape[1]
        place = np.tile(self._roots, (len(values), 1))
        for _ in range(self._steps):
            higher = flat.take(starts + self._feature.take(place)) > self._at.take(place)
            place = self._next.take(2 * place + higher)
        return np.asarray(self._adds.take(place))


def _depth(tree: Sequence[tuple[int, float, int, int]], at: int = 0) -> int:
    feature, _, low, high = tree[at]
    return 0 if feature == LEAF else 1 + max(_depth(tree, low), _depth(tree, high))


class Boosted:
    """Three `Trees` over the same ``features``, which are names of signals."""

    STAGES = ("contradicted", "spoken_of", "in_full")

    def __init__(self, features: Sequence[str], stages: Mapping[str, Trees]) -> None:
        self.features = tuple(features)
        self.stages = {name: stages[name] for name in self.STAGES}

    def chances(self, tables: Sequence[Mapping[str, float]]) -> list[tuple[float, ...]]:
        """For each table of signals the probability of covered, partial, missed, contradicted."""
        values = np.array([[table[name] for name in self.features] for table in tables])
        values = values.reshape(len(tables), len(self.features))
        odds = [self.stages[name].log_odds(values) for name in self.STAGES]
        wrong, spoken, full = 1 / (1 + np.exp(-np.clip(odds, -CERTAIN, CERTAIN)))
        # Where no denial is read, being wrong about other points is no word against this one.
        denies, states, lead = (
            np.array([table[name] for table in tables]) for name in ("denies", "states", "like_lead")
        )
        denied = (denies >= np.maximum(EVEN, states)) | (lead < 0)
        wrong_here = np.where(denied, wrong, np.minimum(wrong, DOUBT))
        right = (1 - wrong) * spoken
        missed = (1 - wrong) * (1 - spoken) + wrong - wrong_here
        columns = np.stack([right * full, right * (1 - full), missed, wrong_here], axis=1)
        return [tuple(row) for row in columns.tolist()]

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        stages = {name: {"start": one.start, "trees": one.trees} for name, one in self.stages.items()}
        return {"features": self.features, **stages}

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Boosted:
        """What `stored` gave."""
        return cls(raw["features"], {name: Trees(**raw[name]) for name in cls.STAGES})
