"""A whole history on screen: totals, topics, calendar, missed points, pace, calibration.

Everything is said in words, signs or numbers as well as in colour, and reads at 40 columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line, printable
from mock_interview.review.calibration import Calibration
from mock_interview.review.history import Day, History, Pace, Totals, weeks
from mock_interview.review.missed import MissedPoint
from mock_interview.terminal.screen import Cell, block, copyable, indented
from mock_interview.terminal.tables import NARROW, table
from mock_interview.terminal.words import clock, duration, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

BARS = "▁▂▃▄▅▆▇█"  # a mean of 0 to one of 100
SHADES = "·░▒▓█"
BUSY = (1, 3, 5, 8)  # answers a day from which on a shade is used
MOST_WEEKS = 26
LEAST_WEEKS = 4
LEVEL = 3.0  # points of the score within which a topic neither rises nor falls
MONTHS_SHOWN = 6
TOPICS_SHOWN = 5  # in which the candidate was sure and wrong


def show_stats(console: Console, found: History, lang: str, today: date) -> None:
    """All figures of a history that has at least one answer."""
    word = words(lang)

    def line(text: str, style: str = "", indent: str = "") -> None:
        console.print(block(text, console.width, style=style, indent=indent), soft_wrap=True)

    def title(key: str) -> None:
        console.print()
        line(word(key), "strong")

    line(word("history"), "head")
    for text in _totals(found.totals, lang):
        line(text)
    title("by_topic")
    console.print(_topics(found, lang, narrow=console.width < NARROW))
    line(word("trend_note") + ("" if console.width < NARROW else word("course_note")), "dim")
    title("calendar")
    for row in _calendar(found.days, today, lang, console.width):
        console.print(row, soft_wrap=True)
    line(_legend(lang), "dim", indent="    ")
    title("missed_most")
    for point in found.missed:
        console.print(_missed(point, lang, console.width), soft_wrap=True)
    if not found.missed:
        line(word("nothing_weak" if found.totals.graded else "no_mean"), indent="  ")
    title("pace")
    for text in _pace(found.pace, lang):
        line(text, indent="  ")
    title("confidence")
    if not found.calibration.answers:
        line(word("no_confidence"), indent="  ")
        console.print(copyable(word("say_confidence"), indent="  "), soft_wrap=True)
        return
    console.print(_levels(found.calibration, lang))
    for text in _bias(found.calibration, lang):
        line(text, indent="  ")


def _totals(totals: Totals, lang: str) -> list[str]:
    word = words(lang)
    mean = word("no_mean") if totals.mean is None else word("mean_short", score=f"{totals.mean:.0f}")
    first = [
        word("n_sessions", n=totals.sessions),
        word("n_answers", n=totals.answers),
        mean,
        *([word("left_out", n=totals.not_graded)] if totals.not_graded else []),
    ]
    second = [duration(totals.spent, lang), word("n_days", n=totals.days)]
    if totals.first is not None and totals.last is not None:
        second.insert(0, f"{totals.first} … {totals.last}" if totals.days > 1 else str(totals.first))
    if totals.streak > 1:
        second.append(word("streak", n=totals.streak))
    return [" · ".join(first), " · ".join(second)]


def _topics(found: History, lang: str, *, narrow: bool) -> Table:
    word = words(lang)
    count = "n" if narrow else word("answers")
    headings = [word("topic"), count, word("mean_heading"), word("trend"), word("course")]
    kept = headings[:4] if narrow else headings
    made = table(*kept, right=headings[1:4])
    for topic in found.topics:
        mean = "–" if topic.mean is None else f"{topic.mean:.0f}"
        answers = f"{topic.graded + topic.not_graded}"
        cells: list[str | Cell] = [Cell(topic.title.get(lang)), answers, mean, trend(topic.trend)]
        made.add_row(*(cells if narrow else [*cells, "".join(_bar(score) for score in topic.course)]))
    return made


def trend(change: float | None) -> str:
    """A change of the mean with an arrow; a dash when there is none to tell."""
    if change is None:
        return "–"
    arrow = "→" if abs(change) < LEVEL else "↑" if change > 0 else "↓"
    return f"{change:+.0f} {arrow}"


def _bar(score: float) -> str:
    return BARS[min(len(BARS) - 1, int(score / 100 * len(BARS)))]


def _calendar(days: Sequence[Day], today: date, lang: str, width: int) -> list[Text]:
    """Seven rows of weeks, Monday first, with the months above."""
    from rich.cells import cell_len
    from rich.text import Text

    word = words(lang)
    first = days[0].day if days else today
    wanted = (today - first).days // 7 + 2
    grid = weeks(days, today, max(LEAST_WEEKS, min(MOST_WEEKS, wanted, (width - 4) // 2)))
    names = word("weekdays").split()
    label = max(cell_len(name) for name in names)
    rows = [Text(" " * (label + 2) + _months(grid, lang), "dim")]
    for number, name in enumerate(names):
        row = Text(f"{name}{' ' * (label - cell_len(name))}  ", "dim")
        for week in grid:
            day = week[number]
            row.append(" " if day is None else _shade(day.answers), "covered")
            row.append(" ")
        row.rstrip()
        rows.append(row)
    return rows


def _months(grid: Sequence[Sequence[Day | None]], lang: str) -> str:
    """A month's name above the week that its first day lies in, where there is room."""
    from rich.cells import cell_len

    names = words(lang)("months").split()
    text = ""
    for column, week in enumerate(grid):
        starts = [day.day for day in week if day is not None and (day.day.day == 1 or column == 0)]
        if starts and cell_len(text) <= column * 2 and column * 2 + 4 <= len(grid) * 2 + 2:
            text += " " * (column * 2 - cell_len(text)) + names[starts[-1].month - 1] + " "
    return text.rstrip()


def _shade(answers: int) -> str:
    return SHADES[sum(answers >= least for least in BUSY)]


def _legend(lang: str) -> str:
    bounds = [f"{a}–{b - 1}" if b - a > 1 else f"{a}" for a, b in pairwise(BUSY)]
    named = zip(SHADES, ["0", *bounds, f"{BUSY[-1]}+"], strict=True)
    return words(lang)("answers_a_day", shades="  ".join(f"{shade} {name}" for shade, name in named))


def _missed(point: MissedPoint, lang: str, width: int) -> Text:
    from rich.text import Text

    word = words(lang)
    missed = point.missed + point.wrong
    if missed:
        counts = [word("missed_of", n=missed, times=point.asked)]
    else:
        counts = [word("partly_of", n=point.partial, times=point.asked)]
    if point.wrong:
        counts.append(word("of_them_wrong", n=point.wrong))
    if point.partial and missed:
        counts.append(word("partly_times", n=point.partial))
    text = Text()
    text.append(("! " if point.wrong else "✗ " if point.missed else "~ "), "missed")
    text.append(word("list_join").join(counts), "strong")
    text.append(word("colon"))
    text.append(printable(point.text.get(lang)))
    text.append(word("weight", n=point.weight), "dim")
    drawn = indented(text, width, indent="    ", first="  ")
    drawn.append("\n")
    last = f"{point.last}  " if point.last else ""
    drawn.append_text(block(f"{last}{point.question}", width, indent="      ", style="dim"))
    return drawn


def _pace(pace: Pace, lang: str) -> list[str]:
    word = words(lang)
    if pace.share is None:
        return [word("no_pace")]
    lines = [word("pace_share", share=f"{100 * pace.share:.0f}", n=pace.answers)]
    if pace.over and pace.overtime is not None:
        lines.append(word("pace_over", n=pace.over, answers=pace.answers, time=clock(pace.overtime)))
    else:
        lines.append(word("pace_never_over"))
    speeds = [word(f"speed_{speed_lang}", n=f"{speed:.0f}") for speed_lang, speed in pace.speed]
    return [*lines, word("pace_speed", speeds=word("list_join").join(speeds))] if speeds else lines


def _levels(found: Calibration, lang: str) -> Table:
    word = words(lang)
    headings = [word("how_sure"), word("answers"), word("expected"), word("scored")]
    made = table(*headings, right=headings[1:])
    for level in found.levels:
        name = word(f"sure_{level.confidence}")
        made.add_row(Cell(name), str(level.answers), f"{level.expected:.0f}", f"{level.mean:.0f}")
    return made


def _bias(found: Calibration, lang: str) -> list[str]:
    word = words(lang)
    bias = found.bias or 0.0
    key = "bias_none" if abs(bias) < LEVEL else "bias_over" if bias > 0 else "bias_under"
    lines = [word(key, n=f"{abs(bias):.0f}")]
    if len(found.months) > 1:
        shown = found.months[-MONTHS_SHOWN:]
        months = "  ".join(f"{one.month:%Y-%m} {one.bias:+.0f}" for one in shown)
        lines.append(word("bias_months", months=months))
    for one in found.sure_and_wrong[:TOPICS_SHOWN]:
        title = one_line(one.title.get(lang))
        lines.append(word("sure_and_wrong", topic=title, n=one.times, sure=one.sure))
    return lines
