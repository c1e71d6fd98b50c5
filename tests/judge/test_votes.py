"""Votes: a credit needs a quote, a majority decides, a tie goes to the lower."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.judge.quotes import Quotes
from mock_interview.judge.reply_form import Said
from mock_interview.judge.votes import ORDER, counted, level, majority, vote
from mock_interview.model import Span, Verdict, Vote
from tests.judge.samples import RUBRIC
from tests.samples import question

COVERED, PARTIAL, MISSED, OPPOSITE = (
    Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSED, Verdict.CONTRADICTED,
)  # fmt: skip
POINT = question().points[0]
SPAN = Span(source=0, start=0, end=4, text="said")


def ballot(verdict: Verdict, *, withdrawn: bool = False) -> Vote:
    quotes = () if withdrawn or verdict is MISSED else (SPAN,)
    return Vote(verdict=verdict, confidence=0.5, quotes=quotes, withdrawn=withdrawn)


@pytest.mark.parametrize(
    ("votes", "comes_to"),
    [
        ((COVERED,), COVERED),
        ((COVERED, COVERED, MISSED), COVERED),
        ((COVERED, MISSED), MISSED),
        ((COVERED, PARTIAL), PARTIAL),
        ((COVERED, PARTIAL, MISSED), PARTIAL),
        ((COVERED, OPPOSITE), OPPOSITE),
        ((COVERED, COVERED, OPPOSITE), COVERED),
        ((MISSED, MISSED, COVERED, COVERED), MISSED),
    ],
)
def test_a_majority_decides_and_a_tie_goes_to_the_lower(
    votes: tuple[Verdict, ...], comes_to: Verdict
) -> None:
    assert majority(votes) is comes_to
    assert counted(POINT, tuple(map(ballot, votes))).verdict is comes_to


@given(st.lists(st.sampled_from(ORDER), min_size=1, max_size=9))
def test_more_than_half_stand_behind_what_is_decided_and_no_better(votes: list[Verdict]) -> None:
    ranks = [ORDER.index(one) for one in votes]
    found = ORDER.index(majority(votes))
    assert 2 * sum(rank >= found for rank in ranks) > len(ranks)
    assert 2 * sum(rank > found for rank in ranks) <= len(ranks)


def test_a_credit_without_a_found_quote_is_withdrawn_and_every_quote_is_kept() -> None:
    said = Said(verdict=COVERED, confidence=1.0, reasoning="r", quotes=("never said this", "q"))
    found = vote(said, Quotes(("only other words",), (), ()))
    assert found.withdrawn and found.verdict is COVERED and not found.quotes
    assert [lost.why for lost in found.lost] == ["absent", "absent"]


def test_a_contradiction_without_a_quote_is_withdrawn_and_a_miss_needs_none() -> None:
    quotes = Quotes(("only other words",), (), ())
    assert vote(Said(verdict=OPPOSITE, confidence=1, reasoning="", quotes=()), quotes).withdrawn
    assert not vote(Said(verdict=MISSED, confidence=1, reasoning="", quotes=()), quotes).withdrawn


@pytest.mark.parametrize("votes", [(True,), (True, False), (True, True, False)])
def test_a_point_is_withdrawn_when_half_of_its_votes_are(votes: tuple[bool, ...]) -> None:
    found = counted(POINT, tuple(ballot(COVERED, withdrawn=gone) for gone in votes))
    assert (
        found.withdrawn and found.verdict is MISSED and found.credit == 0 and len(found.votes) == len(votes)
    )


def test_withdrawn_votes_have_no_say_where_most_stand() -> None:
    found = counted(POINT, (ballot(COVERED), ballot(COVERED), ballot(OPPOSITE, withdrawn=True)))
    assert not found.withdrawn and found.verdict is COVERED and found.quote == SPAN


def test_a_dimension_gets_the_level_of_the_majority() -> None:
    dimension = next(d for d in RUBRIC.dimensions if d.id == "correctness")
    assert level(dimension, ("sound", "slips", "wrong")).level == "slips"
    assert level(dimension, ("sound", "wrong")).level == "wrong"
    assert level(dimension, ("sound", "sound", "wrong")).value == 1
