"""A document as a tree of headings, with titles of groups that are no headings put where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mock_interview.importing.blocks import (
    HEADING,
    LIST,
    PARAGRAPH,
    RULE,
    Block,
    Line,
)
from mock_interview.importing.headline import without_tail_links
from mock_interview.importing.wording import (
    Numbered,
    answer_marker,
    asks,
    is_answer_label,
    is_question_label,
    question_marker,
    without_number,
    without_signs,
)

HALF_LEVEL = 0.5  # a title of a group stands just above the headings that follow it


@dataclass(slots=True)
class Section:
    """A heading with what stands below it. The root has no title and level 0."""

    title: str
    line: int
    level: float = 0
    number: str = ""
    value: int | None = None
    head: Line | None = None
    parent: Section | None = None
    body: list[Block] = field(default_factory=list)
    kids: list[Section] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        """Whether it is a bold title between headings rather than a heading."""
        return self.level % 1 != 0

    def everything(self) -> Iterator[Section]:
        """It and all that is below it, in order of the file."""
        yield self
        for kid in self.kids:
            yield from kid.everything()


def clean_title(text: str) -> Numbered:
    """A heading's words without signs and number."""
    return without_number(without_signs(text).rstrip(":：").strip())


def section_tree(blocks: Sequence[Block]) -> Section:
    """The sections of a document. Headings that are items of a list count as headings."""
    root = Section("", 1)
    flat = [root]
    for block in hoisted(blocks):
        if block.kind != HEADING:
            flat[-1].body.append(block)
            continue
        head = without_tail_links(block.lines[0])
        title = clean_title(head.text)
        if title.text and any(map(str.isalnum, title.text)):
            made = Section(title.text, block.line, block.level, title.number, title.value, head)
            flat.append(made)
    _grow(_with_groups(flat))
    return root


def _grow(flat: Sequence[Section]) -> None:
    """Hang every section below the nearest one before it that stands higher."""
    trail = [flat[0]]
    for section in flat[1:]:
        if _answers_heading(section, trail[-1]):
            section.level = trail[-1].level + 1
        while trail[-1].level >= section.level:
            trail.pop()
        section.parent = trail[-1]
        trail[-1].kids.append(section)
        trail.append(section)


def _answers_heading(section: Section, before: Section) -> bool:
    """Whether a heading is the answer to the one before it, though it stands no lower."""
    words = section.head.text if section.head is not None else ""
    if before.level < section.level or not (is_answer_label(words) or answer_marker(words)):
        return False
    asked = before.head.text if before.head is not None else ""
    return bool(asks(before.title) or question_marker(asked) or is_question_label(asked))


def hoisted(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, lists whose items are headings taken apart: ``1. ### What is React?``."""
    for block in blocks:
        headed = [item for item in block.children if item.children and item.children[0].kind == HEADING]
        if block.kind != LIST or 2 * len(headed) < len(block.children) or not headed:
            yield block
            continue
        for number, item in enumerate(block.children, start=block.start or 0):
            for child in item.children:
                if child.kind == HEADING and child is item.children[0] and block.start is not None:
                    yield _numbered(child, number)
                else:
                    yield child


def _numbered(heading: Block, number: int) -> Block:
    """A heading that takes the number of its item, unless it has one of its own."""
    if clean_title(heading.words).number or not heading.words:
        return heading
    first, *rest = heading.lines[0].runs
    line = replace(heading.lines[0], runs=(replace(first, text=f"{number}. {first.text}"), *rest))
    return replace(heading, lines=(line,))


# ------------------------------------------------------------------- groups

_LONGEST_TITLE = 60  # characters
_LONGEST_UNPROVEN = 24  # of a bold paragraph that is the only sign of groups in a document
_PARAGRAPH, _ONE_ITEM, _ITEMS = "paragraph", "one item", "items"


def _with_groups(flat: Sequence[Section]) -> list[Section]:
    """The sections, with those added whose titles end the body of the section before them.

    ``- **LoRA**`` or ``**LoRA**`` alone, right above a heading, is the title of what follows.
    """
    manners = _manners(flat)
    out = []
    for section, after in zip(flat, [*flat[1:], None], strict=True):
        out.append(section)
        while section.body and section.body[-1].kind == RULE:
            section.body.pop()
        if after is None:
            continue
        titles: list[Section] = []
        while section.body and (found := _titles(section.body[-1])) and found[0] in manners:
            section.body.pop()
            level = after.level - HALF_LEVEL
            titles[:0] = [Section(one.text, line, level, one.number) for one, line in found[1]]
        out += titles
    return out


def _manners(flat: Sequence[Section]) -> set[str]:
    """The manners in which a document writes titles of groups.

    One bold item is nothing else. Several could be an answer, and are titles where single ones are; a
    bold paragraph is a title where it stands below a topic, or where several follow an answer.
    """
    manners, apart = {_ONE_ITEM}, 0
    for section, after in pairwise(flat):
        found = _titles(section.body[-1]) if section.body else None
        if found is None:
            continue
        below = after.level > section.level and not asks(section.title) and len(section.body) == 1
        if found[0] == _ONE_ITEM or (found[0] == _ITEMS and below):
            manners.add(_ITEMS)
        elif below:
            manners.add(_PARAGRAPH)
        elif len(section.body) > 1 and len(section.body[-1].words) <= _LONGEST_UNPROVEN:
            apart += 1
    return manners | {_PARAGRAPH} if apart > 1 else manners


def _titles(block: Block) -> tuple[str, list[tuple[Numbered, int]]] | None:
    """The titles that ``block`` is, if it is nothing else, and their manner."""
    if block.kind == PARAGRAPH:
        title = _title(block)
        return (_PARAGRAPH, [(title, block.line)]) if title else None
    if block.kind != LIST or block.start is not None:
        return None
    insides = [item.children[0] if len(item.children) == 1 else None for item in block.children]
    titles = [_title(inside) if inside is not None else None for inside in insides]
    if not all(titles):
        return None
    found = [(one, item.line) for one, item in zip(titles, block.children, strict=True) if one]
    return (_ONE_ITEM if len(found) == 1 else _ITEMS, found)


def _title(block: Block) -> Numbered | None:
    """The title that a paragraph is: one line in bold that asks and answers nothing."""
    if not block.is_bold or len(block.lines) != 1 or block.lines[0].links:
        return None
    text = block.words.strip()
    title = clean_title(text.rstrip(":：").strip())
    says = text[-1:] in "。.！!；;，," or asks(title.text) or question_marker(text) or answer_marker(text)
    fits = title.text and len(title.text) <= _LONGEST_TITLE and any(map(str.isalnum, title.text))
    return title if fits and not says and not is_answer_label(text) else None


def group_title(block: Block) -> Numbered | None:
    """The title that a bold paragraph is, if it is one."""
    return _title(block) if block.kind == PARAGRAPH else None
