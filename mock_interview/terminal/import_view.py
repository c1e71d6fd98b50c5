"""What an import found, left out, and did, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line
from mock_interview.importing.found import Reading, Skipped
from mock_interview.importing.plan import ADDED, CONFLICT, EDITED, SAME, UPDATED, Plan, Source
from mock_interview.terminal.screen import Cell, block
from mock_interview.terminal.tables import NARROW, table
from mock_interview.terminal.words import words

if TYPE_CHECKING:
    from rich.console import Console

FEW = 12  # things left out that are listed when nobody asked for all


def show_found(console: Console, sources: Sequence[Source], lang: str) -> None:
    """A line a topic and file: how many questions, how many of them with an answer."""
    word = words(lang)
    several = len(sources) > 1 and console.width >= NARROW
    headings = [*([word("file")] if several else []), word("topic"), word("found"), word("answered")]
    made = table(*headings, right=headings[-2:])
    for source in sources:
        for title, (found, answered) in _by_topic(source.reading).items():
            made.add_row(*([Cell(source.name)] if several else []), Cell(title), str(found), str(answered))
    questions = [found for source in sources for found in source.reading.questions]
    answered = sum(bool(found.answer) for found in questions)
    made.add_row(*([""] if several else []), word("total"), str(len(questions)), str(answered))
    console.print(made)


def _by_topic(reading: Reading) -> dict[str, tuple[int, int]]:
    """Counts by topic, in the order of the file; subtopics below their section."""
    found = Counter(" / ".join(one.topics) for one in reading.questions)
    answered = Counter(" / ".join(one.topics) for one in reading.questions if one.answer)
    empty = {" / ".join(path): 0 for path in reading.groups}
    return {title: (count, answered[title]) for title, count in {**found, **empty}.items()}


def show_skipped(console: Console, sources: Sequence[Source], lang: str, *, everything: bool) -> None:
    """What was left out, line by line, and why; only some of it unless ``everything`` is asked for."""
    word = words(lang)
    rows = [(source.name, one) for source in sources for one in source.reading.skipped]
    if not rows:
        return
    console.print()
    several = len(sources) > 1
    narrow = console.width < NARROW
    third = [] if narrow else [word("reason")]
    made = table(word("line"), word("skipped_text"), *third, right=(word("line"),))
    shown = rows if everything else rows[:FEW]
    for name, one in shown:
        place = f"{name}:{one.line}" if several else str(one.line)
        why = reason(one, lang)
        text = one_line(one.text)[:120]
        if narrow:
            made.add_row(place, Cell(f"{text} – {why}"))
        else:
            made.add_row(place, Cell(text), Cell(why))
    console.print(made)
    if len(shown) < len(rows):
        console.print(
            block(word("more", n=len(rows) - len(shown)), console.width, style="dim"), soft_wrap=True
        )


def reason(one: Skipped, lang: str) -> str:
    """Why something was left out, in words."""
    word = words(lang)
    if one.why == "duplicate":
        return word("reason_duplicate", detail=one.detail)
    return word(f"reason_{one.why}") + (f" ({one_line(one.detail)})" if one.detail else "")


def show_steps(console: Console, plan: Plan, lang: str, *, dry: bool) -> None:
    """What the import does to the bank, changes and conflicts one by one."""
    word = words(lang)
    console.print()
    added = plan.having(ADDED)
    answered = sum(bool(step.after.reference.there) for step in added)
    if added or not plan.steps:
        topics = len({step.after.section for step in added})
        text = word("would_add" if dry else "added", n=len(added), topics=topics, answered=answered)
        console.print(block(text, console.width, style="strong"), soft_wrap=True)
    for what in (SAME, EDITED, UPDATED, CONFLICT):
        steps = plan.having(what)
        if not steps:
            continue
        style = "warn" if what == CONFLICT else ""
        console.print(block(word(what, n=len(steps)), console.width, style=style), soft_wrap=True)
        for step in steps if what in (UPDATED, CONFLICT) else ():
            fields = ", ".join(word(f"field_{field}") for field in step.fields)
            further = f"; {word('points_yours')}" if step.points else ""
            line = f"{step.after.id} ({step.source}:{step.line}): {fields}{further}"
            console.print(block(line, console.width, first="  - ", indent="    "), soft_wrap=True)
    if plan.gone:
        console.print(block(word("gone", n=len(plan.gone)), console.width), soft_wrap=True)
        for question in plan.gone:
            console.print(block(question.id, console.width, first="  - ", indent="    "), soft_wrap=True)
    _show_state(console, plan, lang)


def _show_state(console: Console, plan: Plan, lang: str) -> None:
    """How many of the questions that are now there cannot be graded, or only by drafted points."""
    word = words(lang)
    drafted = sum(step.after.drafted for step in plan.steps)
    unanswered = sum(not step.after.reference.there for step in plan.steps)
    for key, count in (("drafted", drafted), ("without_answer", unanswered)):
        if count:
            console.print(block(word(key, n=count), console.width, style="dim"), soft_wrap=True)
