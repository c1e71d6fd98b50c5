"""The amounts a text names, and whether words give another amount where a statement lives by its own.

Pure functions of normalised texts. Units are not converted; words of scale are ("1.3 亿", "130M").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

# How far apart (as a ratio) two amounts may be and still be the same, said roughly: "forty" of "30 to 50".
ROUGHLY = 1.35
# The same where an amount is told exactly, but for its rounding.
SAME = 1.05
# Amounts up to this count things of the sentence ("3 parts"), and differ without harm.
SMALL = 3.0

_AMOUNT = re.compile(
    r"(?<![a-z_\d.\-/])(\d{1,15}(?:,\d{3})*(?:\.\d{1,9})?)(?![\d.]*\d)\s*"
    r"(万亿|千万|百万|[万亿千百]|(?:[kmbt]|thousand|million|billion|trillion)(?![a-z]))?"
)
_SCALE = {
    "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12,
    "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12,
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip


@lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[float, ...]:
    """The amounts in a normalised text, in order; parts of names (GPT-4, v2) are none."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[float]:
    for match in _AMOUNT.finditer(text):
        yield float(match[1].replace(",", "")) * _SCALE.get(match[2] or "", 1.0)


def other_amounts(claim: str, statements: Sequence[str], known: Collection[float]) -> int:
    """How many amounts in ``claim`` stand where each of ``statements`` has amounts and none is given.

    0 where one of the statements does without, where ``claim`` gives one of theirs, roughly, and for
    amounts among ``known``: they belong to something else.
    """
    meant = [amounts(text) for text in statements]
    if not meant or not all(meant):
        return 0
    said = amounts(claim)
    wanted = {value for values in meant for value in values}
    if any(_alike(one, other, ROUGHLY) for one in said for other in wanted):
        return 0
    return sum(one > SMALL and not any(_alike(one, other, SAME) for other in known) for one in said)


def amounts_given(claim: str, statements: Sequence[str]) -> int:
    """How many of the amounts of ``statements`` that count anything large are in ``claim``."""
    said = amounts(claim)
    wanted = {value for text in statements for value in amounts(text) if value > SMALL}
    return sum(any(_alike(one, other, SAME) for other in said) for one in wanted)


def _alike(one: float, other: float, ratio: float) -> bool:
    if one == other:
        return True
    return one > 0 < other and 1 / ratio <= one / other <= ratio
