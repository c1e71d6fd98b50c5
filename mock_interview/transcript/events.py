"""The events of a transcript and their stored form, one JSON object a line, version 1.

Times are UTC, ISO 8601; ``used``, ``overtime`` and ``clock`` are seconds. ``number`` counts main
questions from 1; ``part`` is 0 for the main answer, 1.. for the follow-ups.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mock_interview.chat import Usage
from mock_interview.codec import CodecError, from_plain, to_plain
from mock_interview.model import (
    LANGUAGES,
    Candidate,
    Grade,
    Options,
    Question,
    Spare,
    Topic,
    Verdict,
    Why,
)
from mock_interview.spoken import Debrief, Remark

VERSION = 1
# Times, counts, shares and seeds stay far below; a sum of numbers that do not may be infinite.
MOST = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The session: everything needed to hold it again.

    ``pool`` is what the questions were drawn from, so that the drawing can be done again; ``seals``
    are digests of the line's own parts, by which a change is noticed.
    """

    id: str
    options: Options
    planned: tuple[Question, ...]
    whys: tuple[Why, ...] = ()
    spares: tuple[Spare, ...] = ()
    pool: tuple[Candidate, ...] = ()
    topics: tuple[Topic, ...] = ()
    bank: str = ""
    rubric: str = ""
    encoder: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A main question was put; ``limit`` is in seconds."""

    number: int
    question: str
    limit: int
    why: Why = field(default_factory=Why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stood in the editor."""

    number: int
    part: int
    text: str
    used: float
    clock: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A hint was shown; ``index`` counts from 0."""

    number: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The clock was stopped."""

    number: int
    clock: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The clock runs again; ``after`` is ``pause`` or ``restart``."""

    number: int
    clock: float
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer was given up: ``how`` is ``submitted``, ``skipped`` or ``cut``."""

    number: int
    part: int
    text: str
    how: str
    used: float
    overtime: float
    clock: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How sure the candidate was of the main answer before seeing its grade: 1 (guessing) to 4 (sure)."""

    number: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A follow-up was put, aimed at a key point.

    ``model`` worded it, empty for the bank's own words; ``dropped`` says why a model's were not used.
    """

    number: int
    part: int
    point: str
    text: str
    model: str = ""
    dropped: str = ""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The interviewer said something beside the questions; ``dropped`` as for a follow-up."""

    number: int
    remark: Remark
    dropped: str = ""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Debriefed:
    """A language model summed up the session."""

    debrief: Debrief


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A grade for the first ``parts`` answers of a question."""

    number: int
    parts: int
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """A grade made later of the first ``parts`` answers; with ``used`` it counts from here on.

    ``rubric`` and ``bank`` are digests of those that it was made with.
    """

    number: int
    parts: int
    grade: Grade
    encoder: str = "bundled"
    rubric: str = ""
    bank: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appealed:
    """The candidate's own verdict on a key point, and why."""

    number: int
    point: str
    verdict: Verdict
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The session stopped: ``finished``, ``time`` or ``quit`` (which can be resumed)."""

    how: str
    clock: float


Event = (
    Started | Asked | Draft | Hint | Paused | Resumed | Answered | Confidence | Probe | Said | Graded
    | Regraded | Appealed | Debriefed | Ended
)  # fmt: skip

KINDS: dict[str, type[Any]] = {
    "session": Started,
    "asked": Asked,
    "draft": Draft,
    "hint": Hint,
    "paused": Paused,
    "resumed": Resumed,
    "answered": Answered,
    "confidence": Confidence,
    "probe": Probe,
    "said": Said,
    "graded": Graded,
    "debriefed": Debriefed,
    "regraded": Regraded,
    "appealed": Appealed,
    "ended": Ended,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def usage_of(event: Event) -> Usage:
    """What a language model took for the event."""
    if isinstance(event, (Probe, Said)):
        return event.usage
    if isinstance(event, (Graded, Regraded)) and event.grade.judgement is not None:
        return event.grade.judgement.usage
    return event.debrief.usage if isinstance(event, Debriefed) else Usage()


# What the fields that branch the course of things may say.
VOCABULARY: dict[type[Any], dict[str, tuple[str, ...]]] = {
    Options: {"lang": LANGUAGES, "feedback": ("each", "end"), "on_timeout": ("warn", "cut")},
    Resumed: {"after": ("pause", "restart")},
    Answered: {"how": ("submitted", "skipped", "cut")},
    Ended: {"how": ("finished", "time", "quit")},
}

Number = TypeVar("Number", int, float)


class NewerVersion(Exception):
    """A line was written by a later version of the program; ``args[0]`` is its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a transcript: when, its place in the file from 0, and the event."""

    at: str
    seq: int
    event: Event


def encode(line: Line) -> bytes:
    """The stored form, newline included. ASCII only, so that any text survives a byte-wise cut."""
    plain = {"v": VERSION, "seq": line.seq, "at": line.at, "type": _NAMES[type(line.event)]}
    plain.update(to_plain(line.event))
    return json.dumps(plain, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def decode(raw: bytes) -> Line:
    """One stored line. Raises `CodecError` when it is not one, `NewerVersion` when it is too new."""
    try:
        data = json.loads(raw, parse_constant=_refuse_constant, parse_float=_float, parse_int=_int)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise CodecError("is not a JSON object")
    version = data.get("v")
    if type(version) is not int or version < 1:  # a bool is an int too
        raise CodecError("has no version")
    if version > VERSION:
        raise NewerVersion(version)
    kind = KINDS.get(str(data.get("type")))
    if kind is None:
        raise CodecError(f"has the unknown type {data.get('type')!r}")
    event: Event = from_plain(data, kind)
    _check_words(event)
    return Line(at=str(data.get("at", "")), seq=from_plain(data.get("seq"), int), event=event)


def _check_words(event: Event) -> None:
    """Raise `CodecError` for a word that no event has: the line is damaged."""
    for noun in (event, event.options) if isinstance(event, Started) else (event,):
        for name, allowed in VOCABULARY.get(type(noun), {}).items():
            word = getattr(noun, name)
            if word not in allowed:
                raise CodecError(f"has the unknown {name} {word!r}")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _float(text: str) -> float:
    return _bounded(float(text))


def _int(text: str) -> int:
    return _bounded(int(text))


def _bounded(value: Number) -> Number:
    if abs(value) > MOST:
        raise ValueError(f"a number is larger than {MOST}")
    return value
