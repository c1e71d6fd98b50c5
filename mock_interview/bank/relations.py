"""Checks of a bank that need a model: what is too alike, and what the grader makes of its own texts.

The models are given as functions, so nothing here loads one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mock_interview.bank.lint import Finding
from mock_interview.model import LANGUAGES, Bank, Grade, Question, Verdict

ALIKE_QUESTIONS = 0.95  # cosine; above it two questions can hardly have different answers
ALIKE_POINTS = 0.95  # cosine between two points of one question

# Takes texts and a threshold; gives (i, j, cosine) with i < j for every pair above it.
FindAlike = Callable[[Sequence[str], float], Sequence[tuple[int, int, float]]]
GradeText = Callable[[Question, str, str], Grade]


def alike(bank: Bank, find: FindAlike) -> Iterator[Finding]:
    """Questions, and points of one question, that say nearly the same."""
    for lang in LANGUAGES:
        there = [question for question in bank.questions if lang in question.langs]
        texts = [question.question.get(lang) for question in there]
        for first, second, cosine in find(texts, ALIKE_QUESTIONS):
            other = there[second]
            message = f"asks nearly the same in {lang} as '{other.id}' (cosine {cosine:.2f})"
            yield Finding(question=there[first].id, where="question", message=message, code="alike")
        for question in there:
            yield from _alike_points(question, lang, find)


def _alike_points(question: Question, lang: str, find: FindAlike) -> Iterator[Finding]:
    texts = [point.text.get(lang) for point in question.points]
    for first, second, cosine in find(texts, ALIKE_POINTS):
        message = f"says nearly the same in {lang} as '{question.points[second].id}' (cosine {cosine:.2f})"
        yield Finding(question=question.id, where=question.points[first].id, message=message, code="alike")


def gradable(question: Question, grade: GradeText) -> Iterator[Finding]:
    """Points the reference does not cover, and mistakes that the grader takes for their point."""
    for lang in question.reference.langs:
        verdicts = _verdicts(grade(question, question.reference.get(lang), lang))
        for point in question.points:
            if verdicts.get(point.id) not in (Verdict.COVERED, Verdict.PARTIAL):
                message = f"the {lang} reference does not state this point, as the grader reads it"
                yield Finding(question=question.id, where=point.id, message=message, code="reference")
        for number, mistake in enumerate(question.mistakes, start=1):
            verdicts = _verdicts(grade(question, mistake.text.get(lang), lang))
            if verdicts.get(mistake.contradicts) is Verdict.COVERED:
                message = f"the grader takes the {lang} mistake for the point '{mistake.contradicts}'"
                yield Finding(
                    question=question.id, where=f"mistake {number}", message=message, code="mistake"
                )


def _verdicts(grade: Grade) -> dict[str, Verdict]:
    return {result.point: result.verdict for result in grade.points}
