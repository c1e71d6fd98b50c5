"""Our cards against the library, review by review."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.codec import reader, to_json
from mock_interview.practice import Practice
from mock_interview.schedule.cards import AGAIN, GOOD, HARD, Memory, flavour, memories, memory, recall, review

START = int(datetime(2026, 1, 1, 9, tzinfo=timezone.utc).timestamp())
LETTERS = {"c": 3, "f": 2, "p": 2, "m": 1, "x": 1}


def answer(letter: str, after: int, *, hints: int = 0, question: str = "q1", marks: str = "") -> Practice:
    """An answer so many seconds after the first, with that verdict on its only point."""
    return Practice(
        session="s", number=1, at=START + after, question=question, topic="norm", level=2, lang="en",
        how="submitted", score=50.0, used=60.0, limit=120, spent=60.0, chars=100, hints=hints, confidence=0,
        marks=marks or f"a:5:{letter}",
    )  # fmt: skip


def library() -> fsrs.Scheduler:
    """The scheduler that docs/review.md says is used."""
    return fsrs.Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())


gaps = st.integers(0, 400 * 86400)
histories = st.lists(st.tuples(st.sampled_from("cfpmx"), gaps, st.booleans()), min_size=1, max_size=12)


@given(histories, gaps)
def test_due_dates_and_recall_are_those_of_the_library(
    history: list[tuple[str, int, bool]], later: int
) -> None:
    scheduler, theirs, at, rows = library(), fsrs.Card(card_id=1), 0, []
    for letter, gap, hinted in history:
        at += gap
        rows.append(answer(letter, at, hints=int(hinted)))
        rated = 2 if hinted and letter == "c" else LETTERS[letter]
        when = datetime.fromtimestamp(START + at, timezone.utc)
        theirs, _log = scheduler.review_card(theirs, fsrs.Rating(rated), when)
    ours = memory(rows).cards["a"]
    assert datetime.fromtimestamp(ours.due, timezone.utc) == theirs.due
    assert (ours.stability, ours.difficulty) == (theirs.stability, theirs.difficulty)
    now = START + at + later
    assert recall(ours, now) == scheduler.get_card_retrievability(
        theirs, datetime.fromtimestamp(now, timezone.utc)
    )
    assert (ours.times, ours.missed) == (len(history), sum(letter in "mx" for letter, _, _ in history))


@given(histories, st.integers(0, 12))
def test_going_on_from_what_was_kept_is_the_same_as_going_through_everything(
    history: list[tuple[str, int, bool]], cut: int
) -> None:
    at, rows = 0, []
    for letter, gap, _hinted in history:
        at += gap
        rows.append(answer(letter, at))
    kept = reader(Memory)(to_json(memory(rows[:cut])).encode())
    assert memory(rows, kept) == memory(rows)


def test_what_was_kept_of_another_past_is_not_used() -> None:
    kept = memory([answer("c", 0), answer("c", 86400)])
    changed = [answer("m", 0), answer("c", 86400), answer("c", 2 * 86400)]
    assert memory(changed, kept) == memory(changed)
    assert memory(changed[:1], kept) == memory(changed[:1])


def test_the_same_answers_have_the_same_dates_every_time() -> None:
    rows = [answer("c", day * 86400) for day in (0, 3, 11, 40)]
    assert len({memory(rows).cards["a"].due for _ in range(20)}) == 1


def test_a_miss_is_due_the_next_day_and_knowledge_lasts_longer() -> None:
    due = {letter: (memory([answer(letter, 0)]).cards["a"].due - START) / 86400 for letter in "cpm"}
    assert due["m"] == 1 and due["m"] <= due["p"] < due["c"]


@pytest.mark.parametrize(
    ("letter", "hints", "rated"),
    [("c", 0, GOOD), ("c", 1, HARD), ("f", 0, HARD), ("p", 1, HARD), ("m", 1, AGAIN)],
)
def test_verdicts_become_ratings(letter: str, hints: int, rated: int) -> None:
    assert memory([answer(letter, 0, hints=hints)]).cards["a"].due == review(None, rated, START).due


def test_answers_without_a_grade_or_a_time_teach_nothing() -> None:
    ungraded = answer("c", 86400)._replace(marks="")
    untimed = answer("m", 0)._replace(at=0)
    assert memory([answer("c", 0), ungraded, untimed]).cards == memory([answer("c", 0)]).cards
    assert memory([]).cards == {}


def test_a_clock_that_was_set_back_does_not_run_time_backwards() -> None:
    card = review(review(None, GOOD, START), GOOD, START - 5 * 86400)
    assert card.last == START
    assert recall(card, START - 86400) == recall(card, START)


def test_every_question_has_its_own_cards_in_order_of_time() -> None:
    rows = [answer("m", 9 * 86400), answer("c", 0), answer("c", 0, question="q2", marks="a:5:c b:1:m")]
    found = memories(rows, {})
    assert set(found) == {"q1", "q2"} and set(found["q2"].cards) == {"a", "b"}
    assert found["q1"] == memory([rows[1], rows[0]])
    assert found["q1"].cards["a"].due == START + 10 * 86400


def test_the_library_and_its_settings_are_named() -> None:
    assert "fsrs 6" in flavour() and str(timedelta) not in flavour()
