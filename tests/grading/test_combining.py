"""The combined grade: what a judge may change, as laws."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_interview.grading import blend
from mock_interview.grading.assessment import GIVEN, Assessment, Ruling, revised
from mock_interview.grading.assessment import given as given_verdicts
from mock_interview.grading.blend import WORST_FIRST, at_least, at_most, credit
from mock_interview.grading.combining import SUPPORT, combine
from mock_interview.grading.verdicts import CLASSES
from mock_interview.model import (
    Answer,
    Flag,
    Grade,
    JudgedDimension,
    JudgedPoint,
    Judgement,
    Plea,
    PointResult,
    Span,
    Verdict,
    Vote,
)
from tests.grading.samples import QUESTION
from tests.judge.samples import RUBRIC

PART = "One thing. Another thing. A third thing."
MEASURE = blend.Measure(((0.0, 0.0), (0.14, 0.35), (0.52, 0.7), (1.0, 1.0)), 0.05)
SPAN = Span(source=0, start=0, end=9, text="One thing")
APPEAL = Plea(kind="words", span=SPAN)


@st.composite
def chances(draw: st.DrawFn) -> tuple[float, ...]:
    """Probabilities of the four verdicts."""
    raw = [draw(st.floats(0, 1)) for _ in CLASSES]
    total = sum(raw)
    return tuple(one / total for one in raw) if total > 1e-9 else (0.0, 0.0, 1.0, 0.0)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """An answer as it might be graded offline, with any flags, hints and follow-ups."""
    tables = tuple(draw(chances()) for _ in QUESTION.points)
    factors = tuple(draw(st.sampled_from([1.0, RUBRIC.probe_credit])) for _ in QUESTION.points)
    points = tuple(
        PointResult(
            point=point.id, weight=point.weight, verdict=blend.verdict(table),
            credit=round(credit(table, RUBRIC) * factor, 4),
        )
        for point, table, factor in zip(QUESTION.points, tables, factors, strict=True)
    )  # fmt: skip
    flags = tuple(draw(st.lists(st.sampled_from([Flag.ECHO, Flag.DONT_KNOW, Flag.OFF_TOPIC]), max_size=1)))
    sides = {"precision": draw(st.none() | st.floats(0, 1)), "clarity": draw(st.none() | st.floats(0, 1))}
    hints = draw(st.integers(0, 3))
    found = blend.add_up(points, tables, sides, RUBRIC)
    score = blend.settle(points, tables, found, RUBRIC, MEASURE, blend.score_cap(RUBRIC, flags, hints))
    grade = Grade(
        score=score.score, low=score.low, high=score.high, band=score.band, points=points,
        dimensions=score.dimensions, flags=flags,
    )  # fmt: skip
    return Assessment(
        question=QUESTION, answer=Answer(parts=(PART,), hints=hints), rubric=RUBRIC, grade=grade,
        chances=tables, factors=factors, sides=sides, measure=MEASURE,
    )  # fmt: skip


def judged(
    point: str, verdict: Verdict, *, votes: int = 1, against: int = 0, withdrawn: bool = False
) -> JudgedPoint:
    quotes = () if verdict is Verdict.MISSED or withdrawn else (SPAN,)
    said = Vote(verdict=verdict, confidence=1.0, quotes=quotes, withdrawn=withdrawn)
    other = Vote(verdict=Verdict.MISSED, confidence=1.0)
    weight = QUESTION.point(point).weight
    return JudgedPoint(
        point=point, weight=weight, verdict=Verdict.MISSED if withdrawn else verdict, credit=0.0,
        quote=quotes[0] if quotes else None, withdrawn=withdrawn, votes=(said,) * votes + (other,) * against,
    )  # fmt: skip


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    """Whatever a judge may come to."""
    points = tuple(
        judged(
            point.id,
            draw(st.sampled_from(WORST_FIRST)),
            withdrawn=draw(st.booleans()) and draw(st.booleans()),
        )
        for point in QUESTION.points
    )
    points = tuple(
        replace(p, verdict=Verdict.MISSED, withdrawn=False) if p.votes[0].verdict is Verdict.MISSED else p
        for p in points
    )
    values = {
        name: draw(st.sampled_from([0.0, 0.4, 1.0])) for name in ("correctness", "precision", "clarity")
    }
    dimensions = tuple(JudgedDimension(id=name, level="x", value=value) for name, value in values.items())
    return Judgement(score=None, points=points, dimensions=dimensions if draw(st.booleans()) else ())


def no_support(*_: object) -> float:
    return 0.0


def full_support(*_: object) -> float:
    return 1.0


LAW = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@LAW
@given(assessments(), judgements(), st.sampled_from(["cautious", "judge", "offline"]))
def test_with_words_to_the_grader_no_judgement_ever_raises_the_score(
    was: Assessment, judgement: Judgement, rule: str
) -> None:
    was = replace(was, rubric=replace(RUBRIC, judge=rule))
    found = combine(was, replace(judgement, appeals=(APPEAL,)), full_support)
    assert found.score is not None and was.grade.score is not None and found.score <= was.grade.score
    credits = {p.point: p.credit for p in was.grade.points}
    assert all(point.credit <= credits[point.point] for point in found.points)


@LAW
@given(assessments(), judgements())
def test_without_support_no_judgement_ever_raises_the_score(was: Assessment, judgement: Judgement) -> None:
    found = combine(was, judgement, no_support)
    assert found.score is not None and was.grade.score is not None and found.score <= was.grade.score


@LAW
@given(assessments(), judgements(), st.sampled_from(["cautious", "judge", "offline"]))
def test_a_grade_holds_together(was: Assessment, judgement: Judgement, rule: str) -> None:
    was = replace(was, rubric=replace(RUBRIC, judge=rule))
    found = combine(was, judgement, full_support)
    told = found.judgement
    assert told is not None and told.score is not None and found.offline == was.grade and told.rule == rule
    assert (
        None not in (found.low, found.high, found.score)
        and 0 <= found.low <= found.score <= found.high <= 100
    )  # type: ignore[operator]
    assert found.band == blend.band(found.score, RUBRIC)  # type: ignore[arg-type]
    differing = {
        a.point for a, b in zip(was.grade.points, told.points, strict=True) if a.verdict is not b.verdict
    }
    assert set(found.contested) == differing
    if differing:
        for score in (was.grade.score, told.score):
            assert found.low <= score <= found.high  # type: ignore[operator]
    assert [p.point for p in found.points] == [p.id for p in QUESTION.points]
    assert combine(was, judgement, full_support) == found


@LAW
@given(assessments())
def test_a_judge_that_agrees_changes_nothing(was: Assessment) -> None:
    points = tuple(judged(p.point, p.verdict) for p in was.grade.points)
    found = combine(was, Judgement(score=None, points=points), full_support)
    assert (found.score, found.low, found.high) == (was.grade.score, was.grade.low, was.grade.high)
    assert not found.contested


@given(chances(), st.sampled_from(WORST_FIRST))
def test_bounded_chances_stay_chances_and_go_one_way(table: tuple[float, ...], bound: Verdict) -> None:
    worse, better = at_most(table, bound), at_least(table, bound)
    assert sum(worse) == pytest.approx(1) and sum(better) == pytest.approx(1)
    assert credit(worse, RUBRIC) <= credit(table, RUBRIC) + 1e-12
    assert credit(better, RUBRIC) >= credit(table, RUBRIC) - 1e-12


def fixed(*tables: tuple[float, ...]) -> Assessment:
    points = tuple(
        PointResult(point=p.id, weight=p.weight, verdict=blend.verdict(t), credit=round(credit(t, RUBRIC), 4))
        for p, t in zip(QUESTION.points, tables, strict=True)
    )
    found = blend.add_up(points, tables, {}, RUBRIC)
    score = blend.settle(points, tables, found, RUBRIC, MEASURE)
    grade = Grade(score=score.score, low=score.low, high=score.high, band=score.band, points=points)
    return Assessment(
        question=QUESTION, answer=Answer(parts=(PART,)), rubric=RUBRIC, grade=grade, chances=tables,
        factors=(1.0,) * len(points), measure=MEASURE,
    )  # fmt: skip


SURE, NOTHING, OPPOSITE = (0.9, 0.05, 0.05, 0.0), (0.05, 0.05, 0.9, 0.0), (0.0, 0.1, 0.1, 0.8)


def changed(was: Assessment, *verdicts: JudgedPoint, support: float = 1.0) -> dict[str, Verdict]:
    found = combine(was, Judgement(score=None, points=verdicts), lambda _point, _text: support)
    return {p.point: p.verdict for p in found.points}


def test_a_raise_needs_support_and_a_majority() -> None:
    was = fixed(SURE, NOTHING, NOTHING)
    rest = (judged("freezes", Verdict.COVERED), judged("merges", Verdict.MISSED))

    def low_rank(point: JudgedPoint, support: float) -> Verdict:
        return changed(was, rest[0], point, rest[1], support=support)["low-rank"]

    assert low_rank(judged("low-rank", Verdict.COVERED), SUPPORT) is Verdict.COVERED
    assert low_rank(judged("low-rank", Verdict.PARTIAL), SUPPORT) is Verdict.PARTIAL
    assert low_rank(judged("low-rank", Verdict.COVERED), SUPPORT - 0.01) is Verdict.MISSED
    assert low_rank(judged("low-rank", Verdict.COVERED, votes=2, against=1), 1.0) is Verdict.COVERED
    assert low_rank(judged("low-rank", Verdict.COVERED, votes=1, against=1), 1.0) is Verdict.MISSED


def test_a_contradiction_found_offline_is_not_talked_away_by_a_miss() -> None:
    was = fixed(OPPOSITE, NOTHING, NOTHING)
    rest = (judged("low-rank", Verdict.MISSED), judged("merges", Verdict.MISSED))
    assert changed(was, judged("freezes", Verdict.MISSED), *rest)["freezes"] is Verdict.CONTRADICTED
    assert changed(was, judged("freezes", Verdict.COVERED), *rest)["freezes"] is Verdict.COVERED


def test_a_withdrawn_claim_moves_nothing_either_way() -> None:
    was = fixed(SURE, NOTHING, OPPOSITE)
    points = [judged(p.id, Verdict.COVERED, withdrawn=True) for p in QUESTION.points]
    found = combine(was, Judgement(score=None, points=tuple(points)), full_support)
    assert found.score == was.grade.score and [p.verdict for p in found.points] == [
        p.verdict for p in was.grade.points
    ]
    assert found.judgement is not None and found.judgement.score == 0.0 and "freezes" in found.contested


def test_the_judges_own_score_takes_its_verdicts_in_full() -> None:
    was = fixed(NOTHING, NOTHING, NOTHING)
    points = tuple(judged(p.id, Verdict.COVERED) for p in QUESTION.points)
    found = combine(was, Judgement(score=None, points=points), no_support)
    assert found.judgement is not None and found.judgement.score == 100.0 and found.score == was.grade.score
    assert GIVEN.curve == ((0.0, 0.0), (1.0, 1.0))


def test_what_is_said_only_after_a_probe_earns_less_for_a_judge_too() -> None:
    was = fixed(NOTHING, NOTHING, NOTHING)
    late = Ruling(verdict=Verdict.COVERED, raised=True, quote=replace(SPAN, source=1))
    rulings = {p.id: late for p in QUESTION.points}
    assert [p.credit for p in given_verdicts(was, rulings, {}).points] == [RUBRIC.probe_credit] * 3
    assert revised(was, {"freezes": late}, {}).points[0].credit == RUBRIC.probe_credit


def test_the_sentence_around_a_quote_must_support_it_too() -> None:
    was = fixed(SURE, NOTHING, NOTHING)
    inside = replace(SPAN, start=19, end=24, text="thing")
    point = replace(
        judged("low-rank", Verdict.COVERED),
        votes=(Vote(verdict=Verdict.COVERED, confidence=1, quotes=(inside,)),),
    )
    seen: list[str] = []

    def support(_point: object, text: str) -> float:
        seen.append(text)
        return 0.1 if text == "Another thing." else 0.9

    rest = (judged("freezes", Verdict.COVERED), judged("merges", Verdict.MISSED))
    found = combine(was, Judgement(score=None, points=(rest[0], point, rest[1])), support)
    assert sorted(seen) == ["Another thing.", "thing"]
    assert {p.point: p.verdict for p in found.points}["low-rank"] is Verdict.MISSED
    assert found.judgement is not None and found.judgement.points[1].support == 0.1


def test_a_judgement_without_points_leaves_the_grade_with_its_reason() -> None:
    was = fixed(SURE, NOTHING, NOTHING)
    found = combine(was, Judgement(score=None, reason="no reply"), full_support)
    assert replace(found, judgement=None) == was.grade and found.judgement is not None
    assert found.judgement.reason == "no reply"
