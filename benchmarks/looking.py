"""Times what looks back at a long history, beside reading all of its files: whole processes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.processes import Processes
from benchmarks.timing import Goal, Row, Task, in_turn, ratio
from benchmarks.transcripts import write_transcripts

TRANSCRIPTS = 10_000
ROUNDS = 3
COMMANDS = ("review list", "review stats", "review stats --topic peft", "topics", "next")
READING = "reading all the files"
FIRST, GROWN = "first look, which builds the index", "review stats after one more session"
READ_ALL = """
import sys
from pathlib import Path
from mock_interview.transcript.folder import sessions
for _ in sessions(Path(sys.argv[1])):
    pass
"""
FIFTIETH = 0.02
GOALS = {name: (Goal(of=READING, at_most=FIFTIETH),) for name in ("review list", "review stats")}


def rows(processes: Processes, scratch: Path, count: int = TRANSCRIPTS) -> list[Row]:
    """Commands over ``count`` transcripts, which are written below ``scratch``, an empty folder."""
    folder = scratch / "history"
    write_transcripts(folder, count)
    first = in_turn({FIRST: lambda _: _look(processes, folder, "review list")}, 1, warm_up=False)
    tasks: dict[str, Task] = {name: _task(processes, folder, name) for name in COMMANDS}
    tasks[GROWN] = lambda number: _grow(processes, folder, count, number)
    tasks[READING] = lambda _: processes.python("-c", READ_ALL, str(folder))
    seconds = in_turn(tasks, ROUNDS)
    made = [_row(name, seconds, count) for name in (*COMMANDS, GROWN)]
    return [Row(what=FIRST, unit="s", values=first[FIRST], ratios={}, goals=()), *made]


def _look(processes: Processes, folder: Path, command: str) -> None:
    processes.command(*command.split(), "--transcripts", str(folder))


def _task(processes: Processes, folder: Path, command: str) -> Task:
    return lambda _: _look(processes, folder, command)


def _grow(processes: Processes, folder: Path, count: int, number: int) -> None:
    write_transcripts(folder, 1, seed=2 + number, first=count + number)
    _look(processes, folder, "review stats")


def _row(name: str, seconds: Mapping[str, tuple[float, ...]], count: int) -> Row:
    ratios = {READING: ratio(seconds[name], seconds[READING])}
    what = f"{name}, {count} sessions"
    return Row(what=what, unit="ms", values=seconds[name], ratios=ratios, goals=GOALS.get(name, ()))
