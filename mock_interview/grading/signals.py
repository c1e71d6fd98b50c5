"""The numbers a verdict on a point rests on, each with a name.

Pure measurement: which of them matter, and how much, is fitted (see ``verdicts``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from mock_interview.grading.lexical import alike, recall
from mock_interview.grading.material import Material, PointMaterial
from mock_interview.grading.nominate import Heard, Nomination, Nominee
from mock_interview.grading.polarity import Difference, difference, direction
from mock_interview.grading.probing import Probe
from mock_interview.grading.text import is_chinese

NAMES = (
    "similarity", "similarity_second", "lead_over_other_points", "question_similarity",
    "shared_words", "shared_words_answer", "shared_letters", "new_words",
    "wrong_similarity", "wrong_lead", "wrong_lead_here", "wrong_shared_words", "has_wrong",
    "turned", "added_negation", "dropped_negation", "opposed", "agreed", "other_numbers", "same_numbers",
    "wrong_turned", "wrong_opposed", "wrong_agreed",
    "length", "answer_length", "plain_words", "terms", "has_terms",
    "other_points_similarity", "other_points_words", "cross_language",
    "unnegated_lead", "has_negation", "swapped_lead", "has_opposite",
    "verifier_states", "verifier_denies",
)  # fmt: skip
NOTHING: Mapping[str, float] = dict.fromkeys(NAMES, 0.0)


def measure(
    heard: Heard, nominations: Sequence[Nomination], probes: Sequence[Probe], material: Material
) -> tuple[Mapping[str, float], ...]:
    """One table of signals a point, in the order of the nominations."""
    if not heard.said:
        return tuple(NOTHING for _ in nominations)
    first = [
        _first_table(heard, nomination, material) | _probed(probe)
        for nomination, probe in zip(nominations, probes, strict=True)
    ]
    return tuple(_among(i, first) for i in range(len(first)))


def _among(at: int, tables: Sequence[dict[str, float]]) -> Mapping[str, float]:
    """Adds how the answer does on the other points: who knows the rest, probably means this too."""
    others = [table for i, table in enumerate(tables) if i != at] or [tables[at]]
    own = tables[at]
    own["other_points_similarity"] = sum(t["similarity"] for t in others) / len(others)
    own["other_points_words"] = sum(t["shared_words"] for t in others) / len(others)
    return {name: own[name] for name in NAMES}


def _first_table(heard: Heard, nomination: Nomination, material: Material) -> dict[str, float]:
    best = nomination.right[0]
    second = nomination.right[1] if len(nomination.right) > 1 else best
    point = nomination.material
    row = heard.similarity[best.at]
    others = [s.row for other in material.points if other is not point for s in other.right]
    asked = float(row[list(material.asked_rows)].max())
    table = {
        "similarity": best.similarity,
        "similarity_second": second.similarity,
        "lead_over_other_points": best.similarity - (float(row[others].max()) if others else 0.0),
        "question_similarity": asked,
        "shared_words": best.recall,
        "shared_words_answer": max(recall(s.words, heard.words) for s in point.right),
        "shared_letters": alike(best.said.claim.text, best.statement.text),
        "new_words": _new_words(best, material),
        "length": math.log1p(len(best.said.claim.text)),
        "answer_length": math.log1p(heard.units),
        "plain_words": _plain_words(best.said.claim.text),
        "terms": _terms(point, heard),
        "has_terms": float(bool(point.terms)),
        "cross_language": float(is_chinese(best.said.claim.text) != is_chinese(best.statement.text)),
    }
    return table | _direction(best, point, material) | _wrong(heard, nomination, material)


def _probed(probe: Probe) -> dict[str, float]:
    return {
        "unnegated_lead": probe.unnegated or 0.0,
        "has_negation": float(probe.unnegated is not None),
        "swapped_lead": probe.swapped or 0.0,
        "has_opposite": float(probe.swapped is not None),
        "verifier_states": probe.states,
        "verifier_denies": probe.denies,
    }


def _new_words(nominee: Nominee, material: Material) -> float:
    """Share of the claim's content words that the question does not say itself."""
    words = nominee.said.words
    return len(words - material.asked) / len(words) if words else 0.0


def _plain_words(text: str) -> float:
    """Characters beside content: a statement has verbs and small words, a list of terms has few."""
    small = sum(char in "的了是在就把被不会能可以用让要只也都而从对给" for char in text)
    words = text.split()
    small += 2 * sum(word in _SMALL for word in words)
    return small / max(1, len(text) if not text.isascii() else 4 * len(words))


_SMALL = frozenset(
    """
    the a an is are was be to of in on for with that it and you so as by from not do does can will
    this each than then they we get gets only has have at or
    """.split()  # noqa: SIM905
)


def _terms(point: PointMaterial, heard: Heard) -> float:
    """Share of the required groups of terms of which the answer mentions one."""
    if not point.terms:
        return 1.0
    whole = " ".join(said.claim.text for said in heard.said)
    return sum(any(term in whole for term in group) for group in point.terms) / len(point.terms)


def _direction(best: Nominee, point: PointMaterial, material: Material) -> dict[str, float]:
    claim = direction(best.said.claim.text)
    found = [
        difference(claim, s.direction, material.weight)
        for s in point.right
        if s is best.statement or is_chinese(s.text) == is_chinese(best.said.claim.text)
    ]
    own = next(d for d, s in zip(found, _alike_language(best, point), strict=True) if s is best.statement)
    kindest = min(found, key=_harshness)
    numbers = {n for n in claim.numbers if len(n) > 1 or n not in "0123"}
    wanted = {n for s in point.right for n in s.direction.numbers}
    return {
        "turned": (own.turned + kindest.turned) / 2,
        "added_negation": min(own.added, 3.0),
        "dropped_negation": min(kindest.dropped, 3.0),
        "opposed": (own.opposed + kindest.opposed) / 2,
        "agreed": float(np.mean([d.agreed for d in found])),
        "other_numbers": float(min(2, len(numbers - material.numbers))),
        "same_numbers": len(claim.numbers & wanted) / len(wanted) if wanted else 0.0,
    }


def _alike_language(best: Nominee, point: PointMaterial) -> list[object]:
    chinese = is_chinese(best.said.claim.text)
    return [s for s in point.right if s is best.statement or is_chinese(s.text) == chinese]


def _harshness(found: Difference) -> float:
    return found.turned + found.opposed + 0.3 * found.added + 0.3 * found.dropped


def _wrong(heard: Heard, nomination: Nomination, material: Material) -> dict[str, float]:
    """How near the answer comes to a known wrong claim against the point, and to its denial of it."""
    point, wrong, best = nomination.material, nomination.wrong, nomination.right[0]
    names = ("wrong_similarity", "wrong_lead", "wrong_lead_here", "wrong_shared_words", "has_wrong",
             "wrong_turned", "wrong_opposed", "wrong_agreed")  # fmt: skip
    if wrong is None:
        return dict.fromkeys(names, 0.0)
    right_rows, wrong_rows = [s.row for s in point.right], [s.row for s in point.wrong]
    at_wrong, at_best = heard.similarity[wrong.at], heard.similarity[best.at]
    turned = difference(direction(wrong.said.claim.text), wrong.statement.direction, material.weight)
    values = (
        wrong.similarity,
        float(at_wrong[wrong_rows].max() - at_wrong[right_rows].max()),
        float(at_best[wrong_rows].max() - at_best[right_rows].max()),
        wrong.recall,
        1.0,
        turned.turned,
        min(turned.opposed, 2.0),
        min(turned.agreed, 3.0),
    )
    return dict(zip(names, values, strict=True))
