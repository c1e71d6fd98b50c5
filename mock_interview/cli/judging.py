"""Puts the offline grader and the judge together: gate first, then the judge, then the rubric's rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from mock_interview.chat import Chat, Usage
from mock_interview.clean_text import one_line
from mock_interview.errors import AnswersError
from mock_interview.grading.appealing import find_appeals
from mock_interview.grading.assessment import Assessment
from mock_interview.grading.combining import Support, combine
from mock_interview.judge.asking import Judge, Read, judged
from mock_interview.judge.prompt import as_text, prompt
from mock_interview.judge.reply_form import InvalidReply, read_reply
from mock_interview.model import (
    BROKEN,
    NOT_ASKED,
    Answer,
    Flag,
    Grade,
    Judgement,
    KeyPoint,
    Question,
    Rubric,
)

# What leaves a judge nothing to judge, or would be judged by what it asks for.
UNASKED = (Flag.EMPTY, Flag.GIBBERISH, Flag.ECHO, Flag.KEYWORD_LIST, Flag.INSTRUCTION)
# Answers in a row for which no reply comes, after which a session does without: each may take minutes.
PATIENCE = 2
IMPORTED = "imported"


def judge_also(was: Assessment, judge: Judge, support: Support, *, lang: str) -> Grade:
    """The combined grade of an answer that was graded offline. Raises nothing for what the judge does."""
    if reason := unasked(was):
        return _unjudged(was, reason)
    try:
        appeals = find_appeals(was.answer.parts, was.question)
        judgement = judge.judge(was.question, was.answer, was.rubric, lang=lang, appeals=appeals)
        return combine(was, judgement, support)
    except Exception as error:  # a bug of ours must not cost the offline grade
        return _unjudged(was, f"{BROKEN}{type(error).__name__}: {one_line(str(error))}")


def _unjudged(was: Assessment, reason: str) -> Grade:
    return replace(was.grade, judgement=Judgement(score=None, reason=reason, rule=was.rubric.judge))


def unasked(was: Assessment) -> str:
    """Why there is nothing to ask a judge; empty when there is something."""
    if was.measure is None and not was.grade.flags:
        return was.grade.reason
    flag = next((flag for flag in UNASKED if flag in was.grade.flags), None)
    return "" if flag is None else f"{NOT_ASKED}{flag.value}"


def judge_prompt(question: Question, answer: Answer, rubric: Rubric, *, lang: str) -> str:
    """The very prompt that a judge would be asked, as one text."""
    return as_text(prompt(question, answer, rubric, lang=lang))


def import_verdict(was: Assessment, reply: str, support: Support, *, source: str) -> Grade:
    """The combined grade with a ``reply`` that was had elsewhere, checked as any other.

    For an answer that no judge would be asked about it changes nothing. ``source`` names it in messages.
    Raises `AnswersError` when it cannot be used.
    """
    try:
        reading = read_reply(reply, was.question, was.rubric)
    except InvalidReply as error:
        listed = "\n".join(f"  {problem}" for problem in error.problems)
        raise AnswersError(
            f"{source}: is not a verdict on '{was.question.id}':\n{listed}\n"
            "ask again with the prompt of 'mock-interview grade --print-prompt'"
        ) from None
    if reason := unasked(was):
        return _unjudged(was, reason)
    appeals = find_appeals(was.answer.parts, was.question)
    read = Read(reading=reading, model=IMPORTED)
    return combine(was, judged(was.question, was.answer, was.rubric, [read], appeals=appeals), support)


class Judging:
    """A judge for many answers: asked as long as it replies; ``tell`` hears of the first failure."""

    def __init__(self, judge: Judge, *, tell: Callable[[str], None] | None = None) -> None:
        self._judge, self._tell = judge, tell
        self._silent = 0
        self._last = ""
        self.usage = Usage()

    def __call__(self, was: Assessment, support: Support, *, lang: str) -> Grade:
        """The combined grade of an answer that was graded offline."""
        if reason := unasked(was):
            return _unjudged(was, reason)
        if self._silent >= PATIENCE:
            return _unjudged(was, self._last)
        grade = judge_also(was, self._judge, support, lang=lang)
        if grade.judgement is not None:
            self._note(grade.judgement)
        return grade

    def _note(self, judgement: Judgement) -> None:
        """Count silences, and say the first failure."""
        self.usage = self.usage.plus(judgement.usage)
        if judgement.score is not None:
            self._silent = 0
            return
        heard = judgement.usage.calls + judgement.usage.cached > 0
        self._silent = 0 if heard else self._silent + 1
        self._last = judgement.reason
        if self._tell is not None:
            tell, self._tell = self._tell, None
            tell(judgement.reason)


class Offline(Protocol):
    """Grades without a model of a server; see ``BackgroundGrader``."""

    @property
    def lang(self) -> str: ...

    def assess(self, question: Question, answer: Answer) -> Assessment: ...

    def support(self, point: KeyPoint, text: str) -> float: ...


class JudgedGrader:
    """Grades for a session: offline, then by a judge (see ``with_judge``)."""

    def __init__(
        self, offline: Offline, chat: Chat, *, samples: int, tell: Callable[[str], None] | None
    ) -> None:
        self._offline, self._judging = offline, Judging(Judge(chat, samples=samples), tell=tell)

    def __call__(self, question: Question, answer: Answer) -> Grade:
        was = self._offline.assess(question, answer)
        return self._judging(was, self._offline.support, lang=self._offline.lang)
