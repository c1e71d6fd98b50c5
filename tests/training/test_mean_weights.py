"""The weighted mean of trained students."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.verifier import BundledVerifier
from training.mean_weights import TABLE, main, mean_weights


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


def test_the_mean_of_a_shipped_verifier_with_itself_judges_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["mean_weights", "--out", str(tmp_path), *[f"{FOLDER}=0.5"] * 2])
    main()
    pairs = [
        ("lora freezes the base", "LoRA leaves the weights frozen"),
        ("lora 不冻结权重", "LoRA 冻结权重"),
    ]
    both = BundledVerifier(FOLDER).judge(pairs), BundledVerifier(tmp_path).judge(pairs)
    assert both[1] == pytest.approx(both[0], abs=0.02)


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [f"{tmp_path / 'nowhere'}=0.5", f"{FOLDER}=0.5"]
    monkeypatch.setattr(sys, "argv", ["mean_weights", "--out", str(tmp_path / "out"), *parts])
    with pytest.raises(SystemExit):
        main()
    assert "nowhere" in capsys.readouterr().err
