"""Training with eight-bit weights: what is computed is rounded as in the shipped file, what moves is not.

A shipped weight lies on its grid, and a short training moves it by less than half a step, which plain
rounding would undo. So weights start at a random place within half a step of theirs: those near to an edge
pass it, and the share that does is the share of a step that was learnt (stochastic rounding, with the chance
drawn once). Gradients pass the rounding unchanged (straight-through estimator, Bengio et al. 2013).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from training.onnx_graph import WEIGHT_LEVELS

# How near to an edge of its step a weight may start: at the edge itself a rounding error would move it.
WITHIN = 0.49


class Rounded(nn.Module):
    """A weight (out, in) rounded to the steps of ``scale`` (out, 1); the largest of each row stay.

    They are what the scales are found by when the weight is packed again.
    """

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        largest = weight.abs().amax(1, keepdim=True)
        self.register_buffer("scale", largest.clamp(min=1e-8) / WEIGHT_LEVELS)
        self.register_buffer("fixed", weight.abs() >= largest)
        self.register_buffer("start", weight.clone())

    def forward(self, weight: Tensor) -> Tensor:
        """The rounded weight; its gradient is that of ``weight``."""
        steps = (weight / self.scale).round().clamp(-WEIGHT_LEVELS, WEIGHT_LEVELS)
        rounded = torch.where(self.fixed, self.start, steps * self.scale)
        return weight + (rounded - weight).detach()


def round_weights(modules: nn.Module, seed: int) -> int:
    """Make the products' weights in ``modules`` `Rounded`, each somewhere in its step; returns how many.

    Their values must lie on the grid, as those restored from a shipped file do.
    """
    generator = torch.Generator().manual_seed(seed)
    count = 0
    for module in modules.modules():
        if isinstance(module, nn.Linear):
            rounded = Rounded(module.weight.detach())
            away = torch.rand(module.weight.shape, generator=generator) * 2 - 1
            with torch.no_grad():
                module.weight += WITHIN * away * rounded.scale
            parametrize.register_parametrization(module, "weight", rounded)
            count += 1
    return count


def keep_rounded(modules: nn.Module) -> None:
    """Leave ordinary weights behind, with the rounded values."""
    for module in modules.modules():
        if isinstance(module, nn.Linear) and parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)
