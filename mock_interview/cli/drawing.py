"""Which questions a session asks: the wishes of ``run``, the bank and the history put together."""

from __future__ import annotations

import platform
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mock_interview import __version__
from mock_interview.answers import AnswerSheet, Prepared
from mock_interview.bank.topics import chosen
from mock_interview.cli.asking import askable, gradable_first
from mock_interview.errors import UsageError
from mock_interview.model import Bank, Candidate, Options, Question, Rubric, Spare, Topic, Why
from mock_interview.selection.orders import Plan, Wish, plan
from mock_interview.settings.values import LlmOptions
from mock_interview.transcript.events import Started
from mock_interview.transcript.folder import ID_ALPHABET, ID_LENGTH
from mock_interview.transcript.seals import sealed

DEFAULT_QUESTIONS = 5
MOST_QUESTIONS = 200
NOTHING_FITS = "no question fits --topic and --level together; 'mock-interview topics' shows what there is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What ``run`` was asked for: ``time`` in seconds, ``None`` for the default of a choice."""

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
    order: str | None
    confidence: bool
    answers: Path | None
    bank: Path | None
    rubrics: Path | None
    transcripts: Path | None
    lang_given: bool = False
    llm: LlmOptions = field(default_factory=LlmOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What to draw: ``questions`` at most (``None``: the default), ``time`` in seconds.

    Those that are not in ``lang`` are left out.
    """

    topics: tuple[str, ...]
    levels: tuple[int, int]
    questions: int | None
    time: int | None
    seed: int
    order: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The questions of a session as a transcript keeps them, and what they were drawn from."""

    planned: tuple[Question, ...]
    whys: tuple[Why, ...]
    spares: tuple[Spare, ...] = ()
    pool: tuple[Candidate, ...] = ()


def draw_session(drawing: Drawing, bank: Bank, sheet: AnswerSheet | None, folder: Path, now: int) -> Drawn:
    """The questions to ask. Prepared answers that all name their question choose it themselves.

    ``now`` is in seconds since 1970. Raises `UsageError` when nothing fits.
    """
    if sheet is not None and drawing.questions is None and not drawing.topics and _all_named(sheet.rows):
        named = tuple(_snapshot(bank.question(row.question_id)) for row in sheet.rows)
        return Drawn(planned=named, whys=(Why(rule="named"),) * len(named))
    candidates = chosen(bank, drawing.topics, drawing.levels)
    if not candidates:
        raise UsageError(NOTHING_FITS)
    fits = drawing.time if drawing.questions is None else None
    count = drawing.questions or (MOST_QUESTIONS if drawing.time else DEFAULT_QUESTIONS)
    spoken = askable(candidates, drawing.lang, given=True).questions
    fitting = gradable_first(spoken, count=count, seconds=fits)
    pool, past = _pool(fitting, drawing.order, folder, now)
    wish = Wish(
        order=drawing.order,
        count=count,
        seed=drawing.seed,
        seconds=fits,
        per=spread_over(drawing.topics),
    )
    return _drawn(plan(pool, wish, past), bank, pool)


def spread_over(topics: Sequence[str]) -> str:
    """What questions are spread over: sections, or the topics of the one that was chosen."""
    return "topic" if len(topics) == 1 else "section"


def _pool(
    questions: Sequence[Question], order: str, folder: Path, now: int
) -> tuple[tuple[Candidate, ...], Mapping[str, Why]]:
    from mock_interview.cli.indexing import index_of
    from mock_interview.cli.standing import standing

    index = index_of(folder)
    found = standing(index, now)
    index.close()
    return tuple(found.candidate(question, order) for question in questions), found.past()


def _drawn(made: Plan, bank: Bank, pool: tuple[Candidate, ...]) -> Drawn:
    return Drawn(
        planned=tuple(_snapshot(bank.question(pick.id)) for pick in made.picks),
        whys=tuple(pick.why for pick in made.picks),
        spares=tuple(
            Spare(number=pick.number, question=_snapshot(bank.question(pick.id)), why=pick.why)
            for pick in made.spares
        ),
        pool=pool,
    )


def _all_named(rows: tuple[Prepared, ...]) -> bool:
    return all(row.question_id for row in rows)


def _snapshot(question: Question) -> Question:
    """What a transcript keeps of a question: all but its sample answers."""
    return replace(question, examples=())


def started(options: Options, drawn: Drawn, bank: Bank, rubric: Rubric) -> Started:
    """The first event of a session with ``drawn``'s questions."""
    return sealed(
        Started(
            id="".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH)),
            options=options,
            planned=drawn.planned,
            whys=drawn.whys,
            spares=drawn.spares,
            pool=drawn.pool,
            topics=_topics_of(drawn, bank),
            bank=bank.digest,
            rubric=rubric.digest,
            encoder=options.encoder,
            versions={"mock-interview": __version__, "python": platform.python_version()},
        )
    )


def _topics_of(drawn: Drawn, bank: Bank) -> tuple[Topic, ...]:
    questions = (*drawn.planned, *(spare.question for spare in drawn.spares))
    used = {path for question in questions for path in (question.topic, question.section)}
    return tuple(topic for topic in bank.topics if topic.path in used)


def topic_slug(topics: tuple[str, ...]) -> str:
    """What stands for the topics in the name of a transcript."""
    if not topics:
        return "all"
    return topics[0].replace("/", "-") if len(topics) == 1 else "mixed"
