"""Real processes on real terminals: killed, stopped, hung up on, resized, and two at once."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mock_interview.model import Session
from mock_interview.transcript.events import Paused
from mock_interview.transcript.folder import files
from mock_interview.transcript.read import read_lines, read_session
from tests.e2e.conftest import Terminal
from tests.e2e.test_terminal import CTRL_C, F8
from tests.fuzz.modes import rounds
from tests.samples import write_bank

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGTSTP"), reason="needs signals of job control")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a small bank."""
    write_bank(tmp_path / "question_bank")
    (tmp_path / "transcripts").mkdir()
    return tmp_path


@pytest.fixture
def terminal(place: Path) -> Iterator[Callable[..., Terminal]]:
    """``terminal("run", ...)``: a session on a terminal of its own, in which the editor has opened."""
    made: list[Terminal] = []

    def start(*args: str) -> Terminal:
        made.append(Terminal(place, 100, 30))
        made[-1].start(*args)
        made[-1].wait("F8 quit")
        return made[-1]

    yield start
    for one in made:
        if one.child is not None:
            with suppress(OSError):  # closed already
                one.child.close(force=True)


def session_in(place: Path) -> Session:
    (found,) = files(place / "transcripts")
    return read_session(found.path)


def command(place: Path, *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "mock_interview", *args]
    return subprocess.run(line, cwd=place, input=stdin, capture_output=True, text=True, timeout=120)


def test_killed_at_any_moment_of_typing_at_most_a_second_or_two_is_lost(terminal, place: Path) -> None:
    chance = random.Random(7)
    for _ in range(rounds(3)):
        one = terminal("run", "-n", "1", "--lang", "en")
        typed, begun = "", time.monotonic()
        moments: list[float] = []
        stop = chance.uniform(0.1, 4.0)
        while time.monotonic() - begun < stop:
            one.child.send("x")
            typed += "x"
            moments.append(time.monotonic())
            one.pump(0.1)
        one.child.kill(signal.SIGKILL)
        killed = time.monotonic()
        one.child.wait()
        path = files(place / "transcripts")[-1].path
        session = read_session(path)
        kept = session.turns[0].main.text if session.turns else ""
        sure = sum(moment < killed - 2.5 for moment in moments)
        assert typed.startswith(kept) and len(kept) >= sure
        done = command(place, "resume", "--answers", "-", stdin='{"answer": null}\n')
        assert done.returncode == 0, done.stderr
        assert read_session(path).ended == "finished"


def test_one_session_cannot_be_held_twice_and_the_first_goes_on(terminal, place: Path) -> None:
    one = terminal("run", "-n", "1", "--lang", "en")
    one.type("first")
    refused = command(place, "resume", "--answers", "-", stdin='{"answer": null}\n')
    assert refused.returncode == 4 and "another mock-interview is using this session" in refused.stderr
    one.type(" and on")
    one.type(F8)
    assert one.finish() == 0
    assert session_in(place).turns[0].main.text == "first and on"


def test_two_sessions_in_one_folder_do_not_meet(place: Path) -> None:
    line = [sys.executable, "-m", "mock_interview", "run", "-n", "2", "--answers", "-"]
    both = [
        subprocess.Popen(line, cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in both:
        one.communicate('{"answer": null}\n{"answer": null}\n', timeout=120)
    assert [one.returncode for one in both] == [0, 0]
    found = files(place / "transcripts")
    assert len(found) == 2
    assert [read_session(item.path).ended for item in found] == ["finished", "finished"]


def test_a_terminal_that_is_closed_saves_and_ends(terminal, place: Path) -> None:
    one = terminal("run", "-n", "1", "--lang", "en")
    one.type("not lost")
    os.close(one.child.child_fd)
    until = time.monotonic() + 20
    while session_in(place).ended == "" and time.monotonic() < until:
        time.sleep(0.1)
    session = session_in(place)
    assert session.ended == "quit" and session.turns[0].main.text == "not lost"


def test_being_stopped_and_let_go_on_is_a_pause(terminal, place: Path) -> None:
    """A stop that cannot be refused, as of a shell that froze everything."""
    one = terminal("run", "-n", "1", "--lang", "en")
    one.type("before")
    one.pump(1.5)
    one.child.kill(signal.SIGSTOP)
    time.sleep(5)
    one.child.kill(signal.SIGCONT)
    one.pump(1.5)
    one.type(" after")
    one.type(F8)
    assert one.finish() == 0
    session = session_in(place)
    lines = read_lines(files(place / "transcripts")[0].path).lines
    assert session.turns[0].main.text == "before after" and session.turns[0].pauses == 1
    (pause,) = [number for number, line in enumerate(lines) if isinstance(line.event, Paused)]
    at = [float(re.sub(r".*:(\d+\.\d+)Z", r"\1", line.at)) for line in lines]
    assert session.clock < (at[-1] - at[1]) % 60 - 4, "the time stopped was not counted"
    assert pause > 1


def test_ctrl_z_gives_the_shell_back_and_fg_the_answer(place: Path) -> None:
    one = Terminal(place, 100, 30)
    import pexpect

    shell = ["--norc", "--noprofile", "-i"]
    one.child = pexpect.spawn("/bin/bash", shell, cwd=str(place), dimensions=(30, 100), encoding="utf-8",
                              env={**os.environ, "TERM": "xterm-256color", "PS1": "$ "})  # fmt: skip
    try:
        one.type(f"{sys.executable} -m mock_interview run -n 1 --lang en\r")
        one.wait("F8 quit")
        one.type("before")
        one.type("\x1a")
        one.wait("Stopped")
        time.sleep(3)
        one.type("fg\r")
        one.pump(1.0)
        one.type(" after")
        one.wait("before after")
        one.type(CTRL_C)
        one.wait("Paused")
        one.type("q")
        one.wait("Summary")
    finally:
        one.child.close(force=True)
    session = session_in(place)
    assert session.turns[0].main.text == "before after" and session.turns[0].pauses == 2


def test_resizing_while_typing_changes_no_word(terminal, place: Path) -> None:
    one = terminal("run", "-n", "1", "--lang", "en")
    said = ""
    for rows, columns in ((20, 40), (6, 12), (3, 5), (50, 200), (30, 100)):
        one.child.setwinsize(rows, columns)
        one.screen.resize(rows, columns)
        one.pump(0.3)
        one.type(f"word{columns} ")
        said += f"word{columns} "
    one.type(F8)
    assert one.finish() == 0
    assert session_in(place).turns[0].main.text == said
