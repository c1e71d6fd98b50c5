"""What history is made of: one row for each question asked, small enough to have 60 000 of them.

Sessions become rows here and nowhere else. Nothing here reads files or knows today's date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from statistics import fmean
from typing import NamedTuple

from mock_interview.model import PointResult, Session, Text, Turn, Verdict

# What a candidate who says so expects to score, by confidence from 1 (guessing) to 4 (sure).
EXPECTED = {1: 25.0, 2: 50.0, 3: 75.0, 4: 95.0}
SURE = 3  # from this confidence on the candidate was sure
WRONG = 50.0  # a score below this is a wrong answer

LATER = "f"  # covered, but only once a follow-up question asked for it
_LETTERS = {
    Verdict.COVERED: "c",
    Verdict.PARTIAL: "p",
    Verdict.MISSED: "m",
    Verdict.CONTRADICTED: "x",
}
VERDICTS = {letter: verdict for verdict, letter in _LETTERS.items()} | {LATER: Verdict.COVERED}


class Practice(NamedTuple):
    """One question asked once, and what came of it.

    ``at`` is when it was asked, in seconds since 1970 UTC (0: unknown); ``how`` is that of the main
    answer; ``score`` is 0-100 or ``None``; ``used`` are the seconds on the main answer, ``limit`` its
    limit, ``spent`` the seconds with all follow-ups; ``chars`` is the length of the main answer;
    ``confidence`` is 1-4, or 0 when nothing was said. ``marks`` holds the verdicts: see `marks`.

    A named tuple and not a dataclass, because a command may make 60 000 of them in its start-up time.
    """

    session: str
    number: int
    at: int
    question: str
    topic: str
    level: int
    lang: str
    how: str
    score: float | None
    used: float
    limit: int
    spent: float
    chars: int
    hints: int
    confidence: int
    marks: str

    @property
    def section(self) -> str:
        """The first part of the topic path."""
        return self.topic.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session as a list shows it; ``topics`` are the paths it asked about, each once.

    ``planned`` and ``asked`` count questions; ``ended`` is that of a session.
    """

    id: str
    started_at: str
    ended: str
    lang: str
    rubric: str
    seed: int
    planned: int
    asked: int
    topics: tuple[str, ...]


def held(session: Session) -> Held:
    """What a list shows of ``session``."""
    return Held(
        id=session.id,
        started_at=session.started_at,
        ended=session.ended,
        lang=session.options.lang,
        rubric=session.options.rubric,
        seed=session.options.seed,
        planned=len(session.planned),
        asked=len(session.turns),
        topics=tuple(dict.fromkeys(turn.question.topic for turn in session.turns)),
    )


class Mark(NamedTuple):
    """The verdict on one key point; ``letter`` is one of `VERDICTS`."""

    point: str
    weight: int
    letter: str

    @property
    def verdict(self) -> Verdict:
        """The verdict behind the letter."""
        return VERDICTS[self.letter]


def marks(packed: str) -> list[Mark]:
    """The verdicts of a `Practice`, in the order of the question's points."""
    found = []
    for piece in packed.split():
        point, weight, letter = piece.rsplit(":", 2)
        found.append(Mark(point, int(weight), letter))
    return found


def practices(session: Session) -> list[Practice]:
    """A row for each question that ``session`` put, with the grades that count and appeals heeded."""
    return [_practice(session, turn) for turn in session.turns]


def _practice(session: Session, turn: Turn) -> Practice:
    grade = turn.counted
    return Practice(
        session=session.id,
        number=turn.number,
        at=_seconds(turn.asked_at or session.started_at),
        question=turn.question.id,
        topic=turn.question.topic,
        level=turn.question.level,
        lang=session.options.lang,
        how=turn.main.how,
        score=None if grade is None or turn.main.how == "open" else grade.score,
        used=turn.main.used,
        limit=turn.limit,
        spent=round(turn.main.used + sum(followup.used for followup in turn.followups), 3),
        chars=len(turn.main.text.strip()),
        hints=turn.hints,
        confidence=turn.confidence or 0,
        marks=_packed(turn),
    )


def _packed(turn: Turn) -> str:
    grade = turn.counted
    if grade is None or grade.score is None or turn.main.how == "open":
        return ""
    whole = [result for result in grade.points if result.point.split() == [result.point]]
    return " ".join(f"{result.point}:{result.weight}:{_letter(turn, result)}" for result in whole)


def _letter(turn: Turn, result: PointResult) -> str:
    appeal = turn.appealed(result.point)
    letter = _LETTERS[appeal.verdict if appeal else result.verdict]
    only_later = letter == "c" and not appeal and result.quote is not None and result.quote.source > 0
    return LATER if only_later else letter


def _seconds(stamp: str) -> int:
    """A UTC ISO 8601 time as seconds since 1970; 0 when it is no time."""
    try:
        at = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        return int((at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp())
    except (ValueError, OverflowError):
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What stood in the editor ``at`` so many seconds of a question: ``parts`` are the answers so far.

    The last of them is still being typed unless ``final``.
    """

    at: float
    parts: tuple[str, ...]
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """The clock was stopped ``at`` so many seconds of a question, for ``seconds`` by the wall clock."""

    at: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """How the answers to one question came about, in order of time."""

    moments: tuple[Moment, ...]
    halts: tuple[Halt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What topics (by path), questions (by id) and key points (by question and id) are called."""

    topics: Mapping[str, Text] = field(default_factory=dict)
    questions: Mapping[str, Text] = field(default_factory=dict)
    points: Mapping[tuple[str, str], Text] = field(default_factory=dict)

    def topic(self, path: str) -> Text:
        """The title of a topic; its path where none is known."""
        return self.topics.get(path) or Text(zh=path, en=path)

    def question(self, question: str) -> Text:
        """The text of a question; its id where none is known."""
        return self.questions.get(question) or Text(zh=question, en=question)

    def point(self, question: str, point: str) -> Text:
        """The text of a key point; its id where none is known."""
        return self.points.get((question, point)) or Text(zh=point, en=point)


def names(sessions: Iterable[Session]) -> Names:
    """The names that ``sessions`` carry, the latest where they differ."""
    topics: dict[str, Text] = {}
    questions: dict[str, Text] = {}
    points: dict[tuple[str, str], Text] = {}
    for session in sessions:
        topics.update({topic.path: topic.title for topic in session.topics})
        for turn in session.turns:
            questions[turn.question.id] = turn.question.question
            points.update({(turn.question.id, point.id): point.text for point in turn.question.points})
    return Names(topics=topics, questions=questions, points=points)


def in_order(rows: Iterable[Practice]) -> Sequence[Practice]:
    """The rows, earliest first."""
    return sorted(rows, key=lambda row: (row.at, row.session, row.number))


def day_of(at: int) -> date:
    """The day of a time in seconds since 1970, where the user is."""
    return date.fromtimestamp(at)


def mean(values: Sequence[float]) -> float | None:
    """The mean to one decimal; ``None`` of nothing."""
    return round(fmean(values), 1) if values else None
