"""Claims about packing weights into eight bits, and about batches that a resumed run repeats."""

from __future__ import annotations

import numpy as np

from training.onnx_graph import WEIGHT_LEVELS, quantised_columns, quantised_table, restored_columns
from training.quality import easy_wins, hard_wins, retrieval


def test_a_packed_weight_comes_back_within_half_a_step() -> None:
    weight = np.random.default_rng(1).normal(size=(8, 128)).astype(np.float32)
    packed, scale = quantised_columns(weight)
    back = restored_columns(packed, scale)
    assert (np.abs(back - weight) <= scale[:, None] * 0.501).all()
    assert packed.dtype == np.int8
    assert packed.shape == (128, 8)
    assert np.abs(packed).max() <= WEIGHT_LEVELS


def test_a_packed_row_comes_back_within_half_a_step() -> None:
    table = np.random.default_rng(2).normal(size=(5, 16)).astype(np.float32)
    packed, scale = quantised_table(table)
    assert (np.abs(packed * scale - table) <= scale * 0.501).all()


def test_batches_depend_on_their_number_alone() -> None:
    from training.distil import Batches

    lengths = np.random.default_rng(3).integers(3, 50, size=1000)
    one, other = Batches(lengths, 16, seed=5), Batches(lengths, 16, seed=5)
    sequence = [one.at(n).tolist() for n in range(130)]
    assert other.at(129).tolist() == sequence[129]
    assert other.at(3).tolist() == sequence[3]
    assert len({i for batch in sequence[:62] for i in batch}) == 62 * 16


def test_retrieval_counts_rows_whose_own_passage_is_nearest() -> None:
    rows = np.eye(4, dtype=np.float32)
    assert retrieval(rows, rows) == 1
    assert retrieval(rows, rows[[1, 0, 2, 3]]) == 0.5


def test_easy_and_hard_ask_different_comparisons() -> None:
    sentence, translation, flipped = (np.array([v], np.float32) for v in ([1, 0], [0.6, 0.8], [0.9, -0.44]))
    assert easy_wins(sentence, translation, flipped).all()
    assert not hard_wins(sentence, translation, flipped).any()
