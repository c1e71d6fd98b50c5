"""Questions drawn evenly over their topics."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import TypeVar

from mock_interview.model import Candidate, Question

Drawn = TypeVar("Drawn", Question, Candidate)


def draw(
    candidates: Sequence[Drawn],
    *,
    count: int,
    seed: int,
    asked: Collection[str] = (),
    per: str = "section",
) -> tuple[Drawn, ...]:
    """``count`` questions, spread evenly over the topics of ``candidates``, unasked ones first.

    ``asked`` holds the ids of questions put in earlier sessions; they are drawn only when a topic
    has nothing else. ``per`` is ``section`` or ``topic``: what "evenly" counts. Fewer candidates
    than ``count`` give them all.
    """
    rng = random.Random(seed)
    piles: dict[str, list[Drawn]] = defaultdict(list)
    for question in sorted(candidates, key=lambda q: q.id):
        piles[question.section if per == "section" else question.topic].append(question)
    names = sorted(piles)
    rng.shuffle(names)
    for name in names:
        rng.shuffle(piles[name])
        piles[name].sort(key=lambda q: q.id in asked)  # stable: the shuffle decides among equals
    drawn: list[Drawn] = []
    while len(drawn) < count and any(piles.values()):
        drawn += _one_round([piles[name] for name in names], asked, count - len(drawn))
    return tuple(drawn)


def _one_round(piles: Sequence[list[Drawn]], asked: Collection[str], room: int) -> list[Drawn]:
    """One question from every pile that has an unasked one; from every pile when none has."""
    fresh = [pile for pile in piles if pile and pile[0].id not in asked]
    return [pile.pop(0) for pile in (fresh or [pile for pile in piles if pile])[:room]]


def fit_time(limits: Sequence[int], seconds: int) -> int:
    """How many of ``limits``, in order, fit into ``seconds`` together; at least one, if there is any."""
    fitting = sum(total <= seconds for total in accumulate(limits))
    return max(fitting, min(1, len(limits)))
