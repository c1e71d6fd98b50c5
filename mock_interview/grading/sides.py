"""The sides of an answer that no single point shows: how much of it is to the point, how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_interview.grading.material import Material
from mock_interview.grading.text import reading_length

if TYPE_CHECKING:
    from mock_interview.grading.nominate import Said

# Readable lengths of a clause, and how many clauses it takes to judge how an answer reads.
READABLE = range(4, 61)
ENOUGH = 3


def clauses(said: Sequence[Said]) -> list[Said]:
    """The single clauses among claims."""
    return [one for one in said if one.claim.units[1] - one.claim.units[0] == 1]


def precision(said: Sequence[Said], material: Material) -> float | None:
    """Share of clauses with a word of the question's answer that the question itself does not say."""
    alone = clauses(said)
    wanted = material.vocabulary - material.asked
    return sum(bool(one.words & wanted) for one in alone) / len(alone) if alone else None


def clarity(said: Sequence[Said]) -> float | None:
    """From form alone: share of clauses of readable length, less repeats. ``None`` for a short answer."""
    texts = [one.claim.text for one in clauses(said)]
    if len(texts) < ENOUGH:
        return None
    readable = sum(reading_length(text) in READABLE for text in texts) / len(texts)
    return readable * len(set(texts)) / len(texts)
