"""How much the order of a text's words is that of sentences, by fitted weights of neighbouring words.

Common words and Chinese characters stand for themselves, all others for their kind, so that no subject is
known. The weights lie in ``word_order.json``, which says what fitted them (``training.fit_word_order``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

FILE = Path(__file__).with_name("word_order.json")
FORMAT = 1
# Pairs of neighbours from which on their order tells anything, and from which on it tells all; between them a
# text must be the less in order the shorter it is: notes and lists are short.
LEAST, ENOUGH = 40, 100
PER_PAIR = 0.04

_PIECE = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d.,]*|[\u3400-\u9fff]|[^\w\s]")
_STOPS, _COMMAS, _JOINTS = "。.!?！？;；", "，,、:：", "-/+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One language's common words, and what each pair of neighbours adds: more speaks against an order."""

    words: frozenset[str]
    weights: Mapping[str, float]


def pieces(text: str) -> list[str]:
    """Words, numbers, Chinese characters and marks of a normalised text."""
    return _PIECE.findall(text)


def neighbours(text: str, words: frozenset[str]) -> list[str]:
    """Every pair of neighbours with at least one of ``words`` in it."""
    coded = [".", *_coded(text, words)]
    return [a + b for a, b in pairwise(coded) if a in words or b in words]


def _coded(text: str, words: frozenset[str]) -> Iterator[str]:
    for piece in pieces(text):
        if piece in words:
            yield piece
        elif piece[0].isdigit():
            yield "0"
        elif piece[0].isalpha():
            yield "*" if piece >= "\u3400" else "@"
        else:
            yield "." if piece in _STOPS else "," if piece in _COMMAS else "#" if piece in _JOINTS else "|"


@lru_cache(maxsize=1)
def read_orders(path: Path = FILE) -> Mapping[str, Order]:
    """By language, what was fitted. Raises ``ValueError`` for a newer file."""
    raw = json.loads(path.read_bytes())
    if raw["format"] != FORMAT:
        raise ValueError(f"{path}: format {raw['format']}, this version reads {FORMAT}")
    return {
        lang: Order(words=frozenset(raw[lang]["words"].split()), weights=raw[lang]["weights"])
        for lang in ("zh", "en")
    }


def is_disordered(text: str, order: Order) -> bool:
    """Whether the words of a normalised text of some length stand in no order.

    The sum of weights grows with the root of their number.
    """
    found = neighbours(text, order.words)
    known = [order.weights[pair] for pair in found if pair in order.weights]
    total = sum(known) / max(1, len(known)) ** 0.5
    return len(found) >= LEAST and total > PER_PAIR * max(0, ENOUGH - len(found))


def is_shuffled(text: str, lang: str) -> bool:
    """Whether the words of a normalised text in ``lang`` are in disorder, as fitted.

    Of 58 000 written and marked answers one is taken for a shuffled one; of the bank's references 98 % are
    found when shuffled.
    """
    return is_disordered(text, read_orders()[lang])
