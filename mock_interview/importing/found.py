"""What an import finds: questions, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

from mock_interview.model import Source

# Why something was left out; the front knows the words for each.
REASONS = (
    "contents", "aside", "links", "badges", "empty_heading", "prose", "duplicate", "no_question",
    "empty_group", "answer_without_question", "row",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was not taken, at ``line`` (1-based; for a deck, the note's place), and why.

    ``why`` is one of `REASONS`; ``detail`` says more where there is more to say, as the other line
    of a duplicate.
    """

    line: int
    text: str
    why: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One question as found. ``answer`` is empty when there is none.

    ``topics`` are the titles above it, outermost first; ``number`` is its number as written there.
    """

    question: str
    line: int
    answer: str = ""
    topics: tuple[str, ...] = ()
    number: str = ""
    sources: tuple[Source, ...] = ()
    level: int | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found in one file. ``groups`` are topics without questions that are kept all the same."""

    questions: tuple[Found, ...]
    skipped: tuple[Skipped, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[tuple[tuple[str, ...], str], ...] = ()
