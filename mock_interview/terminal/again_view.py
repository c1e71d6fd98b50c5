"""Grades made again, on screen: what changed, and whether a session is as it was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_interview.chat import Usage
from mock_interview.clean_text import one_line, printable
from mock_interview.model import SIGNS
from mock_interview.review.judgement import cause, unjudged
from mock_interview.review.regrade import Flip, Regraded
from mock_interview.terminal.screen import Cell, block, indented
from mock_interview.terminal.tables import table
from mock_interview.terminal.voice import usage_line
from mock_interview.terminal.words import words
from mock_interview.verify import Finding, Verified

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One session graded again: with what, how many grades were recorded, and whether they count.

    ``usage`` is what a language model took.
    """

    id: str
    rubric: str
    encoder: str
    recorded: int
    used: bool
    usage: Usage = Usage()


def show_regraded(
    console: Console, outcome: Outcome, rows: Sequence[Regraded], lang: str, *, flips: bool
) -> None:
    """Old and new scores of each question; with ``flips`` the points that changed, and why."""
    word = words(lang)

    def line(text: str, style: str = "") -> None:
        console.print(block(text, console.width, style=style), soft_wrap=True)

    line(word("regraded", id=outcome.id, rubric=outcome.rubric, encoder=outcome.encoder), "head")
    if not rows:
        line(word("regrade_nothing"))
        return
    made = table("#", word("title"), word("score"), right=("#", word("score")))
    for row in rows:
        made.add_row(str(row.number), Cell(row.text.get(lang)), _scores(row, lang))
    console.print(made)
    for row in rows if flips else ():
        if row.flips or row.unjudged:
            console.print()
            line(word("question_n", n=row.number), "strong")
        for flip in row.flips:
            console.print(_flip(flip, lang, console.width), soft_wrap=True)
        if row.unjudged:
            text = unjudged(row.unjudged, lang)
            if row.kept:
                text = word("regrade_stays", what=cause(row.unjudged, lang))
            console.print(block(text, console.width, first="  ", indent="    ", style="warn"), soft_wrap=True)
    if took := usage_line(outcome.usage, lang):
        line(took, "dim")
    if outcome.recorded:
        line(word("regrade_used" if outcome.used else "regrade_kept"), "dim")
    elif not all(row.kept for row in rows):
        line(word("regrade_known"), "dim")


def _scores(row: Regraded, lang: str) -> str:
    word = words(lang)
    if row.kept:
        return word("regrade_old", score="–" if row.before is None else f"{row.before:.0f}")
    if row.same:
        return word("regrade_same")
    before, after = ("–" if score is None else f"{score:.0f}" for score in (row.before, row.after))
    return f"{before} → {after}" if row.before != row.after else f"{after} {word('regrade_details')}"


def _flip(flip: Flip, lang: str, width: int) -> Text:
    from rich.text import Text

    word = words(lang)
    text = Text()
    text.append(f"{SIGNS[flip.before]} {word(flip.before.value)} → ", flip.before.value)
    text.append(f"{SIGNS[flip.after]} {word(flip.after.value)}  ", flip.after.value)
    text.append(printable(flip.text.get(lang)))
    drawn = indented(text, width, indent="    ", first="  ")
    details = []
    if flip.signals:
        moved = [f"{one.name} {one.before:.2f} → {one.after:.2f}" for one in flip.signals]
        details.append(word("signals_moved", moved=word("list_join").join(moved)))
    if flip.quote_before != flip.quote_after:
        quotes = {"before": one_line(flip.quote_before) or "–", "after": one_line(flip.quote_after) or "–"}
        details.append(word("quote_changed", **quotes))
    if flip.judge is not None:
        said = f"{SIGNS[flip.judge]} {word(flip.judge.value)}"
        details.append(word("judge_flip", verdict=said, why=one_line(flip.reasoning)))
    for detail in details:
        drawn.append("\n")
        drawn.append_text(block(detail, width, indent="      ", style="dim"))
    return drawn


def show_verified(console: Console, session: str, found: Verified, lang: str) -> None:
    """Whether the session is as it was recorded, and every difference."""
    word = words(lang)

    def line(text: str, style: str = "", first: str = "", indent: str = "") -> None:
        drawn = block(text, console.width, style=style, first=first, indent=indent)
        console.print(drawn, soft_wrap=True)

    if not found.findings:
        line(word("verified", id=session, grades=found.grades), "strong", first="✓ ", indent="  ")
        line(word("verified_drawing" if found.drawn else "not_drawn"), "dim", first="  ", indent="  ")
        return
    altered = any(finding.altered for finding in found.findings)
    line(word("not_verified" if altered else "cannot_verify", id=session), "strong")
    for finding in found.findings:
        style = "missed" if finding.altered else "warn"
        line(_told(finding, lang), style, first="  ✗ " if finding.altered else "  ? ", indent="    ")
    if not found.drawn:
        line(word("not_drawn"), "dim", first="  ", indent="  ")


def _told(finding: Finding, lang: str) -> str:
    word = words(lang)
    lead = word("of_question", n=finding.number) if finding.number else ""
    now = word("found_now", value=finding.recorded) if finding.recorded else ""
    name = finding.name.removeprefix("option ")
    values = {"name": name, "recorded": finding.recorded, "found": finding.found, "now": now}
    return one_line(lead + word(f"found_{finding.kind}", **values))
