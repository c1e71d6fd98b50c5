"""Attacks on the grader, question by question. Pure: the attacks and the grader are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mock_interview.bank.topics import chosen
from mock_interview.model import Bank, Question

# Answers by name for a question and a language; a control's ``original`` is what the others retell.
MakeAnswers = Callable[[Question, str], Mapping[str, str]]
# The score (0-100) of an answer to a question in a language, or ``None`` when it could not be graded.
Score = Callable[[Question, str, str], "float | None"]

HALF = 50.0  # marks from which on an attack has succeeded
ORIGINAL = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One answer as graded; ``original`` is the score of the answer that a control retells."""

    question: str
    section: str
    lang: str
    name: str
    score: float | None
    answer: str
    control: bool = False
    original: float | None = None

    @property
    def succeeded(self) -> bool:
        """Whether an attack earned half marks or more."""
        return self.score is not None and self.score >= HALF


def besieged(bank: Bank, topics: Sequence[str], limit: int | None) -> list[Question]:
    """The questions with key points under ``topics`` (all when empty), or ``limit`` of them evenly spread."""
    found = [question for question in chosen(bank, topics, (1, 5)) if question.points]
    if limit is None or limit >= len(found):
        return found
    return [found[i * len(found) // limit] for i in range(limit)]


def besiege(
    questions: Iterable[Question],
    langs: Sequence[str],
    score: Score,
    *,
    attacks: MakeAnswers,
    controls: MakeAnswers,
) -> Iterator[tuple[Shot, ...]]:
    """Grade every attack and control; yields what belongs to one question in one language."""
    for question in questions:
        for lang in (lang for lang in langs if lang in question.langs):
            shots = [_shot(question, lang, *item, score) for item in attacks(question, lang).items()]
            yield (*shots, *_retold(question, lang, controls(question, lang), score))


def _shot(question: Question, lang: str, name: str, answer: str, score: Score) -> Shot:
    return Shot(
        question=question.id, section=question.section, lang=lang, name=name,
        score=score(question, answer, lang), answer=answer,
    )  # fmt: skip


def _retold(question: Question, lang: str, answers: Mapping[str, str], score: Score) -> Iterator[Shot]:
    if ORIGINAL not in answers:
        return
    original = score(question, answers[ORIGINAL], lang)
    for name, answer in answers.items():
        if name != ORIGINAL:
            yield Shot(
                question=question.id, section=question.section, lang=lang, name=name, answer=answer,
                score=score(question, answer, lang), control=True, original=original,
            )  # fmt: skip
