"""Held-out sentences with their translations and flipped edits, for measuring polarity."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from training.corpus import read_pairs
from training.flips import ALL_KINDS, HELD_OUT_KINDS, flips_of, pick


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, its translation, its flipped edit, and the kind of the edit."""

    sentence: str
    translation: str
    flipped: str
    kind: str

    @property
    def unseen(self) -> bool:
        """True when training never met this kind of edit."""
        return self.kind in HELD_OUT_KINDS


def polarity_cases(data: Path, lang: str, count: int = 500, seed: int = 3) -> list[Case]:
    """``count`` cases whose sentence is in ``lang``, from held-out documents."""
    rng = random.Random(seed)
    pairs = read_pairs(data, "eval_pairs")
    rng.shuffle(pairs)
    cases: list[Case] = []
    for pair in pairs:
        sentence, other = (pair.zh, pair.en) if lang == "zh" else (pair.en, pair.zh)
        flips = flips_of(sentence, lang, ALL_KINDS) if len(pair.en) >= 24 else []
        if flips and len(cases) < count:
            flip = pick(flips, rng)
            cases.append(Case(sentence, other, flip.text, flip.kind))
    return cases
