"""What can be said of an answer: verdicts on its points, flags on its whole, stretches of its text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(str, Enum):
    """What an answer did with one key point."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


# What stands before a verdict, so that it reads without colour.
SIGNS = {Verdict.COVERED: "✓", Verdict.PARTIAL: "~", Verdict.MISSED: "✗", Verdict.CONTRADICTED: "!"}


class Flag(str, Enum):
    """What the gate saw in an answer as a whole; some of them cap the score."""

    EMPTY = "empty"
    DONT_KNOW = "dont_know"
    ECHO = "echo"
    KEYWORD_LIST = "keyword_list"
    OFF_TOPIC = "off_topic"
    COPIED_REFERENCE = "copied_reference"
    WRONG_LANGUAGE = "wrong_language"
    GIBBERISH = "gibberish"
    INSTRUCTION = "instruction"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of an answer: ``source`` 0 is the main answer, 1.. the follow-ups in order.

    ``start`` and ``end`` are character offsets into that answer as stored (end exclusive);
    ``text`` is exactly those characters.
    """

    source: int
    start: int
    end: int
    text: str
