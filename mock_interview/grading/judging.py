"""What the verifier and the formulas say of each point, all points of an answer in one call."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mock_interview.grading.formula import agreement, find
from mock_interview.grading.nominate import Nomination
from mock_interview.grading.steps import Judge, Steps
from mock_interview.grading.text import is_chinese
from mock_interview.grading.verifier import CLASSES, NEITHER
from mock_interview.model import Question


def judged(nominations: Sequence[Nomination]) -> Steps[np.ndarray]:
    """Probabilities (points, 4); a point for which nothing was said is "neither" for certain."""
    out = np.zeros((len(nominations), CLASSES), np.float32)
    out[:, NEITHER] = 1
    spoken = [i for i, nomination in enumerate(nominations) if nomination.excerpt]
    if spoken:
        out[spoken] = yield Judge([pair(nominations[i]) for i in spoken])
    return out


def pair(nomination: Nomination) -> tuple[str, str]:
    """The excerpt, and the point's own statement in the excerpt's language."""
    lang = "zh" if is_chinese(nomination.excerpt) else "en"
    return nomination.excerpt, nomination.material.point.text.get(lang)


def formulas(parts: Sequence[str], question: Question) -> tuple[float, ...]:
    """For each point how the answer's formulas stand to its own: 1 equal, -1 different, 0 nothing to tell.

    ``parts`` are the answer's texts as stored: case and superscripts carry meaning.
    """
    said = "\n".join(parts)
    found = ([_formula(said, text) for text in point.text.there] for point in question.points)
    return tuple(max((value for value in pair if value is not None), default=0.0) for pair in found)


def _formula(said: str, statement: str) -> float | None:
    # Most points have none, and an answer takes 10 ms to search.
    return agreement(said, statement) if find(statement) else None
