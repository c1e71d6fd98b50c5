"""Reads the parallel corpus: pairs for training, held-out pairs, single-language sentences.

The only module here that knows the layout of the data folder. Nothing here tokenises.
"""

from __future__ import annotations

import json
import lzma
import random
from dataclasses import dataclass
from pathlib import Path

DATA = Path("../shared/data")


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence (or short paragraph) in both languages."""

    en: str
    zh: str
    source: str


def read_pairs(data: Path, name: str = "pairs") -> list[Pair]:
    """All rows of ``parallel/<name>.tsv.xz``, in file order, exact repeats dropped."""
    seen: dict[tuple[str, str], Pair] = {}
    with lzma.open(data / "parallel" / f"{name}.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            en, zh, source = line.rstrip("\n").split("\t")
            seen.setdefault((en, zh), Pair(en, zh, source))
    return list(seen.values())


def training_pairs(data: Path) -> list[Pair]:
    """Pairs and paragraphs without any sentence that also occurs among the held-out ones."""
    held_out = read_pairs(data, "eval_pairs")
    texts = {pair.en for pair in held_out} | {pair.zh for pair in held_out}
    rows = read_pairs(data) + read_pairs(data, "para_pairs")
    return [pair for pair in rows if pair.en not in texts and pair.zh not in texts]


def held_out_pairs(data: Path, count: int, seed: int = 1) -> list[Pair]:
    """``count`` pairs of held-out documents with pairwise different texts, in a fixed order."""
    rows = read_pairs(data, "eval_pairs")
    random.Random(seed).shuffle(rows)
    by_en = {pair.en: pair for pair in rows if min(len(pair.en), len(pair.zh) * 2) >= 16}
    by_zh = {pair.zh: pair for pair in by_en.values()}
    return list(by_zh.values())[:count]


def read_monolingual(data: Path, lang: str) -> list[str]:
    """Sentences of one language (``zh`` or ``en``) that have no translation."""
    path = data / "parallel" / f"{lang}_mono.txt.xz"
    return lzma.open(path, "rt", encoding="utf-8").read().splitlines()


def read_marked(data: Path, name: str) -> list[dict[str, object]]:
    """Rows of one human-marked set, ``asag/<name>.jsonl.xz``."""
    with lzma.open(data / "asag" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


# Shares of the sources in training: python-docs would otherwise be a third of everything.
MOST_OF_ONE_SOURCE = 26_000
PARAGRAPHS = 12_000


def selected_pairs(data: Path, seed: int = 7) -> list[Pair]:
    """The pairs that training uses, in a fixed random order.

    Clean sentences of a useful length, each source capped, and a share of paragraphs.
    """
    rows = training_pairs(data)
    random.Random(seed).shuffle(rows)
    taken: dict[str, int] = {}
    chosen, texts = [], set[str]()
    for pair in rows:
        words, chars = len(pair.en.split()), len(pair.zh)
        long = words > 45
        kind = "paragraphs" if long else pair.source
        cap = PARAGRAPHS if long else MOST_OF_ONE_SOURCE
        fits = 4 <= words <= 90 and 5 <= chars <= 220 and 0.5 <= chars / words <= 6
        if not fits or pair.en in texts or pair.zh in texts or taken.get(kind, 0) >= cap:
            continue
        taken[kind] = taken.get(kind, 0) + 1
        texts |= {pair.en, pair.zh}
        chosen.append(pair)
    return chosen
