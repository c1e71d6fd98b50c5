"""A general edit: one word gives way to another of the same neighbourhood of the vocabulary.

The named edits of ``flips`` cover a few hundred words; this one makes every word count. Words of
the held-out kinds take no part in it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
from tokenizers import Tokenizer

from training.flips import HELD_OUT_KINDS
from training.vocabulary import HAN_RUN
from training.word_pairs import CHINESE_OPPOSITES, ENGLISH_OPPOSITES

COMMON = 6_000
# The very nearest words are inflections and synonyms, which keep the meaning.
NEIGHBOUR_RANKS = (6, 60)
LETTERS = re.compile(r"[a-z]{3,}")


def reserved_words() -> set[str]:
    """Words whose opposites are kept for measuring."""
    tables = (ENGLISH_OPPOSITES, CHINESE_OPPOSITES)
    return {w for table in tables for kind in HELD_OUT_KINDS for w in re.split(r"[\s/]+", table[kind])}


class Substitutes:
    """Knows for each common word some words that could stand in its place."""

    def __init__(
        self, tokenizer: Tokenizer, row_of_id: np.ndarray, table: np.ndarray, texts: Iterable[str]
    ) -> None:
        self.tokenizer = tokenizer
        encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
        counts = Counter(token for encoding in encodings for token in encoding.tokens)
        words = [w for w, _ in counts.most_common() if self._usable(w)]
        self.near: dict[str, list[str]] = {}
        for group in ([w for w in words if w.isascii()], [w for w in words if not w.isascii()]):
            self._add(group[:COMMON], row_of_id, table)

    @staticmethod
    def _usable(token: str) -> bool:
        word = token.removeprefix("##")
        chinese = len(word) > 1 and HAN_RUN.fullmatch(word) is not None
        return (chinese or LETTERS.fullmatch(token) is not None) and word not in reserved_words()

    def _add(self, words: list[str], row_of_id: np.ndarray, table: np.ndarray) -> None:
        bare = list(dict.fromkeys(word.removeprefix("##") for word in words))
        rows = [row_of_id[self.tokenizer.token_to_id(word)] for word in bare]
        vectors = table[rows] / np.linalg.norm(table[rows], axis=1, keepdims=True)
        first, last = NEIGHBOUR_RANKS
        for word, scores in zip(bare, vectors @ vectors.T, strict=True):
            nearest = np.argpartition(-scores, last)[: last + 1]
            ranked = nearest[np.argsort(-scores[nearest])][first:]
            self.near[word] = [bare[i] for i in ranked]

    def edit(self, text: str, rng: random.Random) -> str | None:
        """``text`` with one word exchanged, or None when it has no word that could be."""
        tokens = self.tokenizer.encode(text, add_special_tokens=False).tokens
        words = [w for t in tokens if (w := t.removeprefix("##")) in self.near]
        rng.shuffle(words)
        for word in words:
            place = re.search(rf"\b{word}\b" if word.isascii() else word, text, re.IGNORECASE)
            if place:
                return text[: place.start()] + rng.choice(self.near[word]) + text[place.end() :]
        return None
