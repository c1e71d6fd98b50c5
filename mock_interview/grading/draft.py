"""Key points drafted from a bare reference, so that a question without any can be graded.

Looks at no answer and knows no model. Points are the reference's sentences, weighted evenly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from mock_interview.grading.text import normalise, reading_length, sentences
from mock_interview.model import KeyPoint, Question, Text

# Reading lengths: a reference up to the first is one statement; a sentence below the second joins
# its neighbour, for alone it says too little to be a point.
ONE_POINT, SHORT_POINT = 40, 8
MAX_POINTS = 12
WEIGHT = 3
TOPIC = "drafted"


def drafted(question: str, references: Sequence[str]) -> tuple[Question, ...]:
    """``question`` as one or more questions with drafted points; one for each reference.

    Every reference stands for itself: an answer need not match more than one.
    Raises ``ValueError`` when no reference has a word.
    """
    texts = [text.strip() for text in references if any(map(str.isalnum, text))]
    if not texts:
        raise ValueError("no reference with any words")
    return tuple(_question(question, text) for text in texts)


def _question(asked: str, reference: str) -> Question:
    short = reading_length(reference) <= ONE_POINT
    statements = [reference] if short else _statements(reference)
    name = hashlib.sha256(f"{asked}\0{reference}".encode("utf-8", "replace")).hexdigest()[:12]
    return Question(
        id=f"drafted-{name}", topic=TOPIC, level=3, kind="concept", time_limit=180,
        question=_both(asked), reference=_both(reference),
        points=tuple(_as_point(text, i) for i, text in enumerate(statements)),
    )  # fmt: skip


def _as_point(text: str, number: int) -> KeyPoint:
    return KeyPoint(id=f"point-{number + 1}", weight=WEIGHT, text=_both(text))


def _both(text: str) -> Text:
    return Text(zh=text, en=text)


def _statements(reference: str) -> list[str]:
    """Sentences of a reference as stored, short ones joined to a neighbour, at most `MAX_POINTS`."""
    normal = normalise(reference)
    spans: list[tuple[int, int]] = []
    for start, end in sentences(normal.text):
        shorter = min(reading_length(normal.text[a:b]) for a, b in [*spans[-1:], (start, end)])
        if spans and shorter < SHORT_POINT:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    step = -(-len(spans) // MAX_POINTS) or 1
    groups = [spans[i : i + step] for i in range(0, len(spans), step)]
    stored = [normal.stored(group[0][0], group[-1][1]) for group in groups]
    return [reference[a:b].strip() for a, b in stored]
