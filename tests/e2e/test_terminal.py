"""A person at a real terminal: keys in, screens out, at two sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.transcript.folder import files
from mock_interview.transcript.read import read_session
from tests.e2e.conftest import CTRL_C, CTRL_D, F2, F8, SIZES


@pytest.mark.parametrize("size", SIZES, ids=["100x30", "40x20"])
def test_a_whole_session_in_chinese(terminal, tmp_path: Path, size: tuple[int, int]) -> None:
    """Paste, hint, pause, expiry, probe, quit, resume; then the review shows all of it."""
    one = terminal(*size)
    one.start("run", "-n", "2", "--lang", "zh", "--topic", "norm/rms,norm", "--seed", "1", "--time", "6s")
    one.wait("第 1/2 题")
    one.wait("剩余")
    one.paste("第一行内容\n第二行 with English")
    one.wait("第二行 with English")
    one.type(CTRL_C)
    one.wait("已暂停")
    one.type("r")
    one.wait("第二行 with English")
    one.wait("全场时间到", 15)
    one.type(F8)
    assert one.finish() == 0
    assert "已停止" in one.text and "mock-interview resume" in one.text

    (found,) = files(tmp_path / "transcripts")
    session = read_session(found.path)
    assert session.turns[0].main.text == "第一行内容\n第二行 with English"
    assert session.turns[0].pauses == 1 and session.clock >= 6

    two = terminal(*size)
    two.start("resume", found.id)
    two.wait("第二行 with English")
    two.wait("超时")
    two.type(CTRL_D)
    two.wait("得分")
    two.wait("[回车] 下一题")
    two.type("\r")
    two.wait("全场时间到")
    assert two.finish() == 0
    session = read_session(found.path)
    assert session.ended == "time" and session.turns[0].main.overtime >= 0

    three = terminal(*size)
    three.start("review", "show", "latest")
    three.wait("第一行内容")
    three.wait("参考答案")
    three.finish()


def test_a_missed_point_is_probed_and_a_hint_is_shown_in_english(terminal, tmp_path: Path) -> None:
    one = terminal(100, 30)
    one.start("run", "-n", "1", "--lang", "en", "--topic", "norm/rms")
    one.wait("Question 1 of 1")
    one.wait("left")
    one.type("The result is multiplied by a learned gain for every feature.")
    one.type(F2)
    one.wait("no more hints")
    one.type(CTRL_D)
    one.wait("Follow-up")
    one.wait("What stands in the denominator?")
    one.wait("0 chars")
    one.type("the input is divided by its root mean square")
    one.type(CTRL_D)
    one.wait("Score")
    assert one.finish() == 0
    (found,) = files(tmp_path / "transcripts")
    (turn,) = read_session(found.path).turns
    assert turn.followups[0].point == "divides" and turn.followups[0].how == "submitted"


def test_ctrl_c_twice_saves_and_exits_130(terminal, tmp_path: Path) -> None:
    one = terminal(100, 30)
    one.start("run", "-n", "1", "--lang", "en")
    one.wait("left")
    one.type("half an answer")
    one.type(CTRL_C)
    one.wait("Paused")
    one.type(CTRL_C)
    assert one.finish() == 130
    (found,) = files(tmp_path / "transcripts")
    assert read_session(found.path).turns[0].main.text == "half an answer"
    assert f"mock-interview resume {found.id}" in one.text


def test_at_expiry_cut_takes_the_draft(terminal, tmp_path: Path) -> None:
    one = terminal(100, 30)
    one.start("run", "-n", "1", "--lang", "en", "--time", "2s", "--on-timeout", "cut")
    one.wait("left")
    one.type("as far as I got")
    one.wait("your draft was taken as it is")
    assert one.finish() == 0
    (found,) = files(tmp_path / "transcripts")
    assert read_session(found.path).turns[0].main.how == "cut"


def test_the_external_editor_writes_the_answer(terminal, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "written elsewhere" > "$1"\n')
    script.chmod(0o755)
    one = terminal(100, 30)
    one.start("run", "-n", "1", "--lang", "en", VISUAL=str(script))
    one.wait("left")
    one.type("\x18\x05")
    one.wait("written elsewhere")
    one.type(" and here")
    one.type(CTRL_D)
    one.wait("Grading")
    one.type("\x03")
    one.type("\x03")
    one.finish()
    (found,) = files(tmp_path / "transcripts")
    main = read_session(found.path).turns[0].main
    assert (main.how, main.text) == ("submitted", "written elsewhere and here")


def test_hanging_up_saves_the_draft(terminal, tmp_path: Path) -> None:
    one = terminal(100, 30)
    one.start("run", "-n", "1", "--lang", "en")
    one.wait("left")
    one.type("not lost")
    assert one.child is not None
    one.child.kill(1)
    one.finish()
    (found,) = files(tmp_path / "transcripts")
    session = read_session(found.path)
    assert session.turns[0].main.text == "not lost" and session.ended == "quit"


def test_no_color_and_dumb_terminals_are_honoured(terminal) -> None:
    one = terminal(100, 30)
    one.start("run", "-n", "1", "--lang", "en", "--followups", "0", TERM="dumb")
    one.wait("only a dot")
    one.type("plain answer\r")
    one.type(".\r")
    one.wait("Summary", 30)
    one.finish()
    assert "\x1b" not in one.text
    two = terminal(100, 30)
    two.start("review", NO_COLOR="1")
    two.wait("Summary")
    two.finish()


@pytest.mark.parametrize("size", SIZES)
def test_one_key_says_how_sure_before_the_grade_is_seen(
    terminal, tmp_path: Path, size: tuple[int, int]
) -> None:
    one = terminal(*size)
    one.start("run", "-n", "2", "--lang", "en", "--followups", "0", "--confidence")
    one.wait("Why this one: this topic's turn; not asked before")
    one.wait("left")
    one.type("It divides by the root mean square.")
    one.type(CTRL_D)
    one.wait("[4] sure")
    assert "Score" not in one.text
    one.type("4")
    one.wait("Noted: sure")
    one.wait("you were: sure", 60)
    one.wait("[Enter] next question")
    one.type("\r")
    one.wait("Question 2 of 2")
    one.wait("left")
    one.type("No idea.")
    one.type(CTRL_D)
    one.wait("rather not say")
    one.pump(0.3)
    one.type("\r")
    one.wait("Nothing noted.")
    one.wait("Summary", 60)
    assert one.finish() == 0
    (found,) = files(tmp_path / "transcripts")
    session = read_session(found.path)
    assert [turn.confidence for turn in session.turns] == [4, None]
    assert session.options.order == "interview"
