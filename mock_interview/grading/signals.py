"""The numbers a verdict on a point rests on, each with a name.

Pure measurement: which of them matter, and how much, is fitted (see ``verdicts``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from mock_interview.grading.amounts import other_amounts
from mock_interview.grading.exchange import exchanged, order
from mock_interview.grading.judging import Judgements
from mock_interview.grading.lexical import alike, recall
from mock_interview.grading.material import Material, PointMaterial
from mock_interview.grading.naming import named
from mock_interview.grading.nominate import Heard, Nomination, Nominee
from mock_interview.grading.polarity import Difference, difference, direction
from mock_interview.grading.text import is_chinese
from mock_interview.grading.verdicts import COPY

NAMES = (
    "states", "partly", "denies", "states_odds", "denies_odds",
    "similarity", "similarity_second", "lead_over_other_points", "question_similarity",
    "shared_words", "shared_words_answer", "shared_letters", "new_words",
    "wrong_similarity", "wrong_lead", "wrong_lead_here", "wrong_shared_words", "has_wrong",
    "turned", "added_negation", "dropped_negation", "opposed", "agreed", "other_numbers", "same_numbers",
    "exchanged", "other_amounts", "disorder", "torn",
    "length", "plain_words", "terms", "named", "cross_language", "formula",
    "states_elsewhere", "denies_elsewhere", "states_odds_elsewhere", "denies_odds_elsewhere",
    "states_whole", "partly_whole", "denies_whole", "states_odds_whole", "denies_odds_whole",
    "verbatim",
    "known", "like_right", "like_partly", "like_wrong", "like_lead", "like_swapped", "like_sides",
    "claim_right", "claim_partly", "claim_wrong", "claim_lead", "claim_swapped", "claim_sides",
)  # fmt: skip
VERIFIED = NAMES[:5]
# Of `precedents.Likeness`, for the words that bear on a point and for the claim that is nearest to it.
PRECEDENT = ("right", "partly", "wrong", "lead", "swapped", "sides")
NOTHING: Mapping[str, float] = dict.fromkeys(NAMES, 0.0)
# What the verifier finds on average over the points of the answers that the grader is fitted on.
USUAL: Mapping[str, float] = {"states": 0.2, "denies": 0.3, "states_odds": -2.6, "denies_odds": -1.6}
# What may stand around a statement.
_ENDS = " .,;:!?。，；：！？"
# Probabilities of the verifier nearer to 0 than this tell nothing more.
SMALLEST = 1e-3


def measure(
    heard: Heard,
    nominations: Sequence[Nomination],
    material: Material,
    *,
    judged: Judgements,
    formulas: Sequence[float],
) -> tuple[Mapping[str, float], ...]:
    """One table of signals a point, in the order of the nominations.

    ``judged`` is what the verifier says, ``formulas`` how the answer's formulas agree with the point's
    (-1 to 1).
    """
    if not heard.said:
        return tuple(NOTHING for _ in nominations)
    verified = [_verified(row.tolist()) for row in judged.points]
    whole = _whole(judged.whole)
    names = _named([nomination.material for nomination in nominations], heard)
    tables = (
        _first_table(heard, nomination, material)
        | verified[at]
        | _elsewhere(verified, at)
        | whole
        | _precedented(nomination, material)
        | {"formula": formula, "named": names[at]}
        for at, (nomination, formula) in enumerate(zip(nominations, formulas, strict=True))
    )
    return tuple({name: table[name] for name in NAMES} for table in tables)


def _verified(row: Sequence[float]) -> dict[str, float]:
    states, partly, denies, _ = row
    return {
        "states": states,
        "partly": partly,
        "denies": denies,
        "states_odds": _odds(states),
        "denies_odds": _odds(denies),
    }


def _elsewhere(verified: Sequence[Mapping[str, float]], at: int) -> dict[str, float]:
    """What the verifier finds at the other points, on average; at a lone point what is usual.

    Who is wrong about one point is wrong about the next more often than others are.
    """
    others = [table for i, table in enumerate(verified) if i != at] or [USUAL]
    return {f"{name}_elsewhere": sum(table[name] for table in others) / len(others) for name in USUAL}


def _whole(row: np.ndarray | None) -> dict[str, float]:
    """What the verifier says of the answer beside a bare reference; nothing where points were written."""
    found = _verified(row.tolist()) if row is not None else dict.fromkeys(VERIFIED, 0.0)
    return {f"{name}_whole": value for name, value in found.items()}


def _odds(chance: float) -> float:
    """Logarithm of the odds of ``chance``, at most about 7 either way."""
    bounded = min(max(chance, SMALLEST), 1 - SMALLEST)
    return math.log(bounded / (1 - bounded))


def _first_table(heard: Heard, nomination: Nomination, material: Material) -> dict[str, float]:
    best = nomination.right[0]
    second = nomination.right[1] if len(nomination.right) > 1 else best
    point = nomination.material
    row = heard.similarity[best.at]
    others = [s.row for other in material.points if other is not point for s in other.right]
    asked = float(row[list(material.asked_rows)].max(initial=-1.0))  # a blank question is like nothing
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
        "plain_words": _plain_words(best.said.claim.text),
        "terms": _terms(point, heard),
        "cross_language": float(is_chinese(best.said.claim.text) != is_chinese(best.statement.text)),
        "verbatim": float(best.said.claim.text.strip(_ENDS) == best.statement.text.strip(_ENDS)),
    }
    return (
        table | _direction(best, point, material) | _beside(nomination, material) | _wrong(heard, nomination)
    )


def _beside(nomination: Nomination, material: Material) -> dict[str, float]:
    """What tells the words of an answer from the right statements that they are nearly the same as.

    A copy is held to what it is a copy of, other words to the kindest of all statements in their language.
    """
    best, excerpt = nomination.right[0], nomination.excerpt
    chinese = is_chinese(excerpt)
    right = [s.text for s in nomination.material.right]
    right = [text for text in right if is_chinese(text) == chinese] or right
    found = order(excerpt, right)
    said, claim = excerpt, best.said.claim.text
    if best.recall >= COPY:
        said, right = claim, [best.statement.text]
    return {
        "exchanged": exchanged(said, right),
        "other_amounts": float(min(2, other_amounts(claim, right, material.amounts))),
        "disorder": found.shared * found.disorder,
        "torn": found.shared * found.torn,
    }


def _precedented(nomination: Nomination, material: Material) -> dict[str, float]:
    """How much the words that bear on the point, and the best claim, are like what is known about it."""
    out: dict[str, float] = {}
    for name, text in (("like", nomination.excerpt), ("claim", nomination.right[0].said.claim.text)):
        found = material.precedents.likeness(nomination.material.point.id, text)
        out["known"] = float(found.known)
        out |= {f"{name}_{what}": getattr(found, what) for what in PRECEDENT}
    return out


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


def _named(points: Sequence[PointMaterial], heard: Heard) -> list[float]:
    """How far names of a list are named, from -1 (not) to 1; 0 for statements and where nobody can tell."""
    items = [at for at, point in enumerate(points) if point.point.is_name]
    out = [0.0] * len(points)
    if items:
        clauses = [said.claim for said in heard.said if said.claim.units[1] - said.claim.units[0] == 1]
        text = " ".join(claim.text for claim in clauses)
        wanted = [points[at].terms[0] for at in items]
        for at, share in zip(items, named(wanted, text, heard.words), strict=True):
            out[at] = 0.0 if share is None else 2 * share - 1
    return out


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


def _wrong(heard: Heard, nomination: Nomination) -> dict[str, float]:
    """How near the answer comes to a known wrong claim against the point, and to its denial of it."""
    point, wrong, best = nomination.material, nomination.wrong, nomination.right[0]
    names = ("wrong_similarity", "wrong_lead", "wrong_lead_here", "wrong_shared_words", "has_wrong")
    if wrong is None:
        return dict.fromkeys(names, 0.0)
    right_rows, wrong_rows = [s.row for s in point.right], [s.row for s in point.wrong]
    at_wrong, at_best = heard.similarity[wrong.at], heard.similarity[best.at]
    values = (
        wrong.similarity,
        float(at_wrong[wrong_rows].max() - at_wrong[right_rows].max()),
        float(at_best[wrong_rows].max() - at_best[right_rows].max()),
        wrong.recall,
        1.0,
    )
    return dict(zip(names, values, strict=True))
