"""Two answers or two sessions side by side on screen; what changed is said by signs, not only by colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line, printable
from mock_interview.model import SIGNS
from mock_interview.review.compare import (
    GAINED,
    KEPT,
    LOST,
    MISSING,
    UNKNOWN,
    PointChange,
    SessionDiff,
    Side,
    TurnDiff,
)
from mock_interview.terminal.screen import block, indented
from mock_interview.terminal.tables import local_time
from mock_interview.terminal.words import words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

SHOWN = {GAINED: ("+", "covered"), LOST: ("-", "missed"), MISSING: ("✗", "partial"), KEPT: ("=", "dim")}
MARKS = {"same": ("", "", ""), "gone": ("[-", "-]", "missed"), "new": ("[+", "+]", "covered")}


def show_session_diff(console: Console, diff: SessionDiff, lang: str) -> None:
    """The questions both sessions asked, and those that only one did."""
    word = words(lang)

    def line(text: str, style: str = "", indent: str = "") -> None:
        console.print(block(text, console.width, style=style, indent=indent), soft_wrap=True)

    line(word("diff_title", before=diff.before, after=diff.after), "head")
    if not diff.both:
        line(word("diff_nothing_shared"))
    elif diff.mean_before is not None and diff.mean_after is not None:
        line(
            word("diff_means", n=len(diff.both), change=_change(diff.mean_before, diff.mean_after)), "strong"
        )
    for turn in diff.both:
        console.print()
        show_turn_diff(console, turn, lang, wording=False)
    for key, ids in (("diff_only", diff.only_before), ("diff_only", diff.only_after)):
        if ids:
            console.print()
            line(word(key, id=diff.before if ids is diff.only_before else diff.after), "strong")
            for name in ids:
                line(name, indent="  ")


def show_turn_diff(console: Console, diff: TurnDiff, lang: str, *, wording: bool = True) -> None:
    """Scores, points gained, lost and still missing, and the wording."""
    word = words(lang)

    def line(text: str, style: str = "", indent: str = "") -> None:
        console.print(block(text, console.width, style=style, indent=indent), soft_wrap=True)

    line(one_line(diff.text.get(lang)), "strong")
    line(f"{_place(diff.before)} → {_place(diff.after)}", "dim")
    line(_scores(diff, lang))
    shown = [point for point in diff.points if wording or point.change != KEPT]
    for change in (GAINED, LOST, MISSING, KEPT, UNKNOWN):
        points = [point for point in shown if point.change == change]
        if points:
            line(word(f"diff_{change}"), "strong")
        for point in points:
            console.print(_point(point, lang, console.width), soft_wrap=True)
    if not wording:
        return
    line(word("diff_wording"), "strong")
    line(word("diff_legend"), "dim", indent="  ")
    console.print(indented(_wording(diff), console.width, indent="  "), soft_wrap=True)


def _place(side: Side) -> str:
    return f"{side.session}:{side.number} {local_time(side.asked_at)}"


def _scores(diff: TurnDiff, lang: str) -> str:
    before, after = diff.before.score, diff.after.score
    word = words(lang)
    if before is None or after is None:
        known = [word("not_graded") if score is None else f"{score:.0f}" for score in (before, after)]
        return word("diff_scores", change=" → ".join(known))
    return word("diff_scores", change=_change(before, after))


def _change(before: float, after: float) -> str:
    return f"{before:.0f} → {after:.0f} ({round(after) - round(before):+d})"


def _point(point: PointChange, lang: str, width: int) -> Text:
    from rich.text import Text

    word = words(lang)
    sign, style = SHOWN.get(point.change, ("?", "dim"))
    sides = [
        word("not_graded") if verdict is None else f"{SIGNS[verdict]} {word(verdict.value)}"
        for verdict in (point.before, point.after)
    ]
    told = sides[0] if point.change in (KEPT, MISSING) else " → ".join(sides)
    text = Text()
    text.append(f"{sign} ", style)
    text.append(printable(point.text.get(lang)))
    text.append(word("weight", n=point.weight), "dim")
    text.append(f"  {told}", style)
    return indented(text, width, indent="    ", first="  ")


def _wording(diff: TurnDiff) -> Text:
    from rich.text import Text

    text = Text()
    for piece in diff.wording:
        start, end, style = MARKS[piece.kind]
        text.append(f"{start}{printable(piece.text)}{end}", style)
    text.rstrip()
    return text
