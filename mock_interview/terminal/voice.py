"""What the interviewer's words look like: beside the questions, and at the end of a session.

A name stands before them, so that they read apart from the questions without colour too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mock_interview.chat import Usage
from mock_interview.clean_text import one_line
from mock_interview.spoken import Debrief, Lesson, Remark
from mock_interview.terminal.screen import block, indented
from mock_interview.terminal.words import words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def remark_lines(remark: Remark, lang: str, width: int, *, indent: str = "") -> list[Text]:
    """What the candidate asked, if anything, and what the interviewer said."""
    lines = [asked_back(remark.asked, lang, width, indent=indent)] if remark.asked else []
    return [*lines, said(remark.text, lang, width, indent=indent)]


def said(text: str, lang: str, width: int, *, indent: str = "") -> Text:
    """Words of the interviewer."""
    return _named("interviewer", text, lang, width, indent=indent, style="voice")


def asked_back(text: str, lang: str, width: int, *, indent: str = "") -> Text:
    """A question of the candidate to the interviewer."""
    return _named("you_asked", text, lang, width, indent=indent, style="quote")


def _named(name: str, text: str, lang: str, width: int, *, indent: str, style: str) -> Text:
    from rich.text import Text

    word = words(lang)
    named = Text(f"{word(name)}{word('colon')}", "strong")
    named.append(one_line(text), style)
    return indented(named, width, first=indent, indent=f"{indent}  ")


def show_debrief(
    console: Console, debrief: Debrief, lang: str, *, heading: Callable[[str, str], None]
) -> None:
    """Strengths, gaps and what to study, each with the words it rests on; or why there is none of it.

    ``heading`` draws the line above, of a title and what stands to the right of it.
    """
    word = words(lang)
    if not debrief.lessons:
        text = word(f"no_debrief_{debrief.dropped or 'unfounded'}", why=one_line(debrief.why))
        console.print(block(text, console.width, style="warn"), soft_wrap=True)
        return
    heading(word("debrief"), one_line(debrief.model))
    kinds = (("strengths", debrief.strengths), ("gaps", debrief.gaps), ("study", debrief.study))
    for name, lessons in kinds:
        if lessons:
            console.print(block(word(name), console.width, style="strong"), soft_wrap=True)
            _show_lessons(console, lessons, lang, numbered=name == "study")


def _show_lessons(console: Console, lessons: Sequence[Lesson], lang: str, *, numbered: bool) -> None:
    word = words(lang)
    for number, lesson in enumerate(lessons, start=1):
        lead = f"  {number}. " if numbered else "  - "
        text = one_line(lesson.text) + word("in_question", n=lesson.number)
        console.print(block(text, console.width, first=lead, indent="    "), soft_wrap=True)
        quoted = word("you_said" if lesson.said else "was_asked") + f"“{one_line(lesson.quote)}”"
        console.print(block(quoted, console.width, indent="      ", style="quote"), soft_wrap=True)


def usage_line(usage: Usage, lang: str) -> str:
    """What the language model took; empty when none was asked."""
    if not usage.calls and not usage.cached:
        return ""
    word = words(lang)
    tokens = f"{usage.prompt_tokens + usage.completion_tokens:,}"
    parts = [word("usage", calls=usage.calls, tokens=tokens)]
    if usage.cached:
        parts.append(word("usage_cached", n=usage.cached))
    if usage.cost is not None:
        parts.append(word("usage_cost", cost=f"{usage.cost:.4f}"))
    return " · ".join(parts)
