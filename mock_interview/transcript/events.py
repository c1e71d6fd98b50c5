"""The events of a transcript and their stored form, one JSON object a line, version 1.

Times are UTC, ISO 8601; ``used``, ``overtime`` and ``clock`` are seconds. ``number`` counts main
questions from 1; ``part`` is 0 for the main answer, 1.. for the follow-ups.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mock_interview.codec import CodecError, from_plain, to_plain
from mock_interview.model import LANGUAGES, Grade, Options, Question, Topic

VERSION = 1
# Times, counts, shares and seeds stay far below; a sum of numbers that do not may be infinite.
MOST = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The session: everything needed to hold it again."""

    id: str
    options: Options
    planned: tuple[Question, ...]
    topics: tuple[Topic, ...] = ()
    bank: str = ""
    rubric: str = ""
    encoder: str = ""
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A main question was put; ``limit`` is in seconds."""

    number: int
    question: str
    limit: int


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
class Probe:
    """A follow-up was put, aimed at a key point."""

    number: int
    part: int
    point: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A grade for the first ``parts`` answers of a question."""

    number: int
    parts: int
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The session stopped: ``finished``, ``time`` or ``quit`` (which can be resumed)."""

    how: str
    clock: float


Event = Started | Asked | Draft | Hint | Paused | Resumed | Answered | Probe | Graded | Ended

KINDS: dict[str, type[Any]] = {
    "session": Started,
    "asked": Asked,
    "draft": Draft,
    "hint": Hint,
    "paused": Paused,
    "resumed": Resumed,
    "answered": Answered,
    "probe": Probe,
    "graded": Graded,
    "ended": Ended,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


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
