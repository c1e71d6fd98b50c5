"""Times a session at a terminal to its first question, and measures its memory to the end."""

from __future__ import annotations

import re
import time

from pexpect import EOF, spawn

from benchmarks.processes import Processes
from benchmarks.timing import Goal, Row

QUESTION = "rope-idea"
ROUNDS, SITTINGS = 10, 3
SESSION = ("run", "--lang", "en", "--time", "5m", "--topic", "rope", "--questions")
ANSWER = "RoPE rotates queries and keys by an angle that grows with their position."
FIRST_QUESTION = "command to the first question on screen"
MEMORY = "peak memory of a session of two questions"
SEND, NEXT = "\x04", "\r"
# The editor asks where the cursor is; a terminal answers.
ASKS_CURSOR, CURSOR = re.escape("\x1b[6n"), "\x1b[1;1R"
EDITS = "0 chars"


def rows(processes: Processes) -> list[Row]:
    """Whole sessions, started as a person starts them. A POSIX terminal is needed."""
    to_question = [_to_question(processes) for _ in range(ROUNDS + 1)][1:]
    peaks = [_peak(processes) for _ in range(SITTINGS)]
    return [
        Row(
            what=FIRST_QUESTION,
            unit="ms",
            values=tuple(to_question),
            ratios={},
            goals=(Goal(of="median", at_most=0.4),),
        ),
        Row(
            what=MEMORY, unit="MB", values=tuple(peaks), ratios={}, goals=(Goal(of="median", at_most=250e6),)
        ),
    ]


def _to_question(processes: Processes) -> float:
    """Seconds until the question can be read."""
    start = time.perf_counter()
    terminal = processes.at_terminal(*SESSION, "1")
    terminal.expect(r"Question 1 of 1[^?]*\?")
    spent = time.perf_counter() - start
    terminal.close(force=True)
    return spent


def _await(terminal: spawn[str], said: str | type[EOF]) -> None:
    """Wait for ``said``, and answer meanwhile as a terminal does when it is asked where the cursor is."""
    while terminal.expect([ASKS_CURSOR, said]) == 0:
        terminal.send(CURSOR)


def _peak(processes: Processes) -> float:
    """Bytes held at most from the first key to the summary."""
    terminal = processes.at_terminal(*SESSION, "2", "--followups", "0")
    for number in (1, 2):
        _await(terminal, f"Question {number} of 2")
        _await(terminal, EDITS)
        terminal.send(ANSWER + SEND)
        _await(terminal, "Score")
        if number == 1:
            _await(terminal, "next question")
            terminal.send(NEXT)
    _await(terminal, EOF)
    if terminal.wait():
        raise SystemExit(f"a session ended with {terminal.exitstatus}")
    return processes.measured()
