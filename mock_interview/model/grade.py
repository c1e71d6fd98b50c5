"""What an answer earned, point by point, with the words that earned it."""

from __future__ import annotations

from dataclasses import dataclass

from mock_interview.model.judgement import Judgement
from mock_interview.model.verdict import Flag, Span, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A named number the grader looked at for a point, kept so that a verdict can be explained."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PointResult:
    """The verdict on one key point. ``credit`` is 0-1; ``quote`` is what decided it, if anything."""

    point: str
    weight: int
    verdict: Verdict
    credit: float
    quote: Span | None = None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult:
    """One dimension's level, 0-1, or ``None`` when it could not be judged."""

    id: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What an answer earned.

    ``score`` is 0-100, or ``None`` with ``reason`` saying why there is none (never 0 instead).
    ``low`` and ``high`` bound the score a careful human might give. ``similarity`` (-1..1) is
    whole-answer similarity to the reference: information only, it earns nothing.

    Where a language model judged too, this is the combined grade: ``judgement`` is the model's,
    ``offline`` the grade without it (``None``: this one), and ``contested`` the ids of the points on
    which the two disagree. A model that failed leaves a ``judgement`` with a reason and no score.
    """

    score: float | None
    reason: str = ""
    band: str = ""
    low: float | None = None
    high: float | None = None
    points: tuple[PointResult, ...] = ()
    dimensions: tuple[DimensionResult, ...] = ()
    flags: tuple[Flag, ...] = ()
    similarity: float | None = None
    rubric: str = ""
    engine: str = ""
    judgement: Judgement | None = None
    offline: Grade | None = None
    contested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the candidate said to one question: the main answer, then the follow-ups.

    ``parts[0]`` answers the question; ``parts[i]`` (i >= 1) answers the i-th probe, whose text is
    ``probes[i - 1]`` and which aimed at point ``probed[i - 1]``. ``hints`` counts hints shown.
    """

    parts: tuple[str, ...]
    probes: tuple[str, ...] = ()
    probed: tuple[str, ...] = ()
    hints: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrade:
    """A later grade of the same words, kept beside the first; with ``used`` it is the one that counts."""

    at: str
    parts: int
    grade: Grade
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """The candidate's own verdict on a key point, and why. It changes no score."""

    at: str
    point: str
    verdict: Verdict
    because: str
