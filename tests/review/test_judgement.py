"""What is said of a judgement beside the offline grade."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mock_interview.model import (
    BROKEN,
    LOST,
    NOT_ASKED,
    SPENT,
    STOPPED,
    UNUSABLE,
    Flag,
    Grade,
    Judgement,
    LostQuote,
    Span,
    Verdict,
)
from mock_interview.review.judgement import cause, opinion, second, unjudged
from mock_interview.review.labels import labels
from tests.judge.graded import judged_session
from tests.samples import grade

LANGS = ("en", "zh")
REASONS = (
    *(f"{NOT_ASKED}{flag.value}" for flag in Flag),
    STOPPED,
    f"{UNUSABLE}points: 'merges' is missing",
    f"{SPENT}the limit of 3 calls (--max-calls) is reached: 3 calls, 45 tokens spent",
    f"{BROKEN}ZeroDivisionError: boom",
    "scripted-1 at http://127.0.0.1:8080/v1: HTTP 401: bad key; the key is not accepted",
    "",
)


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_has_its_words(golden, lang: str) -> None:  # type: ignore[no-untyped-def]
    golden(f"unjudged-{lang}", "\n".join(unjudged(reason, lang) for reason in REASONS))


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_told_in_the_language_of_the_page(reason: str) -> None:
    assert unjudged(reason, "zh") != unjudged(reason, "en")
    short = unjudged(reason, "en", details=False)
    assert "127.0.0.1" not in short and "boom" not in short and "{" not in short


def test_a_flag_that_there_is_not_is_told_as_it_stands() -> None:
    assert unjudged(f"{NOT_ASKED}some\nthing", "en") == "Not given to the language model: some thing"


def test_a_server_cannot_break_the_line_or_act_on_a_terminal() -> None:
    assert cause("a\n\x1b[2Jb\u202e", "en") == "The language model gave no grade (a b)"


def test_where_no_judge_was_asked_for_or_nothing_was_graded_there_is_nothing_to_say() -> None:
    assert second(grade(), "en") is None
    nothing = Grade(score=None, reason="skipped", judgement=Judgement(score=None, reason=STOPPED))
    assert second(nothing, "en") is None
    assert opinion(grade(), grade().points[0], "en") is None


def test_both_scores_and_the_combined_one_stand_side_by_side() -> None:
    found = second(judged(), "en")
    assert found is not None and not found.unjudged
    assert [(one.name, one.score) for one in found.tracks] == [
        ("offline", 86.0),
        ("judge", 35.7),
        ("combined", 48.0),
    ]
    assert found.about == ("scripted-1", "readings: 3")
    assert found.contested and found.held and found.appeals == ("then scale it",)


def judged() -> Grade:
    made = judged_session("en").turns[0].grade
    assert made is not None and made.judgement is not None
    return made


def test_a_point_is_told_with_the_votes_the_quotes_and_what_was_withdrawn() -> None:
    made = judged()
    told = opinion(made, made.points[0], "en")
    assert told is not None and told.differs == "offline: ✓ covered, judge: ~ partial"
    assert told.votes == "votes: covered 1 · partial 2" and told.quotes == ("then scale it",)
    assert not told.withdrawn and not told.held
    told = opinion(made, made.points[1], "en")
    assert told is not None and '"covered"' in told.withdrawn and told.votes == "votes: withdrawn 3"
    assert told.lost == ("a quote that does not count: “a learned gain” (not in the answer)",), "said once"


@pytest.mark.parametrize("why", LOST)
def test_every_reason_that_a_quote_does_not_count_has_words(why: str) -> None:
    made = judged()
    assert made.judgement is not None
    (first, *rest) = made.judgement.points
    vote = replace(first.votes[0], lost=(LostQuote(text="x", why=why),))
    made = replace(made, judgement=replace(made.judgement, points=(replace(first, votes=(vote,)), *rest)))
    told = opinion(made, made.points[0], "zh")
    assert told is not None and labels("zh")(f"lost_{why}") in told.lost[0] and not told.votes


def test_a_long_quote_is_shortened_and_one_that_decided_is_not_told_twice() -> None:
    made = judged()
    assert made.judgement is not None and made.points[0].quote is not None
    (first, *rest) = made.judgement.points
    quotes = (made.points[0].quote, Span(source=0, start=0, end=500, text="x" * 500))
    vote = replace(first.votes[0], verdict=Verdict.PARTIAL, quotes=quotes)
    made = replace(made, judgement=replace(made.judgement, points=(replace(first, votes=(vote,)), *rest)))
    told = opinion(made, made.points[0], "en")
    assert told is not None and told.quotes == (f"{'x' * 119}…",)
