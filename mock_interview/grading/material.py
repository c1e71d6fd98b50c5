"""What a question's points can be recognised by: statements, wrong claims, their vectors and words.

Built once for a question and kept. Looks at no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_interview.grading.amounts import amounts
from mock_interview.grading.draft import TOPIC
from mock_interview.grading.lexical import Rarity, Words, tokens, weighted
from mock_interview.grading.polarity import Direction, direction
from mock_interview.grading.precedents import Precedents
from mock_interview.grading.spelling import spelt
from mock_interview.grading.steps import Encode, Steps
from mock_interview.grading.text import normalise
from mock_interview.model import KeyPoint, Question, Texts

if TYPE_CHECKING:
    import numpy as np

    from mock_interview.grading.recalls import Recalls


@dataclass(frozen=True, slots=True)
class Statement:
    """A text an answer's claims are compared with; ``row`` is its row in ``Material.vectors``."""

    text: str
    row: int
    words: Words
    direction: Direction


@dataclass(frozen=True, slots=True)
class PointMaterial:
    """One key point: right ways to say it, wrong claims against it, and its required terms."""

    point: KeyPoint
    right: tuple[Statement, ...]
    wrong: tuple[Statement, ...]
    terms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything of a question that claims are compared with.

    ``vectors`` (rows, dim); the question's own texts and references are rows too, after those of the
    statements, of which ``recalls`` tells how much is said in a text. ``vocabulary`` holds every content
    word of the question, ``asked`` those of the question's own text, ``numbers`` all numbers in it, and
    ``amounts`` what they amount to. ``spelt`` are its words that may be misspelt, ``precedents`` what is
    known to be said about the points.
    """

    question: Question
    points: tuple[PointMaterial, ...]
    vectors: np.ndarray
    recalls: Recalls
    asked_rows: tuple[int, ...]
    reference_rows: tuple[int, ...]
    references: tuple[str, ...]
    vocabulary: frozenset[str]
    spelt: frozenset[str]
    asked: frozenset[str]
    numbers: frozenset[str]
    amounts: frozenset[float]
    weight: Rarity
    precedents: Precedents


class _Rows:
    """Numbers texts; the same text gets the same row."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        if text not in self._known:
            self._known[text] = len(self.texts)
            self.texts.append(text)
        return self._known[text]


def both(texts: Texts) -> tuple[str, ...]:
    """The texts of both languages."""
    return (*texts.zh, *texts.en)


def question_words(question: Question) -> set[str]:
    """Content words of everything a good answer may say, for counting how rare they are."""
    texts = [*question.question.there, *question.reference.there]
    for point in question.points:
        texts += point.text.there
    return {word for text in texts for word in tokens(normalise(text).text)}


def build(question: Question, weight: Rarity) -> Steps[Material]:
    """Normalise, weigh and encode all texts of ``question`` in one call of the encoder."""
    from mock_interview.grading.recalls import Recalls

    rows = _Rows()
    asked = frozenset(word for text in question.question.there for word in tokens(normalise(text).text))
    points = tuple(_point(point, question, rows, weight, asked) for point in question.points)
    by_row = {s.row: s.words for point in points for s in (*point.right, *point.wrong)}
    recalls = Recalls([by_row[row] for row in range(len(rows.texts))])
    asked_rows = tuple(rows(normalise(text).text) for text in question.question.there)
    reference = tuple(normalise(text).text for text in question.reference.there)
    reference_rows = tuple(map(rows, reference))
    vocabulary = frozenset(word for text in rows.texts for word in tokens(text))
    numbers = frozenset(number for text in rows.texts for number in direction(text).numbers)
    known = frozenset(amount for text in rows.texts for amount in amounts(text))
    # The texts of a bank come again; a reference that came with an answer hardly does.
    vectors = yield Encode(rows.texts, constant=question.topic != TOPIC)
    return Material(
        question, points, vectors, recalls, asked_rows, reference_rows, reference,
        vocabulary, spelt(rows.texts), asked, numbers, known, weight, Precedents(question),
    )  # fmt: skip


def _point(
    point: KeyPoint, question: Question, rows: _Rows, weight: Rarity, asked: Collection[str]
) -> PointMaterial:
    right = (*point.text.there, *both(point.accept))
    wrong = [text for m in question.mistakes if m.contradicts == point.id for text in m.text.there]
    return PointMaterial(
        point,
        _statements(right, rows, weight, asked),
        _statements(wrong, rows, weight, asked),
        tuple(tuple(normalise(term).text for term in group) for group in point.terms),
    )


def _statements(
    texts: Sequence[str], rows: _Rows, weight: Rarity, asked: Collection[str]
) -> tuple[Statement, ...]:
    out = []
    for text in (normalise(raw).text for raw in texts):
        out.append(Statement(text, rows(text), weighted(tokens(text), weight, asked), direction(text)))
    return tuple(out)
