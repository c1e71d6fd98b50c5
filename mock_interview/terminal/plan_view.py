"""What is due, and the days until an interview, on screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line
from mock_interview.model import Bank
from mock_interview.review.why import facts
from mock_interview.schedule.days import READING, DayPlan, Outlook, Task
from mock_interview.schedule.need import Need
from mock_interview.terminal.screen import Cell, block, copyable
from mock_interview.terminal.tables import NARROW, table
from mock_interview.terminal.words import duration, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

IN_FULL = 7  # days whose questions are listed one by one; later days are told by topic
AHEAD = 7  # days that "coming up" looks ahead


class _Page:
    """Lines on a console in one language."""

    def __init__(self, console: Console, bank: Bank, lang: str) -> None:
        self.console, self.lang, self.word = console, lang, words(lang)
        self._titles = {topic.path: one_line(topic.title.get(lang)) for topic in bank.topics}
        self._texts = {q.id: one_line(q.question.get(lang)) for q in bank.questions}

    def line(self, text: str = "", style: str = "", indent: str = "", first: str | None = None) -> None:
        drawn = block(text, self.console.width, style=style, indent=indent, first=first)
        self.console.print(drawn, soft_wrap=True)

    def topic(self, path: str) -> str:
        """The title of the section that a topic lies in."""
        section = path.partition("/")[0]
        return self._titles.get(section, section)

    def text(self, question: str) -> str:
        return self._texts.get(question, question)

    def day(self, day: date) -> str:
        return f"{day} {self.word('weekdays').split()[day.weekday()]}"


def show_next(
    console: Console, bank: Bank, needs: Sequence[Need], today: date, lang: str, *, limit: int
) -> None:
    """The questions of ``needs`` that are due, at most ``limit`` of them, and how many follow."""
    page = _Page(console, bank, lang)
    word = page.word
    due = [need for need in needs if need.due(today)]
    if not needs:
        page.line(word("nothing_learnt"))
        console.print(copyable(word("hold_one")), soft_wrap=True)
        return
    if not due:
        page.line(word("nothing_due"), "strong")
    else:
        page.line(word("due_now", n=len(due)), "strong")
        console.print(_due_table(page, due[:limit], today))
        if len(due) > limit:
            page.line(word("more_due", n=len(due) - limit), "dim")
    coming = Counter(need.first_due for need in needs if today < need.first_due <= _ahead(today))
    if coming:
        console.print()
        page.line(word("coming_up"), "strong")
        for day, count in sorted(coming.items()):
            page.line(f"{page.day(day)}  {word('n_questions', n=count)}", indent="  ")
    if due:
        console.print()
        page.console.print(copyable(word("practise_due", n=min(len(due), limit))), soft_wrap=True)


def _ahead(today: date) -> date:
    return today + timedelta(days=AHEAD)


def _due_table(page: _Page, due: Sequence[Need], today: date) -> Table:
    word, narrow = page.word, page.console.width < NARROW
    headings = [word("title"), word("points_due"), word("recall"), word("due_for")]
    made = table(*headings[:3] if narrow else headings, right=headings[1:])
    for need in due:
        points = need.due(today)
        late = (today - min(point.due for point in points)).days
        cells: list[str | Cell] = [
            Cell(page.text(need.question)),
            f"{len(points)}/{len(need.points)}",
            f"{100 * points[0].recall:.0f} %",
            word("n_days_short", n=late) if late else word("today"),
        ]
        made.add_row(*(cells[:3] if narrow else cells))
    return made


def show_plan(console: Console, bank: Bank, made: Outlook, goal: tuple[date, int], lang: str) -> None:
    """The days, the first of them in full, and what does not fit; ``goal`` is the day and minutes a day."""
    page = _Page(console, bank, lang)
    word = page.word
    until, minutes = goal
    page.line(word("plan_title", days=len(made.days), until=page.day(until), minutes=minutes), "head")
    page.line(word("plan_note", seconds=READING), "dim")
    for one in made.days[:IN_FULL]:
        console.print()
        _day_in_full(page, one)
    if made.days[IN_FULL:]:
        console.print()
        page.line(word("later_days"), "strong")
        for one in made.days[IN_FULL:]:
            page.line(_day_by_topic(page, one), first="  ", indent="    ")
    console.print()
    _what_is_left(page, made, minutes)


def _day_in_full(page: _Page, one: DayPlan) -> None:
    head = f"{page.day(one.day)}  {duration(one.seconds, page.lang)}"
    page.line(head if one.tasks else f"{page.day(one.day)}  {page.word('free_day')}", "strong")
    for task in one.tasks:
        lead = f"  {page.word(f'kind_{task.kind}')}  "
        page.line(page.text(task.question), first=lead, indent="    ")
        page.line(_about(page, task), "dim", indent="      ")


def _about(page: _Page, task: Task) -> str:
    said = facts(task.why, page.lang) if task.why.times else []
    return " · ".join([page.topic(task.topic), duration(task.seconds, page.lang), *said])


def _day_by_topic(page: _Page, one: DayPlan) -> str:
    topics = Counter(page.topic(task.topic) for task in one.tasks)
    named = page.word("list_join").join(
        f"{topic} {count}" if count > 1 else topic for topic, count in topics.most_common()
    )
    if not one.tasks:
        return f"{page.day(one.day)}  {page.word('free_day')}"
    return f"{page.day(one.day)}  {duration(one.seconds, page.lang)}  {named}"


def _what_is_left(page: _Page, made: Outlook, minutes: int) -> None:
    word = page.word
    left = {kind: len(ids) for kind, ids in made.left.items() if ids}
    if not left:
        page.line(word("all_fits"), "strong")
        return
    page.line(word("does_not_fit"), "warn")
    for kind, count in left.items():
        page.line(word(f"left_{kind}", n=count), indent="  ")
    page.line(word("would_take", minutes=max(minutes + 1, -(-made.needed // 60))), indent="  ")
