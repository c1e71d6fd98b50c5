"""Two grades of the same words: which points flipped, and which of the grader's numbers moved. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mock_interview.chat import Usage
from mock_interview.model import NOT_ASKED, Grade, JudgedPoint, PointResult, Question, Text, Verdict
from mock_interview.review.judgement import reasoning

MOST_SIGNALS = 3
MOVED = 0.05  # a signal that changed by less explains nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A signal of a point before and after."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A key point with another verdict, and why: the signals that moved most, and the words that decided.

    ``judge`` is what a language model said of it in the later grade, with its ``reasoning``.
    """

    point: str
    text: Text
    before: Verdict
    after: Verdict
    signals: tuple[Moved, ...]
    quote_before: str
    quote_after: str
    judge: Verdict | None = None
    reasoning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """One question graded again; scores are 0-100 or ``None``. ``same`` means that nothing at all differs.

    ``unjudged`` is the reason that a language model was to judge and did not; where it failed, the old
    grade is ``kept``.
    """

    number: int
    question: str
    text: Text
    before: float | None
    after: float | None
    same: bool
    flips: tuple[Flip, ...]
    unjudged: str = ""
    kept: bool = False


def compare(number: int, question: Question, before: Grade | None, after: Grade) -> Regraded:
    """What a grade made again changes."""
    old = {result.point: result for result in before.points} if before else {}
    texts = {point.id: point.text for point in question.points}
    judgement = after.judgement
    judged = {point.point: point for point in judgement.points} if judgement else {}
    flips = [
        _flip(
            old[result.point],
            result,
            texts.get(result.point, Text(zh=result.point, en=result.point)),
            judged.get(result.point),
        )
        for result in after.points
        if result.point in old and old[result.point].verdict is not result.verdict
    ]
    return Regraded(
        number=number,
        question=question.id,
        text=question.question,
        before=None if before is None else before.score,
        after=after.score,
        same=same_grade(before, after),
        flips=tuple(flips),
        unjudged=judgement.reason if judgement and judgement.score is None else "",
    )


def kept(number: int, question: Question, before: Grade | None, reason: str) -> Regraded:
    """What there is to say where a judge failed for ``reason``, and the old grade stays."""
    score = None if before is None else before.score
    return Regraded(
        number=number,
        question=question.id,
        text=question.question,
        before=score,
        after=score,
        same=True,
        flips=(),
        unjudged=reason,
        kept=True,
    )


def judge_failure(grade: Grade) -> str:
    """Why a language model that was asked did not judge; empty when it did, or there was nothing to ask."""
    judgement = grade.judgement
    if grade.score is None or judgement is None or judgement.score is not None:
        return ""
    return "" if judgement.reason.startswith(NOT_ASKED) else judgement.reason or "-"


def same_grade(one: Grade | None, other: Grade | None) -> bool:
    """Whether two grades differ in nothing but what it took to have them."""
    return _without_usage(one) == _without_usage(other)


def _without_usage(grade: Grade | None) -> Grade | None:
    if grade is None or grade.judgement is None:
        return grade
    return replace(grade, judgement=replace(grade.judgement, usage=Usage()))


def _flip(before: PointResult, after: PointResult, text: Text, judged: JudgedPoint | None) -> Flip:
    then = {signal.name: signal.value for signal in before.signals}
    moved = [
        Moved(name=signal.name, before=then[signal.name], after=signal.value)
        for signal in after.signals
        if signal.name in then and abs(signal.value - then[signal.name]) >= MOVED
    ]
    moved.sort(key=lambda one: -abs(one.after - one.before))
    return Flip(
        point=after.point,
        text=text,
        before=before.verdict,
        after=after.verdict,
        signals=tuple(moved[:MOST_SIGNALS]),
        quote_before=before.quote.text if before.quote else "",
        quote_after=after.quote.text if after.quote else "",
        judge=judged.verdict if judged else None,
        reasoning=reasoning(judged) if judged else "",
    )
