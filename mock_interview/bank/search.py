"""Finding questions by words, in either language, and counting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mock_interview.bank.outline import OUTLINE, QUESTIONS
from mock_interview.bank.topics import sections
from mock_interview.errors import UsageError
from mock_interview.fields import nearest
from mock_interview.model import KINDS, LEVELS, Bank, Question

WORD_IN_QUESTION, WORD_IN_POINTS, ALIKE = 3.0, 1.0, 1.0


def get(bank: Bank, wanted: str) -> Question:
    """The question of that id or outline number. Raises `UsageError` with the nearest id."""
    for question in bank.questions:
        if wanted in (question.id, question.seed) or wanted == f"seed:{question.seed}":
            return question
    known = [question.id for question in bank.questions]
    raise UsageError(
        f"no question '{wanted}'{nearest(wanted, known)}; 'mock-interview bank search' finds by words"
    )


def search(bank: Bank, text: str, *, most: int = 10) -> list[Question]:
    """The questions nearest to ``text``, best first; none when nothing is alike."""
    words = text.casefold().split()
    scored = [(_score(question, text.casefold(), words), question) for question in bank.questions]
    scored.sort(key=lambda pair: -pair[0])
    return [question for score, question in scored[:most] if score >= 1.0]


def _score(question: Question, text: str, words: Sequence[str]) -> float:
    asked = f"{question.id} {question.seed} {question.question.zh} {question.question.en}".casefold()
    points = " ".join(f"{point.text.zh} {point.text.en}" for point in question.points).casefold()
    hits = sum(WORD_IN_QUESTION * (word in asked) + WORD_IN_POINTS * (word in points) for word in words)
    alike = max(
        SequenceMatcher(None, text, part.casefold(), autojunk=False).ratio()
        for part in (question.question.zh, question.question.en, question.id)
    )
    return hits + (ALIKE if alike >= 0.6 else 0.0) + alike * 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStats:
    """One section in figures: questions by level and kind, examples, outline numbers covered."""

    section: str
    questions: int
    levels: dict[int, int]
    kinds: dict[str, int]
    points: int
    examples: int
    outline: int
    outline_total: int


def stats(bank: Bank) -> list[SectionStats]:
    """A line a section, in outline order."""
    return [_section_stats(bank, topic.path, topic.outline) for topic in sections(bank)]


def _section_stats(bank: Bank, section: str, outline: str) -> SectionStats:
    questions = [question for question in bank.questions if question.section == section]
    wanted = OUTLINE.get(outline, ())
    return SectionStats(
        section=section,
        questions=len(questions),
        levels={level: sum(q.level == level for q in questions) for level in LEVELS},
        kinds={kind: sum(q.kind == kind for q in questions) for kind in KINDS},
        points=sum(len(question.points) for question in questions),
        examples=sum(len(question.examples) for question in questions),
        outline=len({question.seed for question in questions} & set(wanted)),
        outline_total=len(wanted),
    )


def outline_share(rows: Sequence[SectionStats]) -> tuple[int, int]:
    """How many outline questions are covered, of how many."""
    return sum(row.outline for row in rows), QUESTIONS
