"""An answer as it was typed, on screen: a line for each key point, from the first second to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line, printable
from mock_interview.model import SIGNS, Verdict
from mock_interview.review.timeline import SAID, PointLine, Timeline
from mock_interview.terminal.screen import block, indented
from mock_interview.terminal.words import clock, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

MOST_CELLS = 60
CELLS = {Verdict.COVERED: "█", Verdict.PARTIAL: "▒", Verdict.MISSED: "·", Verdict.CONTRADICTED: "!"}


def show_timeline(console: Console, found: Timeline, lang: str) -> None:
    """When each key point appeared, and when nothing was typed."""
    word = words(lang)
    cells = min(MOST_CELLS, console.width - 4)

    def line(text: str, style: str = "", indent: str = "", first: str | None = None) -> None:
        drawn = block(text, console.width, style=style, indent=indent, first=first)
        console.print(drawn, soft_wrap=True)

    line(f"{found.number}. {one_line(found.text.get(lang))}", "strong", indent="   ", first="")
    end = clock(found.used)
    line(f"0:00{' ' * max(1, cells - 4 - len(end))}{end}", "dim", first="  ")
    for point in found.points:
        console.print(_name(point, lang, console.width), soft_wrap=True)
        console.print(_bar(point, found.used, cells), soft_wrap=True)
    for halt in found.still:
        key = "still_at_first" if halt.at == 0 else "still_at"
        line(word(key, at=clock(halt.at), time=clock(halt.seconds)), "dim", indent="    ", first="  ")
    for halt in found.halts:
        line(word("halted_at", at=clock(halt.at), time=clock(halt.seconds)), "dim", first="  ", indent="    ")
    if found.drafts <= len(found.ends):
        line(word("no_drafts"), "dim", first="  ", indent="    ")


def legend(lang: str) -> str:
    """What the cells of the bars mean."""
    word = words(lang)
    return "  ".join(f"{cell} {word(verdict.value)}" for verdict, cell in CELLS.items())


def _name(point: PointLine, lang: str, width: int) -> Text:
    from rich.text import Text

    word = words(lang)
    text = Text()
    text.append(f"{SIGNS[point.last]} {word(point.last.value)} ", point.last.value)
    if point.first is not None:
        key = "appeared_at" if point.last in SAID else "was_there_at"
        text.append(word(key, at=clock(point.first)), "strong")
    text.append(printable(point.text.get(lang)))
    return indented(text, width, indent="    ", first="  ")


def _bar(point: PointLine, used: float, cells: int) -> Text:
    from rich.text import Text

    text = Text("  ")
    for cell in range(cells):
        until = used * (cell + 1) / cells
        reached = [step.verdict for step in point.steps if step.at <= until]
        verdict = reached[-1] if reached else Verdict.MISSED
        text.append(CELLS[verdict], verdict.value if reached else "dim")
    return text
