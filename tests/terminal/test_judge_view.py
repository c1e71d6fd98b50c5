"""Both gradings on screen, compared with golden screens."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.tables import bands, titles
from tests.judge.graded import judged_session
from tests.samples import RUBRIC

WIDTHS = [100, 40]
LANGS = ["zh", "en"]


def shown(lang: str, width: int) -> str:
    session, file = judged_session(lang), io.StringIO()
    view = QuestionView(console(file=file, width=width), lang, titles(session, lang), bands(RUBRIC, lang))
    for turn in session.turns:
        view.heading(str(turn.number))
        view.grade(turn)
    return file.getvalue()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_both_tracks_and_what_is_contested(golden, lang: str, width: int) -> None:
    golden(f"judged-{lang}-{width}", shown(lang, width))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_wider_than_the_terminal(lang: str, width: int) -> None:
    from rich.cells import cell_len

    assert [line for line in shown(lang, width).splitlines() if cell_len(line) > width] == []


def test_what_is_contested_reads_without_colour() -> None:
    screen = shown("en", 100)
    assert "≠ offline: ✓ covered, judge: ~ partial" in screen and "\x1b" not in screen


def test_words_of_a_model_cannot_act_on_the_terminal() -> None:
    session, file = judged_session("en"), io.StringIO()
    turn = session.turns[0]
    grade = turn.grade
    assert grade is not None and grade.judgement is not None
    points = tuple(
        replace(p, votes=tuple(replace(v, reasoning="\x1b[2J\x07evil\n\u202eback") for v in p.votes))
        for p in grade.judgement.points
    )
    nasty = replace(grade.judgement, points=points, model="\x1b]0;title\x07m")
    view = QuestionView(console(file=file, width=100), "en", {}, {})
    view.grade(replace(turn, grade=replace(grade, judgement=nasty)))
    assert "evil back" in file.getvalue()
    assert not any(char in file.getvalue() for char in "\x1b\x07\u202e")
