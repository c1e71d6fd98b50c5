"""Which way a statement points: what it negates, its opposites, its numbers; and how two compare.

Pure functions of normalised text. Says that two statements differ, not which of them is right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mock_interview.grading.lexical import Rarity, tokens
from mock_interview.grading.opposites import NEGATION, NO_NEGATION, PAIRS, ROWS

# How far a negation reaches: in characters after a Chinese one, in words after an English one.
CHINESE_REACH, ENGLISH_REACH = 7, 5

_NEGATION = re.compile(NEGATION)
_NO_NEGATION = re.compile(NO_NEGATION)
_NUMBER = re.compile(r"(?<![a-z\d.])\d[\d,]*(?:\.\d+)?(?!\d)")
_STOPS = re.compile(r"[，。；：！？!?;\n]|[,.:](?=\s|$)|\bbut\b|但|而是|而(?!不|非)")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Direction:
    """What the words of a statement point to.

    ``negated`` and ``plain`` are its content words inside and outside the reach of a negation;
    ``sides`` maps the name of a pair of opposites to the sides it takes (+1, -1), negation
    counted; ``numbers`` are its numbers as written, without separators.
    """

    negations: int
    negated: frozenset[str]
    plain: frozenset[str]
    sides: Mapping[str, frozenset[int]]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a claim's direction differs from a statement's, each part 0 when it does not."""

    turned: float  # share of the weight of common words that only one of the two negates
    added: float  # negations more than in the statement
    dropped: float  # negations fewer
    opposed: float  # pairs of opposites on which the two take different sides
    agreed: float  # pairs on which they take the same


@lru_cache(maxsize=1)
def _opposites() -> tuple[re.Pattern[str], dict[str, tuple[tuple[str, int], ...]]]:
    """One pattern for all words of the table, and for each word its pairs and sides."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in ROWS.strip().splitlines():
        name, _, rest = row.partition(":")
        for side, words in zip((1, -1), rest.split("|"), strict=True):
            for word in words.split():
                found.setdefault(word, []).append((name, side))
    english: list[str] = []
    chinese: list[str] = []
    for word in sorted(found, key=lambda w: (-len(w), w)):
        stemmed = re.escape(word.rstrip("$")).replace(r"\-", "[- ]")
        end = r"\b" if word.endswith("$") else ""
        (english if word.isascii() else chinese).append(stemmed + end)
    table = {word.rstrip("$").replace("-", " "): tuple(pairs) for word, pairs in found.items()}
    # With the border of words told once for all of them, a text is searched in a tenth of the time.
    return re.compile(rf"\b(?:{'|'.join(english)})|{'|'.join(chinese)}"), table


def _reaches(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` that a negation covers, one for each negation."""
    quiet = [match.span() for match in _NO_NEGATION.finditer(text)]
    out = []
    for match in _NEGATION.finditer(text):
        if any(a <= match.start() < b for a, b in quiet):
            continue
        stop = _STOPS.search(text, match.end())
        out.append((match.start(), min(_reach(text, match), stop.start() if stop else len(text))))
    return out


def _reach(text: str, match: re.Match[str]) -> int:
    if not match.group()[0].isascii():
        return match.end() + CHINESE_REACH
    words = list(_WORD.finditer(text, match.end(), match.end() + 80))
    return words[min(ENGLISH_REACH, len(words)) - 1].end() if words else match.end()


@lru_cache(maxsize=4096)
def direction(text: str) -> Direction:
    """The direction of a normalised text of a sentence or two."""
    reaches = _reaches(text)
    inside = "\n".join(text[a:b] for a, b in reaches)
    outside, last = [], 0
    for a, b in sorted(reaches):
        outside.append(text[last:a])
        last = max(last, b)
    outside.append(text[last:])
    numbers = frozenset(match.group().replace(",", "") for match in _NUMBER.finditer(text))
    return Direction(
        len(reaches), frozenset(tokens(inside)), frozenset(tokens("\n".join(outside))),
        _sides(text, reaches), numbers,
    )  # fmt: skip


def _sides(text: str, reaches: list[tuple[int, int]]) -> dict[str, frozenset[int]]:
    pattern, table = _opposites()
    sides: dict[str, set[int]] = {}
    for match in pattern.finditer(text):
        negations = sum(a < match.start() < b for a, b in reaches)
        for name, side in table.get(match.group().replace("-", " "), ()):
            sides.setdefault(name, set()).add(-side if negations % 2 else side)
    return {name: frozenset(found) for name, found in sides.items()}


def difference(claim: Direction, statement: Direction, weight: Rarity) -> Difference:
    """How ``claim`` differs from ``statement``; words are weighted by how rare they are."""
    said, meant = claim.negated | claim.plain, statement.negated | statement.plain
    common = said & meant
    turned = {
        word
        for word in common
        if not (word in claim.negated and word in statement.negated)
        and not (word in claim.plain and word in statement.plain)
    }
    total = sum(map(weight, common))
    names = claim.sides.keys() & statement.sides.keys()
    opposed = sum(not (claim.sides[n] & statement.sides[n]) for n in names)
    return Difference(
        turned=sum(map(weight, turned)) / total if total else 0.0,
        added=float(max(0, claim.negations - statement.negations)),
        dropped=float(max(0, statement.negations - claim.negations)),
        opposed=float(opposed),
        agreed=float(len(names) - opposed),
    )


@lru_cache(maxsize=1)
def _pairs() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = {}
    for pair in PAIRS.split():
        one, other = pair.replace("_", " ").split("/")
        table.setdefault(one, other)
        table.setdefault(other, one)
    longest = sorted(table, key=lambda w: (-len(w), w))
    pattern = "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in longest)
    return re.compile(pattern), table


def paired_words(text: str) -> dict[str, str]:
    """The words of a normalised text that have an opposite, with it."""
    pattern, table = _pairs()
    return {match.group(): table[match.group()] for match in pattern.finditer(text)}


def swapped(text: str, most: int = 2) -> list[str]:
    """``text`` with one word changed to its opposite, once for each of the first ``most`` words."""
    pattern, table = _pairs()
    matches = list(pattern.finditer(text))
    # Opposites of more than one character say more than 大, 小, 是.
    matches.sort(key=lambda m: (len(m.group()) == 1 or m.group() in ("is", "are"), m.start()))
    return [text[: m.start()] + table[m.group()] + text[m.end() :] for m in matches[:most]]
