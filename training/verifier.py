"""The cross-encoder: the encoder's body reads point and claim together, a small head decides.

The input table stays the encoder's, so both models ship one copy of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.student import Body, bert_config, load_plain

CLASSES = 4
HIDDEN = 192
DROPOUT = 0.1


def padded_pairs(rows: list[np.ndarray], firsts: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Rows (batch, tokens), mask, and segments; ``firsts`` are the lengths of the first texts."""
    width = max(len(r) for r in rows)
    ids, mask, types = (np.zeros((len(rows), width), np.int64) for _ in range(3))
    for i, (r, first) in enumerate(zip(rows, firsts, strict=True)):
        ids[i, : len(r)], mask[i, : len(r)] = r, 1
        types[i, first : len(r)] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(types)


class Verifier(nn.Module):
    """Logits (batch, 4) for states, states in part, contradicts, neither."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.body = body
        body.chinese.weight.requires_grad_(False)
        for module in body.bert.modules():
            if isinstance(module, nn.Dropout):
                module.p = DROPOUT
        dim = body.english.shape[1]
        self.drop = nn.Dropout(DROPOUT)
        self.inner = nn.Linear(4 * dim, HIDDEN)
        self.outer = nn.Linear(HIDDEN, CLASSES)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        states = self.body.hidden(ids, mask, types).float()
        first = segment_mean(states, mask * (1 - types))
        second = segment_mean(states, mask * types)
        features = torch.cat([first, second, first * second, (first - second).abs()], -1)
        return self.outer(self.drop(nn.functional.gelu(self.inner(features))))

    def plain_weights(self) -> dict[str, Tensor]:
        """The body's weights by their usual names, and the head's."""
        own = {k: v for k, v in self.state_dict().items() if not k.startswith("body.")}
        head = {f"head.{k}": v.detach().cpu() for k, v in own.items()}
        return {**self.body.plain_weights(), **head}


def segment_mean(states: Tensor, mask: Tensor) -> Tensor:
    """Mean state (batch, dim) over the tokens of one segment."""
    weight = mask.unsqueeze(-1).float()
    return (states * weight).sum(1) / weight.sum(1).clamp(min=1)


def verifier_from(weights: Mapping[str, np.ndarray]) -> Verifier:
    """A verifier of plain weights, as `Verifier.plain_weights` gives them. Tokens are rows of their table."""
    from transformers import BertModel

    table = weights["embeddings.word_embeddings.weight"]
    config = bert_config(len(table))
    config.max_position_embeddings = len(weights["embeddings.position_embeddings.weight"])
    bert = BertModel(config, add_pooling_layer=False)
    found = {name: torch.from_numpy(np.array(value)) for name, value in weights.items()}
    head = {name.removeprefix("head."): found.pop(name) for name in list(found) if name.startswith("head.")}
    bert.load_state_dict(found)
    verifier = Verifier(Body(bert, len(table) - 1))  # nothing of the table is trained
    missing = verifier.load_state_dict(head, strict=False).missing_keys
    assert all(name.startswith("body.") for name in missing)
    return verifier


def save_verifier(verifier: Verifier, path: Path) -> None:
    """Writes the weights whole or not at all."""
    from safetensors.torch import save_file

    part = path.with_suffix(".part")
    save_file({k: v.contiguous() for k, v in verifier.plain_weights().items()}, part)
    part.replace(path)


def load_verifier(path: Path, english_rows: int) -> Verifier:
    """The verifier whose weights ``save_verifier`` wrote, or a body with a fresh head."""
    from safetensors.torch import load_file

    verifier = Verifier(load_plain(path, english_rows))
    head = {k.removeprefix("head."): v for k, v in load_file(path).items() if k.startswith("head.")}
    verifier.load_state_dict(head, strict=False)
    return verifier
