from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Exchange, Grade, Session, Text, Turn, Verdict
from mock_interview.review.summary import band_of, summarise
from tests.samples import RUBRIC, finished, grade, planned, question

WRONG, MISSED, PARTLY = Verdict.CONTRADICTED, Verdict.MISSED, Verdict.PARTIAL


def session(*grades: Grade | None, topics: tuple[str, ...] = ()) -> Session:
    """A session with a question for each grade."""
    names = topics or ("norm/rms",) * len(grades)
    turns = tuple(
        Turn(
            number=number,
            question=question(f"q{number}", topic=topic),
            asked_at="",
            limit=60,
            main=Exchange(text="x", how="submitted", used=10.04, overtime=0.06),
            grade=given_,
        )
        for number, (given_, topic) in enumerate(zip(grades, names, strict=True), start=1)
    )
    return replace(planned(*[turn.question for turn in turns] or [question()]), turns=turns)


def test_a_finished_session_comes_to_its_figures() -> None:
    summary = summarise(finished(), RUBRIC)
    assert (summary.mean, summary.band, summary.graded, summary.not_graded) == (43.0, "weak", 2, 1)
    assert (summary.planned, summary.used, summary.overtime) == (3, 127.0, 15.0)
    (norm,) = summary.topics
    assert (norm.topic, norm.title, norm.mean) == ("norm", Text(zh="归一化", en="Normalisation"), 43.0)
    assert (norm.graded, norm.not_graded) == (2, 1)
    assert [(weak.number, weak.point, weak.verdict) for weak in summary.weakest] == [
        (2, "divides", WRONG),
        (1, "gain", MISSED),
        (2, "gain", MISSED),
    ]


def test_a_score_of_zero_counts_and_no_score_does_not() -> None:
    nothing = Grade(score=None, reason="skipped")
    summary = summarise(session(grade(0.0), grade(100.0), nothing, None), RUBRIC)
    assert (summary.mean, summary.graded, summary.not_graded) == (50.0, 2, 2)
    assert summarise(session(grade(0.0)), RUBRIC).mean == 0.0


@pytest.mark.parametrize("grades", [(), (None,), (Grade(score=None, reason="x"),)])
def test_without_any_score_there_is_no_mean_and_no_band(grades: tuple[Grade | None, ...]) -> None:
    summary = summarise(session(*grades), RUBRIC)
    assert (summary.mean, summary.band, summary.graded) == (None, "", 0)
    assert summary.not_graded == len(grades) and summary.weakest == ()
    assert all(topic.mean is None for topic in summary.topics)


@pytest.mark.parametrize(
    ("score", "band"), [(0.0, "weak"), (69.9, "weak"), (70.0, "strong"), (100.0, "strong"), (None, "")]
)
def test_a_band_holds_from_its_threshold_on(score: float | None, band: str) -> None:
    assert band_of(score, RUBRIC) == band
    assert band_of(score, replace(RUBRIC, bands=RUBRIC.bands[::-1])) == band


def test_without_its_rubric_a_session_has_no_band() -> None:
    assert summarise(finished()).band == "" and summarise(finished()).mean == 43.0
    assert band_of(-1.0, RUBRIC) == "", "below every band"


def test_topics_are_sections_in_the_order_asked_with_a_path_for_want_of_a_title() -> None:
    summary = summarise(session(grade(80.0), grade(20.0), grade(40.0), topics=("rag/index", "norm", "rag")))
    assert [(t.topic, t.mean, t.graded) for t in summary.topics] == [("rag", 60.0, 2), ("norm", 20.0, 1)]
    assert [t.title.en for t in summary.topics] == ["rag", "Normalisation"]


def test_wrong_comes_before_missed_before_partly_and_weight_decides_among_equals() -> None:
    summary = summarise(
        session(grade(9.0, divides=PARTLY), grade(9.0, divides=MISSED), grade(9.0, divides=WRONG)), weakest=9
    )
    assert [(w.number, w.weight, w.verdict) for w in summary.weakest] == [
        (3, 5, WRONG),
        (2, 5, MISSED),
        (1, 2, MISSED),
        (2, 2, MISSED),
        (3, 2, MISSED),
        (1, 5, PARTLY),
    ]


def test_a_follow_up_that_waits_for_its_answer_is_not_given_away_by_the_points_it_asks_for() -> None:
    whole = finished()
    waiting = replace(whole.turns[0], followups=(Exchange(probe="And the gain?", point="gain"),))
    for ended, told in (("quit", False), ("", False), ("time", True), ("finished", True)):
        session = replace(whole, ended=ended, turns=(waiting,))
        assert bool(summarise(session, RUBRIC).weakest) is told


def test_only_so_many_weak_points_are_named() -> None:
    asked = session(*[grade(0.0, divides=MISSED)] * 5)
    assert len(summarise(asked).weakest) == 5 and len(summarise(asked, weakest=2).weakest) == 2
    assert summarise(asked, weakest=0).weakest == ()


def test_a_point_the_question_no_longer_has_goes_by_its_id() -> None:
    strange = replace(grade(0.0), points=(replace(grade(0.0).points[1], point="gone"),))
    (weak,) = summarise(session(strange)).weakest
    assert weak.text == Text(zh="gone", en="gone")


def test_times_add_up_over_followups_to_a_tenth_of_a_second() -> None:
    asked = session(grade(5.0), grade(5.0))
    with_more = replace(asked.turns[0], followups=(Exchange(used=5.0, overtime=1.0),))
    summary = summarise(replace(asked, turns=(with_more, asked.turns[1])))
    assert (summary.used, summary.overtime) == (25.1, 1.1)


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=12))
def test_the_mean_lies_between_the_lowest_and_the_highest_score(scores: list[float | None]) -> None:
    summary = summarise(session(*[Grade(score=score, reason="?") for score in scores]), RUBRIC)
    known = [score for score in scores if score is not None]
    assert summary.graded == len(known) and summary.graded + summary.not_graded == len(scores)
    assert (summary.mean is None) == (not known)
    if summary.mean is not None:
        assert min(known) - 0.05 <= summary.mean <= max(known) + 0.05 and summary.band
