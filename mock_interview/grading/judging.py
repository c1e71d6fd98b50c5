"""What the verifier and the formulas say of each point, all points of an answer in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mock_interview.grading.contrast import affirmed
from mock_interview.grading.formula import agreement, find
from mock_interview.grading.material import Material
from mock_interview.grading.nominate import Heard, Nomination, bearing
from mock_interview.grading.steps import Judge, Steps
from mock_interview.grading.text import is_chinese, reading_length, sentences
from mock_interview.grading.verifier import CLASSES, NEITHER
from mock_interview.model import Question

# Reading lengths of an answer and of the end of a question that are read beside a whole reference.
WHOLE_ANSWER, ASKED, ASKED_CHARS = 200, 60, 600
# No reading rules anything out for certain.
LEAST = 1e-6


class Judgements(NamedTuple):
    """Probabilities (points, 4) for each point's excerpt, and (4,) for the answer beside a bare reference."""

    points: np.ndarray
    whole: np.ndarray | None


def judged(nominations: Sequence[Nomination], whole: tuple[str, str] | None = None) -> Steps[Judgements]:
    """What the verifier says; a point for which nothing was said is "neither" for certain.

    An excerpt that rejects one thing for another is read with and without what it rejects: the verifier takes
    much for a denial that only names the other side.
    """
    readings = [_readings(*pair(nomination)) for nomination in nominations] + [[whole] if whole else []]
    pairs = [one for found in readings for one in found if one[0]]
    rows = iter((yield Judge(pairs)) if pairs else ())
    out = np.zeros((len(readings), CLASSES), np.float32)
    out[:, NEITHER] = 1
    for at, found in enumerate(readings):
        said = [next(rows) for claim, _ in found if claim]
        if said:
            out[at] = said[0] if len(said) == 1 else _agreed(said)
    return Judgements(out[: len(nominations)], out[-1] if whole else None)


def _readings(claim: str, point: str) -> list[tuple[str, str]]:
    told = affirmed(claim)
    return [(claim, point)] if told == claim else [(claim, point), (told, point)]


def _agreed(rows: Sequence[np.ndarray]) -> np.ndarray:
    """The geometric mean of probabilities (4,), which sums to one: what one reading rules out is unlikely."""
    joint = np.prod(np.maximum(rows, LEAST), axis=0) ** (1 / len(rows))
    return np.asarray(joint / joint.sum(), np.float32)


def pair(nomination: Nomination) -> tuple[str, str]:
    """The excerpt, and the point's own statement in the excerpt's language."""
    lang = "zh" if is_chinese(nomination.excerpt) else "en"
    return nomination.excerpt, nomination.material.point.text.get(lang)


def whole_pair(heard: Heard, material: Material) -> tuple[str, str] | None:
    """The answer, and the question with its reference, where points were drafted from that.

    Sentences of a reference are not what a teacher counts: some go without saying, some are only said
    together. ``None`` where points were written, and for lists of names.
    """
    question = material.question
    if not question.drafted or question.lists_names:
        return None
    text = bearing(heard, material, WHOLE_ANSWER)
    lang = "zh" if is_chinese(text) else "en"
    return text, f"{_end(question.question.get(lang))} {question.reference.get(lang)}"


def _end(asked: str) -> str:
    """The last sentences of a question up to `ASKED`, at least one: stories come before what is asked.

    Of a sentence without end, the last `ASKED_CHARS`: it must not push out the reference that follows.
    """
    spans = sentences(asked)
    start = spans[-1][0] if spans else 0
    for at, _ in reversed(spans):
        if reading_length(asked[at:]) > ASKED:
            break
        start = at
    return asked[start:].strip()[-ASKED_CHARS:]


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
