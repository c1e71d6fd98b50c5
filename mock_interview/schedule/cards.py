"""A card for each key point, scheduled by FSRS. The only place that imports fsrs.

The library is used as it is: no fuzz, so that the same history always gives the same dates, and no
steps of minutes, because a point comes up again on another day, not later in the same interview.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

from mock_interview.practice import LATER, Mark, Practice, in_order, marks

if TYPE_CHECKING:
    import fsrs

AGAIN, HARD, GOOD = 1, 2, 3
# What an answer says about how well a point was known. "Easy" is not used: one answer cannot tell.
RATINGS = {"c": GOOD, LATER: HARD, "p": HARD, "m": AGAIN, "x": AGAIN}
RETENTION = 0.9  # a point is due when the chance to recall it has fallen to this


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What FSRS knows of a key point: times in seconds since 1970 UTC, ``stability`` in days.

    ``times`` and ``missed`` count the answers that were looked at, and those without the point.
    """

    weight: int
    times: int
    missed: int
    last: int
    due: int
    state: int
    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The cards of one question after its first ``rows`` answers, whose checksum is ``check``."""

    rows: int = 0
    check: int = 0
    cards: Mapping[str, Card] = field(default_factory=dict)


def rating(mark: Mark, practice: Practice) -> int:
    """The rating (1 again, 2 hard, 3 good) of a verdict; with a hint, covered is only hard."""
    found = RATINGS[mark.letter]
    return HARD if found == GOOD and practice.hints else found


def memory(rows: Sequence[Practice], kept: Memory | None = None) -> Memory:
    """The cards after ``rows``, the answers to one question in order of time.

    ``kept`` is an earlier result; when it is of the first of the same rows, only the others are gone
    through. Answers without a grade or a time teach nothing.
    """
    known = kept if kept is not None and _is_start(kept, rows) else Memory()
    cards, check = dict(known.cards), known.check
    for row in rows[known.rows :]:
        check = _checked(row, check)
        for mark in marks(row.marks) if row.at else ():
            cards[mark.point] = _reviewed(cards.get(mark.point), mark, row)
    return Memory(rows=len(rows), check=check, cards=cards)


def _is_start(kept: Memory, rows: Sequence[Practice]) -> bool:
    check = 0
    for row in rows[: kept.rows]:
        check = _checked(row, check)
    return len(rows) >= kept.rows and check == kept.check


def _checked(row: Practice, before: int) -> int:
    return zlib.crc32(f"{row.at} {row.hints} {row.marks}".encode("utf-8", "replace"), before)


def _reviewed(card: Card | None, mark: Mark, row: Practice) -> Card:
    after = review(card, rating(mark, row), row.at)
    return replace(
        after,
        weight=mark.weight,
        times=after.times + 1,
        missed=after.missed + (RATINGS[mark.letter] == AGAIN),
    )


def review(card: Card | None, rated: int, at: int) -> Card:
    """The card after a review with the rating ``rated`` at ``at``; counts and weight stay."""
    from fsrs import Rating

    now = _time(max(at, card.last) if card else at)  # clocks are set back; a card's time is not
    after, _log = _scheduler().review_card(_as_fsrs(card), Rating(rated), now)
    return Card(
        weight=card.weight if card else 1,
        times=card.times if card else 0,
        missed=card.missed if card else 0,
        last=int(now.timestamp()),
        due=round(after.due.timestamp()),
        state=int(after.state),
        stability=after.stability or 0.0,
        difficulty=after.difficulty or 0.0,
    )


def recall(card: Card, now: int) -> float:
    """The chance, 0-1, to recall the point at ``now``."""
    return float(_scheduler().get_card_retrievability(_as_fsrs(card), _time(max(now, card.last))))


def memories(rows: Iterable[Practice], kept: Mapping[str, Memory]) -> dict[str, Memory]:
    """`memory` of every question in ``rows``, which are in any order."""
    piles: dict[str, list[Practice]] = {}
    for row in in_order(rows):
        piles.setdefault(row.question, []).append(row)
    return {question: memory(pile, kept.get(question)) for question, pile in piles.items()}


def flavour() -> str:
    """Another text whenever the same history may give other dates: the library's version and settings."""
    from importlib.metadata import version

    return f"fsrs {version('fsrs')} {RETENTION} {RATINGS}"


@cache
def _scheduler() -> fsrs.Scheduler:
    # 40 ms to import, paid by commands that schedule.
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )


def _as_fsrs(card: Card | None) -> fsrs.Card:
    from fsrs import Card as FsrsCard
    from fsrs import State

    if card is None:
        return FsrsCard(card_id=1, due=_time(0))
    more: dict[str, Any] = {"stability": card.stability, "difficulty": card.difficulty}
    return FsrsCard(
        card_id=1, state=State(card.state), due=_time(card.due), last_review=_time(card.last), **more
    )


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(at, timezone.utc)
