"""The editor with keys from a pipe."""

from __future__ import annotations

import errno
import io
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from mock_interview.dialogue import Prompt, Reply
from mock_interview.terminal.editor import Editor
from tests.terminal.test_readers import Heard, prompt, view

CTRL_C, CTRL_D, ALT_ENTER = "\x03", "\x04", "\x1b\r"
F2, F3, F4, F8 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[19~"


@contextmanager
def keyboard(*keys: str, pause: float = 0.15) -> Iterator[PipeInput]:
    """Keys sent one after another, with time for the editor to act on each."""
    with create_pipe_input() as pipe:

        def press() -> None:
            for key in keys:
                pipe.send_text(key)
                time.sleep(pause)

        thread = threading.Thread(target=press, daemon=True)
        thread.start()
        yield pipe
        thread.join(5)


def edit(*keys: str, asked: Prompt | None = None, pause: float = 0.15) -> tuple[Reply, Heard, str]:
    shown, file = view()
    heard = Heard()
    with keyboard(*keys, pause=pause) as pipe:
        editor = Editor(shown, "en", now=time.monotonic, input=pipe, output=DummyOutput())
        reply = editor.read(asked or prompt(), heard)
    return reply, heard, file.getvalue()


@pytest.mark.parametrize("send", [CTRL_D, ALT_ENTER])
def test_enter_starts_a_new_line_and_the_send_key_sends(send: str) -> None:
    reply, heard, _ = edit("第一行\rsecond", send)
    assert (reply.how, reply.text) == ("submitted", "第一行\nsecond")
    assert heard.calls[-1] == ("draft", "第一行\nsecond")


def test_a_paste_of_many_lines_is_one_text() -> None:
    reply, _, _ = edit("\x1b[200~一\n二\n三\x1b[201~", CTRL_D)
    assert reply.text == "一\n二\n三"


def test_sending_nothing_does_nothing() -> None:
    reply, _, _ = edit(CTRL_D, "x", CTRL_D)
    assert reply.text == "x"


def test_hints_come_one_by_one_and_keep_the_draft() -> None:
    reply, heard, screen = edit("abc", F2, F2, "d", CTRL_D)
    assert reply.text == "abcd"
    assert [c for c in heard.calls if c[0] == "hint"] == [("hint", 0), ("hint", 1)]
    assert "Think of squares" in screen


def test_skip_and_quit_by_key() -> None:
    assert edit("abc", F4)[0].how == "skipped"
    reply, heard, _ = edit("abc", F8)
    assert (reply.how, reply.text, reply.interrupted) == ("quit", "abc", False)
    assert heard.calls == [("draft", "abc")]


@pytest.mark.parametrize("key", [CTRL_C, F3])
def test_pause_resumes_with_the_draft_and_without_the_time(key: str) -> None:
    reply, heard, _ = edit("abc", key, *[""] * 20, "r", "d", CTRL_D)
    assert reply.text == "abcd"
    assert ("pause",) in heard.calls and ("resume",) in heard.calls
    assert reply.used < 2.5, "twenty sleeps passed while paused"


def test_ctrl_c_twice_is_an_interrupt_that_keeps_the_draft() -> None:
    reply, _, _ = edit("abc", CTRL_C, CTRL_C)
    assert (reply.how, reply.text, reply.interrupted) == ("quit", "abc", True)


def test_the_pause_menu_can_skip_and_quit_and_ignores_other_keys() -> None:
    assert edit("abc", CTRL_C, "x", "s")[0].how == "skipped"
    assert edit("abc", CTRL_C, "7", "q")[0].how == "quit"


def test_at_expiry_the_draft_is_taken_as_it_is() -> None:
    reply, _, screen = edit("half an ans", "", "", "", "", asked=prompt(limit=1, used=0.5, cut=True))
    assert (reply.how, reply.text) == ("cut", "half an ans")
    assert "Time is up" in screen


def test_overtime_warns_once_and_goes_on() -> None:
    reply, _, screen = edit("a", "", "", "", "", "b", CTRL_D, asked=prompt(limit=1, used=0.7))
    assert (reply.how, reply.text) == ("submitted", "ab")
    assert screen.count("Time is up") == 1 and reply.used > 1


def test_the_sessions_time_counts_too() -> None:
    reply, _, _ = edit("a", "", "", "", "", asked=prompt(limit=60, session_left=0.3, cut=True))
    assert reply.how == "cut"


def test_drafts_are_saved_while_typing() -> None:
    _, heard, _ = edit("a", "b", "c", *[""] * 10, "d", CTRL_D)
    drafts = [call[1] for call in heard.calls]
    assert drafts[0] in ("a", "ab", "abc") and "abc" in drafts and drafts[-1] == "abcd"


def test_a_question_to_the_interviewer_keeps_the_answer_begun() -> None:
    reply, _, _ = edit("so far\r? for training", CTRL_D, asked=prompt(may_ask=True))
    assert (reply.how, reply.asked, reply.text) == ("asked", "for training", "so far")
    reply, _, _ = edit("是指训练还是推理？", CTRL_D, asked=prompt(may_ask=True))
    assert (reply.how, reply.asked, reply.text) == ("asked", "是指训练还是推理？", "")


def test_without_anybody_to_answer_a_question_is_an_answer() -> None:
    reply, _, _ = edit("is this about training?", CTRL_D)
    assert (reply.how, reply.text) == ("submitted", "is this about training?")


def test_a_terminal_that_goes_away_quits_with_the_draft() -> None:
    shown, _ = view()
    heard = Heard()
    with create_pipe_input() as pipe:
        pipe.send_text("abc")

        def hang_up() -> None:
            time.sleep(0.4)
            pipe.close()

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        reply = Editor(shown, "en", now=time.monotonic, input=pipe, output=DummyOutput()).read(
            prompt(), heard
        )
        thread.join(20)  # the pipe is closed once, here or there
    assert (reply.how, reply.text) == ("quit", "abc")


@pytest.mark.parametrize(
    ("keys", "level"), [(("3",), 3), (("x", "9", "1"), 1), (("\r",), None), ((" ",), None)]
)
def test_one_key_says_how_sure_and_enter_says_nothing(keys: tuple[str, ...], level: int | None) -> None:
    shown, file = view()
    with keyboard(*keys) as pipe:
        editor = Editor(shown, "en", now=time.monotonic, input=pipe, output=DummyOutput())
        assert editor.confidence() == level
        noted = {1: "Noted: guessing", 2: "Noted: unsure", 3: "Noted: fairly sure", 4: "Noted: sure"}
        assert file.getvalue().rstrip().endswith(noted.get(level, "Nothing noted."))  # type: ignore[arg-type]
    assert "How sure are you?" in file.getvalue()


def test_ctrl_c_stops_at_the_question_how_sure() -> None:
    with keyboard(CTRL_C) as pipe, pytest.raises(KeyboardInterrupt):
        Editor(view()[0], "en", now=time.monotonic, input=pipe, output=DummyOutput()).confidence()


class SlowDisk(Heard):
    """Hooks whose first draft is not on disk before ``saved`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.saving, self.saved = threading.Event(), threading.Event()

    def draft(self, text: str, used: float) -> None:
        self.saving.set()
        assert self.saved.wait(20)
        super().draft(text, used)


def test_typing_goes_on_while_a_slow_disk_takes_a_draft() -> None:
    shown, _ = view()
    disk, screen = SlowDisk(), io.StringIO()
    output = Vt100_Output(screen, lambda: Size(rows=24, columns=80), enable_cpr=False)
    with create_pipe_input() as pipe:

        def type_on() -> None:
            pipe.send_text("abc")
            assert disk.saving.wait(20)
            pipe.send_text("Q")
            until = time.monotonic() + 20
            while "Q" not in screen.getvalue() and time.monotonic() < until:
                time.sleep(0.02)
            seen.append("Q" in screen.getvalue())
            disk.saved.set()
            pipe.send_text(CTRL_D)

        seen: list[bool] = []
        thread = threading.Thread(target=type_on, daemon=True)
        thread.start()
        reply = Editor(shown, "en", now=time.monotonic, input=pipe, output=output).read(prompt(), disk)
        thread.join(20)
    assert seen == [True], "what was typed was on screen before the draft was on disk"
    assert reply.text == "abcQ"
    assert disk.calls == [("draft", "abc"), ("draft", "abcQ")], "in this order, and both before the answer"


def test_a_pause_waits_for_the_draft_before_it() -> None:
    shown, _ = view()
    disk = SlowDisk()
    with create_pipe_input() as pipe:

        def type_on() -> None:
            pipe.send_text("abc")
            assert disk.saving.wait(20)
            pipe.send_text(F3)
            time.sleep(0.3)
            disk.calls.append(("the disk is done",))
            disk.saved.set()
            for key in ("r", CTRL_D):
                time.sleep(0.5)
                pipe.send_text(key)

        threading.Thread(target=type_on, daemon=True).start()
        Editor(shown, "en", now=time.monotonic, input=pipe, output=DummyOutput()).read(prompt(), disk)
    assert disk.calls == [("the disk is done",), ("draft", "abc"), ("pause",), ("resume",)]


def test_a_sleep_of_the_machine_is_a_pause() -> None:
    """The clock jumps between two looks at it: nobody could type meanwhile."""
    jump = 0.0

    def now() -> float:
        return time.monotonic() + jump

    shown, _ = view()
    heard = Heard()
    with create_pipe_input() as pipe:

        def type_on() -> None:
            nonlocal jump
            pipe.send_text("abc")
            time.sleep(0.5)
            jump = 3600.0
            time.sleep(0.7)
            pipe.send_text("d" + CTRL_D)

        threading.Thread(target=type_on, daemon=True).start()
        reply = Editor(shown, "en", now=now, input=pipe, output=DummyOutput()).read(prompt(), heard)
    assert reply.text == "abcd" and reply.used < 30
    assert [call for call in heard.calls if call[0] != "draft"] == [("pause",), ("resume",)]


def test_an_external_editor_that_cannot_be_given_a_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    reply, _, screen = edit("abc", "\x18\x05", "", "", "d", CTRL_D)
    assert (reply.how, reply.text) == ("submitted", "abcd")
    assert "external editor cannot be used: No space left" in screen
