"""The order of an interview: a warm-up, then a spread over the topics with rising level, which adapts.

Every place in the session has its planned question and, where the topic has them, an easier and a
harder one beside it; which of the three is asked depends on the score so far.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from mock_interview.model import Candidate, Session, Spare, Why

# A mean from the first on asks for something harder, one below the second for something easier. The
# shipped rubric calls an answer strong from 70 and weak below 40; in between nothing changes.
HARDER_FROM, EASIER_BELOW = 70.0, 45.0
RECENT = 3  # questions that the mean so far looks back on
# A question asked before is taken only when its level fits better by more than this many levels.
ASKED_BEFORE = 1.5
FOR_WARM_UP = 3  # questions from which on the first is a warm-up


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in the session: the question planned for it, why, and what may be asked instead."""

    pick: Candidate
    rule: str
    spares: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A question that could be asked now."""

    id: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is asked: ``rule`` is ``harder``, ``easier`` or empty (as planned); ``score`` led to it."""

    id: str
    rule: str = ""
    score: float | None = None


def choose(planned: Option, spares: Sequence[Option], scores: Sequence[float | None]) -> Choice:
    """The question to ask next, by the ``scores`` of those before it (``None``: not graded)."""
    known = [score for score in scores if score is not None][-RECENT:]
    if not known or not spares:
        return Choice(id=planned.id)
    mean = fmean(known)
    step = (mean >= HARDER_FROM) - (mean < EASIER_BELOW)
    fitting = [spare for spare in spares if (spare.level - planned.level) * step > 0]
    if not fitting:
        return Choice(id=planned.id)
    nearest = min(fitting, key=lambda spare: (abs(spare.level - planned.level), spare.id))
    return Choice(id=nearest.id, rule="harder" if step > 0 else "easier", score=round(mean, 1))


def next_question(session: Session) -> Spare:
    """What ``session`` asks next, and why. It must have something left to ask."""
    number = len(session.turns) + 1
    planned = session.planned[number - 1]
    why = session.whys[number - 1] if number <= len(session.whys) else Why()
    spares = {spare.question.id: spare for spare in session.spares if spare.number == number}
    chosen = choose(
        Option(id=planned.id, level=planned.level),
        [Option(id=name, level=spare.question.level) for name, spare in spares.items()],
        [turn.grade.score if turn.grade else None for turn in session.turns],
    )
    if chosen.id == planned.id:
        return Spare(number=number, question=planned, why=why)
    spare = spares[chosen.id]
    return replace(spare, why=replace(spare.why, rule=chosen.rule, score=chosen.score))


def interview(
    pool: Sequence[Candidate], count: int, seed: int, *, per: str = "section", seconds: int | None = None
) -> list[Slot]:
    """The slots of an interview of at most ``count`` questions that fit into ``seconds`` together."""
    most = min(count, len(pool))
    if seconds is None:
        return _of_length(pool, most, seed, per)
    found = _of_length(pool, min(1, most), seed, per)
    for length in range(2, most + 1):
        longer = _of_length(pool, length, seed, per)
        if sum(slot.pick.limit for slot in longer) > seconds:
            break
        found = longer
    return found


def _of_length(pool: Sequence[Candidate], length: int, seed: int, per: str) -> list[Slot]:
    if not length:
        return []
    rng = random.Random(seed)
    left = sorted(pool, key=lambda candidate: candidate.id)
    rng.shuffle(left)  # decides among equals
    low, high = min(c.level for c in left), max(c.level for c in left)
    picks: list[Candidate] = []
    asked_of: dict[str, int] = {}
    for place in range(length):
        rise = place / (length - 1) if length > 1 else 0.5
        pick = _best(_least_asked(left, asked_of, per), low + (high - low) * rise)
        asked_of[_pile(pick, per)] = asked_of.get(_pile(pick, per), 0) + 1
        left.remove(pick)
        picks.append(pick)
    slots = []
    for place, pick in enumerate(picks):
        warm_up = place == 0 and length >= FOR_WARM_UP
        spares = () if place == 0 else _spares(pick, left, per)
        slots.append(Slot(pick=pick, rule="warm_up" if warm_up else "spread", spares=spares))
    return slots


def _pile(candidate: Candidate, per: str) -> str:
    return candidate.section if per == "section" else candidate.topic


def _least_asked(left: Sequence[Candidate], asked_of: dict[str, int], per: str) -> list[Candidate]:
    """The candidates of the topics that this session has asked about least."""
    fewest = min(asked_of.get(_pile(candidate, per), 0) for candidate in left)
    return [candidate for candidate in left if asked_of.get(_pile(candidate, per), 0) == fewest]


def _best(candidates: Sequence[Candidate], level: float) -> Candidate:
    def cost(candidate: Candidate) -> float:
        return abs(candidate.level - level) + (ASKED_BEFORE if candidate.asked else 0.0)

    return min(candidates, key=cost)


def _spares(pick: Candidate, left: list[Candidate], per: str) -> tuple[Candidate, ...]:
    """An easier and a harder question of the same topic, taken out of ``left``."""
    found = []
    for step in (-1, 1):
        beside = [c for c in left if _pile(c, per) == _pile(pick, per) and (c.level - pick.level) * step > 0]
        if beside:
            spare = _best(beside, pick.level + step)
            left.remove(spare)
            found.append(spare)
    return tuple(found)
