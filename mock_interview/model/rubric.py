"""By what an answer is graded: bands, dimensions and their levels."""

from __future__ import annotations

from dataclasses import dataclass

from mock_interview.model.question import Text

JUDGE_RULES = ("cautious", "judge", "offline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named stretch of the score: it holds from ``at_least`` (0-100) up to the next band."""

    id: str
    at_least: float
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of a dimension as a judge is told of it; ``value`` is what it is worth, 0-1."""

    id: str
    value: float
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One side of an answer, graded 0-1; ``weight`` is its share of the score (may be 0).

    ``levels``, best first, are what a language model may choose from; without any it is not asked.
    """

    id: str
    name: Text
    weight: float
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """How verdicts become a score and a band.

    ``partial_credit`` (0-1) is what a partial verdict earns; ``contradiction_cost`` (>= 0) is how
    much of a contradicted point's weight is taken away; ``hint_cap`` (0-100) is the most a question
    can score per hint shown, first hint first; ``flag_caps`` the most an answer with that flag can
    score. ``judge`` says what a language model's verdicts may change: one of `JUDGE_RULES`.
    """

    id: str
    name: Text
    partial_credit: float
    contradiction_cost: float
    bands: tuple[Band, ...]
    dimensions: tuple[Dimension, ...] = ()
    hint_cap: tuple[float, ...] = ()
    flag_caps: tuple[tuple[str, float], ...] = ()
    probe_credit: float = 1.0
    judge: str = "cautious"
    digest: str = ""
