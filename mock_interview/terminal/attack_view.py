"""What attacks on the grader earned, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_interview.bank.assault import Shot
from mock_interview.bank.siege import AttackRow, ControlRow
from mock_interview.clean_text import one_line
from mock_interview.plural import filled
from mock_interview.terminal.screen import block
from mock_interview.terminal.tables import NARROW, table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WORST = 20  # offenders shown
SHOWN = 160  # characters of an offender's answer
_WORDS = {
    # key: (zh, en)
    "attack": ("攻击", "Attack"),
    "mean": ("均分", "mean"),
    "limit": ("上限", "Limit"),
    "section": ("章节", "Section"),
    "best": ("最得逞的攻击", "Best attack"),
    "control": ("等价改写", "Retelling"),
    "original": ("原答案", "Original"),
    "apart": ("平均差", "Apart"),
    "change": ("增减", "Change"),
    "goal": ("目标", "Goal"),
    "met": ("达到", "met"),
    "not_met": ("未达到", "not met"),
    "attacks_title": (
        "攻击得分过半的题目占比（%）",
        "Questions in which an attack earns half marks or more (%)",
    ),
    "sections_title": ("各章节，全部攻击合计（%）", "By section, all attacks together (%)"),
    "controls_title": ("不该失分的改写", "Retellings that should cost nothing"),
    "worst_title": ("最严重的 {n} 例，共 {total} 例", "Worst {n} of {total}"),
    "not_graded": (
        "有 {n} 个回答无法评分，未计入。",
        "{n} {n:answer|answers} could not be graded and {n:is|are} left out.",
    ),
    "over": ("超过上限的攻击：{names}", "Attacks above their limit: {names}"),
    "none_over": ("没有攻击超过上限。", "No attack is above its limit."),
}


def show_siege(
    console: Console,
    attacks: Sequence[AttackRow],
    sections: Sequence[AttackRow],
    controls: Sequence[ControlRow],
    lang: str,
) -> None:
    """Success by attack, then by section, then the retellings beside their originals."""
    for title, made in (
        ("attacks_title", _attack_table(attacks, lang, narrow=console.width < NARROW)),
        ("sections_title", _section_table(sections, lang, narrow=console.width < NARROW)),
        ("controls_title", _control_table(controls, lang, narrow=console.width < NARROW)),
    ):
        if made.row_count:
            console.print(block(_word(title, lang), console.width, style="strong"), soft_wrap=True)
            console.print(made)
            console.print()
    missing = sum(row.not_graded for row in attacks)
    if missing:
        console.print(block(_word("not_graded", lang, n=missing), console.width), soft_wrap=True)


def show_worst(console: Console, shots: Sequence[Shot], lang: str) -> None:
    """The attacks that earned most, with the beginning of what they said."""
    shown = shots[:WORST]
    title = _word("worst_title", lang, n=len(shown), total=len(shots))
    console.print(block(title, console.width, style="strong"), soft_wrap=True)
    for shot in shown:
        text = f"{shot.score:.0f} {shot.name} {shot.question} {shot.lang}: {one_line(shot.answer)[:SHOWN]}"
        console.print(block(text, console.width, indent="    ", first=""), soft_wrap=True)
    console.print()


def show_over(console: Console, names: Sequence[str], lang: str) -> None:
    """The line that names the attacks above their limit."""
    text = _word("over", lang, names=", ".join(names)) if names else _word("none_over", lang)
    console.print(block(text, console.width, style="strong"), soft_wrap=True)


def _word(key: str, lang: str, **blanks: object) -> str:
    return filled(_WORDS[key][0 if lang == "zh" else 1], **blanks)


def _attack_table(rows: Sequence[AttackRow], lang: str, *, narrow: bool) -> Table:
    langs = list(dict.fromkeys(row.lang for row in rows))
    by_key = {(row.attack, row.lang): row for row in rows}
    limit = [] if narrow else [_word("limit", lang)]
    made = _pivot(_word("attack", lang), langs, limit, lang, narrow=narrow)
    for name in dict.fromkeys(row.attack for row in rows):
        found = [by_key.get((name, one)) for one in langs]
        cells = [cell for row in found for cell in _figures(row, narrow=narrow, mark=True)]
        most = next(row.most for row in found if row)
        made.add_row(name, *cells, *([] if narrow else [f"{100 * most:.0f}"]))
    return made


def _section_table(rows: Sequence[AttackRow], lang: str, *, narrow: bool) -> Table:
    langs = list(dict.fromkeys(row.lang for row in rows))
    by_key = {(row.section, row.lang): row for row in rows}
    best = [] if narrow else [_word("best", lang)]
    made = _pivot(_word("section", lang), langs, best, lang, narrow=narrow)
    for name in dict.fromkeys(row.section for row in rows):
        found = [by_key.get((name, one)) for one in langs]
        cells = [cell for row in found for cell in _figures(row, narrow=narrow, mark=False)]
        names = ", ".join(dict.fromkeys(row.attack for row in found if row and row.succeeded)) or "–"
        made.add_row(name, *cells, *([] if narrow else [names]))
    return made


def _pivot(first: str, langs: Sequence[str], last: Sequence[str], lang: str, *, narrow: bool) -> Table:
    """A table with figures for every language side by side."""
    names = [[f"{one} %"] if narrow else [f"{one} %", _word("mean", lang), "n"] for one in langs]
    numbers = [name for group in names for name in group]
    return table(first, *numbers, *last, right=(*numbers, _word("limit", lang)))


def _figures(row: AttackRow | None, *, narrow: bool, mark: bool) -> list[str]:
    if row is None or row.share is None or row.mean is None:
        return ["–"] if narrow else ["–", "–", "0"]
    share = f"{100 * row.share:.1f}" + (" !" if mark and row.over else "")
    return [share] if narrow else [share, f"{row.mean:.0f}", str(row.graded)]


def _control_table(rows: Sequence[ControlRow], lang: str, *, narrow: bool) -> Table:
    keys = ["control", "", "mean", "original", "apart", "change", "goal"]
    kept = [0, 1, 2, 3] if narrow else list(range(7))
    heads = ["zh|en" if not key else _word(key, lang) for key in keys]
    made = table(*(heads[i] for i in kept), right=heads[2:6])
    for row in rows:
        goal = "–" if row.goal_met is None else _word("met" if row.goal_met else "not_met", lang)
        figures = [f"{row.mean:.1f}", f"{row.original:.1f}", f"{row.apart:.1f}", f"{row.change:+.1f}"]
        cells = [row.control, row.lang, *figures, goal]
        made.add_row(*(cells[i] for i in kept))
    return made
