"""The figures, against values worked by hand and laws that hold for all series."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.agreement import statistics
from mock_interview.agreement.statistics import (
    FIGURES,
    Series,
    deciles,
    intervals,
    levels_of,
    mean_of_others,
    pearson,
    places,
    qwk,
    ranks,
    to_levels,
)

TENTHS = st.integers(0, 10).map(lambda n: n / 10)
PAIRS = st.lists(st.tuples(TENTHS, TENTHS), min_size=1, max_size=12)


def floats(*values: float) -> Any:
    return np.array(values, dtype=np.float64)


def series(pairs: list[tuple[float, float]]) -> Series:
    predicted, marks = floats(*(p for p, _ in pairs)), floats(*(m for _, m in pairs))
    return Series(predicted, marks, np.linspace(0, 1, 11))


def same(left: dict[str, float | None], right: dict[str, float | None]) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or math.isclose(a, b or 0.0, abs_tol=1e-9))
        for a, b in ((left[name], right[name]) for name in FIGURES)
    )


def test_every_figure_of_a_series_worked_by_hand() -> None:
    """Off by 0, .5, -.5, 0; levels 0 .5 1; pairs (0,0) (1,0) (1,2) (2,2) in levels."""
    inside = floats(1, 0, 1, math.nan)
    found = Series(floats(0, 0.5, 0.5, 1), floats(0, 0, 1, 1), floats(0, 0.5, 1), inside).figures()
    assert found["rmse"] == pytest.approx(math.sqrt(0.5 / 4))
    assert found["mae"] == pytest.approx(0.25)
    assert found["bias"] == pytest.approx(0.0)
    # Products of differences .25 + 0 + 0 + .25; squares .5 and 1.
    assert found["pearson"] == pytest.approx(0.5 / math.sqrt(0.5 * 1.0))
    # Ranks 1 2.5 2.5 4 and 1.5 1.5 3.5 3.5: products 1.5 + 0 + 0 + 1.5; squares 4.5 and 4.
    assert found["spearman"] == pytest.approx(3 / math.sqrt(4.5 * 4))
    # Observed (0 + 1 + 1 + 0) / 4; expected: guess 1/4 1/2 1/4, given 1/2 0 1/2: 2 * (1/8 * 4 + 1/4 * 1).
    assert found["qwk"] == pytest.approx(1 - 0.5 / 1.5)
    assert found["within_one_level"] == 1.0
    assert found["accuracy"] == pytest.approx(3 / 4)  # half marks count as right
    assert found["in_range"] == pytest.approx(2 / 3)


def test_bias_is_above_zero_when_too_much_is_given() -> None:
    bias = series([(0.9, 0.5), (0.4, 0.2)]).figures()["bias"]
    assert bias == pytest.approx(0.3)


def test_ranks_of_equal_values_are_the_mean_of_theirs() -> None:
    assert list(ranks(places(floats(3, 1, 3, 2, 3)), np.ones(5))) == [4, 1, 4, 2, 4]


@pytest.mark.parametrize(
    ("predicted", "marks"), [((0.5, 0.5, 0.5), (0, 0.5, 1)), ((0, 0.5, 1), (0.1, 0.1, 0.1)), ((0.3,), (0.7,))]
)
def test_a_correlation_with_a_constant_is_undefined_and_not_zero(predicted: Any, marks: Any) -> None:
    found = Series(floats(*predicted), floats(*marks), floats(0, 0.5, 1)).figures()
    assert found["pearson"] is None and found["spearman"] is None
    assert found["rmse"] is not None


def test_a_constant_that_rounding_moves_is_still_a_constant() -> None:
    assert pearson(floats(0.1, 0.1 + 1e-17, 0.3 - 0.2), floats(0, 0.5, 1), np.ones(3)) is None


def test_kappa_of_two_equal_constants_is_undefined_and_of_a_constant_guess_is_zero() -> None:
    assert qwk(np.array([1, 1]), np.array([1, 1]), 3) is None
    assert qwk(np.array([1, 1]), np.array([0, 2]), 3) == pytest.approx(0.0)


def test_kappa_of_opposites_is_minus_one() -> None:
    assert qwk(np.array([0, 2]), np.array([2, 0]), 3) == pytest.approx(-1.0)


def test_figures_of_nothing_are_all_undefined() -> None:
    assert set(series([]).figures().values()) == {None}


def test_a_range_that_no_row_has_leaves_its_share_undefined() -> None:
    assert series([(0.1, 0.2)]).figures()["in_range"] is None


@settings(deadline=None)
@given(PAIRS)
def test_a_series_agrees_with_itself_completely(pairs: list[tuple[float, float]]) -> None:
    found = series([(mark, mark) for _, mark in pairs]).figures()
    assert found["rmse"] == found["mae"] == found["bias"] == 0.0
    assert found["within_one_level"] == found["accuracy"] == 1.0
    for name in ("pearson", "spearman", "qwk"):
        value = found[name]
        assert value is None or math.isclose(value, 1.0)
        assert (value is None) == (len({mark for _, mark in pairs}) == 1)


@settings(deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_rows_and_stay_in_their_bounds(
    pairs: list[tuple[float, float]], random: Any
) -> None:
    found = series(pairs).figures()
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert same(found, series(shuffled).figures())
    for name in ("pearson", "spearman", "qwk", "bias"):
        assert found[name] is None or -1 - 1e-9 <= (found[name] or 0) <= 1 + 1e-9
    rmse, mae, bias = found["rmse"] or 0, found["mae"] or 0, found["bias"] or 0
    assert abs(bias) <= mae + 1e-9 and mae <= rmse + 1e-9


@settings(deadline=None)
@given(PAIRS)
def test_all_figures_but_bias_are_the_same_the_other_way_round(
    pairs: list[tuple[float, float]],
) -> None:
    one, other = series(pairs).figures(), series([(mark, predicted) for predicted, mark in pairs]).figures()
    assert same({**one, "bias": None}, {**other, "bias": None})


@settings(deadline=None)
@given(PAIRS)
def test_spearman_sees_only_the_order(pairs: list[tuple[float, float]]) -> None:
    bent = series([(predicted**3, mark**2) for predicted, mark in pairs]).figures()["spearman"]
    straight = series(pairs).figures()["spearman"]
    assert (bent is None) == (straight is None)
    assert straight is None or bent == pytest.approx(straight)


@settings(deadline=None)
@given(st.lists(st.tuples(TENTHS, TENTHS, st.integers(0, 3)), min_size=1, max_size=10))
def test_a_weight_of_n_counts_as_n_rows(rows: list[tuple[float, float, int]]) -> None:
    weights = floats(*(n for *_, n in rows))
    repeated = [(p, m) for p, m, n in rows for _ in range(n)]
    assert same(series([(p, m) for p, m, _ in rows]).figures(weights), series(repeated).figures())


@settings(deadline=None)
@given(st.lists(st.tuples(TENTHS, TENTHS, st.integers(0, 2)), min_size=1, max_size=10))
def test_a_sample_of_questions_is_the_rows_of_those_questions(rows: list[tuple[float, float, int]]) -> None:
    whole = series([(p, m) for p, m, _ in rows])
    questions = np.array([q for *_, q in rows])
    (sample,) = whole.samples(questions, np.array([[2, 0, 1]]))
    drawn = [(p, m) for p, m, q in rows for _ in range((2, 0, 1)[q])]
    assert same(sample, series(drawn).figures())


# ------------------------------------------------------------------ levels


def test_few_different_marks_are_levels_of_their_own() -> None:
    assert list(levels_of(floats(1, 0, 0.5, 0.5))) == [0, 0.5, 1]
    assert list(levels_of(floats(0.1 + 0.2, 0.3))) == [0.3]


def test_many_different_marks_are_rounded_to_eleven_equal_levels() -> None:
    assert list(levels_of(np.arange(21) / 20)) == pytest.approx([n / 10 for n in range(11)])


def test_a_value_goes_to_the_nearest_level_and_up_between_two() -> None:
    assert list(to_levels(floats(0, 0.24, 0.25, 0.6, 0.75, 1), floats(0, 0.5, 1))) == [0, 0, 1, 1, 2, 2]
    assert list(to_levels(floats(0.2, 0.9), floats(0.5))) == [0, 0]


# --------------------------------------------------------------- intervals


def noisy(questions: int, rows: int) -> tuple[Series, Any]:
    rng = np.random.default_rng(3)
    marks = rng.integers(0, 11, questions * rows) / 10
    predicted = np.clip(marks + rng.normal(0, 0.2, len(marks)), 0, 1)
    return Series(predicted, marks, np.linspace(0, 1, 11)), np.repeat(np.arange(questions), rows)


def test_an_interval_holds_its_figure_and_is_the_same_each_time() -> None:
    whole, groups = noisy(20, 5)
    found, figures = intervals(whole, groups), whole.figures()
    for name in FIGURES:
        if name != "in_range":
            low, high = found[name] or (1.0, 0.0)
            assert low <= (figures[name] or 0.0) <= high
    assert found["in_range"] is None
    assert found == intervals(whole, groups)


def test_more_questions_make_an_interval_narrower() -> None:
    widths = [
        high - low for low, high in (intervals(*noisy(count, 5))["mae"] or (0.0, 9.0) for count in (5, 80))
    ]
    assert widths[1] < widths[0] / 2


def test_rows_are_drawn_by_question_and_not_one_by_one() -> None:
    """A hundred copies of each row are no more questions than one."""
    one, groups = noisy(10, 1)
    rows = np.repeat(np.arange(10), 100)
    assert intervals(one.part(rows), groups[rows])["mae"] == pytest.approx(intervals(one, groups)["mae"])


def test_there_is_no_interval_over_a_single_question() -> None:
    whole, groups = noisy(1, 30)
    assert set(intervals(whole, groups).values()) == {None}
    assert set(intervals(series([]), np.array([], dtype=np.int64)).values()) == {None}


def test_a_figure_that_most_samples_leave_undefined_gets_no_interval() -> None:
    assert statistics._percentiles([None] * 501 + [0.5] * 499) is None
    assert statistics._percentiles([None] * 500 + [0.5] * 500) == (0.5, 0.5)


# --------------------------------------------------- base line, calibration


def test_the_constant_base_line_is_the_mean_of_the_other_questions_rows() -> None:
    found = mean_of_others(floats(0, 1, 1, 0.5), np.array([0, 0, 1, 2]))
    assert list(found) == pytest.approx([0.75, 0.75, 0.5, 2 / 3])
    assert np.isnan(mean_of_others(floats(0, 1), np.array([0, 0]))).all()


@settings(deadline=None)
@given(st.lists(TENTHS, min_size=1, max_size=60))
def test_tenths_hold_every_row_once_in_order_and_keep_equals_together(values: list[float]) -> None:
    array = floats(*values)
    parts = deciles(array)
    assert sorted(int(row) for part in parts for row in part) == list(range(len(values)))
    assert len(parts) <= 10
    for low, high in pairwise(parts):
        assert array[low].max() < array[high].min()


def test_a_hundred_different_predictions_make_ten_tenths() -> None:
    assert [len(part) for part in deciles(np.arange(100) / 100)] == [10] * 10
    assert deciles(floats()) == []
