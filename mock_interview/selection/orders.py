"""Which of the candidates a session asks, in what order, and why: one function for each order.

Pure: the same candidates and seed give the same plan, so that a transcript can be checked.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mock_interview.model import Candidate, Why
from mock_interview.selection.interview import Slot, interview
from mock_interview.selection.spread import draw, fit_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a session is to be like.

    ``count`` is the most questions it may have; with ``seconds`` their limits must fit as well. ``per``
    is ``section`` or ``topic``: what questions are spread over.
    """

    order: str
    count: int
    seed: int
    seconds: int | None = None
    per: str = "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A question to ask as number ``number``, and why."""

    number: int
    id: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The questions to ask, in order, and what may be asked instead of them."""

    picks: tuple[Pick, ...]
    spares: tuple[Pick, ...] = ()


def plan(pool: Sequence[Candidate], wish: Wish, past: Mapping[str, Why] | None = None) -> Plan:
    """The plan that ``wish`` makes of ``pool``; ``past`` holds what is known of questions asked before.

    An empty pool gives an empty plan; fewer candidates than wished for give them all.
    """
    known = past or {}
    if wish.order == "interview":
        return _as_plan(interview(pool, wish.count, wish.seed, per=wish.per, seconds=wish.seconds), known)
    ordered = _IN_ORDER[wish.order](pool, wish)
    if wish.seconds is not None:
        ordered = ordered[: fit_time([candidate.limit for candidate, _rule in ordered], wish.seconds)]
    slots = [Slot(pick=candidate, rule=rule) for candidate, rule in ordered]
    return _as_plan(slots, known)


def _as_plan(slots: Sequence[Slot], past: Mapping[str, Why]) -> Plan:
    def pick(number: int, candidate: Candidate, rule: str) -> Pick:
        why = replace(past.get(candidate.id, Why()), rule=rule)
        return Pick(number=number, id=candidate.id, why=why)

    numbered = list(enumerate(slots, start=1))
    return Plan(
        picks=tuple(pick(number, slot.pick, slot.rule) for number, slot in numbered),
        spares=tuple(pick(number, spare, "spread") for number, slot in numbered for spare in slot.spares),
    )


_Ordered = list[tuple[Candidate, str]]


def _random(pool: Sequence[Candidate], wish: Wish) -> _Ordered:
    drawn = draw(pool, count=wish.count, seed=wish.seed, per=wish.per)
    return [(candidate, "random") for candidate in drawn]


def _new(pool: Sequence[Candidate], wish: Wish) -> _Ordered:
    asked = {candidate.id for candidate in pool if candidate.asked}
    drawn = draw(pool, count=wish.count, seed=wish.seed, asked=asked, per=wish.per)
    return [(candidate, "random" if candidate.asked else "new") for candidate in drawn]


def _due(pool: Sequence[Candidate], wish: Wish) -> _Ordered:
    """The most urgent first; when nothing more is due, what was not asked before."""
    needed = [candidate for candidate in pool if candidate.urgency > 0]
    in_order = sorted(needed, key=lambda candidate: (-candidate.urgency, candidate.id))
    return _filled([(candidate, "due") for candidate in in_order], pool, wish)


def _weak(pool: Sequence[Candidate], wish: Wish) -> _Ordered:
    """Drawn one after another, each with a chance in proportion to its weakness.

    The smallest of -ln(u)/weight is such a draw (Efraimidis and Spirakis, 2006).
    """
    rng = random.Random(wish.seed)
    needed = sorted((c for c in pool if c.urgency > 0), key=lambda candidate: candidate.id)
    keys = {candidate.id: -math.log(1 - rng.random()) / candidate.urgency for candidate in needed}
    in_order = sorted(needed, key=lambda candidate: keys[candidate.id])
    return _filled([(candidate, "weak") for candidate in in_order], pool, wish)


def _filled(first: _Ordered, pool: Sequence[Candidate], wish: Wish) -> _Ordered:
    taken = {candidate.id for candidate, _rule in first}
    rest = [candidate for candidate in pool if candidate.id not in taken]
    return [*first, *_new(rest, wish)][: wish.count]


_IN_ORDER = {"random": _random, "new": _new, "due": _due, "weak": _weak}
