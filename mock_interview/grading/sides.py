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
    return len(_to_the_point(alone, material)) / len(alone) if alone else None


def length_to_the_point(said: Sequence[Said], material: Material) -> int:
    """Reading length of the clauses that `precision` counts."""
    return sum(reading_length(one.claim.text) for one in _to_the_point(clauses(said), material))


def reference_length(material: Material) -> float:
    """Reading length of the question's reference, of both languages on average."""
    return sum(map(reading_length, material.references)) / max(1, len(material.references))


def _to_the_point(alone: Sequence[Said], material: Material) -> list[Said]:
    wanted = material.vocabulary - material.asked
    return [one for one in alone if one.words & wanted]


def clarity(said: Sequence[Said]) -> float | None:
    """From form alone: share of clauses of readable length, less repeats. ``None`` for a short answer."""
    texts = [one.claim.text for one in clauses(said)]
    if len(texts) < ENOUGH:
        return None
    readable = sum(reading_length(text) in READABLE for text in texts) / len(texts)
    return readable * len(set(texts)) / len(texts)
