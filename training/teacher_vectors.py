"""Computes the teacher's vectors of the English half of the training pairs, once.

Resumable: a run continues after the last finished block of rows.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from training.corpus import DATA, selected_pairs
from training.student import padded

BLOCK = 4096


@torch.no_grad()
def teacher_embed(bert: BertModel, tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    """Unit vectors (texts, 384) as the teacher gives them, texts cut at 128 tokens."""
    ids = [np.asarray(e.ids) for e in tokenizer.encode_batch_fast(texts)]
    out = np.zeros((len(texts), 384), np.float32)
    order = np.argsort([len(i) for i in ids], kind="stable")
    for start in range(0, len(order), 64):
        chunk = order[start : start + 64]
        tokens, mask = padded([ids[i] for i in chunk])
        with torch.autocast("cpu", torch.bfloat16):
            states = bert(tokens, attention_mask=mask)[0].float()
        weight = mask.unsqueeze(-1).float()
        out[chunk] = torch.nn.functional.normalize((states * weight).sum(1), dim=-1).numpy()
    return out


def load_teacher(folder: Path) -> tuple[BertModel, Tokenizer]:
    """The teacher and its tokenizer, without padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    return BertModel.from_pretrained(folder, add_pooling_layer=False).eval(), tokenizer


def main() -> None:
    from tqdm import tqdm

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    texts = [pair.en for pair in selected_pairs(options.data)]
    bert, tokenizer = load_teacher(options.teacher)
    blocks = options.work / "teacher"
    blocks.mkdir(parents=True, exist_ok=True)
    for start in tqdm(range(0, len(texts), BLOCK)):
        path = blocks / f"{start:07d}.npy"
        if not path.exists():
            vectors = teacher_embed(bert, tokenizer, texts[start : start + BLOCK])
            part = path.with_suffix(".part.npy")
            np.save(part, vectors.astype(np.float16))
            part.replace(path)


if __name__ == "__main__":
    main()
