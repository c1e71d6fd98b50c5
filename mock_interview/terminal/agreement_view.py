"""How far grades agree with marks, on screen; reads at 40 columns and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_interview.terminal.screen import Cell, block
from mock_interview.terminal.tables import NARROW, table
from mock_interview.terminal.words import words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from mock_interview.agreement.report import Figure, Part, Report

NAMES = {
    "pearson": "Pearson",
    "spearman": "Spearman",
    "rmse": "RMSE",
    "mae": "MAE",
    "bias": "bias",
    "qwk": "QWK",
}
SERIES = {
    "ours": "ours",
    "mean_of_others": "mean_of_others",
    "similarity": "whole_similarity",
    "second_rater": "second_rater",
}
# Figures of a question that fit beside its name, by the columns that they need.
BESIDE = {
    100: ("pearson", "spearman", "rmse", "mae", "bias", "qwk", "accuracy"),
    NARROW: ("pearson", "rmse", "qwk", "accuracy"),
    0: ("pearson", "mae"),
}


def show_agreement(console: Console, found: Report, lang: str, *, per_question: bool = False) -> None:
    """The figures with intervals beside base lines, calibration, labels and, if wished, every question."""
    word = words(lang)

    def line(text: str, style: str = "") -> None:
        console.print(block(text, console.width, style=style), soft_wrap=True)

    line(word("agreement"), "strong")
    counts = {"questions": len(found.per_question), "left": found.not_graded}
    line(word("agreement_rows", n=found.rows - found.not_graded, **counts))
    line(word("agreement_levels", n=len(found.levels)), "dim")
    console.print()
    console.print(_overall(found, lang, narrow=console.width < NARROW))
    console.print()
    if console.width < NARROW:
        console.print(_intervals(found, lang))
        console.print()
    line(word("agreement_columns"), "dim")
    line(word("agreement_points"), "dim")
    if found.calibration:
        console.print()
        line(word("calibration"), "strong")
        console.print(_calibration(found.calibration, lang))
    if found.labels:
        console.print()
        console.print(_means(found.labels, word("label"), lang))
    if per_question and found.per_question:
        console.print()
        console.print(_questions(found.per_question, lang, width=console.width))


def _name(figure: str, lang: str) -> str:
    return NAMES.get(figure) or words(lang)(figure)


def _overall(found: Report, lang: str, *, narrow: bool) -> Table:
    """A line a figure, a column a series; our interval stands beside our figure, if there is room."""
    word = words(lang)
    others = [name for name in SERIES if name != "ours" and name in found.overall]
    names = [word(SERIES[name]) for name in others]
    headings = [word("figure"), word("ours"), *([] if narrow else [word("interval")]), *names]
    made = table(*headings, right=headings[1:])
    digits = 2 if narrow else 3
    counts = [str(found.overall[name].n) for name in ("ours", *others)]
    made.add_row("n", counts[0], *([] if narrow else [""]), *counts[1:])
    for figure, ours in found.overall["ours"].figures.items():
        beside = [number(found.overall[name].figures[figure].value, digits) for name in others]
        value = number(ours.value, digits)
        made.add_row(_name(figure, lang), value, *([] if narrow else [interval(ours)]), *beside)
    return made


def _intervals(found: Report, lang: str) -> Table:
    """Our figures' intervals in a table of their own, for a narrow screen."""
    word = words(lang)
    made = table(word("ours"), word("interval"), right=(word("interval"),))
    for figure, ours in found.overall["ours"].figures.items():
        made.add_row(_name(figure, lang), interval(ours))
    return made


def _calibration(parts: Sequence[Part], lang: str) -> Table:
    """Means of each tenth of the grades; well calibrated grades have the marks' means."""
    word = words(lang)
    headings = [word("predicted"), word("given"), "n"]
    made = table(*headings, right=headings)
    for part in parts:
        made.add_row(number(part.predicted), number(part.mark), str(part.n))
    return made


def _means(parts: Sequence[Part], title: str, lang: str) -> Table:
    word = words(lang)
    headings = [word("predicted"), word("given"), "n"]
    made = table(title, *headings, right=headings)
    for part in parts:
        made.add_row(Cell(part.name), number(part.predicted), number(part.mark), str(part.n))
    return made


def _questions(parts: Sequence[Part], lang: str, *, width: int) -> Table:
    word = words(lang)
    figures = next(names for least, names in BESIDE.items() if width >= least)
    means = width >= NARROW
    headings = ["n", *([word("given")] if means else []), *(_name(figure, lang) for figure in figures)]
    made = table(word("title"), *headings, right=headings)
    for part in parts:
        mark = [number(part.mark, 2)] if means else []
        made.add_row(Cell(part.name), str(part.n), *mark, *(number(part.figures[f], 2) for f in figures))
    return made


def number(value: float | None, digits: int = 3) -> str:
    """A figure with so many decimals, or a dash where it is undefined."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text if float(text) else text.lstrip("-")


def interval(figure: Figure) -> str:
    """The interval of a figure, or a dash."""
    if figure.low is None or figure.high is None:
        return "–"
    return f"{number(figure.low, 2)} … {number(figure.high, 2)}"
