"""A whole session led by a language model, as it is seen: golden screens over the scripted server."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from mock_interview.answers import AnswerSheet, Prepared
from mock_interview.model import Session, Span, Verdict
from mock_interview.review.summary import summarise
from mock_interview.session import hold
from mock_interview.spoken import Debrief, Words
from mock_interview.terminal.interviewer import TerminalInterviewer
from mock_interview.terminal.readers import SheetReader
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.tables import bands, show_summary, titles
from mock_interview.terminal.voice import show_debrief, usage_line
from mock_interview.terminal.words import words
from tests.led import conductor, well_behaved
from tests.llm_server import LlmServer
from tests.samples import RUBRIC, TOPICS, USED, MemoryRecord, QueueGrader, grade, planned, question

ANSWERS = {
    "en": (
        Prepared(
            answer="It normalises the input and then scales it.",
            asks=("do you mean training or inference?", "is the input divided by its root mean square?"),
            followups=("By the root of the mean square.",),
        ),
        Prepared(answer="You divide x by sqrt(mean(x^2)).", followups=("no",)),
    ),
    "zh": (
        Prepared(
            answer="先把输入归一化，再做缩放。",
            asks=("是指训练还是推理？", "是不是把输入除以它的均方根？"),
            followups=("除以平方均值的根。",),
        ),
        Prepared(answer="把 x 除以 sqrt(mean(x^2))。", followups=("不知道",)),
    ),
}


def held(server: LlmServer, lang: str, width: int, *, feedback: str = "each", **more: object) -> str:
    """The screen of a session of two questions, its summary included."""
    file = io.StringIO()
    out = console(file=file, width=width)
    session = planned(question("q1"), question("q2", topic="norm"), lang=lang, feedback=feedback)
    view = QuestionView(out, lang, titles(session, lang), bands(RUBRIC, lang))
    reader = SheetReader(AnswerSheet(ANSWERS[lang]), view, lang)
    interviewer = TerminalInterviewer(view, reader, lang=lang, feedback=feedback)
    said = ANSWERS[lang][1].answer or ""
    quote = Span(source=0, start=0, end=len(said), text=said)
    grades = QueueGrader(
        grade(0.0, divides=Verdict.MISSED), grade(40.0, divides=Verdict.PARTIAL), grade(86.0, quote=quote)
    )
    leader = conductor(server, lang=lang, waiting=interviewer.thinking, **more)
    ended = hold(session, MemoryRecord(), interviewer, grades, leader)
    if feedback == "end":
        for turn in ended.turns:
            interviewer.show(turn)
    view.blank()
    show_summary(out, view, ended, summarise(ended, RUBRIC), lang)
    return file.getvalue()


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_whole_session_led_by_a_model(golden, llm_server: LlmServer, lang: str, width: int) -> None:
    llm_server.answer = well_behaved
    screen = held(llm_server, lang, width, persona="friendly")
    golden(f"led-{lang}-{width}", screen)
    assert "Interviewer: " in screen or "面试官：" in screen


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_session_whose_server_dies_goes_on_with_prepared_words(llm_server: LlmServer, lang: str) -> None:
    def dies(asked):
        if len(llm_server.requests) == 2:
            llm_server.stop()
        return well_behaved(asked)

    llm_server.answer = dies
    screen = held(llm_server, lang, 100)
    once = {"zh": "面试官改用准备好的话", "en": "The interviewer uses prepared words"}[lang]
    authored = question().points[0].probe
    assert "".join(screen.split()).count("".join(once.split())) == 1, "said once, plainly"
    assert authored is not None and authored.get(lang) in screen
    assert screen.count("/100") == 2 and words(lang)("ended_finished") in screen
    assert words(lang)("no_debrief_no_reply", why="").split("（")[0].split(" (")[0] in screen


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(llm_server: LlmServer, lang: str, width: int) -> None:
    from rich.cells import cell_len

    llm_server.answer = well_behaved
    screen = held(llm_server, lang, width, feedback="end")
    assert [line for line in screen.splitlines() if cell_len(line) > width] == []


def test_nothing_is_graded_aloud_before_the_end(llm_server: LlmServer) -> None:
    def praises(asked):
        reply = well_behaved(asked)
        return {**reply, "say": "Great answer! " + reply["say"]} if "say" in reply else reply

    llm_server.answer = praises
    screen = held(llm_server, "en", 100, feedback="end")
    assert "Great" not in screen and screen.count("not fit to be said") == 1


def test_a_models_escapes_never_reach_the_screen(llm_server: LlmServer) -> None:
    def escapes(asked):
        reply = well_behaved(asked)
        return {key: f"\x1b[31m\x07{value}" if key == "say" else value for key, value in reply.items()}

    llm_server.answer = escapes
    screen = held(llm_server, "en", 100)
    assert "\x1b" not in screen and "\x07" not in screen and "How is its divisor computed?" in screen


def view_on(file: io.StringIO, *, terminal: bool) -> QuestionView:
    from rich.console import Console

    out = Console(file=file, width=60, force_terminal=terminal, color_system=None)
    return QuestionView(out, "en", {}, {})


def meanwhile(*, terminal: bool) -> str:
    file = io.StringIO()
    context: AbstractContextManager[None] = view_on(file, terminal=terminal).meanwhile("thinking")
    with context:
        pass
    return file.getvalue()


def test_thinking_is_shown_on_a_terminal_only_and_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    shown = meanwhile(terminal=True)
    assert "thinking" in shown and "\x1b[2K" in shown
    assert meanwhile(terminal=False) == ""
    monkeypatch.setenv("TERM", "dumb")
    assert meanwhile(terminal=True) == "thinking\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("dropped", ["no_reply", "stopped", "form", "unfounded"])
def test_a_missing_summary_says_why(lang: str, dropped: str) -> None:
    file = io.StringIO()
    out = console(file=file, width=200)
    why = "500" if dropped == "no_reply" else ""
    view = QuestionView(out, lang, {}, {})
    show_debrief(out, Debrief(dropped=dropped, why=why), lang, heading=view.heading)
    assert len(file.getvalue().splitlines()) == 1 and why in file.getvalue()


def test_the_cost_is_told_when_it_is_known() -> None:
    assert usage_line(replace(USED, calls=0), "en") == ""
    assert usage_line(USED, "en") == "Language model: calls 1, tokens 15"
    line = usage_line(replace(USED, cost=0.01234, cached=2), "en")
    assert line == "Language model: calls 1, tokens 15 · from cache 2 · about $0.0123"


def test_what_was_stopped_or_fished_for_is_not_called_a_failure() -> None:
    file = io.StringIO()
    out = console(file=file, width=80)
    view = QuestionView(out, "en", {}, {})
    one = TerminalInterviewer(view, SheetReader(AnswerSheet(()), view, "en"), lang="en", feedback="each")
    for dropped in ("stopped", "fishing", "no_reply", "leak", "no_reply", "judging"):
        one.fell_back(Words(text="x", dropped=dropped, why="it is down"))
    assert file.getvalue().count("\n") <= 4
    assert file.getvalue().count("No reply") == file.getvalue().count("not fit") == 1


def test_the_review_shows_what_was_asked_and_answered(llm_server: LlmServer) -> None:
    llm_server.answer = well_behaved
    screen = held(llm_server, "en", 100)
    shown = screen.split("Your answer", 1)[1]
    assert "You asked: do you mean training or inference?" in shown
    assert "Interviewer: I mean the forward pass at inference." in shown


def test_topics_of_the_samples_have_names() -> None:
    session: Session = planned()
    assert {topic.path for topic in TOPICS} >= set(titles(session, "zh"))
