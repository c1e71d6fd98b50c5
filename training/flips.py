"""Edits that turn a sentence into one that says something else with nearly the same words.

Pure functions of the text: every applicable edit is returned, each with its kind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from training.word_pairs import (
    CHINESE_NEGATION_ADDED,
    CHINESE_NEGATION_REMOVED,
    CHINESE_OPPOSITES,
    CHINESE_QUANTIFIERS,
    ENGLISH_NEGATION_ADDED,
    ENGLISH_NEGATION_REMOVED,
    ENGLISH_OPPOSITES,
    ENGLISH_QUANTIFIERS,
)

# Kept out of all training, so that the figures show what carries over to edits never seen.
HELD_OUT_KINDS = frozenset({"order", "extent"})
TRAINING_KINDS = frozenset(
    {"negation added", "negation removed", "direction", "state", "role", "quantifier", "number", "swap"}
)
ALL_KINDS = TRAINING_KINDS | HELD_OUT_KINDS

NUMBER = re.compile(r"(?<![\w.\-/])\d+(?:\.\d+)?(?![\w/.\-]*[a-zA-Z_/.\-]\w)(?!\w)", re.ASCII)
# Where 是, 有, 会, 能 and 要 are part of a longer word, or negated already.
SHORT_VERBS = frozenset("是有会能要")
BEFORE_NO_VERB = frozenset("不没无未而还只但于总就也社机可具所")
AFTER_NO_VERB = frozenset("否不没时效话关力求么点")
ENGLISH_SWAPS = (
    r"\bfrom (?P<a>[\w-]+) to (?P<b>[\w-]+)",
    r"\b(?P<a>[\w-]+) instead of (?P<b>[\w-]+)",
    r"\b(?P<a>[\w-]+) rather than (?P<b>[\w-]+)",
    r"\b(?P<a>[\w-]+) into (?:a |an |the )?(?P<b>[\w-]+)",
    r"\bconverts? (?:a |an |the )?(?P<a>[\w-]+) to (?:a |an |the )?(?P<b>[\w-]+)",
    r"\b(?P<a>[\w-]+) is (?:\w+er|more \w+|less \w+) than (?:the )?(?P<b>[\w-]+)",
    r"\b(?P<a>[\w-]+) (?:depends on|causes|calls|contains|replaces|precedes|follows) "
    r"(?:a |an |the )?(?P<b>[\w-]+)",
)
CHINESE_SWAPS = (
    r"从(?P<a>[\w\u4e00-\u9fff]{1,8}?)(?:到|至)(?P<b>[a-zA-Z]+|[\u4e00-\u9fff]{2})",
    r"(?:将|把)(?P<a>[\w\u4e00-\u9fff]{1,10}?)(?:转换为|转化为|转换成|映射到|替换为|变为|分解为)"
    r"(?P<b>[a-zA-Z]+|[\u4e00-\u9fff]{2,4})",
    r"(?P<a>[a-zA-Z]+|[\u4e00-\u9fff]{2}) ?而(?:不是|非) ?(?P<b>[a-zA-Z]+|[\u4e00-\u9fff]{2})",
    r"(?P<a>[a-zA-Z]+|[\u4e00-\u9fff]{2}) ?(?:依赖于|依赖|取决于|导致|优于|高于|大于|小于) ?"
    r"(?P<b>[a-zA-Z]+|[\u4e00-\u9fff]{2})",
)


@dataclass(frozen=True, slots=True)
class Flip:
    """An edited sentence and the kind of edit that made it."""

    text: str
    kind: str


@cache
def _both_ways(pairs: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for pair in pairs.split():
        one, other = pair.split("/")
        table.setdefault(one, other)
        table.setdefault(other, one)
    return table


@cache
def _pattern(words: frozenset[str], whole: bool) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    return re.compile(rf"\b(?:{longest_first})\b", re.IGNORECASE) if whole else re.compile(longest_first)


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() and not word.isupper() else word


def replaced(text: str, table: dict[str, str], whole: bool) -> Iterator[str]:
    """``text`` with one word of ``table`` exchanged, once for every place that has one."""
    keys = {key.lower(): value for key, value in table.items()} if whole else table
    for match in _pattern(frozenset(table), whole).finditer(text):
        found = match.group()
        other = _cased(keys[found.lower() if whole else found], found)
        edited = text[: match.start()] + other + text[match.end() :]
        yield re.sub(r"  +", " ", edited) if not other else edited


def _blocked_chinese(text: str, table: dict[str, str]) -> Iterator[str]:
    """As ``replaced``, but leaves a word alone that is negated already."""
    for match in _pattern(frozenset(table), False).finditer(text):
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if before in BEFORE_NO_VERB or (match.group() in SHORT_VERBS and after in AFTER_NO_VERB):
            continue
        yield text[: match.start()] + table[match.group()] + text[match.end() :]


def _numbers(text: str) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        value = match.group()
        whole = int(value) if value.isdecimal() else None
        other = value[::-1] if whole is None else str(whole * 10 if whole > 3 else whole + 2)
        if other != value and len(value) < 7:
            yield text[: match.start()] + other + text[match.end() :]


def _swapped(text: str, patterns: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            a, b = match.span("a"), match.span("b")
            if match["a"].lower() != match["b"].lower() and a[1] <= b[0]:
                yield text[: a[0]] + match["b"] + text[a[1] : b[0]] + match["a"] + text[b[1] :]


def _english(text: str, kind: str) -> Iterator[str]:
    if kind in ENGLISH_OPPOSITES:
        return replaced(text, _both_ways(ENGLISH_OPPOSITES[kind]), True)
    simple: dict[str, Callable[[], Iterator[str]]] = {
        "negation added": lambda: _unless_negated(text),
        "negation removed": lambda: replaced(text, ENGLISH_NEGATION_REMOVED, True),
        "quantifier": lambda: replaced(text, ENGLISH_QUANTIFIERS, True),
        "number": lambda: _numbers(text),
        "swap": lambda: _swapped(text, ENGLISH_SWAPS),
    }
    return simple[kind]()


def _unless_negated(text: str) -> Iterator[str]:
    for edited in replaced(text, ENGLISH_NEGATION_ADDED, True):
        if not re.search(r"\bnot (not|only)\b|cannot not|n't\b.{0,12}\bnot\b", edited):
            yield edited


def _chinese(text: str, kind: str) -> Iterator[str]:
    if kind in CHINESE_OPPOSITES:
        return replaced(text, _both_ways(CHINESE_OPPOSITES[kind]), False)
    simple: dict[str, Callable[[], Iterator[str]]] = {
        "negation added": lambda: _blocked_chinese(text, CHINESE_NEGATION_ADDED),
        "negation removed": lambda: replaced(text, CHINESE_NEGATION_REMOVED, False),
        "quantifier": lambda: replaced(text, CHINESE_QUANTIFIERS, False),
        "number": lambda: _numbers(text),
        "swap": lambda: _swapped(text, CHINESE_SWAPS),
    }
    return simple[kind]()


def flips_of(text: str, lang: str, kinds: Collection[str] = ALL_KINDS) -> list[Flip]:
    """Every edit of ``text`` of the given kinds, without repeats, in a fixed order."""
    make = _chinese if lang == "zh" else _english
    found = {edited: kind for kind in sorted(kinds) for edited in make(text, kind)}
    return [Flip(edited, kind) for edited, kind in found.items() if edited != text]


def pick(flips: list[Flip], rng: random.Random) -> Flip:
    """A random edit: first the kind, then one of that kind, so that no kind crowds out others."""
    kind = rng.choice(sorted({flip.kind for flip in flips}))
    return rng.choice([flip for flip in flips if flip.kind == kind])
