from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.practice import Names, Practice, day_of
from mock_interview.review.history import FOR_TREND, STRETCHES, history, weeks
from tests.samples import text

START = int(datetime(2026, 11, 2, 12, tzinfo=timezone.utc).timestamp())
DAY = 86400
_numbers = count()


def row(score: float | None = 50.0, *, day: float = 0, **more: object) -> Practice:
    """An answer of one minute, of the day after so many others; every one in a session of its own."""
    fields: dict[str, object] = {
        "session": f"s{next(_numbers):05d}", "number": 1, "at": int(START + day * DAY), "question": "q1",
        "topic": "norm/rms", "level": 2, "lang": "en", "how": "submitted", "score": score, "used": 60.0,
        "limit": 120, "spent": 70.0, "chars": 200, "hints": 0, "confidence": 0, "marks": "a:5:c b:2:m",
    }  # fmt: skip
    return Practice(**{**fields, **more})  # type: ignore[arg-type]


def figures(*rows: Practice, missed: int = 10):
    return history(rows, Names(topics={"norm": text("Norms")}), missed=missed)


def test_no_practice_is_zeros_and_nothings_not_an_error() -> None:
    found = figures()
    assert (found.totals.answers, found.totals.mean, found.totals.first, found.totals.streak) == (
        0,
        None,
        None,
        0,
    )
    assert (found.topics, found.days, found.missed) == ((), (), ())
    assert found.pace.share is None and found.calibration.bias is None


def test_means_leave_out_what_was_not_graded_and_count_it() -> None:
    found = figures(row(100.0), row(0.0), row(None, how="skipped", marks=""))
    assert (found.totals.mean, found.totals.graded, found.totals.not_graded) == (50.0, 2, 1)
    (topic,) = found.topics
    assert (topic.mean, topic.graded, topic.not_graded, topic.title.en) == (50.0, 2, 1, "Norms")
    assert (found.days[0].answers, found.days[0].mean) == (3, 50.0)


def test_a_question_that_is_open_counts_nowhere() -> None:
    found = figures(row(80.0), row(None, how="open", marks="", spent=500.0))
    assert (found.totals.answers, found.totals.not_graded, found.totals.spent) == (1, 0, 70.0)


def test_a_trend_is_the_later_half_less_the_earlier() -> None:
    rows = [row(score, day=day) for day, score in enumerate((20.0, 40.0, 70.0, 90.0))]
    (topic,) = figures(*reversed(rows)).topics
    assert topic.trend == 50.0 and topic.course == (20.0, 40.0, 70.0, 90.0)
    (short,) = figures(*rows[: FOR_TREND - 1]).topics
    assert short.trend is None


def test_a_long_course_is_told_in_a_few_means() -> None:
    (topic,) = figures(*[row(float(n), day=n) for n in range(40)]).topics
    assert len(topic.course) == STRETCHES
    assert topic.course[0] == 2.0 and topic.course[-1] == 37.0 and list(topic.course) == sorted(topic.course)


def test_a_streak_ends_with_the_last_day() -> None:
    assert figures(row(day=0), row(day=2), row(day=3), row(day=3), row(day=4)).totals.streak == 3
    assert figures(row(day=0), row(day=5)).totals.streak == 1


def test_a_calendar_ends_with_the_week_of_its_last_day() -> None:
    today = date(2026, 11, 12)  # a Thursday
    grid = weeks(figures(row(day=0), row(day=0), row(day=8)).days, today, 3)
    assert [len(week) for week in grid] == [7, 7, 7]
    assert grid[0][0] is not None and grid[0][0].day == date(2026, 10, 26)
    assert grid[1][0] is not None and grid[1][0].answers == 2
    assert grid[2][3] is not None and grid[2][3].day == today and grid[2][4] is None


def test_what_cost_most_comes_first_and_says_how() -> None:
    rows = [row(marks="a:5:m b:2:m", day=1), row(marks="a:5:x b:2:p", day=2), row(marks="a:5:c b:2:m", day=3)]
    first, second = figures(*rows).missed
    assert (first.point, first.asked, first.missed, first.wrong, first.partial) == ("a", 3, 1, 1, 0)
    assert first.last == day_of(START + 2 * DAY)
    assert (second.point, second.missed, second.partial) == ("b", 2, 1)
    assert len(figures(*rows, missed=1).missed) == 1


def test_what_was_always_covered_is_not_missed() -> None:
    assert figures(row(marks="a:5:c b:2:f")).missed == ()


def test_overtime_and_pace_are_of_answers_that_were_given() -> None:
    found = figures(
        row(used=60.0, limit=120),
        row(used=150.0, limit=120, chars=100, lang="zh"),
        row(None, how="skipped", used=500.0, marks=""),
    ).pace
    assert (found.answers, found.over, found.overtime, found.share) == (2, 1, 30.0, 0.875)
    assert dict(found.speed) == {"en": 200.0, "zh": 40.0}


def test_calibration_sets_what_was_expected_beside_what_came() -> None:
    found = figures(
        row(90.0, confidence=4),
        row(30.0, confidence=4, question="q2"),
        row(40.0, confidence=1, day=40),
        row(None, confidence=4, how="skipped", marks=""),
        row(10.0),
    ).calibration
    assert found.answers == 3
    assert [(level.confidence, level.answers, level.mean, level.expected) for level in found.levels] == [
        (1, 1, 40.0, 25.0),
        (4, 2, 60.0, 95.0),
    ]
    assert found.bias == pytest.approx((5 + 65 - 15) / 3, abs=0.05)
    assert [(one.month, one.bias) for one in found.months] == [
        (date(2026, 11, 1), 35.0),
        (date(2026, 12, 1), -15.0),
    ]
    (wrong,) = found.sure_and_wrong
    assert (wrong.topic, wrong.times, wrong.sure, wrong.questions) == ("norm", 1, 2, ("q2",))


rows = st.builds(
    row,
    st.none() | st.floats(0, 100),
    day=st.integers(0, 400),
    how=st.sampled_from(["submitted", "cut", "skipped", "open"]),
    topic=st.sampled_from(["norm/rms", "norm", "peft/lora"]),
    confidence=st.integers(0, 4),
    question=st.sampled_from(["q1", "q2"]),
    marks=st.sampled_from(["", "a:5:c", "a:5:m b:2:x", "b:2:p c:1:f"]),
    used=st.floats(0, 500),
)


@given(st.lists(rows, max_size=30))
def test_the_parts_add_up_to_the_whole_in_any_order(some: list[Practice]) -> None:
    found = figures(*some)
    assert found == figures(*reversed(some))
    closed = [one for one in some if one.how != "open"]
    assert (
        found.totals.answers == len(closed) == sum(topic.graded + topic.not_graded for topic in found.topics)
    )
    assert sum(day.answers for day in found.days) == len(closed)
    assert sum(day.graded for day in found.days) == found.totals.graded
    for point in found.missed:
        assert 0 < point.missed + point.wrong + point.partial <= point.asked
    assert sum(level.answers for level in found.calibration.levels) == found.calibration.answers
    assert found.totals.mean is None or 0 <= found.totals.mean <= 100


def test_a_time_that_is_not_known_lies_on_no_day() -> None:
    found = figures(row(at=0))
    assert found.days == () and found.totals.answers == 1 and found.missed[0].last is None
    assert found.totals.first is None and found.topics[0].last is None


def test_a_week_of_practice_spans_seven_days() -> None:
    found = figures(*[row(day=n) for n in range(7)])
    assert (found.totals.days, found.totals.streak) == (7, 7)
    assert found.totals.last == found.totals.first + timedelta(days=6)
