"""Times fresh processes: to the first grade, and of commands that only print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.processes import Processes
from benchmarks.timing import Goal, Row, Task, in_turn, ratio

COLD_ROUNDS = 5
LIGHT_ROUNDS = 20
QUESTION = "rope-idea"
ANSWER = "RoPE rotates queries and keys by an angle that grows with their position."
TEACHER = """
import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1]).encode([sys.argv[2]], show_progress_bar=False)
"""
EMPTY, FIRST_VECTOR = "an empty Python", "sentence-transformers to its first vector"
# What is kept on disk: the bank as read, and the vectors of the question's own texts.
AGAIN, FIRST = "fresh process to a grade", "the same with nothing kept on disk"
GOALS = {
    AGAIN: (Goal(of="median", at_most=1.0), Goal(of=FIRST_VECTOR, at_most=0.2)),
    FIRST: (Goal(of="median", at_most=3.0), Goal(of=FIRST_VECTOR, at_most=1.0)),
}
LIGHT = ("--help", "topics", "review list")
LIGHT_GOALS = (Goal(of=EMPTY, at_most=3),)


def rows(processes: Processes, teacher: Path | None) -> list[Row]:
    """Whole processes, from start to exit. ``teacher`` is a model's folder."""
    return [*_cold_rows(processes, teacher), *_light_rows(processes)]


def _cold_rows(processes: Processes, teacher: Path | None) -> list[Row]:
    grade = ("grade", "--question", QUESTION, "--json")
    tasks: dict[str, Task] = {
        AGAIN: lambda _: processes.command(*grade, stdin=ANSWER),
        FIRST: lambda number: processes.command(*grade, stdin=ANSWER, cache=f"cache-{number}"),
    }
    if teacher is not None:
        folder = str(teacher)
        tasks[FIRST_VECTOR] = lambda _: processes.python("-c", TEACHER, folder, ANSWER)
    seconds = in_turn(tasks, COLD_ROUNDS)
    return [_row(name, seconds, FIRST_VECTOR, unit="s") for name in (AGAIN, FIRST)]


def _light_rows(processes: Processes) -> list[Row]:
    answered = json.dumps({"answer": ANSWER})
    session = ("run", "--answers", "-", "--lang", "en", "--questions", "1", "--followups", "0")
    processes.command(*session, stdin=answered)  # something to list
    tasks = {name: _printing(processes, name) for name in LIGHT}
    tasks[EMPTY] = lambda _: processes.python("-c", "pass")
    seconds = in_turn(tasks, LIGHT_ROUNDS)
    return [_row(name, seconds, EMPTY, unit="ms") for name in LIGHT]


def _printing(processes: Processes, command: str) -> Task:
    return lambda _: processes.command(*command.split())


def _row(name: str, seconds: Mapping[str, tuple[float, ...]], other: str, *, unit: str) -> Row:
    ratios = {other: ratio(seconds[name], seconds[other])} if other in seconds else {}
    return Row(what=name, unit=unit, values=seconds[name], ratios=ratios, goals=GOALS.get(name, LIGHT_GOALS))
