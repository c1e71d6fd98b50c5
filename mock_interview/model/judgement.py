"""What a language model made of an answer, beside the offline grade."""

from __future__ import annotations

from dataclasses import dataclass

from mock_interview.chat import Usage
from mock_interview.model.verdict import Span, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class LostQuote:
    """A quote of a judge that does not count, with the reason: one of `LOST`."""

    text: str
    why: str


# Not in the answer; too short to mean anything; words of the question or a probe; words to the grader.
LOST = ("absent", "short", "asked", "appeal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one reading by a language model says of one key point.

    ``verdict`` stands as it was given, ``confidence`` is 0-1. ``quotes`` were found in the answer,
    ``lost`` were not or do not count. A verdict that needs a quote and has none left is ``withdrawn``.
    """

    verdict: Verdict
    confidence: float
    reasoning: str = ""
    quotes: tuple[Span, ...] = ()
    lost: tuple[LostQuote, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPoint:
    """All votes on one key point, and what they come to.

    ``verdict`` is the majority's. ``withdrawn`` when half of the votes or more were: the verdict is
    ``missed`` then, and moves nothing. ``support`` (0-1, ``None``: not asked for) is how likely the
    offline models find that ``quote`` states the point at least in part.
    """

    point: str
    weight: int
    verdict: Verdict
    credit: float
    quote: Span | None = None
    withdrawn: bool = False
    support: float | None = None
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDimension:
    """One dimension's level by a language model; ``value`` is 0-1, ``votes`` are ids of levels."""

    id: str
    level: str
    value: float
    votes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plea:
    """A stretch of an answer that seems to speak to whoever grades it, or to hide something.

    ``kind`` is one of `APPEALS`; ``span`` is empty where it is about the answer as a whole.
    """

    kind: str
    span: Span


# A rule of the gate; words that read like it; unseen, coded or foreign writing; filling.
APPEALS = ("order", "words", "hidden", "padding")

# How the reason of a judgement without a score begins: a flag of the gate, which follows, left nothing to
# ask about; the candidate would not wait; no usable reply came; a limit on calls or cost was reached; a bug.
# Any other reason is what the connection or the server said.
NOT_ASKED = "not asked: "

STOPPED = "stopped with Ctrl-C"

UNUSABLE = "two replies could not be used: "

SPENT = "nothing left to spend: "

BROKEN = "the judge failed: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A language model's own grade of an answer, beside the offline one.

    ``score`` is ``None`` with ``reason`` when there is none. ``rule`` is how the two were combined:
    one of `JUDGE_RULES`. ``appeals`` are the stretches of the answer that seem to speak to the grader;
    with any of them the judge raises nothing. ``prompt`` is the version of the prompt, ``samples`` how
    many readings stand behind each point; ``failed`` are the reasons of those that came to nothing.
    """

    score: float | None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    band: str = ""
    points: tuple[JudgedPoint, ...] = ()
    dimensions: tuple[JudgedDimension, ...] = ()
    appeals: tuple[Plea, ...] = ()
    rule: str = ""
    model: str = ""
    prompt: str = ""
    samples: int = 0
    failed: tuple[str, ...] = ()
    usage: Usage = Usage()
