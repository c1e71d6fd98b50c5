"""An answer cut where the words that decided verdicts begin and end. Pure; draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mock_interview.model import PointResult, Verdict

_STRONGEST = (Verdict.CONTRADICTED, Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of an answer that decided the verdict on its key point ``number``, counted from 1."""

    start: int
    end: int
    number: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch under the same marks throughout; ``ending`` are those that end with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    ending: tuple[Mark, ...] = ()

    @property
    def verdict(self) -> str:
        """The verdict to draw it in, the gravest when there are several; empty when unmarked."""
        found = {mark.verdict for mark in self.marks}
        return next((verdict.value for verdict in _STRONGEST if verdict in found), "")


def marks_of(results: Sequence[PointResult], source: int, text: str) -> list[Mark]:
    """The marks on ``text``, which is part ``source`` of an answer; quotes that do not fit are left out."""
    found = []
    for number, result in enumerate(results, start=1):
        quote = result.quote
        if quote is None or quote.source != source or not 0 <= quote.start < quote.end <= len(text):
            continue
        if text[quote.start : quote.end] == quote.text:
            found.append(Mark(start=quote.start, end=quote.end, number=number, verdict=result.verdict))
    return found


def pieces(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """``text`` in order, cut at both ends of every mark; together the pieces are ``text`` again."""
    cuts = sorted({0, len(text)} | {mark.start for mark in marks} | {mark.end for mark in marks})
    found = []
    for start, end in pairwise(cuts):
        over = tuple(mark for mark in marks if mark.start <= start and end <= mark.end)
        ending = tuple(mark for mark in over if mark.end == end)
        found.append(Piece(text=text[start:end], marks=over, ending=ending))
    return tuple(found)
