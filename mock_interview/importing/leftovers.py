"""Blocks that belong to the file and not to any question: contents, badges, ways back, lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from mock_interview.importing.blocks import HEADING, LIST, PARAGRAPH, TABLE, Block, Line, Run
from mock_interview.importing.wording import asks, is_back_link, without_number

KNOWN_SHARE = 0.5  # of the places that links lead to, from which on they are a table of contents
LINK_SHARE = 0.75  # of the items that are links, from which on a list is a list of links


def place(text: str) -> str:
    """The name of a place in a form in which a heading and a link to it are the same."""
    return re.sub(r"[\W_]+", "", unquote(text).casefold())


def places_of(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The names of the places that headings make."""
    for block in blocks:
        if block.kind == HEADING:
            name = place(block.words)
            yield name
            yield place(without_number(block.words).text)
        yield from places_of(block.children)


def why_left_out(block: Block, places: frozenset[str]) -> str:
    """Why ``block`` is of no question: `contents`, `badges` or `links`; empty when it may be."""
    if block.kind == PARAGRAPH:
        return _paragraph(block)
    if block.kind == LIST:
        return _list(block, places)
    if block.kind == TABLE:
        return _table(block, places)
    return ""


def _paragraph(block: Block) -> str:
    spoken = [line for line in block.lines if line.runs]
    if spoken and all(line.is_image for line in spoken):
        return "badges"
    if is_back_link(block.words):
        return "links"
    lines = [line for line in spoken if line.text]
    inner = all(run.link.startswith("#") for line in lines for run in line.links)
    if lines and all(line.is_link for line in lines):
        if inner:
            return "links" if len(lines) == 1 and len(lines[0].links) == 1 else "contents"
        if not any(asks(line.text) for line in lines):
            return "links"
    return ""


def _list(block: Block, places: frozenset[str]) -> str:
    lines = list(_heads(block))
    linked = [line for line in lines if line.is_link or _leads_elsewhere(line)]
    if not lines or len(linked) < LINK_SHARE * len(lines):
        return ""
    return _links_are(linked, places)


def _links_are(lines: list[Line], places: frozenset[str]) -> str:
    inner = [line for line in lines if all(run.link.startswith("#") for run in line.links)]
    known = [line for line in inner if any(_is_known(run, places) for run in line.links)]
    if inner and len(known) >= KNOWN_SHARE * len(lines):
        return "contents"
    asking = sum(bool(asks(without_number(line.links[0].text).text)) for line in lines)
    return "" if 2 * asking >= len(lines) else "links"


def _leads_elsewhere(line: Line) -> bool:
    """Whether a line begins with a link to another page: ``[title](https://...) - what it is about``."""
    first = next((run for run in line.runs if run.text.strip() and not run.image), None)
    return first is not None and first.link.startswith(("http://", "https://"))


def _is_known(run: Run, places: frozenset[str]) -> bool:
    return place(run.link[1:]) in places or place(without_number(run.text).text) in places


def _heads(block: Block) -> Iterator[Line]:
    """The first line of every item, nested ones too."""
    for item in block.children:
        for child in item.children[:1]:
            yield from child.lines[:1]
        for child in item.children:
            if child.kind == LIST:
                yield from _heads(child)


def _table(block: Block, places: frozenset[str]) -> str:
    rows = [[line for cell in row for line in cell if line.links] for row in block.rows[1:]]
    linked = [lines[0] for lines in rows if lines and all(line.is_link for line in lines)]
    if not rows or len(linked) < LINK_SHARE * len(rows):
        return ""
    return "contents" if _links_are(linked, places) == "contents" else ""


def source_links(block: Block) -> list[Run]:
    """The links of a list that is nothing but links elsewhere; empty for any other block."""
    if block.kind != LIST:
        return []
    lines = list(_heads(block))
    outer = [line for line in lines if line.links and line.links[0].link.startswith(("http://", "https://"))]
    plain = [line for line in outer if line.runs and line.text.startswith(line.links[0].text.strip())]
    return [line.links[0] for line in plain] if plain and len(plain) == len(lines) else []
