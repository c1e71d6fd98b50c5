"""How far a long command has come, on stderr, and only where a person can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from mock_interview.clean_text import printable

T = TypeVar("T")


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")


class Progress:
    """A bar that can be talked past."""

    def __init__(self) -> None:
        self._say: Callable[[str], None] = _to_stderr

    def watch(self, items: Iterable[T], total: int | None, *, done: int = 0) -> Iterator[T]:
        """``items``, with a bar on stderr when that is a terminal.

        ``total`` is how many there are with the ``done`` ones that do not come any more, ``None`` if
        unknown.
        """
        if not sys.stderr.isatty():
            yield from items
            return
        # rich's bar costs 60 ms; a pipe does without.
        from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from mock_interview.terminal.screen import console

        drawn = BarColumn(style="dim", complete_style="covered", finished_style="covered", pulse_style="dim")
        columns = (drawn, MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=console(stderr=True), transient=True) as bar:
            self._say = lambda text: bar.console.print(text, soft_wrap=True)
            try:
                yield from bar.track(items, total=total, completed=done)
            finally:
                self._say = _to_stderr

    def say(self, text: str) -> None:
        """A line on stderr that leaves the bar whole."""
        self._say(printable(text))
