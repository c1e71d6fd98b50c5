from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.schedule.cards import memory
from mock_interview.schedule.days import DUE, KINDS, NEW, READING, WEAK, Askable, days_until, outlook
from tests.schedule.test_cards import answer

TODAY = date(2026, 1, 20)
START = int(datetime(2026, 1, 1, 9, tzinfo=timezone.utc).timestamp())


def one(name: str, *, limit: int = 120, history: str = "", weakness: float = 0.0) -> Askable:
    """A question, answered on the first days of January with these verdicts."""
    rows = [answer(letter, day * 86400) for day, letter in enumerate(history)]
    return Askable(
        id=name, topic="norm", limit=limit, points=(("a", 5),), memory=memory(rows), weakness=weakness
    )


def test_today_to_the_day_before() -> None:
    assert days_until(TODAY, date(2026, 1, 23)) == tuple(date(2026, 1, day) for day in (20, 21, 22))
    assert days_until(TODAY, TODAY) == days_until(TODAY, TODAY + timedelta(days=1)) == (TODAY,)


def test_a_day_takes_no_more_than_its_time_and_every_kind_gets_some() -> None:
    stock = [one(f"due{n}", history="m") for n in range(9)] + [one("weak", history="c" * 12, weakness=0.9)]
    stock += [one(f"new{n}") for n in range(9)]
    (day,) = outlook(stock, (TODAY,), 30 * 60).days
    assert day.seconds <= 30 * 60 and all(task.seconds == 120 + READING for task in day.tasks)
    kinds = [task.kind for task in day.tasks]
    assert kinds.count(DUE) == 6 and kinds.count(WEAK) == 1 and kinds.count(NEW) == 3


def test_time_that_one_kind_leaves_goes_to_the_others() -> None:
    (day,) = outlook([one(f"due{n}", history="m") for n in range(20)], (TODAY,), 30 * 60).days
    assert len(day.tasks) == 10
    (day,) = outlook([one(f"new{n}") for n in range(20)], (TODAY,), 30 * 60).days
    assert [task.question for task in day.tasks] == [f"new{n}" for n in range(10)], "in the order given"


def test_what_went_well_comes_up_again_when_the_schedule_says() -> None:
    made = outlook([one("new")], days_until(TODAY, TODAY + timedelta(days=25)), 600)
    asked = [(day.day - TODAY).days for day in made.days if day.tasks]
    assert asked[:2] == [0, 2] and len(asked) >= 3
    assert made.days[2].tasks[0].kind == DUE and made.left == {DUE: (), WEAK: (), NEW: ()}


def test_what_does_not_fit_is_told_with_the_time_it_would_take() -> None:
    made = outlook([one(f"new{n}") for n in range(10)], (TODAY,), 10 * 60)
    assert len(made.days[0].tasks) == 3 and len(made.left[NEW]) == 7
    assert made.needed == 10 * (120 + READING)


def test_a_question_longer_than_the_day_never_fits() -> None:
    made = outlook([one("long", limit=900)], (TODAY,), 300)
    assert made.days[0].tasks == () and made.left[NEW] == ("long",)


def test_nothing_to_ask_leaves_the_days_free() -> None:
    made = outlook([], days_until(TODAY, TODAY + timedelta(days=3)), 1800)
    assert [day.tasks for day in made.days] == [(), (), ()] and made.needed == 0


stocks = st.lists(
    st.builds(
        one,
        st.integers(0, 60).map("q{}".format),
        limit=st.sampled_from([60, 120, 300]),
        history=st.text("cmp", max_size=3),
        weakness=st.sampled_from([0.0, 0.2, 0.8]),
    ),
    max_size=12,
    unique_by=lambda askable: askable.id,
)


@settings(max_examples=30, deadline=None)
@given(stocks, st.integers(1, 6), st.integers(300, 3600))
def test_no_day_is_too_full_and_nothing_gets_lost(stock: list[Askable], length: int, seconds: int) -> None:
    days = days_until(TODAY, TODAY + timedelta(days=length))
    made = outlook(stock, days, seconds)
    planned = [task.question for day in made.days for task in day.tasks]
    for day in made.days:
        names = [task.question for task in day.tasks]
        assert day.seconds <= seconds and len(names) == len(set(names))
    left = [name for kind in KINDS for name in made.left[kind]]
    assert len(left) == len(set(left))
    fresh = {askable.id for askable in stock if not askable.memory.cards}
    assert fresh <= set(planned) | set(left)
    assert made == outlook(stock, days, seconds)
