"""Gives every Chinese piece a first embedding from the English tokens it occurs with.

A piece starts as the mean of the teacher's input embeddings of its four strongest English
partners, weighted by squared Dice coefficients over the parallel sentences. No training is
involved, and the result already retrieves translations.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy import sparse
from tokenizers import Tokenizer

from training.corpus import DATA, training_pairs
from training.vocabulary import english_pieces, teacher_words

PARTNERS = 4
MIN_TOGETHER = 2


def occurrence(token_rows: list[list[int]], width: int) -> sparse.csr_matrix:
    """Binary matrix (sentences, rows): which rows of the table a sentence uses."""
    indptr = np.cumsum([0] + [len(rows) for rows in token_rows])
    indices = np.concatenate([np.asarray(rows, np.int32) for rows in token_rows])
    data = np.ones(len(indices), np.float32)
    return sparse.csr_matrix((data, indices, indptr), shape=(len(token_rows), width))


def dice(zh: sparse.csr_matrix, en: sparse.csr_matrix) -> sparse.csr_matrix:
    """Dice coefficients (zh rows, en rows) = 2 * together / (count zh + count en)."""
    together = (zh.T @ en).tocoo()
    keep = together.data >= MIN_TOGETHER
    row, col, both = together.row[keep], together.col[keep], together.data[keep]
    count_zh = np.asarray(zh.sum(axis=0)).ravel()
    count_en = np.asarray(en.sum(axis=0)).ravel()
    value = 2 * both / (count_zh[row] + count_en[col])
    return sparse.csr_matrix((value, (row, col)), shape=together.shape)


def partner_means(scores: sparse.csr_matrix, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted partner means (rows, dim) and a mask of the rows that have partners."""
    means = np.zeros((scores.shape[0], table.shape[1]), np.float32)
    known = np.zeros(scores.shape[0], bool)
    for row in range(scores.shape[0]):
        start, end = scores.indptr[row], scores.indptr[row + 1]
        if start == end:
            continue
        best = start + np.argsort(-scores.data[start:end])[:PARTNERS]
        weights = scores.data[best] ** 2
        means[row] = weights @ table[scores.indices[best]] / weights.sum()
        known[row] = True
    return means, known


def single_row_ids(tokenizer: Tokenizer, row_of_id: np.ndarray, texts: list[str]) -> list[list[int]]:
    """The distinct table rows of every text."""
    found: list[list[int]] = []
    for start in range(0, len(texts), 4096):
        for encoding in tokenizer.encode_batch_fast(texts[start : start + 4096], add_special_tokens=False):
            found.append(np.unique(row_of_id[encoding.ids]).tolist())
    return found


def starting_table(
    tokenizer: Tokenizer, row_of_id: np.ndarray, teacher_table: np.ndarray, data: Path
) -> np.ndarray:
    """Input embeddings (rows, dim): the English rows as they are, then the Chinese rows."""
    english, width = len(teacher_table), int(row_of_id.max()) + 1
    pairs = training_pairs(data)
    zh = occurrence(single_row_ids(tokenizer, row_of_id, [p.zh for p in pairs]), width)
    en = occurrence(single_row_ids(tokenizer, row_of_id, [p.en for p in pairs]), width)
    en = en[:, :english]
    scores = dice(zh[:, english:].tocsr(), en.tocsr())
    means, known = partner_means(scores, teacher_table)
    # Pieces without a partner start in the middle of the ones that have some.
    means[~known] = means[known].mean(axis=0)
    print(f"{known.sum()} of {len(known)} Chinese rows have English partners")
    return np.concatenate([teacher_table, means])


def main() -> None:
    from safetensors.numpy import load_file

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--teacher", type=Path, required=True, help="folder of the teacher model")
    parser.add_argument("--work", type=Path, required=True, help="folder with tokenizer.json")
    options = parser.parse_args()

    place = {word: i for i, word in enumerate(teacher_words(options.teacher))}
    keep = [place[word] for word in english_pieces(options.teacher)]
    weights = load_file(options.teacher / "model.safetensors")
    name = next(key for key in weights if key.endswith("word_embeddings.weight"))
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    row_of_id = np.asarray(json.loads((options.work / "rows.json").read_text()), np.int64)
    table = starting_table(tokenizer, row_of_id, weights[name][keep], options.data)
    np.save(options.work / "table.npy", table.astype(np.float32))


if __name__ == "__main__":
    main()
