"""Cuts down an answer to what bears on one point, short enough for a model to read beside it.

Chooses by scores it is given; decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
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
# How much better a clause must be on another point to be left out: then it is about that one, and what is
# wrong with it is no fault of this point.
ANOTHER = 0.25

_Unit = tuple[int, int]  # part of the answer, number of the clause in it


class Clauses:
    """The clauses of an answer, to choose from.

    ``said`` are claims with the number of the part of ``parts`` they stand in.
    """

    def __init__(self, said: Sequence[tuple[int, Claim]], parts: Sequence[str]) -> None:
        self._parts = parts
        self._spans = {(source, c.units[0]): c for source, c in said if c.units[1] - c.units[0] == 1}
        self._lengths = {unit: reading_length(claim.text) for unit, claim in self._spans.items()}
        self._units = [{(source, number) for number in range(*claim.units)} for source, claim in said]

    def excerpt(self, scores: np.ndarray, others: np.ndarray | None = None, *, budget: int = BUDGET) -> str:
        """The clauses of the highest-scored claims up to ``budget``, in the order they were said.

        ``scores`` (len(said),) tells how likely each claim bears on the point, ``others`` how likely on the
        other point that it bears on most. Clauses about another point are left out, but for those of the
        best claim; what remains is given whole where it fits.
        """
        left = self._lengths.keys() - (set() if others is None else self._of_another(scores, others))
        out: list[str] = []
        last: _Unit | None = None
        fits = sum(self._lengths[unit] for unit in left) <= budget
        for source, number in sorted(left if fits else self._chosen(scores, left, budget)):
            claim = self._spans[source, number]
            if last == (source, number - 1):
                out.append(self._parts[source][self._spans[last].end : claim.start])
            elif last is not None:
                out.append(GAP)
            out.append(claim.text)
            last = (source, number)
        return "".join(out)

    def _of_another(self, scores: np.ndarray, others: np.ndarray) -> set[_Unit]:
        lone = [at for at, units in enumerate(self._units) if len(units) == 1]
        away = {unit for at in lone if others[at] > scores[at] + ANOTHER for unit in self._units[at]}
        return away - self._units[int(scores.argmax())]

    def _chosen(self, scores: np.ndarray, left: Set[_Unit], budget: int) -> set[_Unit]:
        chosen: set[_Unit] = set()
        total = 0
        for at in (-scores).argsort(kind="stable"):
            units = (self._units[at] & left) - chosen
            more = sum(self._lengths[unit] for unit in units)
            if units and (not chosen or total + more <= budget):
                chosen |= units
                total += more
        return chosen
