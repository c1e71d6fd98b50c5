"""The amounts a text names, and whether words give another amount where a statement lives by its own.

Pure functions of normalised texts. Units are not converted; words of scale are ("1.3 亿", "130M").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

# How far apart (as a ratio) two amounts may be and still be the same, said roughly: "35" for "39".
ROUGHLY = 1.15
# The same where an amount is told exactly, but for its rounding.
SAME = 1.05
# Whole amounts up to this count things of the sentence ("3 parts"), and differ without harm.
SMALL = 3.0
# Share of a point's statements that have amounts, above which it lives by them.
LIVES = 0.5

_SCALE = {
    "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12,
    "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12,
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_WORDS = "hundred|thousand|million|billion|trillion"
_AMOUNT = re.compile(
    rf"(?<![a-z_\d.\-/])(\d{{1,15}}(?:,\d{{3}})*(?:\.\d{{1,9}})?(?:e-?\d{{1,2}}(?!\w))?|a(?=\s+(?:{_WORDS})\b))"
    rf"(?![\d.]*\d)\s*(万亿|千万|百万|[万亿千百]|(?:[kmbt]|{_WORDS})(?![a-z\d]))?(?!\s*年)"
    # In Chinese numerals from a hundred on: smaller ones count things of the sentence, or are part of a word.
    r"|([一二两三四五六七八九十][一二两三四五六七八九十零多几来]{0,3}[百千万亿][一二两三四五六七八九十百千万亿零多几来]*)(?!\s*年)"
)
# Two amounts with all between them.
_RANGE = re.compile(
    r"(?<!\d)(\d{1,15}(?:\.\d{1,9})?)\s?(?:%|percent)?\s?(?:to|-|–|~|到|至)\s?(\d{1,15}(?:\.\d{1,9})?)"
)
_DIGITS = {char: at for at, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}


def amounts(text: str) -> tuple[float, ...]:
    """The amounts in a normalised text, in order; years and parts of names (GPT-4, v2) are none."""
    return tuple(readings[0] for readings in _found(text))


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[tuple[float, ...], ...]:
    """Each amount in ``text``, and what else it may be: the b of "2b" are bytes as often as billions."""
    return tuple(_readings(*match.groups()) for match in _AMOUNT.finditer(text))


def _readings(digits: str | None, scale: str | None, numerals: str | None) -> tuple[float, ...]:
    if numerals:
        return (_in_numerals(numerals),)
    value = 1.0 if digits == "a" else float((digits or "0").replace(",", ""))
    scaled = value * _SCALE.get(scale or "", 1.0)
    return (scaled, value) if scale == "b" else (scaled,)


def _in_numerals(text: str) -> float:
    """What a number in Chinese numerals amounts to, words for "about" left out."""
    total, section, digit = 0.0, 0.0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in "十百千":
            section += (digit or 1) * _SCALE.get(char, 10.0)
            digit = 0
        elif char == "万":
            total += (section + digit) * 1e4
            section, digit = 0.0, 0
        elif char == "亿":
            total = (total + section + digit) * 1e8
            section, digit = 0.0, 0
    return total + section + digit


def other_amounts(claim: str, statements: Sequence[str], known: Collection[float]) -> int:
    """How many amounts ``claim`` gives that are none of ``statements``, where a point lives by its amounts.

    0 where half of the statements do without, where ``claim`` gives as many of theirs, roughly, and for
    amounts among ``known``: they belong to something else.
    """
    meant = [_counting(text) for text in statements]
    if sum(map(bool, meant)) <= LIVES * len(meant):
        return 0
    wanted = {value for values in meant for value in values}
    ranges = [(float(one), float(other)) for text in statements for one, other in _RANGE.findall(text)]
    said = {readings for readings in _found(claim) if _counts(readings[0])}
    right = {
        readings
        for readings in said
        for one in readings
        if any(_alike(one, other, ROUGHLY) for other in wanted) or any(a <= one <= b for a, b in ranges)
    }
    strange = [
        readings
        for readings in said - right
        if not any(_alike(one, other, SAME) for one in readings for other in known)
    ]
    return len(strange) if len(strange) > len(right) else 0


def _counting(text: str) -> set[float]:
    """The amounts of ``text`` that are more than counts of its things, in every reading."""
    return {value for readings in _found(text) for value in readings if _counts(readings[0])}


def _counts(value: float) -> bool:
    """Whether an amount is more than a count of the sentence's things."""
    return value > SMALL or value % 1 > 0


def amounts_given(claim: str, statements: Sequence[str]) -> int:
    """How many of the amounts of ``statements`` that are no counts of their things are in ``claim``."""
    said = amounts(claim)
    wanted = {value for text in statements for value in _counting(text)}
    return sum(any(_alike(one, other, SAME) for other in said) for one in wanted)


def _alike(one: float, other: float, ratio: float) -> bool:
    if one == other:
        return True
    return one > 0 < other and 1 / ratio <= one / other <= ratio
