from __future__ import annotations

import re

import pytest

from mock_interview.model import Flag, Verdict
from mock_interview.terminal.words import WORDS, clock, words
from tests.blanks import blanks


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_blanks(key: str) -> None:
    zh, en = map(blanks, WORDS[key])
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


MANY = re.compile(
    r"\b1 (earlier |prepared |more )?"
    r"(questions|answers|grades|points|days|times|minutes|sessions|rows|levels|tokens|characters|chars|ones|are)\b"
)
ABOVE_ONE = ("would_take",)  # its minutes are more than those that do not suffice


@pytest.mark.parametrize("key", [key for key in WORDS if key not in ABOVE_ONE])
def test_one_of_a_thing_is_not_spoken_of_as_many(key: str) -> None:
    names = blanks(WORDS[key][1])
    said = words("en")(key, **dict.fromkeys(names, 1))
    assert not MANY.search(said), said


def test_one_and_many_of_what_people_meet_most() -> None:
    word = words("en")
    assert word("verified", id="k3f", grades=1).endswith("1 grade made again is the same.")
    assert word("verified", id="k3f", grades=2).endswith("2 grades made again are the same.")
    assert word("more_sessions", n=1) == "1 earlier one; --limit 0 lists all"
    assert word("answers_left", n=1) == "1 prepared answer was not used."
