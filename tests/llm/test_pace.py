from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.llm.pace import FIRST_WAIT, LONGEST_RETRY_AFTER, LONGEST_WAIT, Pace


def pace(chance: float = 0.5, wall: float = 1_700_000_000.0) -> Pace:
    return Pace(clock=lambda: 0.0, wall=lambda: wall, sleep=lambda _seconds: None, chance=lambda: chance)


@given(chance=st.floats(0, 1), tried=st.integers(1, 1000), left=st.floats(0, 1000))
def test_jitter_is_full_bounded_and_never_longer_than_the_time_left(
    chance: float, tried: int, left: float
) -> None:
    wait = pace(chance).wait(tried, {}, left)
    bound = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tried - 1, 50))
    if wait is None:
        assert chance * bound >= left
    else:
        assert wait == chance * bound < left


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 2.5 "}, 2.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:30 GMT"}, 10.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:10 GMT"}, 0.0),
        ({"retry-after": "Mon, 13 Nov 2023 08:00:05 GMT", "date": "Mon, 13 Nov 2023 08:00:01 GMT"}, 4.0),
    ],
)
def test_what_the_server_asks_for_is_waited(headers: dict[str, str], wait: float) -> None:
    """The wall clock stands at Tue, 14 Nov 2023 22:13:20 GMT."""
    assert pace().wait(1, headers, 100) == wait


@pytest.mark.parametrize("text", ["", "soon", "-3", "nan", "inf", "Tue, 99 Nov 2023 99:13:30 GMT", "1e999"])
def test_a_wish_that_is_none_is_ignored(text: str) -> None:
    assert pace().wait(1, {"retry-after": text}, 100) == 0.25


@pytest.mark.parametrize(("asked", "left"), [(LONGEST_RETRY_AFTER + 1, 1000.0), (20.0, 19.9)])
def test_a_wait_that_is_too_long_is_of_no_use(asked: float, left: float) -> None:
    assert pace().wait(1, {"retry-after": str(asked)}, left) is None
