"""Answers that stand in a section of their own, matched to their questions by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mock_interview.importing.blocks import ITEM, LIST, PARAGRAPH, Block
from mock_interview.importing.found import Found
from mock_interview.importing.headline import headline
from mock_interview.importing.leftovers import place
from mock_interview.importing.plain import text_of
from mock_interview.importing.sections import Section
from mock_interview.importing.wording import answer_marker, number_value, without_number


def read_key(section: Section, open_: Sequence[Found]) -> tuple[bool, list[tuple[Found, Found]]]:
    """Whether ``section`` answers any of ``open_``, and those with what answers them.

    Sections below it that are called as a topic answer the questions of that topic.
    """
    pairs: list[tuple[Found, Found]] = []
    titled = [
        kid for kid in section.kids if any(place(kid.title) == place(t) for f in open_ for t in f.topics)
    ]
    for kid in titled:
        own = [found for found in open_ if any(place(kid.title) == place(topic) for topic in found.topics)]
        pairs += _matched(list(_answers(kid)), own)
    if not titled:
        pairs = _matched(list(_answers(section)), open_) or _by_title(section, open_)
    return bool(pairs), pairs


def _by_title(section: Section, open_: Sequence[Found]) -> list[tuple[Found, Found]]:
    """Questions with what stands below a heading that repeats them."""
    table = {place(kid.title): text_of(kid.body) for kid in section.kids}
    found = [(one, table.get(place(one.question), "")) for one in open_]
    return [(one, replace(one, answer=text)) for one, text in found if text]


def _matched(answers: Sequence[tuple[int | None, str]], open_: Sequence[Found]) -> list[tuple[Found, Found]]:
    """Questions with their answers: by number where numbers are unique, else one after the other."""
    numbers = [number_value(found.number) if found.number else None for found in open_]
    if None not in numbers and len(set(numbers)) == len(numbers):
        table = {number: text for number, text in answers if number is not None}
        return [(f, replace(f, answer=table[n])) for f, n in zip(open_, numbers, strict=True) if n in table]
    if len(answers) == len(open_):
        return [(found, replace(found, answer=text)) for found, (_, text) in zip(open_, answers, strict=True)]
    return []


def _answers(section: Section) -> Iterator[tuple[int | None, str]]:
    held: list[Block] = []
    number: int | None = None
    for block in (piece for body in section.body for piece in _pieces(body)):
        if block.kind == ITEM:
            yield from _told(number, held)
            number, held = block.start, list(block.children)
        else:
            held.append(block)
    yield from _told(number, held)
    for kid in section.kids:
        yield from _told(kid.value, kid.body)


def _told(number: int | None, blocks: Sequence[Block]) -> Iterator[tuple[int | None, str]]:
    text = text_of(blocks)
    if number is not None and text:
        yield number, text


def _pieces(block: Block) -> Iterator[Block]:
    """Items with their numbers; numbered lines count as items."""
    if block.kind == LIST:
        for number, item in enumerate(block.children, start=block.start or 1):
            yield replace(item, start=number)
        return
    if block.kind != PARAGRAPH:
        yield block
        return
    for line in block.lines:
        one = replace(block, lines=(line,), line=line.number)
        numbered = without_number(line.text)
        marker = answer_marker(line.text)
        if numbered.value is None and marker is None:
            yield one
            continue
        head = headline((line,), bold=False)
        value = numbered.value if head is not None else None
        yield Block(kind=ITEM, line=line.number, start=value, children=(one,))
