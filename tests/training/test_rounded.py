"""Claims about training with rounded weights: nothing moves at the start, and what is learnt is not lost."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch comes with the extra 'training'")

from training.onnx_graph import quantised_columns, restored_columns  # noqa: E402
from training.rounded import keep_rounded, round_weights  # noqa: E402


def on_grid(seed: int, shape: tuple[int, int] = (24, 200)) -> np.ndarray:
    """A weight as a shipped file gives it back."""
    drawn = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    return restored_columns(*quantised_columns(drawn))


def linear(weight: np.ndarray) -> torch.nn.Sequential:
    layer = torch.nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
    return torch.nn.Sequential(layer)


def test_what_is_computed_is_the_shipped_weight_at_first() -> None:
    weight = on_grid(1)
    modules = linear(weight)
    assert round_weights(modules, seed=3) == 1
    assert torch.allclose(modules[0].weight, torch.from_numpy(weight), atol=1e-7)
    keep_rounded(modules)
    assert torch.allclose(modules[0].weight, torch.from_numpy(weight), atol=1e-7)


def test_a_move_by_a_third_of_a_step_moves_a_third_of_the_weights_by_a_step() -> None:
    weight = on_grid(2)
    modules = linear(weight)
    round_weights(modules, seed=3)
    layer = modules[0]
    scale = layer.parametrizations.weight[0].scale
    with torch.no_grad():
        layer.parametrizations.weight.original += scale / 3
    keep_rounded(modules)
    moved = (layer.weight.detach().numpy() - weight) / scale.numpy()
    assert np.allclose(moved, moved.round(), atol=1e-3)
    assert 0.3 < moved.mean() < 0.36 and moved.max() == pytest.approx(1, abs=1e-3)
    # Packed as a shipped file is, it comes back as it was computed with.
    back = restored_columns(*quantised_columns(layer.weight.detach().numpy()))
    assert np.allclose(back, layer.weight.detach().numpy(), atol=1e-7)


def test_the_rounding_lets_gradients_through() -> None:
    modules = linear(on_grid(4))
    round_weights(modules, seed=3)
    modules(torch.ones(1, 200)).sum().backward()
    gradient = modules[0].parametrizations.weight.original.grad
    assert torch.allclose(gradient, torch.ones_like(gradient))
