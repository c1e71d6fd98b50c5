"""Starts interpreters that see the package as a wheel installs it, in an empty folder of their own."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import mock_interview
from mock_interview.paths import bank_folder, rubric_folder

if TYPE_CHECKING:
    import pexpect

# Starts what it is given, and writes to a file the most memory that the largest process of it held.
PEAK = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
# What getrusage counts memory in: bytes on a Mac, kilobytes elsewhere.
RUSAGE_UNIT = 1 if sys.platform == "darwin" else 1024
COLUMNS, LINES = 100, 30


class Processes:
    """Keeps all that its processes write below ``scratch``, an empty folder."""

    def __init__(self, scratch: Path) -> None:
        self._scratch, self._site, self._work = scratch, scratch / "site", scratch / "work"
        self._work.mkdir()
        _lay_out(self._site)

    def python(self, *arguments: str, stdin: str = "", cache: str = "cache") -> str:
        """Runs to the end; ``cache`` names the folder of what is kept. Exits when it fails. Gives stdout."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command,
            input=stdin,
            env=self._env(cache),
            cwd=self._work,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def command(self, *arguments: str, stdin: str = "", cache: str = "cache") -> None:
        """Runs one of our commands."""
        self.python("-m", "mock_interview", *arguments, stdin=stdin, cache=cache)

    def peak(self, *arguments: str) -> float:
        """Runs one of our commands; the most memory, in bytes, that the largest process of it held."""
        self.python(*self._measured(arguments))
        return self.measured()

    def measured(self) -> float:
        """What the last command whose memory was measured held at most, in bytes."""
        return RUSAGE_UNIT * float((self._scratch / "peak").read_text())

    def at_terminal(self, *arguments: str) -> pexpect.spawn[str]:
        """Starts one of our commands on a pseudo-terminal; `measured` tells its memory when it has ended."""
        import pexpect

        return pexpect.spawn(
            sys.executable,
            self._measured(arguments),
            cwd=str(self._work),
            env=self._env("cache"),
            dimensions=(LINES, COLUMNS),
            encoding="utf-8",
            timeout=60,
        )

    def _measured(self, arguments: Sequence[str]) -> list[str]:
        peak = str(self._scratch / "peak")
        return ["-c", PEAK, peak, sys.executable, "-m", "mock_interview", *arguments]

    def _env(self, cache: str) -> Mapping[str, str]:
        kept = str(self._scratch / cache)
        return {**os.environ, "PYTHONPATH": str(self._site), "XDG_CACHE_HOME": kept, "TERM": "xterm-256color"}


def _lay_out(site: Path) -> None:
    """As the wheel does: the bank and the rubrics inside the package, everything compiled."""
    package = site / "mock_interview"
    source = Path(mock_interview.__file__).parent
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, place in (("question_bank", bank_folder(None, {})), ("rubrics", rubric_folder(None, {}))):
        shutil.copytree(place.path, package / "data" / name, dirs_exist_ok=True)
    compileall.compile_dir(site, quiet=2)
