"""Draws a session: which questions it asks, and what its transcript says of it at the start."""

from __future__ import annotations

import platform
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from mock_interview import __version__
from mock_interview.answers import AnswerSheet, Prepared
from mock_interview.bank.topics import chosen
from mock_interview.cli.asking import askable, gradable_first
from mock_interview.errors import UsageError
from mock_interview.model import Bank, Options, Question, Rubric, Topic
from mock_interview.selection import draw, fit_time
from mock_interview.settings.values import LlmOptions
from mock_interview.transcript.events import Started
from mock_interview.transcript.folder import ID_ALPHABET, ID_LENGTH, asked_counts

DEFAULT_QUESTIONS = 5
MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What ``run`` was asked for; ``time`` in seconds, ``questions`` ``None`` for the default."""

    topics: tuple[str, ...]
    questions: int | None
    time: int | None
    levels: tuple[int, int]
    lang: str
    seed: int
    rubric: str
    followups: int
    feedback: str
    on_timeout: str
    encoder: str
    answers: Path | None
    bank: Path | None
    rubrics: Path | None
    transcripts: Path | None
    lang_given: bool = False
    llm: LlmOptions = field(default_factory=LlmOptions)


def plan(
    request: Request, bank: Bank, topics: tuple[str, ...], sheet: AnswerSheet | None, folder: Path
) -> tuple[Question, ...]:
    """The questions to ask. Prepared answers that all name their question choose it themselves."""
    if sheet is not None and request.questions is None and not topics and _all_named(sheet.rows):
        return tuple(_snapshot(bank.question(row.question_id)) for row in sheet.rows)
    candidates = chosen(bank, topics, request.levels)
    if not candidates:
        raise UsageError(
            "no question fits --topic and --level together; 'mock-interview topics' shows what there is"
        )
    candidates = list(askable(candidates, request.lang, given=request.lang_given).questions)
    count = request.questions or (MOST_QUESTIONS if request.time else DEFAULT_QUESTIONS)
    per = "topic" if len(topics) == 1 else "section"
    seconds = request.time if request.questions is None else None
    candidates = list(gradable_first(candidates, count=count, seconds=seconds))
    drawn = draw(candidates, count=count, seed=request.seed, asked=asked_counts(folder), per=per)
    if request.questions is None and request.time is not None:
        drawn = fit_time(drawn, request.time)
    return tuple(_snapshot(question) for question in drawn)


def _all_named(rows: tuple[Prepared, ...]) -> bool:
    return all(row.question_id for row in rows)


def _snapshot(question: Question) -> Question:
    """What a transcript keeps of a question: all but its sample answers."""
    return replace(question, examples=())


def started_event(options: Options, planned: tuple[Question, ...], bank: Bank, rubric: Rubric) -> Started:
    return Started(
        id="".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH)),
        options=options,
        planned=planned,
        topics=_topics_of(planned, bank),
        bank=bank.digest,
        rubric=rubric.digest,
        encoder=options.encoder,
        versions={"mock-interview": __version__, "python": platform.python_version()},
    )


def _topics_of(planned: tuple[Question, ...], bank: Bank) -> tuple[Topic, ...]:
    used = {question.topic for question in planned} | {question.section for question in planned}
    return tuple(topic for topic in bank.topics if topic.path in used)


def topic_slug(topics: tuple[str, ...]) -> str:
    if not topics:
        return "all"
    return topics[0].replace("/", "-") if len(topics) == 1 else "mixed"
