"""Pairs of claim and point with what the claim does to the point: the verifier's lessons.

Here are those made from the parallel corpus by edits; ``lessons`` makes those about answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.corpus import Pair
from training.flips import TRAINING_KINDS, flips_of, pick
from training.rewording import keyword_list, reworded

STATES, PARTLY, CONTRADICTS, NEITHER = range(4)
ANYTHING_ELSE = (PARTLY, CONTRADICTS, NEITHER)
NOT_DENIED = (STATES, PARTLY, NEITHER)
LANGS = ("zh", "en")
# A longer pair of claim and point is cut.
MAX_PAIR_TOKENS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One lesson; ``kind`` says how it was made, ``question`` which question it belongs to.

    ``labels`` are the classes it may be (empty: unknown). Lessons of one ``group`` share a ``mark``
    (0-1), which their mean credit should come to.
    """

    claim: str
    point: str
    labels: tuple[int, ...]
    kind: str
    question: str = ""
    group: str = ""
    mark: float | None = None


def _one(claim: str, point: str, label: int, kind: str) -> Judgement:
    return Judgement(claim=claim, point=point, labels=(label,), kind=kind)


def parallel_judgements(pairs: Sequence[Pair], neighbours: Sequence[int], seed: int) -> Iterator[Judgement]:
    """Three lessons for every pair, one of each label; ``neighbours`` are similar other pairs."""
    rng = random.Random(seed)
    for number, pair in enumerate(pairs):
        lang = rng.choice(LANGS)
        other = LANGS[lang == "zh"]
        point, translation = getattr(pair, lang), getattr(pair, other)
        stranger = pairs[rng.randrange(len(pairs))]
        near = pairs[neighbours[number]]
        yield _stated(point, translation, lang, getattr(stranger, rng.choice(LANGS)), rng)
        flipped = _flipped(point, translation, lang, rng)
        if flipped:
            yield flipped
        yield _unrelated(point, lang, near, stranger, rng)


def _stated(point: str, translation: str, lang: str, extra: str, rng: random.Random) -> Judgement:
    draw = rng.random()
    if draw < 0.35:
        return _one(translation, point, STATES, "translation")
    if draw < 0.45:
        both = [translation, extra] if rng.random() < 0.5 else [extra, translation]
        return _one(" ".join(both), point, STATES, "translation and more")
    flips = flips_of(point, lang, TRAINING_KINDS) if draw < 0.6 else []
    if flips:
        # Both sides carry the edit: words like "not" say nothing when they stand on both.
        point = pick(flips, rng).text
    claim = reworded(point, lang, rng)
    if rng.random() < 0.15:
        claim = f"{claim} {extra}" if rng.random() < 0.5 else f"{extra} {claim}"
    return _one(claim, point, STATES, "reworded")


def _flipped(point: str, translation: str, lang: str, rng: random.Random) -> Judgement | None:
    across = rng.random() < 0.5
    text, its_lang = (translation, LANGS[lang == "zh"]) if across else (point, lang)
    flips = flips_of(text, its_lang, TRAINING_KINDS)
    if not flips:
        return None
    flip = pick(flips, rng)
    claim = reworded(flip.text, its_lang, rng) if rng.random() < 0.3 else flip.text
    if rng.random() < 0.4:
        # A contradiction holds both ways round.
        claim, point = point, claim
    return _one(claim, point, CONTRADICTS, "flip across" if across else "flip")


def _unrelated(point: str, lang: str, near: Pair, stranger: Pair, rng: random.Random) -> Judgement:
    draw = rng.random()
    if draw < 0.6:
        return _one(getattr(near, rng.choice(LANGS)), point, NEITHER, "neighbour")
    if draw < 0.75:
        return _one(getattr(stranger, rng.choice(LANGS)), point, NEITHER, "stranger")
    if draw < 0.87:
        return _one(keyword_list(point, lang, rng), point, NEITHER, "keywords")
    half = len(point) * 2 // 5
    return Judgement(claim=point[:half], point=point, labels=(PARTLY, NEITHER), kind="beginning only")
