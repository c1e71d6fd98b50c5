"""Times fresh processes: to the first grade, and of commands that only print.

They run in an empty folder, from a copy of the package laid out as a wheel installs it.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import mock_interview
from benchmarks.timing import Goal, Row, Task, in_turn, ratio
from mock_interview.paths import bank_folder, rubric_folder

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
    AGAIN: (Goal(of="median", at_most=1.0), Goal(of=FIRST_VECTOR, at_most=0.25)),
    FIRST: (Goal(of="median", at_most=3.0), Goal(of=FIRST_VECTOR, at_most=1.0)),
    "--help": (Goal(of=EMPTY, at_most=10),),
    "review list": (Goal(of=EMPTY, at_most=20),),
}
LIGHT = ("--help", "review list")


def rows(teacher: Path | None, scratch: Path) -> list[Row]:
    """Whole processes, from start to exit. ``scratch`` is an empty folder; ``teacher`` a model's."""
    processes = Processes(scratch)
    return [*_cold_rows(processes, teacher), *_light_rows(processes)]


class Processes:
    """Starts interpreters that see the package as installed, in an empty folder below ``scratch``."""

    def __init__(self, scratch: Path) -> None:
        self._scratch, self._site, self._work = scratch, scratch / "site", scratch / "work"
        self._work.mkdir()
        _lay_out(self._site)

    def python(self, *arguments: str, stdin: str = "", cache: str = "cache") -> None:
        """Runs to the end; ``cache`` names the folder of what is kept. Exits when it fails."""
        env = {**os.environ, "PYTHONPATH": str(self._site), "XDG_CACHE_HOME": str(self._scratch / cache)}
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, input=stdin, env=env, cwd=self._work, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")

    def command(self, *arguments: str, stdin: str = "", cache: str = "cache") -> None:
        """Runs one of our commands."""
        self.python("-m", "mock_interview", *arguments, stdin=stdin, cache=cache)


def _lay_out(site: Path) -> None:
    """As the wheel does: the bank and the rubrics inside the package, everything compiled."""
    package = site / "mock_interview"
    source = Path(mock_interview.__file__).parent
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, place in (("question_bank", bank_folder(None, {})), ("rubrics", rubric_folder(None, {}))):
        shutil.copytree(place.path, package / "data" / name, dirs_exist_ok=True)
    compileall.compile_dir(site, quiet=2)


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
    return Row(what=name, unit=unit, seconds=seconds[name], ratios=ratios, goals=GOALS[name])
