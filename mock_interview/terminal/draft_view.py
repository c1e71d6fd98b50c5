"""What a proposal would change, as lines that go and lines that come."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from mock_interview.bank.proposal import Proposal
from mock_interview.clean_text import printable
from mock_interview.model import KeyPoint, Question
from mock_interview.terminal.screen import block
from mock_interview.terminal.words import words

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {"+": "covered", "-": "missed"}


def show_proposal(console: Console, proposal: Proposal, lang: str) -> None:
    """The points, mistakes and hints before and after; what stays is left out."""
    word = words(lang)
    console.print(
        block(word("proposal", id=proposal.before.id), console.width, style="strong"), soft_wrap=True
    )
    for key in ("points", "mistakes", "hints"):
        before, after = _told(proposal.before, key, lang), _told(proposal.after, key, lang)
        if before == after:
            continue
        console.print(block(word(key), console.width, style="strong"), soft_wrap=True)
        for line in difflib.ndiff(before, after):
            sign = line[0]
            if sign in "+- " and line[2:].strip():
                text = printable(line[2:])
                drawn = block(
                    text, console.width, first=f"  {sign} ", indent="    ", style=_STYLES.get(sign, "dim")
                )
                console.print(drawn, soft_wrap=True)
    usage = proposal.reply.usage
    if proposal.reply.model:
        text = word(
            "tokens",
            model=proposal.reply.model,
            prompt=usage.prompt_tokens,
            completion=usage.completion_tokens,
        )
        console.print(block(text, console.width, style="dim"), soft_wrap=True)


def _told(question: Question, key: str, lang: str) -> list[str]:
    word = words(lang)
    if key == "hints":
        return [hint.get(lang) for hint in question.hints]
    if key == "mistakes":
        return [word("against", point=one.contradicts) + one.text.get(lang) for one in question.mistakes]
    return [line for point in question.points for line in _point(point, lang)]


def _point(point: KeyPoint, lang: str) -> list[str]:
    word = words(lang)
    mark = " · drafted" if point.drafted else ""
    lines = [f"{point.text.get(lang)} ({point.id} · {word('weight_of', n=point.weight)}{mark})"]
    also = point.accept.get(lang) or point.accept.zh or point.accept.en
    lines += [f"  {word('also')}{text}" for text in also]
    if point.probe is not None:
        lines.append(f"  {word('probe')}{point.probe.get(lang)}")
    return lines
