"""Claims about boosted trees: sums of leaves, proper chances, and the file as it was."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mock_interview.grading.doubt import DOUBT
from mock_interview.grading.trees import LEAF, Boosted, Trees

STUMP = [[0, 0.5, 1, 2], [LEAF, -1.0, 0, 0], [LEAF, 2.0, 0, 0]]
DEEP = [[0, 0.5, 1, 2], [LEAF, 0.25, 0, 0], [1, 0.0, 3, 4], [LEAF, 4.0, 0, 0], [LEAF, 8.0, 0, 0]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [((0.5, 9.0), 0.1 - 1 + 0.25), ((0.6, 0.0), 0.1 + 2 + 4), ((0.6, 0.1), 0.1 + 2 + 8)],
)
def test_the_log_odds_are_the_start_and_a_leaf_of_each_tree(
    values: tuple[float, float], expected: float
) -> None:
    trees = Trees(0.1, [STUMP, DEEP])
    assert trees.log_odds(np.array([values])) == pytest.approx([expected])
    among = trees.log_odds(np.array([(0.0, 0.0), values, (1.0, 1.0)]))
    assert among[1] == trees.log_odds(np.array([values]))[0]  # to the last bit


def test_one_question_follows_the_other() -> None:
    sure, never = Trees(100.0, [STUMP]), Trees(-100.0, [STUMP])
    even = Trees(1.0, [STUMP])  # 1 - 1: one in two
    signals = {"a": 0.0, "denies": 0.9, "states": 0.1, "like_lead": 0.0}

    def chances(wrong: Trees, spoken: Trees, full: Trees) -> tuple[float, ...]:
        model = Boosted(["a"], dict(zip(Boosted.STAGES, (wrong, spoken, full), strict=True)))
        return model.chances([signals])[0]

    assert chances(sure, sure, sure) == pytest.approx((0, 0, 0, 1))
    assert chances(never, never, sure) == pytest.approx((0, 0, 1, 0))
    assert chances(never, sure, even) == pytest.approx((0.5, 0.5, 0, 0))
    assert math.fsum(chances(even, even, even)) == pytest.approx(1)


def test_what_is_stored_is_read_back() -> None:
    model = Boosted(["a", "b"], dict.fromkeys(Boosted.STAGES, Trees(0.1, [STUMP, DEEP])))
    signals = {"a": 0.7, "b": -1.0, "denies": 0.2, "states": 0.5, "like_lead": 0.0}
    assert Boosted.read(model.stored()).chances([signals]) == model.chances([signals])


@pytest.mark.parametrize(
    ("denies", "states", "lead", "most"),
    [(0.9, 0.1, 0.0, 1.0), (0.4, 0.1, 0.0, DOUBT), (0.6, 0.7, 0.3, DOUBT), (0.4, 0.1, -0.1, 1.0)],
)
def test_what_is_not_read_as_a_denial_is_no_more_than_doubt(
    denies: float, states: float, lead: float, most: float
) -> None:
    sure = Boosted(["a"], dict.fromkeys(Boosted.STAGES, Trees(100.0, [STUMP])))
    signals = {"a": 0.0, "denies": denies, "states": states, "like_lead": lead}
    *_, missed, wrong = sure.chances([signals])[0]
    assert wrong == pytest.approx(most) and missed == pytest.approx(1 - most)
