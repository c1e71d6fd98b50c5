"""Bank questions, search results and figures on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_interview.bank.exam import Sat, Tally
from mock_interview.bank.search import SectionStats
from mock_interview.clean_text import one_line
from mock_interview.model import Bank, Question
from mock_interview.terminal.screen import Cell, block
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.tables import NARROW, table
from mock_interview.terminal.words import clock, words

if TYPE_CHECKING:
    from rich.console import Console


def topic_titles(bank: Bank, lang: str) -> dict[str, str]:
    """Topic names of a bank, by path."""
    return {topic.path: topic.title.get(lang) for topic in bank.topics}


def show_question(console: Console, view: QuestionView, question: Question, lang: str) -> None:
    """Everything a question holds but its sample answers."""
    word = words(lang)
    limit = word("limit", time=clock(question.time_limit))
    view.heading(f"{question.id} {question.seed}".strip(), f"{one_line(view.topic(question))} · {limit}")
    width = console.width
    console.print(block(question.question.get(lang), width, style="strong"), soft_wrap=True)
    view.blank()
    view.reference(question)
    console.print(block(word("points"), width, style="strong"), soft_wrap=True)
    for point in question.points:
        text = point.text.get(lang) + word("weight", n=point.weight)
        console.print(block(text, width, first="  - ", indent="    "), soft_wrap=True)
    if question.mistakes:
        console.print(block(word("mistakes"), width, style="strong"), soft_wrap=True)
        for mistake in question.mistakes:
            console.print(block(mistake.text.get(lang), width, first="  ! ", indent="    "), soft_wrap=True)
    for number, hint in enumerate(question.hints, start=1):
        view.hint(number, hint)
    view.sources(question)


def show_found(console: Console, found: Sequence[Question], lang: str) -> None:
    """A line a question."""
    word = words(lang)
    if not found:
        console.print(block(word("nothing_found"), console.width))
        return
    made = table(word("id"), word("level_short"), word("title"))
    for question in found:
        made.add_row(question.id, str(question.level), Cell(question.question.get(lang)))
    console.print(made)


def show_stats(console: Console, rows: Sequence[SectionStats], share: tuple[int, int], lang: str) -> None:
    """Counts by section; levels as how many of 1, 2, 3, 4, 5."""
    word = words(lang)
    headings = [word("topic"), word("questions"), word("outline"), word("levels"), word("examples")]
    kept = [0, 1, 2] if console.width < NARROW else list(range(5))
    made = table(*(headings[i] for i in kept), right=headings[1:])
    for row in rows:
        levels = " ".join(str(count) for count in row.levels.values())
        outline = f"{row.outline}/{row.outline_total}" if row.outline_total else "–"
        cells = [row.section, str(row.questions), outline, levels, str(row.examples)]
        made.add_row(*(cells[i] for i in kept))
    console.print(made)
    total = sum(row.questions for row in rows)
    line = f"{word('total')}: {total} · {word('outline')} {share[0]}/{share[1]}"
    console.print(block(line, console.width), soft_wrap=True)
    kinds: dict[str, int] = {}
    for row in rows:
        for kind, count in row.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + count
    counts = "  ".join(f"{kind} {count}" for kind, count in kinds.items())
    console.print(block(counts, console.width, style="dim"), soft_wrap=True)


def show_exam(console: Console, results: Sequence[Sat], rows: Sequence[Tally], lang: str) -> None:
    """The examples outside their band, then the share in band by section and language."""
    word = words(lang)
    for result in results:
        if not result.in_band:
            score = "–" if result.score is None else f"{result.score:.0f}"
            what = f"{result.question} #{result.number} {result.lang}"
            text = f"{what}: {result.expected} → {result.got} ({score}) {one_line(result.answer)[:80]}"
            console.print(block(text, console.width, indent="    ", first=""), soft_wrap=True)
    made = table(word("topic"), "zh|en", word("examples"), word("in_band"), "%", right=("%",))
    for row in rows:
        share = f"{100 * row.in_band / row.examples:.1f}" if row.examples else "–"
        made.add_row(row.section or word("total"), row.lang, str(row.examples), str(row.in_band), share)
    console.print(made)
