from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Question
from mock_interview.selection.spread import draw, fit_time
from tests.samples import question


def bank(**topics: int) -> list[Question]:
    """So many questions of each topic; two underscores make a slash."""
    return [
        question(f"{name}-{number}", topic=name.replace("__", "/"))
        for name, count in topics.items()
        for number in range(count)
    ]


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]


banks = st.dictionaries(
    st.sampled_from(["a", "b__x", "b__y", "c__x", "d"]), st.integers(1, 6), min_size=1
).map(lambda topics: bank(**topics))


@st.composite
def wishes(drawer: st.DrawFn) -> tuple[list[Question], set[str], int, int, str]:
    questions = drawer(banks)
    asked = drawer(st.sets(st.sampled_from([question.id for question in questions])))
    return (
        questions,
        asked,
        drawer(st.integers(1, 25)),
        drawer(st.integers()),
        drawer(st.sampled_from(["section", "topic"])),
    )


@given(wishes())
def test_as_many_different_questions_are_drawn_as_there_are(wish) -> None:  # type: ignore[no-untyped-def]
    questions, asked, count, seed, per = wish
    drawn = draw(questions, count=count, seed=seed, asked=asked, per=per)
    assert len(drawn) == min(count, len(questions))
    assert len(set(ids(drawn))) == len(drawn) and set(ids(drawn)) <= {q.id for q in questions}


@given(wishes(), st.randoms())
def test_the_seed_decides_not_the_order_of_the_files(wish, shuffler: random.Random) -> None:  # type: ignore[no-untyped-def]
    questions, asked, count, seed, per = wish
    first = draw(questions, count=count, seed=seed, asked=asked, per=per)
    shuffled = list(questions)
    shuffler.shuffle(shuffled)
    random.seed(count)  # the global generator has no say
    assert draw(shuffled, count=count, seed=seed, asked=asked, per=per) == first


@given(wishes())
def test_a_longer_session_with_the_same_seed_begins_like_a_shorter_one(wish) -> None:  # type: ignore[no-untyped-def]
    questions, asked, count, seed, per = wish
    longer = draw(questions, count=count + 1, seed=seed, asked=asked, per=per)
    assert draw(questions, count=count, seed=seed, asked=asked, per=per) == longer[:count]


@given(wishes())
def test_questions_asked_before_come_only_when_no_others_are_left(wish) -> None:  # type: ignore[no-untyped-def]
    questions, asked, count, seed, per = wish
    drawn = ids(draw(questions, count=count, seed=seed, asked=asked, per=per))
    repeated = [name in asked for name in drawn]
    assert repeated == sorted(repeated)
    if any(repeated):
        assert {q.id for q in questions} - asked <= set(drawn)


@given(wishes())
def test_no_topic_gets_two_more_than_another_that_has_more_to_give(wish) -> None:  # type: ignore[no-untyped-def]
    questions, _, count, seed, per = wish

    def pile(q: Question) -> str:
        return q.section if per == "section" else q.topic

    drawn = Counter(pile(q) for q in draw(questions, count=count, seed=seed, per=per))
    stock = Counter(pile(q) for q in questions)
    for name in stock:
        if drawn[name] < stock[name]:
            assert max(drawn.values()) <= drawn[name] + 1


def test_another_seed_draws_another_session() -> None:
    questions = bank(a=8, b=8)
    assert len({tuple(ids(draw(questions, count=5, seed=seed))) for seed in range(20)}) > 15


def test_every_question_can_be_drawn() -> None:
    questions = bank(a=6, b__x=2, b__y=4)
    drawn = {name for seed in range(200) for name in ids(draw(questions, count=2, seed=seed))}
    assert drawn == {q.id for q in questions}


def test_sections_are_spread_evenly_whatever_their_size() -> None:
    drawn = draw(bank(a=2, b__x=30, c=3), count=6, seed=1)
    assert Counter(q.section for q in drawn) == {"a": 2, "b": 2, "c": 2}


def test_within_one_section_subtopics_are_spread() -> None:
    drawn = draw(bank(b__x=30, b__y=2), count=4, seed=1, per="topic")
    assert Counter(q.topic for q in drawn) == {"b/x": 2, "b/y": 2}


@pytest.mark.parametrize("count", [1, 5])
def test_nothing_to_draw_from_is_nothing_drawn(count: int) -> None:
    assert draw([], count=count, seed=1) == ()


@given(st.lists(st.integers(10, 600), max_size=12), st.integers(1, 4000))
def test_a_session_holds_the_questions_that_fit_its_time(limits: list[int], seconds: int) -> None:
    kept = fit_time(limits, seconds)
    assert min(1, len(limits)) <= kept <= len(limits)
    if kept > 1:
        assert sum(limits[:kept]) <= seconds
    if kept < len(limits):
        assert sum(limits[: kept + 1]) > seconds
