"""A grade together with what it was made of, so that other verdicts can go through the same sums.

Whose verdicts they are, and whether they may stand, is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mock_interview.grading import blend
from mock_interview.grading.verdicts import CLASSES
from mock_interview.model import Answer, Grade, PointResult, Question, Rubric, Span, Verdict

# The curve of a score that is the share earned.
AS_EARNED = ((0.0, 0.0), (1.0, 1.0))
# How the share of marks that whole verdicts earn becomes a score: as it is. On the 2212 answers of
# training/answers/bank.jsonl it agrees with an interviewer's marks to 0.11 (root mean square), r 0.96.
GIVEN = blend.Measure(AS_EARNED, 0.11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """``grade``, and how: the ``chances`` of each point's verdicts, the ``factors`` of its credit (a point
    made only after a probe earns less), the dimensions that are not made from points (``sides``).

    ``measure`` is ``None`` when no point was looked at; the grade can only stand as it is then.
    """

    question: Question
    answer: Answer
    rubric: Rubric
    grade: Grade
    chances: tuple[tuple[float, ...], ...] = ()
    factors: tuple[float, ...] = ()
    sides: Mapping[str, float | None] = field(default_factory=lambda: MappingProxyType({}))
    measure: blend.Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Another verdict on a point, for better (``raised``) or worse; ``quote`` is what it rests on."""

    verdict: Verdict
    raised: bool
    quote: Span | None = None


def revised(was: Assessment, rulings: Mapping[str, Ruling], most: Mapping[str, float]) -> Grade:
    """The grade with some verdicts replaced, and dimensions at ``most`` (0-1) so high.

    Without a raised ruling the score is never above that of ``was``.
    """
    if was.measure is None or not (rulings or most):
        return was.grade
    points, chances = [], []
    for result, before, factor in zip(was.grade.points, was.chances, was.factors, strict=True):
        ruling = rulings.get(result.point)
        point, after = _ruled(result, before, ruling, factor, was.rubric) if ruling else (result, before)
        points.append(point)
        chances.append(after)
    grade = _settled(was, points, chances, was.sides, measure=was.measure, most=most)
    if any(ruling.raised for ruling in rulings.values()) or grade.score is None or was.grade.score is None:
        return grade
    # Credits are rounded for storage; a rounded one must not make more of the same.
    score = min(grade.score, was.grade.score)
    low = None if grade.low is None else min(grade.low, score)
    return replace(grade, score=score, low=low, band=blend.band(score, was.rubric))


def _ruled(
    result: PointResult, chances: tuple[float, ...], ruling: Ruling, factor: float, rubric: Rubric
) -> tuple[PointResult, tuple[float, ...]]:
    if ruling.raised:
        after = blend.at_least(chances, ruling.verdict)
        late = ruling.quote is not None and ruling.quote.source > 0
        credit = max(
            result.credit, round(blend.credit(after, rubric) * (rubric.probe_credit if late else 1.0), 4)
        )
    else:
        after = blend.at_most(chances, ruling.verdict)
        credit = min(result.credit, round(blend.credit(after, rubric) * factor, 4))
    quote = None if ruling.verdict is Verdict.MISSED else ruling.quote or result.quote
    return replace(result, verdict=ruling.verdict, credit=credit, quote=quote), after


def given(was: Assessment, verdicts: Mapping[str, Ruling], sides: Mapping[str, float]) -> Grade:
    """The grade of the same answer when all of the verdicts on its points are ``verdicts``, in full."""
    points, chances = [], []
    for point in was.question.points:
        ruling = verdicts[point.id]
        certain = tuple(float(verdict is ruling.verdict) for verdict in CLASSES)
        late = ruling.quote is not None and ruling.quote.source > 0
        credit = blend.credit(certain, was.rubric) * (was.rubric.probe_credit if late else 1.0)
        points.append(
            PointResult(
                point=point.id, weight=point.weight, verdict=ruling.verdict,
                credit=round(credit, 4), quote=ruling.quote,
            )
        )  # fmt: skip
        chances.append(certain)
    return _settled(was, points, chances, {**was.sides, **sides}, measure=GIVEN)


def _settled(
    was: Assessment,
    points: Sequence[PointResult],
    chances: Sequence[tuple[float, ...]],
    sides: Mapping[str, float | None],
    *,
    measure: blend.Measure,
    most: Mapping[str, float] = MappingProxyType({}),
) -> Grade:
    found = blend.add_up(points, chances, sides, was.rubric, most)
    cap = blend.score_cap(was.rubric, was.grade.flags, was.answer.hints)
    result = blend.settle(points, chances, found, was.rubric, measure, cap)
    return replace(
        was.grade, score=result.score, band=result.band, low=result.low, high=result.high,
        points=tuple(points), dimensions=result.dimensions,
    )  # fmt: skip
