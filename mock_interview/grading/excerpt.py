"""Cuts down an answer to what bears on one point, short enough for a model to read beside it.

Chooses by scores it is given; decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_interview.grading.text import Claim, reading_length

if TYPE_CHECKING:
    import numpy as np

# Reading length of an excerpt: about 32 English words or 64 Chinese characters. On every fifth question
# of the bank 94, 95 and 96 % of the examples fall into their band at 48, 64 and 90; each costs a tenth
# more time than the last, and a whole answer should take no more than 60 ms.
BUDGET = 64
# Stands where something was left out.
GAP = " ; "

_Unit = tuple[int, int]  # part of the answer, number of the clause in it


def excerpt(said: Sequence[tuple[int, Claim]], parts: Sequence[str], scores: np.ndarray) -> str:
    """The clauses of the highest-scored claims up to `BUDGET`, in the order they were said.

    ``said`` are claims with the number of the part of ``parts`` they stand in; ``scores`` (len(said),)
    tells how likely each bears on the point. An answer that fits is given whole.
    """
    spans = {(source, one.units[0]): one for source, one in said if one.units[1] - one.units[0] == 1}
    lengths = {unit: reading_length(one.text) for unit, one in spans.items()}
    chosen = set(lengths) if sum(lengths.values()) <= BUDGET else _chosen(said, lengths, scores)
    out: list[str] = []
    last: _Unit | None = None
    for source, number in sorted(chosen):
        claim = spans[source, number]
        if last == (source, number - 1):
            out.append(parts[source][spans[last].end : claim.start])
        elif last is not None:
            out.append(GAP)
        out.append(claim.text)
        last = (source, number)
    return "".join(out)


def _chosen(said: Sequence[tuple[int, Claim]], lengths: dict[_Unit, int], scores: np.ndarray) -> set[_Unit]:
    chosen: set[_Unit] = set()
    total = 0
    for at in (-scores).argsort(kind="stable"):
        source, one = said[at]
        units = {(source, number) for number in range(*one.units)} - chosen
        more = sum(lengths[unit] for unit in units)
        if units and (not chosen or total + more <= BUDGET):
            chosen |= units
            total += more
    return chosen
