"""Which questions a session may ask: those in its language, and first those that can be graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mock_interview.errors import UsageError
from mock_interview.model import Question

OTHER = {"zh": "en", "en": "zh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """The questions that may be drawn, the language they are asked in, and how many are left out for it."""

    questions: tuple[Question, ...]
    lang: str
    left_out: int = 0


def askable(questions: Sequence[Question], lang: str, *, given: bool) -> Askable:
    """The questions that are in ``lang``; in the other language when most are and nobody chose one.

    ``given``: the language was asked for. Raises `UsageError` when it was and there are none.
    """
    here = [question for question in questions if lang in question.langs]
    there = [question for question in questions if OTHER[lang] in question.langs]
    if here and not given and len(there) > len(here):
        return Askable(questions=tuple(there), lang=OTHER[lang], left_out=len(questions) - len(there))
    if here or not questions:
        return Askable(questions=tuple(here), lang=lang, left_out=len(questions) - len(here))
    if given:
        name = {"zh": "Chinese", "en": "English"}[OTHER[lang]]
        raise UsageError(f"--lang {lang}: these questions are in {name} only; use --lang {OTHER[lang]}")
    return Askable(questions=tuple(there), lang=OTHER[lang])


def gradable_first(questions: Sequence[Question], *, count: int, seconds: int | None) -> Sequence[Question]:
    """Only the questions that can be graded, when they are enough for ``count`` or for ``seconds``."""
    gradable = [question for question in questions if question.points]
    if seconds is not None:
        enough = sum(question.time_limit for question in gradable) >= seconds
    else:
        enough = len(gradable) >= count
    return gradable if enough else questions
