"""Words in common: stems and Chinese character pairs, weighted by how rare they are in the bank.

The one door to rapidfuzz and snowballstemmer. Knows words, not meanings.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from threading import Lock
from typing import Any

# Weight of a word that the question itself says: repeating it tells little.
QUESTION_WORD = 0.15
# Letters from which on a word may be misspelt, and how alike (0-100) it must still be.
FUZZY_LENGTH, FUZZY_RATIO = 5, 82

_TOKEN = re.compile(r"[a-z][a-z0-9]*(?:[+#]+)?|\d+(?:\.\d+)?|[\u3400-\u9fff]+|[α-ωθ∑√∞≈≤≥∝]")
_STOP = frozenset(
    """
    a an the of to in on at by for with from and or but so as is are was were be been being it its
    this that these those they them their there then than which who what when where how why do does
    did has have had will would can could should may might must you your we our i me my he she his her
    one some any each into out up over also just only very more most much many such same other about
    if while because not no nor never without cannot dont doesnt isnt arent s t re ve ll d m don doesn
    isn aren won didn
    """.split()  # noqa: SIM905
)
_EMPTY_CHARS = frozenset(
    "的了是在和与也就都而及其这那它们会能可以要对把被给让从到上下里中个种些之为于"
    "有无不没很更最等吗呢吧啊或但所因如则将并且"
)


@lru_cache(maxsize=16_384)  # 20 microseconds a word
def stem(word: str) -> str:
    """A word without its endings, by the English stemmer of Snowball ("Porter2")."""
    with _STEMMING:
        return str(_stemmer().stemWord(word))


_STEMMING = Lock()  # a stemmer keeps the word that it works on


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")


def tokens(text: str) -> list[str]:
    """Content words of a normalised text, in order: stems, numbers, pairs of Chinese characters."""
    out: list[str] = []
    for run in _TOKEN.findall(text):
        if run[0] >= "\u3400":
            pairs = (run[i : i + 2] for i in range(len(run) - 1))
            out += [pair for pair in pairs if not (pair[0] in _EMPTY_CHARS or pair[1] in _EMPTY_CHARS)]
        elif run not in _STOP:
            out.append(stem(run))
    return out


@dataclass(frozen=True, slots=True)
class Rarity:
    """Weight of a word: the logarithm of how few of the bank's questions use it."""

    weights: Mapping[str, float] = field(default_factory=dict)
    unseen: float = 3.0

    def __call__(self, token: str) -> float:
        return self.weights.get(token, self.unseen)


def rarity(documents: Iterable[Collection[str]]) -> Rarity:
    """Weights from the words of each question."""
    counts: Counter[str] = Counter()
    total = 0
    for document in documents:
        counts.update(set(document))
        total += 1
    if total < 10:  # too few to tell rare from common
        return Rarity()
    weights = {word: math.log((total + 1) / (count + 0.5)) for word, count in counts.items()}
    return Rarity(weights, math.log((total + 1) / 0.5))


@dataclass(frozen=True, slots=True)
class Words:
    """The content words of a text as a set, with their summed weight."""

    weights: Mapping[str, float]
    total: float


def weighted(text_tokens: Iterable[str], weight: Rarity, said: Collection[str]) -> Words:
    """Words with their weights; those in ``said`` (the question's) weigh `QUESTION_WORD` of it."""
    table = {t: weight(t) * (QUESTION_WORD if t in said else 1.0) for t in text_tokens}
    return Words(table, sum(table.values()))


def recall(wanted: Words, said: Collection[str]) -> float:
    """Share (0-1) of the weight of ``wanted`` whose words are in ``said``, exactly spelt."""
    if not wanted.total:
        return 0.0
    return sum(weight for token, weight in wanted.weights.items() if token in said) / wanted.total


def respelt(said: Collection[str], known: Collection[str]) -> dict[str, str]:
    """Words of ``said`` that are a known word misspelt, with the known word."""
    # 20 ms to import, paid with the first grade.
    from rapidfuzz import fuzz, process

    usable = (word for word in known if len(word) >= FUZZY_LENGTH and word.isascii() and word.isalpha())
    candidates = sorted(usable)  # of two that are as near, the same one in every run
    out: dict[str, str] = {}
    for word in said:
        if word in known or len(word) < FUZZY_LENGTH or not (word.isascii() and word.isalpha()):
            continue
        best = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=FUZZY_RATIO)
        if best is not None:
            out[word] = best[0]
    return out


def one_letter_off(word: str, known: Collection[str]) -> str | None:
    """A word of ``known`` that differs from ``word`` in one letter, or in two that are exchanged.

    It begins with the same letter, or with the first two exchanged: "asymmetric" is no "symmetric" misspelt.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    candidates = sorted(o for o in known if o[0] == word[0] or o[:2] == word[1::-1])
    best = process.extractOne(word, candidates, scorer=OSA.distance, score_cutoff=1)
    return None if best is None else str(best[0])


def alike(one: str, other: str) -> float:
    """How well the shorter text fits somewhere into the longer, letter by letter, 0-1."""
    from rapidfuzz import fuzz

    return float(fuzz.partial_ratio(one, other)) / 100.0 if one and other else 0.0
