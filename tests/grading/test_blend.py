"""From verdicts to a score: laws that hold for any verdicts and any rubric that ships."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.blend import (
    Measure,
    Score,
    add_up,
    band,
    credit,
    curved,
    score_cap,
    settle,
    spread_of,
)
from mock_interview.grading.verdicts import read_fitted, verdict_of
from mock_interview.model import Flag, PointResult, Verdict
from mock_interview.rubric import load_rubrics

RUBRICS = load_rubrics(Path(__file__).parents[2] / "rubrics")
MEASURE = Measure(read_fitted().plain.curve, read_fitted().plain.residual)
chance = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(lambda xs: tuple(x / sum(xs) for x in xs))
points = st.lists(st.tuples(st.integers(1, 5), chance), min_size=1, max_size=7)
rubrics = st.sampled_from(sorted(RUBRICS)).map(RUBRICS.get)
COVERED, DENIED = (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)


def score(rows, rubric, *, flags=(), hints=0, sides=None) -> Score:
    results = [
        PointResult(point=str(i), weight=w, verdict=verdict_of(p), credit=credit(p, rubric))
        for i, (w, p) in enumerate(rows)
    ]
    chances = [p for _, p in rows]
    found = add_up(results, chances, sides or {}, rubric)
    return settle(results, chances, found, rubric, MEASURE, score_cap(rubric, flags, hints))


@given(points, rubrics)
def test_a_score_lies_between_its_bounds_and_in_its_band(rows, rubric) -> None:
    found = score(rows, rubric)
    assert 0 <= found.low <= found.score <= found.high <= 100
    assert found.band == band(found.score, rubric)


@given(points, rubrics, st.integers(0, 6))
def test_covering_one_more_point_never_lowers_the_score(rows, rubric, at) -> None:
    at %= len(rows)
    better = [(w, COVERED if i == at else p) for i, (w, p) in enumerate(rows)]
    assert score(better, rubric).score >= score(rows, rubric).score


@given(points, rubrics, st.integers(0, 6))
def test_contradicting_a_point_never_raises_the_score(rows, rubric, at) -> None:
    at %= len(rows)
    worse = [(w, DENIED if i == at else p) for i, (w, p) in enumerate(rows)]
    assert score(worse, rubric).score <= score(rows, rubric).score


def test_everything_covered_is_full_marks_and_nothing_said_is_none() -> None:
    for rubric in RUBRICS.values():
        assert score([(3, COVERED), (1, COVERED)], rubric).score == 100
        assert score([(3, (0.0, 0.0, 1.0, 0.0))], rubric).score == 0


def test_a_flag_caps_the_score_and_its_range() -> None:
    rubric = RUBRICS["default"]
    found = score([(1, COVERED)], rubric, flags=(Flag.ECHO,))
    assert found.score == found.high == dict(rubric.flag_caps)["echo"]


def test_every_hint_lowers_the_cap_and_the_last_one_holds() -> None:
    rubric = RUBRICS["strict"]
    scores = [score([(1, COVERED)], rubric, hints=n).score for n in range(5)]
    assert scores == [100, *rubric.hint_cap, rubric.hint_cap[-1]]


def test_a_dimension_that_cannot_be_judged_takes_nothing_away() -> None:
    rubric = RUBRICS["strict"]
    assert score([(1, COVERED)], rubric, sides={"precision": None, "clarity": None}).score == 100
    assert score([(1, COVERED)], rubric, sides={"precision": 0.0}).score < 100


def test_strict_takes_more_for_a_contradiction() -> None:
    rows = [(3, COVERED), (2, DENIED)]
    assert score(rows, RUBRICS["strict"]).score < score(rows, RUBRICS["default"]).score


def test_correctness_is_not_judged_where_nothing_was_said() -> None:
    found = score([(1, (0.0, 0.0, 1.0, 0.0))], RUBRICS["default"])
    assert {d.id: d.value for d in found.dimensions}["correctness"] is None


def test_a_curve_goes_through_its_knots() -> None:
    knots = ((0.0, 0.0), (0.5, 0.4), (1.0, 1.0))
    assert [curved(x, knots) for x in (0, 0.25, 0.5, 0.75, 1, 1.5)] == [0, 0.2, 0.4, 0.7, 1.0, 1.0]


def test_probe_credit_and_partial_credit_come_from_the_rubric() -> None:
    rubric = replace(RUBRICS["default"], partial_credit=0.25)
    assert credit((0.0, 1.0, 0.0, 0.0), rubric) == 0.25
    assert verdict_of((0.2, 0.5, 0.2, 0.1)) is Verdict.PARTIAL


@given(st.floats(0, 1), st.floats(0.2, 5))
def test_an_exponent_leaves_nothing_and_everything_as_they_are(share: float, exponent: float) -> None:
    measure = Measure(((0.0, 0.0), (1.0, 1.0)), 0.0, exponent=exponent)
    assert measure.score(0.0) == 0 and measure.score(1.0) == 1
    kinder = measure.score(share) - share
    assert kinder >= -1e-12 if exponent <= 1 else kinder <= 1e-12


def test_less_doubt_makes_a_narrower_range() -> None:
    rubric = RUBRICS["default"]
    rows = [(0.5, 0.0, 0.5, 0.0), (0.2, 0.3, 0.5, 0.0)]
    wide, narrow = (spread_of([1, 3], rows, rubric, replace(MEASURE, doubt=d)) for d in (1.0, 0.5))
    assert MEASURE.residual < narrow < wide
    assert spread_of([1], [COVERED], rubric, MEASURE) == MEASURE.residual
