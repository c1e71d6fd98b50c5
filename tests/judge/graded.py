"""A grade with both tracks, for what shows one."""

from __future__ import annotations

from dataclasses import replace

from mock_interview.chat import Usage
from mock_interview.model import (
    NOT_ASKED,
    Appeal,
    Grade,
    JudgedDimension,
    JudgedPoint,
    Judgement,
    LostQuote,
    Plea,
    Regrade,
    Session,
    Span,
    Turn,
    Verdict,
    Vote,
    Why,
)
from tests.samples import finished, point

REASONS = {
    "en": (
        "The answer divides x by sqrt(mean(x^2)), its root mean square; this is the point in full.",
        "A gain is mentioned, but not that it is learned.",
        "It \"scales\", which may be anything.",
    ),
    "zh": (
        "回答把 x 除以 sqrt(mean(x^2))，也就是 x 的均方根，完整讲到了这个要点。",
        "提到了增益，但没说它是可学习的。",
        "只说“再乘”，可以是任何东西。",
    ),
}  # fmt: skip


BECAUSE = {"en": "“then scale it” says so.", "zh": "“再乘一个增益”就是。"}


def judged_session(lang: str) -> Session:
    """The finished session: a question with a contested point, one whose judge failed, one not judged.

    They were asked for different reasons; a verdict was objected to, and an answer was graded again.
    """
    session = finished(lang)
    first, second, third = session.turns
    failed = Judgement(score=None, reason="scripted-1 at http://127.0.0.1:8080/v1: no reply in time")
    unasked = Judgement(score=None, reason=f"{NOT_ASKED}instruction")
    said = replace(third.main, text=session.turns[0].main.text, how="submitted")
    appeal = Appeal(
        at="2026-11-25T08:00:00.000Z", point="gain", verdict=Verdict.COVERED, because=BECAUSE[lang]
    )
    again = Regrade(at="2026-11-25T09:00:00.000Z", parts=1, grade=contested(second, lang))
    turns = (
        replace(
            first,
            grade=contested(first, lang),
            why=Why(rule="due", times=3, missed=2, recall=0.41, overdue=4),
            confidence=3,
            appeals=(appeal,),
        ),
        replace(
            second, grade=replace(_grade(second), judgement=failed), why=Why(rule="new"), regrades=(again,)
        ),
        replace(third, main=said, grade=replace(_grade(first), judgement=unasked)),
    )
    return replace(session, turns=turns)


def _grade(turn: Turn) -> Grade:
    assert turn.grade is not None
    return turn.grade


def contested(turn: Turn, lang: str) -> Grade:
    """Offline the first point is covered and the second missed; the judge has it otherwise twice."""
    offline, (why, gain, vague) = _grade(turn), REASONS[lang]
    source = len(turn.followups)
    text = (turn.main, *turn.followups)[source].text
    quote = Span(source=source, start=0, end=len(text), text=text)
    made_up = LostQuote(text="a learned gain", why="absent")
    divides = JudgedPoint(
        point="divides", weight=5, verdict=Verdict.PARTIAL, credit=0.5, quote=offline.points[0].quote,
        votes=(
            Vote(verdict=Verdict.PARTIAL, confidence=0.7, reasoning=why, quotes=(quote,)),
            Vote(verdict=Verdict.PARTIAL, confidence=0.6, reasoning=vague, quotes=(quote,)),
            Vote(verdict=Verdict.COVERED, confidence=0.8, reasoning=why, quotes=(quote,)),
        ),
    )  # fmt: skip
    lost = Vote(verdict=Verdict.COVERED, confidence=0.9, reasoning=gain, lost=(made_up,), withdrawn=True)
    second = JudgedPoint(
        point="gain", weight=2, verdict=Verdict.MISSED, credit=0.0, withdrawn=True, votes=(lost, lost, lost)
    )
    judgement = Judgement(
        score=35.7, low=21.6, high=49.8, band="weak", points=(divides, second),
        dimensions=(JudgedDimension(id="clarity", level="clear", value=1.0, votes=("clear",) * 3),),
        appeals=(Plea(kind="words", span=quote),), rule="cautious", model="scripted-1", prompt="1",
        samples=3, usage=Usage(calls=3, cached=0, prompt_tokens=4200, completion_tokens=900, cost=0.0123),
    )  # fmt: skip
    first = point("divides", 5, Verdict.PARTIAL, offline.points[0].quote)
    combined = (first, point("gain", 2, Verdict.MISSED))
    return replace(
        offline, score=48.0, low=35.7, high=86.0, band="weak", points=combined, judgement=judgement,
        offline=offline, contested=("divides",),
    )  # fmt: skip
