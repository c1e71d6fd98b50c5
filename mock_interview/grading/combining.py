"""Puts a language model's judgement beside the offline grade, by the rubric's rule. Asks nobody.

The judge lowers freely. It raises a point only with a quote that the offline models do not find plainly
unrelated to it, and nothing in an answer that speaks to the grader. Nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from mock_interview.grading.assessment import Assessment, Ruling, given, revised
from mock_interview.grading.blend import WORST_FIRST
from mock_interview.grading.text import normalise, sentences
from mock_interview.model import Grade, JudgedPoint, Judgement, KeyPoint, PointResult, Span, Verdict, Vote

# How likely (0-1) a text states a point, in part at least, by the offline models.
Support = Callable[[KeyPoint, str], float]
# Least support of a quote, and of the sentence it stands in, for a point to be raised.
SUPPORT = 0.5


def combine(was: Assessment, judgement: Judgement, support: Support) -> Grade:
    """The combined grade, with ``judgement`` scored and the offline grade in it.

    A judgement without points leaves the offline grade as it is, with the judgement's reason.
    """
    offline = was.grade
    if not judgement.points or was.measure is None:
        return replace(offline, judgement=judgement)
    judgement = _scored(was, judgement)
    judgement, rulings = _ruled(was, judgement, support)
    sides = {one.id: one.value for one in judgement.dimensions}
    if judgement.rule == "judge" and not judgement.appeals:
        verdicts = {p.point: Ruling(verdict=p.verdict, raised=True, quote=p.quote) for p in judgement.points}
        grade = given(was, verdicts, sides)
    else:
        grade = revised(was, rulings, {} if judgement.rule == "offline" else sides)
    contested = tuple(
        result.point
        for result, judged in zip(offline.points, judgement.points, strict=True)
        if result.verdict is not judged.verdict
    )
    if contested:
        grade = _widened(grade, offline, judgement)
    points = tuple(replace(point, signals=()) for point in grade.points)  # they explain the offline verdicts
    return replace(grade, points=points, judgement=judgement, offline=offline, contested=contested)


def _scored(was: Assessment, judgement: Judgement) -> Judgement:
    """``judgement`` with its own score: all of its verdicts taken in full."""
    verdicts = {p.point: Ruling(verdict=p.verdict, raised=True, quote=p.quote) for p in judgement.points}
    grade = given(was, verdicts, {one.id: one.value for one in judgement.dimensions})
    credits = {result.point: result.credit for result in grade.points}
    points = tuple(replace(point, credit=credits[point.point]) for point in judgement.points)
    return replace(
        judgement, score=grade.score, low=grade.low, high=grade.high, band=grade.band, points=points,
        rule=was.rubric.judge,
    )  # fmt: skip


def _ruled(was: Assessment, judgement: Judgement, support: Support) -> tuple[Judgement, Mapping[str, Ruling]]:
    """What the judge may change, and the judgement with the support that was asked for."""
    if was.rubric.judge == "offline":
        return judgement, {}
    rulings: dict[str, Ruling] = {}
    points = list(judgement.points)
    for at, (result, judged) in enumerate(zip(was.grade.points, judgement.points, strict=True)):
        step = WORST_FIRST.index(judged.verdict) - WORST_FIRST.index(result.verdict)
        if judged.withdrawn or not step:
            continue
        if step < 0:
            rulings[judged.point] = Ruling(verdict=judged.verdict, raised=False, quote=judged.quote)
        elif not judgement.appeals:
            points[at], ruling = _raise(was, result, judged, support)
            if ruling is not None:
                rulings[judged.point] = ruling
    return replace(judgement, points=tuple(points)), rulings


def _raise(
    was: Assessment, result: PointResult, judged: JudgedPoint, support: Support
) -> tuple[JudgedPoint, Ruling | None]:
    """The ruling for a point that the judge would raise, when one of its quotes is supported."""
    if judged.verdict is Verdict.MISSED:  # no quote can show that the opposite was not said
        return judged, None
    point = was.question.point(result.point)
    best, quote = 0.0, None
    for span in _quotes(judged):
        texts = {span.text, *_sentences(was.answer.parts[span.source], span)}
        found = min(support(point, text) for text in texts)
        if quote is None or found > best:
            best, quote = found, span
    judged = replace(judged, support=None if quote is None else round(best, 4), quote=quote or judged.quote)
    if quote is None or best < SUPPORT or not _has_majority(judged):
        return judged, None
    return judged, Ruling(verdict=judged.verdict, raised=True, quote=quote)


def _quotes(judged: JudgedPoint) -> Iterator[Span]:
    """The quotes of the votes for this verdict or a better one; a vote that made up another has none."""
    for vote in dict.fromkeys(_votes_for(judged)):
        if not any(lost.why == "absent" for lost in vote.lost):
            yield from vote.quotes


def _votes_for(judged: JudgedPoint) -> list[Vote]:
    least = WORST_FIRST.index(judged.verdict)
    return [v for v in judged.votes if not v.withdrawn and WORST_FIRST.index(v.verdict) >= least]


def _has_majority(judged: JudgedPoint) -> bool:
    """Whether more than half of all votes, withdrawn ones among them, are for it."""
    return 2 * len(_votes_for(judged)) > len(judged.votes)


def _sentences(part: str, span: Span) -> Iterator[str]:
    """The sentences that a quote lies in: what it leaves out of them may turn it round."""
    normal = normalise(part)
    inside = []
    for start, end in sentences(normal.text):
        a, b = normal.stored(start, end)
        if a < span.end and span.start < b:
            inside.append((a, b))
    if inside:
        yield part[inside[0][0] : inside[-1][1]].strip()


def _widened(grade: Grade, offline: Grade, judgement: Judgement) -> Grade:
    """``grade`` with a range that holds the scores of both."""
    scores = [score for score in (grade.score, offline.score, judgement.score) if score is not None]
    lows = [low for low in (grade.low, *scores) if low is not None]
    highs = [high for high in (grade.high, *scores) if high is not None]
    return replace(grade, low=min(lows), high=max(highs))
