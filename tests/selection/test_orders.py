from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import ORDERS, WHY, Candidate, Why
from mock_interview.selection.orders import Plan, Wish, plan

SECTIONS = ("norm", "peft/lora", "peft/qlora", "rag")


def candidate(name: str, *, topic: str = "norm", level: int = 2, limit: int = 60, **more: float) -> Candidate:
    return Candidate(name, topic, level, limit, int(more.get("asked", 0)), more.get("urgency", 0.0))


@st.composite
def pools(draw: st.DrawFn) -> list[Candidate]:
    names = draw(st.lists(st.integers(0, 40), unique=True, max_size=25))
    return [
        Candidate(
            f"q{name}",
            draw(st.sampled_from(SECTIONS)),
            draw(st.integers(1, 5)),
            draw(st.integers(10, 300)),
            draw(st.integers(0, 3)),
            draw(st.sampled_from([0.0, 0.5, 2.0])),
        )
        for name in names
    ]


wishes = st.builds(
    Wish,
    order=st.sampled_from(ORDERS),
    count=st.integers(1, 12),
    seed=st.integers(0, 50),
    seconds=st.none() | st.integers(1, 2000),
    per=st.sampled_from(["section", "topic"]),
)


def ids(made: Plan) -> list[str]:
    return [pick.id for pick in made.picks]


@given(pools(), wishes)
def test_a_plan_asks_each_question_once_and_no_more_than_wished(pool: list[Candidate], wish: Wish) -> None:
    made = plan(pool, wish)
    asked = [*ids(made), *(spare.id for spare in made.spares)]
    assert len(asked) == len(set(asked)) and set(asked) <= {candidate.id for candidate in pool}
    assert [pick.number for pick in made.picks] == list(range(1, len(made.picks) + 1))
    if wish.seconds is None:
        assert len(made.picks) == min(wish.count, len(pool))
    else:
        limits = {candidate.id: candidate.limit for candidate in pool}
        assert min(1, len(pool)) <= len(made.picks) <= wish.count
        assert len(made.picks) <= 1 or sum(limits[name] for name in ids(made)) <= wish.seconds
    assert all(pick.why.rule in WHY for pick in (*made.picks, *made.spares))


@given(pools(), wishes, st.integers(0, 9))
def test_the_same_seed_makes_the_same_plan_of_the_same_pool_in_any_order(
    pool: list[Candidate], wish: Wish, shuffle: int
) -> None:
    mixed = pool[:]
    random.Random(shuffle).shuffle(mixed)
    assert plan(mixed, wish) == plan(pool, wish)


@given(pools(), wishes)
def test_the_questions_that_were_drawn_are_drawn_again_when_so_many_are_wished(
    pool: list[Candidate], wish: Wish
) -> None:
    """A transcript keeps how many questions there were, not the time they had to fit."""
    first = plan(pool, wish)
    again = plan(pool, Wish(order=wish.order, count=len(first.picks), seed=wish.seed, per=wish.per))
    assert again == first


def test_what_is_due_comes_in_order_of_need_and_then_what_was_never_asked() -> None:
    pool = [
        candidate("seen", asked=2),
        candidate("fresh"),
        candidate("late", asked=1, urgency=0.5),
        candidate("later", asked=1, urgency=4.0),
    ]
    made = plan(pool, Wish(order="due", count=4, seed=3))
    assert ids(made) == ["later", "late", "fresh", "seen"]
    assert [pick.why.rule for pick in made.picks] == ["due", "due", "new", "random"]


def test_weakness_decides_how_often_a_question_is_drawn() -> None:
    pool = [candidate("weak", asked=1, urgency=0.9), candidate("fair", asked=1, urgency=0.3)]
    first = Counter(ids(plan(pool, Wish(order="weak", count=1, seed=seed)))[0] for seed in range(2000))
    assert first["weak"] / 2000 == pytest.approx(0.75, abs=0.04)


def test_new_questions_come_first_and_random_ones_do_not_look() -> None:
    pool = [candidate(f"old{n}", asked=1) for n in range(5)] + [candidate("fresh")]
    for seed in range(20):
        assert ids(plan(pool, Wish(order="new", count=2, seed=seed)))[0] == "fresh"
    drawn = {ids(plan(pool, Wish(order="random", count=1, seed=seed)))[0] for seed in range(60)}
    assert len(drawn) == 6


def test_facts_of_the_past_go_with_the_rule() -> None:
    known = {"q1": Why(times=3, missed=2, recall=0.41)}
    for order in ORDERS:
        (pick,) = plan(
            [candidate("q1", asked=3, urgency=1.0)], Wish(order=order, count=1, seed=0), known
        ).picks
        assert (pick.why.times, pick.why.missed, pick.why.recall) == (3, 2, 0.41) and pick.why.rule
