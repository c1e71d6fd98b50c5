"""The weighted mean of trained students."""

from __future__ import annotations

import numpy as np
import pytest

from training.mean_weights import TABLE, mean_weights


def weights(value: float, places: int = 4) -> dict[str, np.ndarray]:
    return {
        TABLE: np.full((3, 2), value, np.float32),
        "encoder.layer.0.output.dense.weight": np.full((2, 2), value, np.float32),
        "embeddings.position_embeddings.weight": np.full((places, 2), value, np.float32),
    }


def test_layers_are_averaged_and_the_table_stays_the_first_ones() -> None:
    found = mean_weights([(weights(1.0), 0.75), (weights(5.0), 0.25)])
    assert found["encoder.layer.0.output.dense.weight"] == pytest.approx(2.0)
    assert found["embeddings.position_embeddings.weight"] == pytest.approx(2.0)
    assert found[TABLE] == pytest.approx(1.0)


def test_what_differs_in_shape_or_is_missing_stays_the_first_ones() -> None:
    other = weights(5.0, places=2)
    del other["encoder.layer.0.output.dense.weight"]
    found = mean_weights([(weights(1.0), 0.5), (other, 0.5)])
    assert found["embeddings.position_embeddings.weight"] == pytest.approx(1.0)
    assert found["encoder.layer.0.output.dense.weight"] == pytest.approx(1.0)


@pytest.mark.parametrize("shares", [(0.5, 0.4), (1.5, -0.5), (1.0, 0.0)])
def test_shares_must_be_above_nothing_and_sum_to_one(shares: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="sum to one"):
        mean_weights([(weights(1.0), shares[0]), (weights(2.0), shares[1])])
