"""A person at a real terminal, talking with an interviewer that a language model gives its voice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mock_interview.transcript.folder import files
from mock_interview.transcript.read import read_session
from tests.e2e.conftest import CTRL_C, CTRL_D, F8, SIZES
from tests.led import task_of, well_behaved
from tests.llm_server import LlmServer, hang


@pytest.mark.parametrize("size", SIZES, ids=["100x30", "40x20"])
def test_a_conversation_in_chinese(terminal, tmp_path: Path, llm_server: LlmServer, size) -> None:
    """Ask back, get an answer, go on with the draft, be asked a follow-up, and read the summary."""
    llm_server.answer = well_behaved
    one = terminal(*size)
    one.start(
        "run", "-n", "1", "--lang", "zh", "--topic", "norm/rms", "--interviewer", "llm", **llm_server.env
    )
    one.wait("面试官：你好，我们开始吧")
    one.wait("以 ? 开头写下你的问题")
    one.wait("剩余")
    one.type("是指训练还是推理？")
    one.type(CTRL_D)
    one.wait("面试官：指的是推理时的前向计算。")
    one.wait("0 字")
    one.paste("再乘可学习的增益\n? 要写公式吗")
    one.type(CTRL_D)
    one.wait("再乘可学习的增益")
    one.wait("8 字")
    one.type(CTRL_D)
    one.wait("追问")
    one.wait("面试官：你提到了归一化，那一步里除数是怎么算出来的？")
    one.wait("0 字")
    one.type("把输入除以它的均方根")
    one.type(CTRL_D)
    one.wait("面试官：我的问题问完了")
    one.wait("已保存")
    assert one.finish() == 0
    (found,) = files(tmp_path / "transcripts")
    session = read_session(found.path)
    (turn,) = session.turns
    assert turn.main.text == "再乘可学习的增益" and turn.followups[0].text == "把输入除以它的均方根"
    assert [remark.asked for remark in turn.remarks if remark.asked] == ["是指训练还是推理？", "要写公式吗"]
    assert session.debrief is not None and session.debrief.model == "scripted-1"


def test_ctrl_c_while_the_interviewer_thinks_goes_on_with_the_prepared_question(
    terminal,
    tmp_path: Path,
    llm_server: LlmServer,
) -> None:
    llm_server.answer = lambda asked: hang() if task_of(asked) == "follow_up" else well_behaved(asked)
    one = terminal(100, 30)
    one.start(
        "run", "-n", "1", "--lang", "en", "--topic", "norm/rms", "--interviewer", "llm", **llm_server.env
    )
    one.wait("left")
    one.type("The result is multiplied by a learned gain for every feature.")
    one.type(CTRL_D)
    one.wait("The interviewer is thinking")
    one.type(CTRL_C)
    one.wait("What stands in the denominator?")
    one.wait("0 chars")
    assert "The interviewer is thinking" not in "\n".join(one.screen.display)
    one.type("the input is divided by its root mean square")
    one.type(CTRL_D)
    one.wait("Saved to", 40)
    assert one.finish() == 0
    (found,) = files(tmp_path / "transcripts")
    (turn,) = read_session(found.path).turns
    assert turn.main.how == turn.followups[0].how == "submitted" and turn.grade is not None


def test_a_session_left_in_the_middle_shows_again_what_was_clarified(
    terminal,
    tmp_path: Path,
    llm_server: LlmServer,
) -> None:
    llm_server.answer = well_behaved
    one = terminal(100, 30)
    one.start("run", "-n", "1", "--lang", "en", "--interviewer", "llm", **llm_server.env)
    one.wait("left")
    one.type("so far\r? training or inference")
    one.type(CTRL_D)
    one.wait("Interviewer: I mean the forward pass at inference.")
    one.wait("6 chars")
    one.type(F8)
    assert one.finish() == 0
    two = terminal(100, 30)
    two.start("resume", **llm_server.env)
    two.wait("You asked: training or inference")
    two.wait("Interviewer: I mean the forward pass at inference.")
    two.wait("so far")
    two.type(F8)
    assert two.finish() == 0
    (found,) = files(tmp_path / "transcripts")
    assert read_session(found.path).turns[0].main.text == "so far"


def test_a_dumb_terminal_has_the_same_conversation(terminal, llm_server: LlmServer) -> None:
    llm_server.answer = well_behaved
    one = terminal(100, 30)
    one.start(
        "run",
        "-n",
        "1",
        "--lang",
        "en",
        "--followups",
        "0",
        "--interviewer",
        "llm",
        TERM="dumb",
        **llm_server.env,
    )
    one.wait("only a dot")
    one.type("? training or inference\r")
    one.wait("The interviewer is thinking")
    one.wait("Interviewer: I mean the forward pass at inference.")
    one.type("plain answer\r")
    one.type(".\r")
    one.wait("Summary", 30)
    one.finish()
    assert "\x1b" not in one.text
    assert os.environ.get("OPENAI_API_KEY") is None
