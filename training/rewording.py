"""Edits that keep a meaning: synonyms, fillers, dropped marks, slips of the finger.

They stand beside the flips in training, so that "a copy with one word changed" is no sign of a
contradiction by itself.
"""

from __future__ import annotations

import random
import re
from functools import cache

from training.flips import replaced
from training.word_pairs import CHINESE_SYNONYMS, ENGLISH_SYNONYMS

ENGLISH_FILLERS = (
    "I think {}", "basically, {}", "well, {}", "so {}", "as far as I know, {}", "the point is that {}",
    "in short, {}", "{} I believe", "you know, {}", "in other words, {}", "we can say that {}",
)  # fmt: skip
CHINESE_FILLERS = (
    "我觉得{}", "其实就是{}", "简单来说，{}", "也就是说{}", "我的理解是{}", "嗯，{}",
    "一般来说，{}", "本质上{}", "{}吧", "就我所知，{}", "换句话说，{}",
)  # fmt: skip
DROPPED = {
    "en": re.compile(r"\b(the|a|an|also|very|just|then|that|please|simply)\b ?", re.IGNORECASE),
    "zh": re.compile(r"的|了|也|就|便|则|请|将会|进行"),
}


@cache
def _tables(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    pairs = [row.split("/", 1) for row in (ENGLISH_SYNONYMS if lang == "en" else CHINESE_SYNONYMS)]
    there = dict(pairs)
    back = {other: one for one, other in pairs if len(other) > 1}
    return there, back


def reworded(text: str, lang: str, rng: random.Random) -> str:
    """``text`` in slightly other words; the same text when nothing fits."""
    for _ in range(rng.randint(1, 3)):
        edits = list(replaced(text, rng.choice(_tables(lang)), lang == "en"))
        if edits:
            text = rng.choice(edits)
    if rng.random() < 0.3:
        text = _drop(text, lang, rng)
    if rng.random() < 0.25:
        text = rng.choice(ENGLISH_FILLERS if lang == "en" else CHINESE_FILLERS).format(text)
    if rng.random() < 0.3:
        text = re.sub(r"[,.;:，。；：]", " " if lang == "en" else "", text).strip()
    if rng.random() < 0.15:
        text = mistyped(text, rng)
    return text.lower() if rng.random() < 0.2 else text


def _drop(text: str, lang: str, rng: random.Random) -> str:
    places = list(DROPPED[lang].finditer(text))
    if not places:
        return text
    place = rng.choice(places)
    return text[: place.start()] + text[place.end() :]


def mistyped(text: str, rng: random.Random) -> str:
    """One pair of neighbouring letters exchanged, as in hasty typing."""
    places = [m.start() for m in re.finditer(r"[a-z](?=[a-z]{3})", text)]
    if not places:
        return text
    at = rng.choice(places) + 1
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def keyword_list(text: str, lang: str, rng: random.Random) -> str:
    """The content words of ``text`` without the statement they made."""
    words = re.findall(r"[A-Za-z][\w-]{3,}" if lang == "en" else r"[A-Za-z]\w+|[\u4e00-\u9fff]{2,3}", text)
    rng.shuffle(words)
    return (", " if lang == "en" else "、").join(words[:8])
