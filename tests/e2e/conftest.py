"""A process on a pseudo-terminal, and a screen that shows what it writes."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.samples import write_bank

F2, F3, F4, F8 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[19~"
CTRL_C, CTRL_D = "\x03", "\x04"
SIZES = [(100, 30), (40, 20)]


class Terminal:
    """A process on a pseudo-terminal, with a screen that interprets what it writes."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self.folder = folder
        self.size = (columns, rows)
        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self.stream = pyte.Stream(self.screen)
        self.child: pexpect.spawn[str] | None = None

    def start(self, *args: str, **env: str) -> None:
        columns, rows = self.size
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "mock_interview", *args],
            cwd=str(self.folder),
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=30,
            env={**os.environ, "TERM": "xterm-256color", **env},
        )

    def pump(self, seconds: float) -> None:
        assert self.child is not None
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                text = self.child.read_nonblocking(65536, timeout=0.05)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return
            if "\x1b[6n" in text:  # the editor asks where the cursor is; a terminal answers
                self.child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
            self.stream.feed(text)

    @property
    def text(self) -> str:
        """All that can be seen by scrolling up, wide characters counted once."""
        lines = []
        for row in [*self.screen.history.top, *(self.screen.buffer[y] for y in range(self.screen.lines))]:
            lines.append("".join(row[x].data for x in range(self.screen.columns)).rstrip())
        return "\n".join(lines)

    def wait(self, said: str, seconds: float = 20.0) -> None:
        until = time.monotonic() + seconds
        while re.sub(r"\s", "", said) not in re.sub(r"\s", "", self.text):
            if time.monotonic() > until:
                raise AssertionError(f"never saw {said!r} in:\n{self.text}")
            self.pump(0.1)

    def type(self, keys: str) -> None:
        assert self.child is not None
        self.child.send(keys)
        self.pump(0.3)

    def paste(self, text: str) -> None:
        self.type(f"\x1b[200~{text}\x1b[201~")

    def finish(self) -> int:
        assert self.child is not None
        until = time.monotonic() + 30
        while self.child.isalive() and time.monotonic() < until:
            self.pump(0.1)
        self.pump(0.3)
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[[int, int], Terminal]]:
    write_bank(tmp_path / "question_bank")
    (tmp_path / "transcripts").mkdir()
    made: list[Terminal] = []

    def make(columns: int, rows: int) -> Terminal:
        made.append(Terminal(tmp_path, columns, rows))
        return made[-1]

    yield make
    for one in made:
        if one.child is not None:
            one.child.close(force=True)
