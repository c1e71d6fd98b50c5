"""Claims about what is made of measured times; the clock in them is a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.timing import Goal, Row, as_json, in_turn, quantile, ratio, shortfalls, table

TIMES = st.lists(st.floats(0.001, 100), min_size=1, max_size=50)


def row(*seconds: float, goals: tuple[Goal, ...] = (), **ratios: float) -> Row:
    return Row(what="a grade", unit="ms", values=seconds, ratios=ratios, goals=goals)


def test_a_quantile_between_two_values_is_their_mixture() -> None:
    assert quantile([3.0, 1.0, 2.0, 4.0], 0.5) == 2.5
    assert quantile([float(n) for n in range(101)], 0.95) == pytest.approx(95)
    assert quantile([7.0], 0.95) == 7


@given(TIMES, st.floats(0, 1), st.floats(0, 1))
def test_quantiles_rise_with_their_share_and_stay_among_the_values(
    times: list[float], one: float, other: float
) -> None:
    low, high = quantile(times, min(one, other)), quantile(times, max(one, other))
    assert min(times) <= low <= high * (1 + 1e-12)
    assert high <= max(times) * (1 + 1e-12)
    assert (quantile(times, 0), quantile(times, 1)) == (min(times), max(times))


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.1), ([1.0], -0.1)])
def test_a_quantile_of_nothing_or_outside_the_range_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        quantile(values, share)


def test_a_ratio_compares_within_rounds_so_that_a_busy_machine_cancels_out() -> None:
    assert ratio([2, 20, 200], [1, 10, 100]) == 2
    assert ratio([2, 2, 50], [1, 1, 1]) == 2


def test_a_ratio_of_unequal_numbers_of_rounds_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio([1.0, 2.0], [1.0])


def test_the_first_round_is_run_and_not_counted_and_the_order_alternates() -> None:
    ran: list[tuple[str, int]] = []
    now = 0.0

    def task(name: str, seconds: float):
        def run(number: int) -> None:
            nonlocal now
            ran.append((name, number))
            now += seconds * (100 if number == 0 else 1)

        return run

    found = in_turn({"a": task("a", 1), "b": task("b", 3)}, 2, clock=lambda: now)
    assert found == {"a": (1, 1), "b": (3, 3)}
    assert ran == [("b", 0), ("a", 0), ("a", 1), ("b", 1), ("b", 2), ("a", 2)]


def test_few_runs_have_no_95th_percentile() -> None:
    assert "p95" not in row(*[1.0] * 19).figures()
    assert row(*[1.0] * 20).figures() == {"median": 1.0, "p95": 1.0}


def test_a_goal_is_met_missed_or_not_measured() -> None:
    goals = (
        Goal(of="median", at_most=0.05),
        Goal(of="naive", at_most=2),
        Goal(of="p95", at_most=1),
        Goal(of="teacher", at_most=1),
    )
    measured = row(0.05, 0.05, naive=2.5, goals=goals)
    assert [measured.met(goal) for goal in goals] == [True, False, None, None]


def test_the_table_shows_every_figure_and_whether_its_goal_is_met() -> None:
    goals = (Goal(of="p95", at_most=0.06), Goal(of="naive", at_most=2), Goal(of="teacher", at_most=1))
    lines = table([row(*[0.0412] * 20, naive=2.5, goals=goals), row(0.1)]).splitlines()
    assert lines[2] == (
        "| a grade | 20 | 41.2 ms | 41.2 ms | naive 2.5 "
        "| p95 <= 60 ms: met; naive <= 2: MISSED; teacher <= 1: not measured |"
    )
    assert lines[3] == "| a grade | 1 | 100 ms | - | - | - |"
    assert len({line.count("|") for line in lines}) == 1


def test_a_shortfall_is_named_for_what_was_missed_and_for_what_was_not_measured() -> None:
    goals = (Goal(of="median", at_most=0.06), Goal(of="naive", at_most=2), Goal(of="teacher", at_most=1))
    assert shortfalls([row(0.05, naive=2.5, goals=goals)]) == [
        "a grade: naive <= 2: MISSED",
        "a grade: teacher <= 1: not measured",
    ]
    assert shortfalls([row(0.05, naive=2.0, goals=goals[:2])]) == []


def test_memory_is_shown_in_megabytes() -> None:
    peak = Row(what="peak", unit="MB", values=(196e6,), ratios={}, goals=(Goal(of="median", at_most=250e6),))
    assert table([peak]).splitlines()[2] == "| peak | 1 | 196 MB | - | - | median <= 250 MB: met |"


def test_json_says_in_seconds_what_the_table_says() -> None:
    assert as_json(row(0.5, naive=2.0, goals=(Goal(of="naive", at_most=3),))) == {
        "what": "a grade",
        "runs": 1,
        "figures": {"median": 0.5, "naive": 2.0},
        "goals": [{"of": "naive", "at_most": 3, "met": True}],
    }


def test_what_cannot_be_done_twice_is_timed_without_a_warm_up() -> None:
    ticks = iter(range(100))
    rounds: list[int] = []
    found = in_turn({"build": rounds.append}, 1, clock=lambda: float(next(ticks)), warm_up=False)
    assert found == {"build": (1.0,)} and rounds == [1]
