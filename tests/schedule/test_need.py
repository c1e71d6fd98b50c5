from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.schedule.cards import memories
from mock_interview.schedule.need import HALF_LIFE, needs, weakness
from tests.schedule.test_cards import START, answer

DAY = 86400
TODAY = date.fromtimestamp(START)


def need_after(days: int, *rows):
    now = START + days * DAY
    return needs(memories(rows, {}), now)["q1"], TODAY + timedelta(days=days)


def test_a_point_counts_as_due_from_the_morning_of_its_day() -> None:
    need, _ = need_after(0, answer("m", 9 * 3600))  # asked at six in the evening, due at six the next day
    assert need.due(TODAY) == () and need.urgency(TODAY) == 0
    tomorrow = TODAY + timedelta(days=1)
    assert len(need.due(tomorrow)) == 1 and need.urgency(tomorrow) > 0
    assert need.first_due == tomorrow


def test_the_facts_are_those_of_the_least_sure_point_that_is_due() -> None:
    rows = [
        answer("", 0, marks="a:5:m b:2:c"),
        answer("", 2 * DAY, marks="a:5:m b:2:c"),
        answer("", 4 * DAY, marks="a:5:c b:2:c"),
    ]
    need, today = need_after(40, *rows)
    why = need.why(today)
    assert (why.times, why.missed) == (3, 2)
    assert why.recall is not None and 0 < why.recall < 0.9
    assert why.overdue is not None and why.overdue > 20


def test_before_anything_is_due_nothing_is_overdue() -> None:
    need, today = need_after(0, answer("c", 0))
    assert need.why(today).overdue is None and need.why(today).times == 1


def test_urgency_grows_with_what_is_forgotten_and_with_its_weight() -> None:
    light, _ = need_after(30, answer("", 0, marks="a:1:c"))
    heavy, today = need_after(30, answer("", 0, marks="a:5:c"))
    later, much_later = need_after(300, answer("", 0, marks="a:5:c"))
    assert heavy.urgency(today) == pytest.approx(5 * light.urgency(today))
    assert later.urgency(much_later) > heavy.urgency(today)


def test_weakness_fades_with_time_and_with_a_covered_answer() -> None:
    now = START + 100 * DAY
    fresh = weakness([answer("m", 100 * DAY)], now)["q1"]
    old = weakness([answer("m", round((100 - HALF_LIFE) * DAY))], now)["q1"]
    mended = weakness([answer("m", 90 * DAY), answer("c", 100 * DAY)], now)["q1"]
    assert fresh == 0.5 and old == pytest.approx(0.3333, abs=0.001) and mended < fresh
    assert weakness([answer("c", 100 * DAY)], now) == {"q1": 0.0}
    assert weakness([answer("m", -1000 * DAY)], now) == {}


def test_missing_twice_is_weaker_than_missing_once() -> None:
    now = START + DAY
    once = weakness([answer("m", 0)], now)["q1"]
    twice = weakness([answer("m", 0), answer("m", DAY)], now)["q1"]
    assert twice > once


packed = st.lists(st.sampled_from("cfpmx"), min_size=1, max_size=4).map(
    lambda letters: " ".join(f"p{n}:{n + 1}:{letter}" for n, letter in enumerate(letters))
)


@given(st.lists(st.tuples(packed, st.integers(0, 300)), min_size=1, max_size=10), st.integers(0, 400))
def test_needs_and_weakness_stay_within_bounds(history: list[tuple[str, int]], after: int) -> None:
    rows = [answer("", day * DAY, marks=marks) for marks, day in history]
    now = START + (max(day for _, day in history) + after) * DAY
    today = date.fromtimestamp(now)
    need = needs(memories(rows, {}), now)["q1"]
    assert all(0 <= point.recall <= 1 and 0 <= point.missed <= point.times for point in need.points)
    assert [point.recall for point in need.points] == sorted(point.recall for point in need.points)
    assert (need.urgency(today) > 0) == bool(need.due(today))
    for value in weakness(rows, now).values():
        assert 0 <= value <= 1.25
