"""Finds a quote in the words it is said to come from, whatever was done to its signs, width and case.

Says where, or why it does not count. Knows nothing of verdicts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mock_interview.model import LostQuote, Span

# Reading length (a Chinese character is 1, a word or number of other writing 2) from which on a quote
# can mean something by itself; a whole answer that is shorter may be quoted.
MEANS = 4
_ELLIPSIS = re.compile(r"\s*(?:\.{3,}|…+|\[\s*(?:\.{3,}|…+)\s*\])\s*")
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The letters and digits of a text alone; ``origin[i]`` is where the i-th stood."""

    text: str
    origin: tuple[int, ...]


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """A character without width, case and accents; nothing for one that is no letter or digit."""
    plain = unicodedata.normalize("NFKD", char).casefold()
    return "".join(c for c in plain if c.isalnum())


def squeezed(text: str) -> Squeezed:
    """``text`` as it is compared. Takes any string."""
    found = [(out, at) for at, char in enumerate(text) for out in _folded(char)]
    return Squeezed("".join(out for out, _ in found), tuple(at for _, at in found))


class Quotes:
    """Looks for quotes in the ``parts`` of one answer.

    ``asked`` are texts that the candidate was given: their words alone say nothing. ``appeals`` are
    stretches that speak to the grader: what overlaps them is no evidence.
    """

    def __init__(self, parts: Sequence[str], asked: Sequence[str], appeals: Sequence[Span]) -> None:
        self._parts = parts
        self._squeezed = [squeezed(part) for part in parts]
        self._asked = [squeezed(text).text for text in asked]
        self._appeals = appeals

    def find(self, quote: str) -> Span | LostQuote:
        """Where ``quote`` stands, or why it does not count (see ``LOST``).

        A quote with something left out counts when all of its pieces stand in one part in this order;
        the longest of them is given.
        """
        places = self._places(quote) or self._pieces(quote)
        if not places:
            return LostQuote(text=quote, why="absent")
        kept = [self._checked(place) for place in places]
        spans = [one for one in kept if isinstance(one, Span)]
        if spans:
            return max(spans, key=lambda span: span.end - span.start)
        return LostQuote(text=quote, why=next(one for one in kept if isinstance(one, str)))

    def _places(self, quote: str) -> list[Span]:
        wanted = squeezed(quote).text
        if not wanted:
            return []
        return [
            self._span(source, start, start + len(wanted))
            for source, part in enumerate(self._squeezed)
            for start in _occurrences(wanted, part, self._parts[source])
        ]

    def _pieces(self, quote: str) -> list[Span]:
        pieces = [one for piece in _ELLIPSIS.split(quote) if (one := squeezed(piece).text)]
        if len(pieces) < 2:
            return []
        for source, part in enumerate(self._squeezed):
            found, at = [], 0
            for piece in pieces:
                start = next((s for s in _occurrences(piece, part, self._parts[source]) if s >= at), None)
                if start is None:
                    break
                at = start + len(piece)
                found.append(self._span(source, start, at))
            if len(found) == len(pieces):
                return [max(found, key=lambda span: span.end - span.start)]
        return []

    def _span(self, source: int, start: int, end: int) -> Span:
        origin = self._squeezed[source].origin
        a, b = origin[start], origin[end - 1] + 1
        return Span(source=source, start=a, end=b, text=self._parts[source][a:b])

    def _checked(self, span: Span) -> Span | str:
        words = squeezed(span.text).text
        if _length(span.text) < MEANS and words != self._squeezed[span.source].text:
            return "short"
        if any(words in text for text in self._asked):
            return "asked"
        if any(_overlap(span, appeal) for appeal in self._appeals):
            return "appeal"
        return span


def _occurrences(wanted: str, part: Squeezed, stored: str) -> list[int]:
    """Where ``wanted`` begins in ``part``, not within a word of Latin letters or a number."""
    found, at = [], part.text.find(wanted)
    while at >= 0:
        if not (_within(part, stored, at) or _within(part, stored, at + len(wanted))):
            found.append(at)
        at = part.text.find(wanted, at + 1)
    return found


def _within(part: Squeezed, stored: str, at: int) -> bool:
    """Whether the boundary before character ``at`` cuts through a word."""
    if not 0 < at < len(part.text):
        return False
    before, after = part.origin[at - 1], part.origin[at]
    if before == after:
        return True  # one stored character became both
    return after == before + 1 and _joins(stored[before], stored[after])


def _joins(left: str, right: str) -> bool:
    if left.isdigit() != right.isdigit():
        return False
    return left.isalnum() and right.isalnum() and left < "\u2e80" and right < "\u2e80"


def _length(text: str) -> int:
    wide = sum("\u2e80" <= char <= "\uffef" and char.isalnum() for char in text)
    return wide + sum(2 for word in _WORD.findall(text) if word[0] < "\u2e80")


def _overlap(one: Span, other: Span) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end
