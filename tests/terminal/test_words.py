from __future__ import annotations

import string

import pytest

from mock_interview.model import Flag, Verdict
from mock_interview.terminal.words import WORDS, clock, words


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_blanks(key: str) -> None:
    zh, en = ({name for _, name, _, _ in string.Formatter().parse(text) if name} for text in WORDS[key])
    assert zh == en
    assert all(text.strip() for text in WORDS[key])


@pytest.mark.parametrize("name", [v.value for v in Verdict] + [f"flag_{f.value}" for f in Flag])
def test_every_verdict_and_flag_has_words(name: str) -> None:
    assert words("zh")(name) != words("en")(name)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (59.9, "0:59"), (60, "1:00"), (3599, "59:59"), (3661, "1:01:01"), (-5, "0:00")],
)
def test_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
