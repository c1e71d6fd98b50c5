"""The beginning of a block as a question: its words, its number, and what is left of the block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mock_interview.clean_text import reflow
from mock_interview.importing.blocks import DETAILS, HEADING, LIST, PARAGRAPH, Block, Line, Run
from mock_interview.importing.wording import (
    CERTAIN,
    NO,
    answer_marker,
    answer_within,
    asks,
    dotted_answer,
    is_unfinished,
    number_value,
    option_letter,
    question_marker,
    without_checkbox,
    without_number,
    without_signs,
)

_TIE = re.compile(r"^[\s:：\-–—.。,，]+")
_DASHED = re.compile(r"(?<=[?？])\s*(?:[-–—]+|[:：])\s+(?=\S)|(?<=[?？])\s*[-–—]{1,2}\s*(?=\S)")
_LAST_MARK = re.compile(r".*[?？](?=[^?？]*$)", re.DOTALL)
_TOLD = 12  # characters behind a question mark from which on they can be an answer
_LONGEST = 300  # characters of a paragraph without a question mark that is one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A question and the ``rest`` of its block. ``marked``: it began with ``Q:`` or the like."""

    question: str
    number: str = ""
    value: int | None = None
    rest: tuple[Block, ...] = ()
    links: tuple[Run, ...] = ()
    bold: bool = False
    marked: bool = False


def headline(lines: Sequence[Line], *, bold: bool) -> Headline | None:
    """What the ``lines`` of a paragraph ask first; ``None`` when they have no words.

    ``bold`` takes bold words at the beginning for the whole question.
    """
    spoken = [without_tail_links(line) for line in lines if line.text]
    if not spoken:
        return None
    found = _by_lead(spoken) if bold else None
    return found or _by_words(spoken)


def without_tail_links(line: Line) -> Line:
    """``line`` without links in brackets behind its question mark: ``What is X? ([source](...))``."""
    at = max(line.text.rfind("?"), line.text.rfind("？"))
    if at < 0 or not line.links or at == len(line.text) - 1:
        return line
    tail = _behind(line, at + 1)
    if all(run.link or not any(map(str.isalnum, run.text)) for run in tail.runs) and tail.links:
        return Line(
            (*_before(line, at + 1).runs, *(Run("", link=run.link) for run in tail.links)), line.number
        )
    return line


def item_headline(item: Block) -> Headline | None:
    """What an item of a list asks: its first paragraph, heading or summary, the rest behind it."""
    if not item.children:
        return None
    first, *others = item.children
    if first.kind not in (PARAGRAPH, HEADING, DETAILS):
        return None
    lines = first.lines
    if lines and lines[0].text.startswith("["):
        lines = (_behind(lines[0], len(lines[0].text) - len(without_checkbox(lines[0].text))), *lines[1:])
    head = headline(lines, bold=True)
    if head is None:
        return None
    return replace(head, rest=(*head.rest, *first.children, *others))


def _by_lead(lines: Sequence[Line]) -> Headline | None:
    """The question in the bold words that the paragraph begins with."""
    lead = lines[0].lead
    if not lead:
        return None
    count = 0
    while count < len(lines) and lines[count].is_bold:
        count += 1
    text = " ".join(line.text for line in lines[:count]) if count else lead
    marker = question_marker(text)
    numbered = without_number(without_signs(marker.text if marker else text))
    if not any(map(str.isalnum, numbered.text)) or (not count and without_number(f"{lead} x").text == "x"):
        return None  # the bold words are but a marker or a number
    rest: list[Block] = []
    if count == 0:
        tail = _behind(lines[0], len(lead))
        if not (asks(numbered.text) == CERTAIN or (marker and asks(tail.text) != CERTAIN)):
            return None
        tail = _behind(tail, len(tail.text) - len(_TIE.sub("", tail.text)))
        rest = _paragraph([tail, *lines[1:]])
    else:
        rest = _paragraph(lines[count:])
    return _made(numbered.text, marker.number if marker else "", numbered.number, rest, lines[0].links,
                 bold=True, marked=marker is not None)  # fmt: skip


def _by_words(lines: Sequence[Line]) -> Headline | None:
    """The question in the words up to a question mark, or else all of them."""
    first = lines[0].text
    marker = question_marker(first)
    numbered = without_number(marker.text if marker else first)
    start = _behind(lines[0], len(first) - len(numbered.text)) if numbered.text else None
    if start is None or not start.text:
        if len(lines) < 2 or not (marker or numbered.number):
            return None
        below = _by_words(lines[1:])  # the marker stands on a line of its own
        return (
            replace(below, marked=marker is not None, number=marker.number if marker else "")
            if below
            else None
        )
    ends = next(
        (i for i, line in enumerate(lines) if asks(line.text) == CERTAIN or answer_within(line.text)), None
    )
    if ends is None:
        short = sum(len(line.text) for line in lines) <= _LONGEST
        ends = len(lines) - 1 if short or marker else 0
    asked = [start, *lines[1 : ends + 1]]
    last, tail = _cut(asked[-1])
    asked[-1] = last
    rest = _paragraph([*([tail] if tail is not None else []), *lines[ends + 1 :]])
    text = " ".join(reflow("\n".join(line.text for line in asked)).split())
    return _made(text, marker.number if marker else "", numbered.number, rest, lines[0].links,
                 bold=False, marked=marker is not None)  # fmt: skip


def _made(
    text: str,
    marked_as: str,
    number: str,
    rest: Sequence[Block],
    links: tuple[Run, ...],
    *,
    bold: bool,
    marked: bool,
) -> Headline | None:
    question = without_signs(text).strip()
    question = question if is_unfinished(question) else question.rstrip(":：").strip()
    if not any(map(str.isalnum, question)):
        return None
    written = number or marked_as
    return Headline(
        question=question, number=written, value=number_value(written) if written else None, rest=tuple(rest),
        links=links, bold=bold, marked=marked,
    )  # fmt: skip


def _cut(line: Line) -> tuple[Line, Line | None]:
    """A line that asks and answers as two: at ``A:``, at a dash behind the question mark, or behind it."""
    text = line.text
    at = answer_within(text)
    if at is not None:
        return _before(line, at), _behind(line, at)
    dashed = _DASHED.search(text)
    if dashed:
        return _before(line, dashed.start()), _behind(line, dashed.end())
    found = _LAST_MARK.match(text)
    if found is None:
        return line, None
    told = text[found.end() :].strip()
    telling = len(told) >= _TOLD and asks(told) == NO and told[0] not in "（([【{)）]】\"'”’,，、"
    return (_before(line, found.end()), _behind(line, found.end())) if telling else (line, None)


def _paragraph(lines: Sequence[Line]) -> list[Block]:
    kept = [line for line in lines if line.text or line.is_image]
    return [Block(kind=PARAGRAPH, line=kept[0].number, lines=tuple(kept))] if kept else []


def _behind(line: Line, count: int) -> Line:
    """``line`` without the first ``count`` characters of its text."""
    whole = "".join(run.text for run in line.runs if not run.image)
    left = count + len(whole) - len(whole.lstrip())
    runs = []
    for run in line.runs:
        if run.image:
            runs.append(run)
            continue
        if left < len(run.text):
            runs.append(replace(run, text=run.text[left:]))
        left = max(0, left - len(run.text))
    return Line(tuple(runs), line.number)


def _before(line: Line, count: int) -> Line:
    """``line`` up to the first ``count`` characters of its text."""
    whole = "".join(run.text for run in line.runs if not run.image)
    left = count + len(whole) - len(whole.lstrip())
    runs = []
    for run in line.runs:
        if run.image:
            continue
        if left > 0:
            runs.append(replace(run, text=run.text[:left]))
        left -= len(run.text)
    return Line(tuple(runs), line.number)


def behind_marker(line: Line) -> Line:
    """``line`` behind the marker of an answer that it begins with."""
    marker = answer_marker(line.text) or dotted_answer(line.text)
    return line if marker is None else _behind(line, len(line.text) - len(marker.text))


def is_options(block: Block) -> bool:
    """Whether a list, or the lines of a paragraph, are the choices of a question: A, B, C."""
    if block.kind == LIST:
        texts = [item.children[0].words for item in block.children if item.children]
    else:
        texts = [line.text for line in block.lines]
    letters = [letter for text in texts if (letter := option_letter(text))]
    return "A" in letters and "B" in letters and letters.index("A") < letters.index("B")


def apart(block: Block) -> Iterator[Block]:
    """A paragraph in pieces: a new one at every line that starts a question or an answer."""
    if block.kind != PARAGRAPH or len(block.lines) < 2:
        yield block
        return
    held: list[Line] = []
    options = is_options(block)
    for line in block.lines:
        if held and _starts_piece(line, after=held[0], options=options):
            yield replace(block, lines=tuple(held), line=held[0].number)
            held = []
        held.append(line)
    yield replace(block, lines=tuple(held), line=held[0].number)


def _starts_piece(line: Line, *, after: Line, options: bool) -> bool:
    text = line.text
    if not options and dotted_answer(text) is not None and question_marker(after.text) is not None:
        return True
    if question_marker(text) is not None:
        return True
    if answer_marker(text) is not None:
        return not (options and option_letter(text))
    numbered = without_number(text)
    if numbered.number:
        return bool(asks(numbered.text)) and len(numbered.text) <= _LONGEST
    return line.is_bold and asks(text) == CERTAIN
