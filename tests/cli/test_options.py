"""The small parsers of option values."""

from __future__ import annotations

import pytest

from mock_interview.cli.options import LONGEST, seconds
from mock_interview.errors import UsageError


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30", 1800),
        ("30m", 1800),
        ("1h30m", 5400),
        ("90s", 90),
        (" 1H ", 3600),
        ("168h", LONGEST),
        ("1m1s", 61),
    ],
)
def test_lengths_of_time_are_read(text: str, length: int) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize(
    "text", ["", "0", "0m", "-5", "²", "٣", "1.5h", "m", "9" * 5000, "9" * 5000 + "m", "169h", "1h 30m", "x"]
)
def test_what_is_no_length_of_time_is_refused_and_not_a_crash(text: str) -> None:
    with pytest.raises(UsageError, match="not a length of time"):
        seconds(text)
