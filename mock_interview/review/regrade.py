"""Two grades of the same words: which points flipped, and which of the grader's numbers moved. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mock_interview.model import Grade, PointResult, Question, Text, Verdict

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
    """A key point with another verdict, and why: the signals that moved most, and the words that decided."""

    point: str
    text: Text
    before: Verdict
    after: Verdict
    signals: tuple[Moved, ...]
    quote_before: str
    quote_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """One question graded again; scores are 0-100 or ``None``. ``same`` means that nothing at all differs."""

    number: int
    question: str
    text: Text
    before: float | None
    after: float | None
    same: bool
    flips: tuple[Flip, ...]


def compare(number: int, question: Question, before: Grade | None, after: Grade) -> Regraded:
    """What a grade made again changes."""
    old = {result.point: result for result in before.points} if before else {}
    texts = {point.id: point.text for point in question.points}
    flips = [
        _flip(old[result.point], result, texts.get(result.point, Text(zh=result.point, en=result.point)))
        for result in after.points
        if result.point in old and old[result.point].verdict is not result.verdict
    ]
    return Regraded(
        number=number,
        question=question.id,
        text=question.question,
        before=None if before is None else before.score,
        after=after.score,
        same=before == after,
        flips=tuple(flips),
    )


def _flip(before: PointResult, after: PointResult, text: Text) -> Flip:
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
    )
