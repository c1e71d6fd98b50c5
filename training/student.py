"""The network being trained: the teacher's six layers over a wider table of input embeddings.

Texts enter as rows of the table. Run as a script, it writes the weights that training starts from.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel


class Pieces:
    """Cuts texts into rows of the embedding table."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(max_tokens)
        self.tokenizer.no_padding()
        self.row_of_id = np.asarray(json.loads((folder / "rows.json").read_text()), np.int64)

    def rows(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> list[np.ndarray]:
        """Rows of every text (or pair of texts), special tokens included."""
        return [self.row_of_id[e.ids] for e in self.tokenizer.encode_batch_fast(list(texts))]


def padded(rows: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Row numbers (batch, tokens) filled up with row 0, and the mask of real tokens."""
    width = max(len(r) for r in rows)
    ids = np.zeros((len(rows), width), np.int64)
    mask = np.zeros((len(rows), width), np.int64)
    for i, r in enumerate(rows):
        ids[i, : len(r)], mask[i, : len(r)] = r, 1
    return torch.from_numpy(ids), torch.from_numpy(mask)


class Body(nn.Module):
    """Six BERT layers; ``forward`` gives unit vectors, ``hidden`` the states of all tokens."""

    def __init__(self, bert: BertModel, english_rows: int) -> None:
        super().__init__()
        self.bert = bert
        table = bert.embeddings.word_embeddings.weight.data
        # English rows stay the teacher's: fewer numbers to update, and parity is kept.
        self.english = nn.Parameter(table[:english_rows].clone(), requires_grad=False)
        self.chinese = nn.Embedding.from_pretrained(table[english_rows:].clone(), freeze=False, sparse=True)
        bert.embeddings.word_embeddings = nn.Embedding(1, table.shape[1])

    def token_vectors(self, ids: Tensor) -> Tensor:
        """Input embeddings (batch, tokens, dim) looked up in the two halves of the table."""
        split = len(self.english)
        han = ids >= split
        english = nn.functional.embedding(ids.masked_fill(han, 0), self.english)
        chinese = self.chinese((ids - split).clamp(min=0))
        return torch.where(han.unsqueeze(-1), chinese, english)

    def hidden(self, ids: Tensor, mask: Tensor, types: Tensor | None = None) -> Tensor:
        """States (batch, tokens, dim) after the last layer."""
        vectors = self.token_vectors(ids)
        return self.bert(inputs_embeds=vectors, attention_mask=mask, token_type_ids=types)[0]

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states, weight = self.hidden(ids, mask).float(), mask.unsqueeze(-1).float()
        pooled = (states * weight).sum(1) / weight.sum(1)
        return nn.functional.normalize(pooled, dim=-1)

    def table(self) -> np.ndarray:
        """All input embeddings (rows, dim)."""
        return torch.cat([self.english, self.chinese.weight]).detach().cpu().numpy()

    def plain_weights(self) -> dict[str, Tensor]:
        """The state dict of an ordinary BertModel with one table."""
        weights = {k: v.detach().float().cpu() for k, v in self.bert.state_dict().items()}
        weights["embeddings.word_embeddings.weight"] = torch.from_numpy(self.table())
        return weights


def body_from(teacher: Path, table: np.ndarray, english_rows: int) -> Body:
    """A fresh student: the teacher's layers over ``table`` (rows, dim)."""
    bert = BertModel.from_pretrained(teacher, add_pooling_layer=False, attn_implementation="sdpa")
    bert.embeddings.word_embeddings = nn.Embedding.from_pretrained(torch.from_numpy(table))
    for module in bert.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return Body(bert, english_rows)


def bert_config(rows: int) -> BertConfig:
    """Shape of the student, for building one from saved weights alone."""
    return BertConfig(
        vocab_size=rows,
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        max_position_embeddings=512,
    )


def save_plain(body: Body, path: Path) -> None:
    """Writes the weights as one safetensors file, whole or not at all."""
    from safetensors.torch import save_file

    part = path.with_suffix(".part")
    save_file({k: v.contiguous() for k, v in body.plain_weights().items()}, part)
    part.replace(path)


def load_plain(path: Path, english_rows: int) -> Body:
    """The body whose weights ``save_plain`` wrote."""
    from safetensors.torch import load_file

    weights = load_file(path)
    rows = len(weights["embeddings.word_embeddings.weight"])
    bert = BertModel(bert_config(rows), add_pooling_layer=False)
    bert.load_state_dict(weights, strict=False)
    for module in bert.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return Body(bert, english_rows)


def main() -> None:
    from training.vocabulary import english_pieces

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder with table.npy")
    options = parser.parse_args()
    english = len(english_pieces(options.teacher))
    body = body_from(options.teacher, np.load(options.work / "table.npy"), english)
    save_plain(body, options.work / "start.safetensors")


if __name__ == "__main__":
    main()
