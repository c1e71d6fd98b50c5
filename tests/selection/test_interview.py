from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Candidate
from mock_interview.selection.interview import (
    EASIER_BELOW,
    HARDER_FROM,
    RECENT,
    Choice,
    Option,
    choose,
    interview,
)


def bank(*topics: str, levels: tuple[int, ...] = (1, 2, 3, 4, 5), each: int = 2) -> list[Candidate]:
    return [
        Candidate(f"{topic}-{level}-{n}".replace("/", "-"), topic, level, 60)
        for topic in topics
        for level in levels
        for n in range(each)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_it_begins_easy_and_rises_over_all_topics(seed: int) -> None:
    slots = interview(bank("a", "b", "c"), 6, seed)
    levels = [slot.pick.level for slot in slots]
    assert levels[0] == 1 and levels[-1] == 5 and levels == sorted(levels)
    assert Counter(slot.pick.section for slot in slots) == {"a": 2, "b": 2, "c": 2}
    assert [slot.rule for slot in slots] == ["warm_up"] + ["spread"] * 5


def test_every_later_place_has_something_easier_and_something_harder() -> None:
    slots = interview(bank("a", "b"), 5, 1)
    assert slots[0].spares == ()
    for slot in slots[1:-1]:
        below, above = slot.spares
        assert below.level < slot.pick.level < above.level
        assert below.section == above.section == slot.pick.section
    assert [spare.level < 5 for spare in slots[-1].spares] == [True], "nothing is harder than the hardest"


def test_a_question_asked_before_gives_way_to_one_of_nearly_the_same_level() -> None:
    old = [Candidate("old", "a", 3, 60, 4)]
    assert (
        interview([*old, Candidate("near", "a", 4, 60), Candidate("low", "a", 1, 60)], 2, 1)[1].pick.id
        == "near"
    )
    far = interview([*old, Candidate("low", "a", 1, 60)], 2, 1)
    assert {slot.pick.id for slot in far} == {"old", "low"}


def test_different_seeds_ask_different_questions() -> None:
    asked = {tuple(slot.pick.id for slot in interview(bank("a", "b"), 4, seed)) for seed in range(20)}
    assert len(asked) > 10


def test_a_short_session_has_no_warm_up() -> None:
    (one,) = interview(bank("a"), 1, 3)
    assert (one.rule, one.pick.level) == ("spread", 3)
    assert interview([], 3, 1) == []


def test_as_many_are_asked_as_fit_the_time_and_the_level_still_rises_to_the_top() -> None:
    slots = interview(bank("a", "b"), 200, 1, seconds=5 * 60)
    assert len(slots) == 5 and slots[-1].pick.level == 5


def test_spread_within_one_topic_counts_its_subtopics() -> None:
    slots = interview(bank("a/x", "a/y"), 4, 1, per="topic")
    assert Counter(slot.pick.topic for slot in slots) == {"a/x": 2, "a/y": 2}


PLANNED, EASY, HARD = Option(id="mid", level=3), Option(id="easy", level=2), Option(id="hard", level=4)


@pytest.mark.parametrize(
    ("scores", "asked", "rule"),
    [
        ([], "mid", ""),
        ([None, None], "mid", ""),
        ([60.0], "mid", ""),
        ([HARDER_FROM], "hard", "harder"),
        ([HARDER_FROM - 0.1], "mid", ""),
        ([EASIER_BELOW], "mid", ""),
        ([EASIER_BELOW - 0.1], "easy", "easier"),
        ([0.0], "easy", "easier"),
        ([0.0, None, 0.0, 90.0, 90.0, 90.0], "hard", "harder"),
        ([90.0, 90.0, 90.0, 0.0], "mid", ""),
    ],
)
def test_the_recent_scores_decide_how_hard_it_gets(scores: list[float | None], asked: str, rule: str) -> None:
    found = choose(PLANNED, [EASY, HARD], scores)
    assert (found.id, found.rule) == (asked, rule)


def test_without_a_spare_of_that_kind_it_stays_as_planned() -> None:
    assert choose(PLANNED, [EASY], [95.0]) == Choice(id="mid")
    assert choose(PLANNED, [], [5.0]) == Choice(id="mid")


scores = st.lists(st.none() | st.floats(0, 100), max_size=8)
options = st.lists(
    st.builds(Option, id=st.sampled_from("abcdef"), level=st.integers(1, 5)),
    max_size=4,
    unique_by=lambda o: o.id,
)


@given(options, scores)
def test_a_choice_is_one_of_those_offered_and_depends_on_nothing_else(
    spares: list[Option], known: list[float | None]
) -> None:
    found = choose(PLANNED, spares, known)
    assert found.id in {"mid", *(spare.id for spare in spares)}
    assert found == choose(PLANNED, spares[::-1], known)
    assert found == choose(PLANNED, spares, [score for score in known if score is not None][-RECENT:])
    if found.rule:
        level = next(spare.level for spare in spares if spare.id == found.id)
        assert (level > PLANNED.level) == (found.rule == "harder") and level != PLANNED.level
        assert found.score is not None
