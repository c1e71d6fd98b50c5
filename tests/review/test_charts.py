from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.review.charts import NARROW, WIDE, Sitting, calendar, trend

WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2003, 1, 1))
WIDTHS = st.sampled_from((WIDE, NARROW))


def weeks(answers: dict[date, int], width: int = WIDE):  # type: ignore[no-untyped-def]
    return calendar(answers, width=width, weekdays=WEEKDAYS, months=MONTHS)


@given(
    st.lists(
        st.tuples(st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)), st.floats(0, 100)), min_size=1
    ),
    WIDTHS,
)
def test_every_session_lies_inside_the_chart_later_ones_further_right(
    found: list[tuple[datetime, float]], width: int
) -> None:
    sittings = [Sitting(at=at, mean=mean) for at, mean in sorted(found)]
    chart = trend(sittings, width=width)
    places = [(dot.x, dot.y) for dot in chart.dots]
    assert all(chart.left <= x <= chart.right and 0 <= y <= chart.height for x, y in places)
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert len(chart.line.split()) == len(sittings)
    assert chart.latest.x < width


def test_a_higher_mean_is_drawn_higher_and_the_line_is_the_mean_of_three() -> None:
    start = datetime(2026, 11, 1, 9)
    chart = trend(
        [Sitting(at=start + timedelta(days=day), mean=mean) for day, mean in enumerate((0, 30, 90))],
        width=WIDE,
    )
    low, middle, high = (dot.y for dot in chart.dots)
    assert low > middle > high
    fifth = {rule.text: rule.y for rule in chart.rules}
    heights = [float(pair.split(",")[1]) for pair in chart.line.split()]
    assert heights[0] == fifth["0"] and heights[2] == pytest.approx(low + (high - low) * 40 / 90, abs=0.1)


def test_two_sessions_at_one_moment_do_not_break_the_chart() -> None:
    at = datetime(2026, 11, 1, 9)
    chart = trend([Sitting(at=at, mean=10.0), Sitting(at=at, mean=20.0)], width=NARROW)
    assert [day.text for day in chart.days] == ["11/1"]
    assert {dot.x for dot in chart.dots} == {chart.left}


@given(st.dictionaries(DAYS, st.integers(1, 40), min_size=1, max_size=20), WIDTHS)
def test_every_day_is_in_the_calendar_once_and_none_lies_on_another(
    answers: dict[date, int], width: int
) -> None:
    blocks = weeks(answers, width)
    shown = [day for block in blocks for day in block.days]
    assert len({day.day for day in shown}) == len(shown)
    assert {day.day: day.answers for day in shown if day.answers} == answers
    assert max(day.day for day in shown) == max(answers), "no day that has not come"
    for block in blocks:
        assert block.width <= width
        assert all(day.day.weekday() == block.days[i % 7].day.weekday() for i, day in enumerate(block.days))
        corners = {
            (day.x - (block.cell - day.side) / 2, day.y - (block.cell - day.side) / 2) for day in block.days
        }
        assert len(corners) == len(block.days)
        assert all(day.x >= 0 and day.x + day.side <= block.width for day in block.days)


def test_a_busier_day_is_of_a_higher_level_and_where_no_number_fits_larger() -> None:
    last = date(2026, 11, 22)
    few = {last - timedelta(days=back): busy for back, busy in enumerate((8, 5, 3, 1))}
    (block,) = weeks(few)
    assert block.numbered and [day.level for day in block.days[-4:]] == [1, 2, 3, 4]
    many = {last - timedelta(days=300): 1, **few}
    block = weeks(many)[-1]
    assert not block.numbered
    sides = [day.side for day in block.days[-4:]]
    assert sides == sorted(set(sides)), "size says what colour says"


def test_a_short_history_ends_with_its_last_week_and_shows_five() -> None:
    (block,) = weeks({date(2026, 11, 18): 2})
    assert block.days[0].day == date(2026, 10, 19) and block.days[-1].day == date(2026, 11, 18)
    assert [month.text for month in block.months] == ["Oct", "Nov"]
    assert [day.text for day in block.weekdays] == ["Mo", "We", "Fr", "Su"]


def test_years_are_broken_into_rows_of_weeks() -> None:
    blocks = weeks({date(2024, 1, 3): 1, date(2026, 11, 18): 1}, NARROW)
    assert len(blocks) > 5
    ends = [(block.days[0].day, block.days[-1].day) for block in blocks]
    assert all(before[1] + timedelta(days=1) == after[0] for before, after in pairwise(ends))
