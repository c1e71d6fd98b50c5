from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mock_interview.model import Appeal, Exchange, Grade, Regrade, Session, Source, Verdict
from mock_interview.practice import names, practices
from mock_interview.review.answered import answered, is_web, link
from mock_interview.review.report import Report, report
from tests.samples import RUBRIC, finished, grade, planned
from tests.three_weeks import rubric, three_weeks


def made(*sessions: Session, lang: str = "en", shown: tuple[Session, ...] | None = None) -> Report:
    rows = [row for session in sessions for row in practices(session)]
    kept = sessions if shown is None else shown
    return report(rows, names(sessions), kept, lang=lang, rubrics={"default": RUBRIC})


def held(name: str, day: int, *scores: float | None) -> Session:
    """A session in November with a question for each score."""
    first = finished().turns[0]
    turns = tuple(
        replace(
            first,
            number=number,
            asked_at=f"2026-11-{day:02d}T09:0{number}:00.000Z",
            grade=grade(score) if score is not None else Grade(score=None, reason="skipped"),
        )
        for number, score in enumerate(scores, start=1)
    )
    return replace(planned(), id=name, started_at=f"2026-11-{day:02d}T09:00:00.000Z", turns=turns)


def test_a_page_about_one_session_knows_that_it_is() -> None:
    page = made(finished())
    assert page.one is not None and page.one.session.id == "abc234"
    assert page.band == "weak" and page.story is None and page.trend == ()
    assert (page.points.covered, page.points.total) == (1, 4)
    assert [answer.number for answer in page.one.answers] == [1, 2, 3]


def test_without_practice_there_is_a_page_all_the_same() -> None:
    page = made()
    assert page.one is None and page.held == () and page.calendar == () and page.study == ()


def test_first_and_latest_sessions_are_compared_from_four_sessions_on() -> None:
    three = [held("a", 1, 10.0), held("b", 2, 20.0), held("c", 3, 60.0)]
    assert made(*three).story is None
    story = made(*three, held("d", 4, 80.0)).story
    assert story is not None and (story.before, story.after, story.change) == (15.0, 70.0, 55)


def test_the_change_is_that_of_the_figures_as_they_are_shown() -> None:
    sessions = [held("a", 1, 10.4), held("b", 2, 10.4), held("c", 3, 19.6), held("d", 4, 19.6)]
    story = made(*sessions).story
    assert story is not None and story.change == 10 == round(story.after) - round(story.before)


def test_sessions_stand_latest_first_and_those_not_shown_still_count() -> None:
    early, late = held("early", 1, 50.0), held("late", 2, 70.0)
    page = made(early, late)
    assert [one.session.id for one in page.held] == ["late", "early"]
    part = made(early, late, shown=(late,))
    assert part.left_out == 1 and part.one is None and part.history.totals.answers == 2
    assert len(part.trend) == 2 and [len(chart.dots) for chart in part.trend] == [2, 2]


def test_what_was_not_graded_leaves_the_means_alone() -> None:
    page = made(held("a", 1, 80.0, None))
    assert page.history.totals.mean == 80.0 and page.history.totals.not_graded == 1
    skipped = page.held[0].answers[1]
    assert skipped.score is None and skipped.reason == "skipped" and skipped.counts == ()


def test_a_question_that_is_open_says_so() -> None:
    turn = replace(finished().turns[0], main=Exchange(text="half an ans"), followups=(), grade=None)
    page = made(replace(finished(), turns=(turn,), ended=""))
    (answer,) = page.held[0].answers
    assert answer.reason == "unanswered" and not answer.closed and page.left_out == 0


def test_missing_points_are_told_question_by_question_with_what_to_read() -> None:
    page = made(finished())
    first = page.study[0]
    assert first.question == "q2" and first.anchor == "abc234-2"
    assert [point.point for point in first.points] == ["divides", "gain"]
    assert [one.address for one in first.links] == ["https://arxiv.org/abs/1910.07467"]


def test_the_strongest_and_the_weakest_topics_are_not_the_same() -> None:
    page = report(
        [row for one in three_weeks("en") for row in practices(one)],
        names(three_weeks("en")),
        three_weeks("en"),
        lang="en",
        rubrics={"default": rubric()},
    )
    assert len(page.strongest) == len(page.weakest) == 2
    assert not set(page.strongest) & set(page.weakest)
    assert page.band in ("Strong", "Partial", "Weak")
    assert made(finished()).weakest == (), "a single topic is neither"


def test_bands_are_left_out_where_sessions_go_by_different_rubrics() -> None:
    strict = replace(finished(), id="zzz234", options=replace(finished().options, rubric="strict"))
    page = made(finished(), strict)
    assert page.band == ""
    bands = {one.session.id: [answer.band for answer in one.answers[:2]] for one in page.held}
    assert bands == {"abc234": ["strong", "weak"], "zzz234": ["strong", "weak"]}


def test_a_regrade_that_counts_is_the_one_shown_and_the_first_is_told() -> None:
    turn = finished().turns[1]
    better = replace(grade(64.0), rubric="screening")
    regrades = (Regrade(at="2026-11-25T09:00:00.000Z", parts=1, grade=better, used=True),)
    shown = answered(finished(), replace(turn, regrades=regrades), "en", {})
    assert shown.score == 64.0
    assert shown.earlier == (
        "first: 0 (rubric default)",
        "25 Nov 2026: 64 (rubric screening) — this one counts",
    )
    kept = tuple(replace(regrade, used=False) for regrade in regrades)
    shown = answered(finished(), replace(turn, regrades=kept), "en", {})
    assert shown.score == 0.0 and shown.earlier[0].endswith("this one counts")


def test_an_appeal_stands_beside_the_verdict() -> None:
    appeal = Appeal(at="", point="gain", verdict=Verdict.COVERED, because="I said it")
    shown = answered(finished(), replace(finished().turns[0], appeals=(appeal,)), "en", {})
    assert [point.appeal for point in shown.judged] == [None, appeal]
    assert shown.judged[1].verdict is Verdict.MISSED


def test_facts_tell_time_hints_and_confidence() -> None:
    shown = answered(finished(), replace(finished().turns[1], confidence=4, hints=2), "en", {})
    assert shown.facts == (
        "RMS norm", "level 2/5", "1 min 15 s of 1 min", "15 s over time", "hints used: 2",
        "pauses: 1", "was sure",
    )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)",
        "data:text/html,x", "file:///etc/passwd", "//example.org/x", "https:///x", "http://", "", "x",
        "https://example.org/\u202ex", "https://exa mple.org", "http://[::1", "vbscript:x", "\x01https://a.b",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_not_linked(address: str) -> None:
    assert not is_web(address)
    assert link(Source(title="t", url=address)).address == ""


@pytest.mark.parametrize("address", ["https://arxiv.org/abs/1910.07467", "http://example.org/?a=1&b=2#c"])
def test_a_web_address_is_linked(address: str) -> None:
    assert link(Source(title="t", url=address)).address == address


def test_a_source_without_a_title_goes_by_its_place() -> None:
    assert link(Source(title="", arxiv="1910.07467")).title == "arXiv:1910.07467"


def test_the_time_of_a_session_is_that_of_the_clock_on_the_wall() -> None:
    at = datetime.fromisoformat("2026-11-24T09:00:00+00:00").astimezone()
    assert made(finished()).held[0].time == at.strftime("%H:%M")
    strange = replace(finished(), started_at="no time")
    assert made(strange).held[0].time == "no time" and made(strange).held[0].day is None


def test_a_long_history_is_drawn_in_as_many_dots_and_weeks_as_can_be_read() -> None:
    def session(number: int) -> Session:
        at = f"{2020 + number // 24}-{1 + number // 2 % 12:02d}-{1 + number % 2:02d}T09:00:00Z"
        (turn,) = held("x", 1, 50.0 + number % 2).turns
        return replace(held(f"s{number}", 1), turns=(replace(turn, asked_at=at),))

    sessions = [session(number) for number in range(130)]
    page = made(*sessions, shown=())
    assert page.together == 3 and [len(chart.dots) for chart in page.trend] == [44, 44]
    shown = {day.day for block in page.calendar[0] for day in block.days if day.answers}
    assert 20 <= len(shown) <= 27 and max(shown) == page.history.totals.last
    assert page.history.totals.sessions == 130
