"""What a question and a session look like, compared with golden screens."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from mock_interview.bank.topics import TopicCount
from mock_interview.model import Grade, Session, Span
from mock_interview.practice import held
from mock_interview.review.summary import summarise
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView, marked
from mock_interview.terminal.tables import bands, show_sessions, show_summary, show_topics, titles
from tests.samples import RUBRIC, TOPICS, finished, planned

WIDTHS = [100, 40]
LANGS = ["zh", "en"]


def view_of(session: Session, lang: str, width: int) -> tuple[QuestionView, io.StringIO]:
    file = io.StringIO()
    out = console(file=file, width=width)
    return QuestionView(out, lang, titles(session, lang), bands(RUBRIC, lang)), file


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_graded_question(golden, lang: str, width: int) -> None:
    session = finished(lang)
    view, file = view_of(session, lang, width)
    for turn in session.turns:
        view.asked(turn.question, number=turn.number, total=3)
        view.answer(turn)
        view.grade(turn)
        view.similarity(turn.grade)
        view.reference(turn.question, sources=True)
    golden(f"questions-{lang}-{width}", file.getvalue())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_summary(golden, lang: str, width: int) -> None:
    session = finished(lang)
    view, file = view_of(session, lang, width)
    show_summary(console(file=file, width=width), view, session, summarise(session, RUBRIC), lang)
    golden(f"summary-{lang}-{width}", file.getvalue())


def test_a_summary_of_a_session_in_which_nothing_was_answered(golden) -> None:
    session = replace(planned(), ended="quit")
    view, file = view_of(session, "en", 100)
    show_summary(console(file=file, width=100), view, session, summarise(session, RUBRIC), "en")
    golden("summary-empty", file.getvalue())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_lists(golden, lang: str, width: int) -> None:
    file = io.StringIO()
    out = console(file=file, width=width)
    session = finished(lang)
    stopped = replace(planned(), ended="quit")
    show_sessions(out, [(held(one), summarise(one)) for one in (session, stopped)], lang, left=1234)
    rows = [
        TopicCount(path=topic.path, title=topic.title, questions=3, levels=(1, 3), practised=1)
        for topic in TOPICS
    ]
    show_topics(out, rows, lang)
    golden(f"lists-{lang}-{width}", file.getvalue())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_wider_than_the_terminal(lang: str, width: int) -> None:
    from rich.cells import cell_len

    session = finished(lang)
    view, file = view_of(session, lang, width)
    show_summary(console(file=file, width=width), view, session, summarise(session, RUBRIC), lang)
    for turn in session.turns:
        view.asked(turn.question, number=turn.number, total=3)
        view.followup(turn.question.question.get(lang), 30)
        view.answer(turn)
        view.grade(turn)
        view.reference(turn.question, sources=True)
    assert [line for line in file.getvalue().splitlines() if cell_len(line) > width] == []


def test_a_verdict_reads_without_colour() -> None:
    session = finished()
    view, file = view_of(session, "en", 100)
    view.grade(session.turns[1])
    assert "! opposite" in file.getvalue() and "you said the opposite" in file.getvalue()
    assert "\x1b" not in file.getvalue()


def test_a_question_that_could_not_be_graded_says_why_instead_of_a_score() -> None:
    turn = replace(finished().turns[0], grade=Grade(score=None, reason="the model file is damaged"))
    view, file = view_of(finished(), "en", 100)
    view.grade(turn)
    assert "Not graded" in file.getvalue() and "damaged" in file.getvalue() and "/100" not in file.getvalue()


def test_a_score_of_zero_is_shown_as_a_score() -> None:
    view, file = view_of(finished(), "en", 100)
    view.grade(finished().turns[1])
    assert "Score 0/100" in file.getvalue()


def test_highlighting_survives_control_characters_before_the_quote() -> None:
    text = "\x1b[31mab\x07 quote here"
    start = text.index("quote")
    drawn = marked(text, [(Span(source=0, start=start, end=start + 5, text="quote"), "covered")])
    span = drawn.spans[-1]
    assert drawn.plain[span.start : span.end] == "quote"


def test_a_span_that_does_not_fit_its_answer_is_not_drawn() -> None:
    drawn = marked("short", [(Span(source=0, start=2, end=9, text="nothing"), "covered")])
    assert drawn.plain == "short" and not drawn.spans
