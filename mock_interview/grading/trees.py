"""Boosted decision trees: from a point's signals to the chances of its verdicts.

Three questions in turn, each answered by the log odds that a sum of trees gives: do the words contradict the
point; if not, do they speak of it; if so, in full? What fits the trees is `training.boosting`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

# The feature of a node that is a leaf.
LEAF = -1
# Chance of a contradiction up to which it is doubt and takes nothing away; chosen by cross-validation from
# 0, 0.25, 0.35 and 0.5. Where the verifier does not read a denial with at least an even chance, and rather
# than a statement, there is no more than doubt.
DOUBT, EVEN = 0.35, 0.5


class Trees:
    """The log odds of one thing: ``start`` and a leaf of every tree.

    A tree is a list of nodes (feature, at, low, high): a value of the feature up to ``at`` leads to the node
    number ``low``, a greater one to ``high``; in a leaf the feature is `LEAF` and ``at`` what it adds.
    """

    def __init__(self, start: float, trees: Sequence[Sequence[Sequence[float]]]) -> None:
        self.start = start
        self.trees = tuple(tuple(_node(*node) for node in tree) for tree in trees)

    def log_odds(self, values: Sequence[float]) -> float:
        """For the values of all features."""
        # Plain Python: for one point after the other it is twice as fast as numpy over all trees at once.
        total = self.start
        for tree in self.trees:
            feature, at, low, high = tree[0]
            while feature != LEAF:
                feature, at, low, high = tree[low if values[feature] <= at else high]
            total += at
        return total


def _node(feature: float, at: float, low: float, high: float) -> tuple[int, float, int, int]:
    return int(feature), float(at), int(low), int(high)


class Boosted:
    """Three `Trees` over the same ``features``, which are names of signals."""

    STAGES = ("contradicted", "spoken_of", "in_full")

    def __init__(self, features: Sequence[str], stages: Mapping[str, Trees]) -> None:
        self.features = tuple(features)
        self.stages = {name: stages[name] for name in self.STAGES}

    def chances(self, signals: Mapping[str, float]) -> tuple[float, float, float, float]:
        """Probability of covered, partial, missed and contradicted; they sum to one."""
        values = [signals[name] for name in self.features]
        wrong, spoken, full = (_chance(self.stages[name].log_odds(values)) for name in self.STAGES)
        right = (1 - wrong) * spoken
        missed = (1 - wrong) * (1 - spoken)
        if signals["denies"] < max(EVEN, signals["states"]) and wrong > DOUBT:
            # Being wrong about other points is no word against this one.
            missed, wrong = missed + wrong - DOUBT, DOUBT
        return right * full, right * (1 - full), missed, wrong

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        stages = {name: {"start": one.start, "trees": one.trees} for name, one in self.stages.items()}
        return {"features": self.features, **stages}

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Boosted:
        """What `stored` gave."""
        return cls(raw["features"], {name: Trees(**raw[name]) for name in cls.STAGES})


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-min(40.0, max(-40.0, log_odds))))
