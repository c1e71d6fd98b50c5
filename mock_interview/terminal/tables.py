"""Sessions, topics and summaries as tables and bars that still read at 40 columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from mock_interview.bank.topics import TopicCount
from mock_interview.clean_text import one_line, printable
from mock_interview.dialogue import SKIPPED
from mock_interview.model import SIGNS, Rubric, Session
from mock_interview.practice import Held
from mock_interview.review.summary import Summary, TopicScore
from mock_interview.terminal.screen import Cell, block, indented
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.voice import show_debrief, usage_line
from mock_interview.terminal.words import clock, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

BAR = 20  # cells of a full bar on a wide screen
NARROW = 60  # columns below which tables drop what can be spared


def table(*headings: str, right: Sequence[str] = ()) -> Table:
    """A table without frames, so that it can be read without colour and copied."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="strong", show_edge=False)
    for heading in headings:
        made.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return made


def titles(session: Session, lang: str) -> dict[str, str]:
    """Topic names of a session, by path."""
    return {topic.path: topic.title.get(lang) for topic in session.topics}


def bands(rubric: Rubric | None, lang: str) -> dict[str, str]:
    """Band names of a rubric, by id."""
    return {band.id: band.name.get(lang) for band in rubric.bands} if rubric else {}


def show_summary(console: Console, view: QuestionView, session: Session, summary: Summary, lang: str) -> None:
    """The whole of a session: score, a line a question, bars by topic, weakest points."""
    word = words(lang)
    view.heading(word("summary"), word("session", id=session.id))
    console.print(block(_mean_line(summary, view, lang), console.width, style="strong"), soft_wrap=True)
    console.print(block(_time_line(summary, session, lang), console.width, style="dim"), soft_wrap=True)
    if took := usage_line(session.usage, lang):
        console.print(block(took, console.width, style="dim"), soft_wrap=True)
    if not session.turns:
        console.print(block(word("nothing_asked", id=session.id), console.width), soft_wrap=True)
        return
    view.blank()
    console.print(_turn_table(session, view, lang, narrow=console.width < NARROW))
    if not summary.graded:
        return
    view.blank()
    console.print(block(word("by_topic"), console.width, style="strong"), soft_wrap=True)
    for topic in summary.topics:
        console.print(_bar(topic, lang, console.width), soft_wrap=True)
    view.blank()
    console.print(block(word("weakest"), console.width, style="strong"), soft_wrap=True)
    for line in _weak_lines(summary, session, lang, console.width):
        console.print(line, soft_wrap=True)
    if session.debrief is not None:
        view.blank()
        show_debrief(console, session.debrief, lang, heading=view.heading)


def _mean_line(summary: Summary, view: QuestionView, lang: str) -> str:
    word = words(lang)
    if summary.mean is None:
        text = word("no_mean")
    else:
        text = word("mean", score=f"{summary.mean:.0f}", n=summary.graded)
        if summary.band:
            text += f"  {one_line(view.band(summary.band))}"
    left_out = f" · {word('left_out', n=summary.not_graded)}" if summary.not_graded else ""
    return text + left_out


def _time_line(summary: Summary, session: Session, lang: str) -> str:
    word = words(lang)
    limit = session.options.time or sum(turn.limit for turn in session.turns)
    parts = [word("used", used=clock(summary.used), limit=clock(limit))]
    if summary.overtime >= 1:
        parts.append(word("overtime", time=clock(summary.overtime)))
    parts.append(word(f"ended_{session.ended}"))
    return " · ".join(parts)


def _turn_table(session: Session, view: QuestionView, lang: str, *, narrow: bool) -> Table:
    word = words(lang)
    headings = ["#", word("title"), word("score"), word("band"), word("time")]
    made = table(*(headings[:3] if narrow else headings), right=("#", word("score"), word("time")))
    for turn in session.turns:
        grade = turn.counted
        score = "–" if grade is None or grade.score is None else f"{grade.score:.0f}"
        band = (
            word({"open": "unanswered", SKIPPED: "skipped"}[turn.main.how])
            if turn.main.how in ("open", SKIPPED)
            else one_line(view.band(grade.band if grade else ""))
        )
        used = turn.main.used + sum(f.used for f in turn.followups)
        title = Cell(turn.question.question.get(lang))
        row: list[str | Cell] = [str(turn.number), title, score, band, clock(used)]
        made.add_row(*(row[:3] if narrow else row))
    return made


def _bar(topic: TopicScore, lang: str, width: int) -> Text:
    from rich.cells import set_cell_size
    from rich.text import Text

    word = words(lang)
    cells = BAR if width >= NARROW else BAR // 2
    name = set_cell_size(one_line(topic.title.get(lang)), max(10, min(32, width - cells - 14)))
    if topic.mean is None:
        return Text(f"  {name} {word('not_graded')}")
    full = round(topic.mean / 100 * cells)
    left_out = f" (+{topic.not_graded} {word('not_graded')})" if topic.not_graded and width >= NARROW else ""
    return Text(f"  {name} {'█' * full}{'░' * (cells - full)} {topic.mean:3.0f}  {topic.graded}{left_out}")


def _weak_lines(summary: Summary, session: Session, lang: str, width: int) -> list[Text]:
    from rich.text import Text

    word = words(lang)
    lines = [block(word("not_told", n=turn.number), width, indent="  ") for turn in session.unfinished]
    if not summary.weakest and not lines:
        key = "nothing_weak" if summary.graded else "no_mean"
        return [block(word(key), width, indent="  ")]
    for weak in summary.weakest:
        text = Text()
        text.append(f"{SIGNS[weak.verdict]} {word(weak.verdict.value)} ", weak.verdict.value)
        text.append(f"#{weak.number} ", "dim")
        text.append(printable(weak.text.get(lang)))
        lines.append(indented(text, width, indent="    ", first="  "))
    return lines


def show_sessions(
    console: Console, rows: Sequence[tuple[Held, Summary]], lang: str, *, left: int = 0
) -> None:
    """A line a session, in the given order; ``left`` is how many more there are."""
    word = words(lang)
    narrow = console.width < NARROW
    headings = [word("id"), word("date"), word("topic"), word("asked"), word("score"), word("state")]
    kept = [0, 1, 4] if narrow else list(range(6))
    made = table(*(headings[i] for i in kept), right=(word("asked"), word("score")))
    for session, summary in rows:
        names = Cell(", ".join(topic.title.get(lang) for topic in summary.topics))
        cells: list[str | Cell] = [
            session.id,
            local_time(session.started_at),
            names,
            f"{session.asked}/{summary.planned}",
            "–" if summary.mean is None else f"{summary.mean:.0f}",
            word(f"ended_{session.ended}"),
        ]
        made.add_row(*(cells[i] for i in kept))
    console.print(made)
    if left:
        console.print(block(word("more_sessions", n=left), console.width, style="dim"), soft_wrap=True)


def show_topics(console: Console, rows: Sequence[TopicCount], lang: str) -> None:
    """The topic tree with counts."""
    word = words(lang)
    narrow = console.width < NARROW
    headings = [word("topic"), word("name"), word("questions"), word("levels"), word("practised")]
    kept = [0, 2, 4] if narrow else list(range(5))
    made = table(*(headings[i] for i in kept), right=(word("questions"), word("levels"), word("practised")))
    for row in rows:
        levels = "" if row.levels is None else "–".join(dict.fromkeys(str(level) for level in row.levels))
        cells: list[str | Cell] = [
            "  " * row.path.count("/") + row.path,
            Cell(row.title.get(lang)),
            str(row.questions),
            levels,
            f"{row.practised}/{row.questions}",
        ]
        made.add_row(*(cells[i] for i in kept))
    console.print(made)


def local_time(stamp: str) -> str:
    """A UTC ISO 8601 time as local ``YYYY-MM-DD HH:MM``; as it is when it is no time."""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return one_line(stamp)
