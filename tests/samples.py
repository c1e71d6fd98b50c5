"""A small bank, a finished session and fakes, shared by the tests."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mock_interview.chat import Usage
from mock_interview.dialogue import Hooks, Prompt, Reply
from mock_interview.model import (
    Answer,
    Band,
    Exchange,
    Flag,
    Grade,
    KeyPoint,
    Options,
    PointResult,
    Question,
    Rubric,
    Session,
    Source,
    Span,
    Text,
    Topic,
    Turn,
    Verdict,
)
from mock_interview.spoken import Debrief, Remark, Words
from mock_interview.transcript.events import Event

BANK_YAML = """\
section:
  id: norm
  title: {zh: 归一化, en: Normalisation}
  outline: "2.18"
  subtopics:
    rms: {zh: 均方根归一化, en: RMS norm}
questions:
  - id: rms-formula
    topic: norm/rms
    seed: "2.18.2"
    level: 2
    kind: formula
    time_limit: 60
    question: {zh: 写出 RMSNorm 的公式。, en: Write down the formula of RMSNorm.}
    reference: {zh: 除以均方根再乘增益。, en: Divide by the root mean square and multiply by a gain.}
    points:
      - id: divides
        weight: 5
        text: {zh: 把输入除以它的均方根, en: The input is divided by its root mean square}
        probe: {zh: 分母是什么？, en: What stands in the denominator?}
      - id: gain
        weight: 2
        text: {zh: 再乘可学习的增益, en: The result is multiplied by a learned gain}
  - id: layer-formula
    topic: norm
    level: 3
    kind: formula
    time_limit: 60
    question: {zh: 写出 LayerNorm 的公式。, en: Write down the formula of LayerNorm.}
    reference: {zh: 减均值再除以标准差。, en: Subtract the mean and divide by the standard deviation.}
    points:
      - id: centres
        weight: 3
        text: {zh: 先减去均值, en: The mean is subtracted first}
      - id: scales
        weight: 3
        text: {zh: 再除以标准差, en: The result is divided by the standard deviation}
"""


def write_bank(folder: Path, text: str = BANK_YAML, name: str = "norm.yaml") -> Path:
    """A bank folder that holds ``text``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def text(both: str) -> Text:
    """The same words in both languages."""
    return Text(zh=both, en=both)


def question(name: str = "q1", *, topic: str = "norm/rms", level: int = 2, limit: int = 60) -> Question:
    """A question with a weighty point that has a probe, and a light one."""
    return Question(
        id=name,
        topic=topic,
        level=level,
        kind="formula",
        time_limit=limit,
        question=Text(zh="写出 RMSNorm 的公式。", en="Write down the formula of RMSNorm."),
        reference=Text(
            zh="输入除以它的均方根，再乘可学习的增益。",
            en="The input is divided by its root mean square and multiplied by a learned gain.",
        ),
        points=(
            KeyPoint(
                id="divides",
                weight=5,
                text=Text(zh="把输入除以它的均方根", en="The input is divided by its root mean square"),
                probe=Text(zh="分母是什么？", en="What stands in the denominator?"),
            ),
            KeyPoint(
                id="gain",
                weight=2,
                text=Text(zh="再乘可学习的增益", en="The result is multiplied by a learned gain"),
            ),
        ),
        hints=(text("Think of squares."), text("Take the root of their mean.")),
        sources=(Source(title="Root Mean Square Layer Normalization", arxiv="1910.07467"),),
    )


def point(name: str, weight: int, verdict: Verdict, quote: Span | None = None) -> PointResult:
    """A verdict with the credit that goes with it."""
    credit = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5}.get(verdict, 0.0)
    return PointResult(point=name, weight=weight, verdict=verdict, credit=credit, quote=quote)


def grade(
    score: float | None = 71.4, *, divides: Verdict = Verdict.COVERED, quote: Span | None = None
) -> Grade:
    """A grade whose weighty point has the verdict ``divides``, and whose light one is missed."""
    return Grade(
        score=score,
        band="strong" if score and score >= 70 else "weak",
        low=60.0,
        high=82.0,
        points=(point("divides", 5, divides, quote), point("gain", 2, Verdict.MISSED)),
        similarity=0.5,
        rubric="default",
        engine="fake",
    )


RUBRIC = Rubric(
    id="default",
    name=Text(zh="默认", en="Default"),
    partial_credit=0.5,
    contradiction_cost=0.5,
    bands=(
        Band(id="strong", at_least=70, name=Text(zh="扎实", en="strong")),
        Band(id="weak", at_least=0, name=Text(zh="薄弱", en="weak")),
    ),
)
TOPICS = (
    Topic(path="norm", title=Text(zh="归一化", en="Normalisation"), outline="2.18"),
    Topic(path="norm/rms", title=Text(zh="均方根归一化", en="RMS norm")),
)


def planned(*questions: Question, **options: object) -> Session:
    """A session about to begin."""
    asked = questions or (question("q1"), question("q2"))
    return Session(
        id="abc234",
        started_at="2026-11-24T09:00:00.000Z",
        options=replace(Options(questions=len(asked)), **options),  # type: ignore[arg-type]
        planned=asked,
        topics=TOPICS,
    )


def finished(lang: str = "en") -> Session:
    """A session with a strong answer with a follow-up, a wrong one over time, and a skip."""
    said = {
        "en": (
            "You divide x by sqrt(mean(x^2)).",
            "then scale it",
            "It subtracts the mean, like LayerNorm does.",
        ),
        "zh": ("把 x 除以 sqrt(mean(x^2))。", "再乘一个增益", "它和 LayerNorm 一样要减均值。"),
    }[lang]
    quote = Span(source=0, start=0, end=len(said[0]), text=said[0])
    wrong = Span(source=0, start=0, end=len(said[2]), text=said[2])
    first, second, third = question("q1"), question("q2"), question("q3", topic="norm")
    turns = (
        Turn(
            number=1,
            question=first,
            asked_at="2026-11-24T09:00:00.000Z",
            limit=60,
            main=Exchange(text=said[0], how="submitted", used=41.0),
            followups=(Exchange(text=said[1], how="submitted", used=8.0, probe="?", point="gain"),),
            hints=1,
            grade=grade(86.0, quote=quote),
            graded_parts=2,
        ),
        Turn(
            number=2,
            question=second,
            asked_at="2026-11-24T09:02:00.000Z",
            limit=60,
            main=Exchange(text=said[2], how="submitted", used=75.0, overtime=15.0),
            grade=replace(grade(0.0, divides=Verdict.CONTRADICTED, quote=wrong), flags=(Flag.OFF_TOPIC,)),
            graded_parts=1,
            pauses=1,
        ),
        Turn(
            number=3,
            question=third,
            asked_at="2026-11-24T09:04:00.000Z",
            limit=60,
            main=Exchange(how="skipped", used=3.0),
            grade=Grade(score=None, reason="skipped"),
            graded_parts=1,
        ),
    )
    session = planned(first, second, third, lang=lang)
    return replace(session, turns=turns, ended="finished", clock=127.0)


class MemoryRecord:
    """A transcript in memory; ``fail_at`` raises at the event of that index."""

    def __init__(self, *, fail_at: int | None = None, error: Exception | None = None) -> None:
        self.events: list[Event] = []
        self._fail_at = fail_at
        self._error = error

    def append(self, event: Event) -> None:
        if self._fail_at is not None and len(self.events) >= self._fail_at and self._error:
            raise self._error
        self.events.append(event)


class ScriptedInterviewer:
    """Replies from a queue. An exception in the queue is raised; a callable gets prompt and hooks."""

    def __init__(self, replies: Iterable[object]) -> None:
        self.replies = deque(replies)
        self.prompts: list[Prompt] = []
        self.shown: list[Turn] = []
        self.sure: deque[int | None] = deque()
        self.told_time = False
        self.said: list[Remark] = []
        self.fallen_back: list[Words] = []

    def ask(self, prompt: Prompt, hooks: Hooks) -> Reply:
        self.prompts.append(prompt)
        reply = self.replies.popleft()
        if callable(reply):
            reply = reply(prompt, hooks)
        if isinstance(reply, BaseException):
            raise reply
        assert isinstance(reply, Reply)
        return reply

    def confidence(self) -> int | None:
        return self.sure.popleft() if self.sure else None

    def grading(self) -> None:
        pass

    def graded(self, turn: Turn, total: int) -> bool:
        self.shown.append(turn)
        return True

    def time_is_up(self) -> None:
        self.told_time = True

    def says(self, remark: Remark) -> None:
        self.said.append(remark)

    def fell_back(self, words: Words) -> None:
        self.fallen_back.append(words)


class ScriptedConductor:
    """Words from a queue, then plain ones; remembers what it was asked for."""

    def __init__(self, *words: Words, listens: bool = True) -> None:
        self._words = deque(words)
        self.listens = listens
        self.calls: list[tuple[object, ...]] = []

    def lead_in(self, session: Session, question: Question) -> Words:
        self.calls.append(("lead_in", question.id))
        return Words(text=f"Now {question.id}.")

    def follow_up(self, turn: Turn, worth: Sequence[KeyPoint], seconds: float) -> Words:
        self.calls.append(("follow_up", tuple(point.id for point in worth), seconds))
        return self._next(Words(text="And what else?", point=worth[-1].id, model="m", usage=USED))

    def clarify(self, turn: Turn, part: int, asked: str, seconds: float) -> Words:
        self.calls.append(("clarify", part, asked, seconds))
        return self._next(Words(text="At inference.", model="m", usage=USED))

    def wrap_up(self) -> Words:
        self.calls.append(("wrap_up",))
        return Words(text="Bye.")

    def debrief(self, session: Session) -> Debrief:
        self.calls.append(("debrief", len(session.turns)))
        return Debrief(model="m", dropped="unfounded", usage=USED)

    def _next(self, otherwise: Words) -> Words:
        return self._words.popleft() if self._words else otherwise


USED = Usage(calls=1, prompt_tokens=10, completion_tokens=5)


def reply(words: str = "an answer", *, how: str = "submitted", used: float = 10.0, **more: Any) -> Reply:
    """A reply of ten seconds."""
    return Reply(text=words, how=how, used=used, **more)


class QueueGrader:
    """Grades from a queue, the last of them for ever; remembers what it was given."""

    def __init__(self, *grades: Grade | Exception) -> None:
        self._grades = deque(grades)
        self.seen: list[Answer] = []

    def __call__(self, _question: Question, answer: Answer) -> Grade:
        self.seen.append(answer)
        found = self._grades.popleft() if len(self._grades) > 1 else self._grades[0]
        if isinstance(found, Exception):
            raise found
        return found
