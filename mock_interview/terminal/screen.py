"""Where the terminal front writes, and how wide: the one place that makes rich consoles.

Colour repeats what words and signs already say; it is off with NO_COLOR, TERM=dumb, or no terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from mock_interview.clean_text import one_line, printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.measure import Measurement
    from rich.text import Text

MAX_WIDTH = 100  # longer lines are hard to read
PIPE_WIDTH = 80
MIN_CELL = 12
STYLES = {
    "head": "bold cyan",
    "dim": "dim",
    "covered": "green",
    "partial": "yellow",
    "missed": "red",
    "contradicted": "bold magenta",
    "quote": "italic",
    "voice": "cyan",
    "warn": "yellow",
    "strong": "bold",
}
# No space may separate these from what stands before them, so a line never starts with one.
_CLOSERS = "，。！？；：、）》」』】”’…,.!?;:)]}%"
_OPENERS = "（《「『【“‘([{"


def console(*, stderr: bool = False, file: IO[str] | None = None, width: int | None = None) -> Console:
    """A console on stdout (or stderr, or ``file``), at most `MAX_WIDTH` cells wide."""
    # rich costs 60 ms; commands that print JSON or one line never come here.
    from rich.console import Console
    from rich.theme import Theme

    theme = Theme(STYLES, inherit=False)
    stream = file or (sys.stderr if stderr else sys.stdout)
    if width is None and not stream.isatty():
        width = PIPE_WIDTH
    made = Console(file=stream, width=width, theme=theme, highlight=False, markup=False, emoji=False)
    if width is None and made.width > MAX_WIDTH:
        made.width = MAX_WIDTH
    return made


def lines(text: Text, width: int) -> list[Text]:
    """``text`` broken into lines of at most ``width`` cells, between Chinese characters too."""
    from rich.text import Text

    result: list[Text] = []
    for paragraph in text.split("\n", allow_blank=True):
        paragraph.expand_tabs(4)
        result += list(paragraph.divide(_breaks(paragraph.plain, width))) or [Text()]
    for line in result:
        line.rstrip()
    return result


def _breaks(text: str, width: int) -> list[int]:
    """Offsets at which to break one paragraph."""
    from rich.cells import cell_len

    breaks, used = [], 0
    for start, unit in _units(text):
        size = cell_len(unit.rstrip(" "))
        if used and used + size > width:
            breaks.append(start)
            used = 0
        if size > width:  # a word longer than the line is cut where the line ends
            for offset, char in enumerate(unit):
                char_size = cell_len(char)
                if used + char_size > width:
                    breaks.append(start + offset)
                    used = 0
                used += char_size
        else:
            used += cell_len(unit)
    return breaks


def _units(text: str) -> Iterable[tuple[int, str]]:
    """Stretches that stay together: a Latin word with its spaces, or one wide character, each with
    the closing marks behind it and the opening marks before it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or _may_break(text[index - 1], text[index]):
            yield start, text[start:index]
            start = index


def _may_break(left: str, right: str) -> bool:
    if right in _CLOSERS or right == " " or left in _OPENERS:
        return False
    return left == " " or _wide(left) or _wide(right)


def _wide(char: str) -> bool:
    return char >= "\u2e80" and char not in "“”‘’…"


class Cell:
    """A table cell that breaks Chinese as `lines` does, which rich by itself does not."""

    def __init__(self, text: str) -> None:
        self._text = one_line(text)

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        from rich.text import Text

        yield Text("\n").join(lines(Text(self._text), options.max_width))

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        from rich.cells import cell_len
        from rich.measure import Measurement

        whole = cell_len(self._text)
        return Measurement(min(MIN_CELL, whole), min(whole, options.max_width))


def copyable(text: str, *, indent: str = "") -> Text:
    """A remark that holds a path or a command: never broken into lines, so that it can be copied."""
    from rich.text import Text

    return Text(indent + printable(text), "dim")


def block(text: str, width: int, *, indent: str = "", first: str | None = None, style: str = "") -> Text:
    """Untrusted ``text``, made printable, wrapped to ``width`` cells, each line behind ``indent``."""
    from rich.text import Text

    return indented(Text(printable(text).strip("\n"), style=style), width, indent=indent, first=first)


def indented(text: Text, width: int, *, indent: str = "", first: str | None = None) -> Text:
    """``text`` wrapped to ``width`` cells behind ``indent`` (``first`` on the first line)."""
    from rich.cells import cell_len
    from rich.text import Text

    lead = indent if first is None else first
    wrapped = lines(text, max(8, width - max(cell_len(indent), cell_len(lead))))
    result = Text()
    for number, line in enumerate(wrapped):
        result.append(lead if number == 0 else indent)
        result.append_text(line)
        if number < len(wrapped) - 1:
            result.append("\n")
    return result
