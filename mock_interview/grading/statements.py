"""The statements a reference makes, by its own structure: items of its lists, and sentences.

Reads plain text as a bank keeps it. Knows no question and no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from mock_interview.grading.text import normalise, reading_length, sentences

_ITEM = re.compile(r"(\s*)([-*•]|\d{1,3}[.)、](?=\s)|\d{1,3}[)、])\s*(\S.*)")
_OPEN_END = (":", "：")
_STOP = "。！？!?…；;."
# Reading lengths: an item shorter than the first only names what the items below it say; a line below
# the second without an end of a sentence is the title of a part; no statement is longer than the third.
NAME, TITLE, LONGEST = 14, 16, 64


@dataclass(slots=True)
class _Item:
    """One item, and those below it."""

    text: str
    indent: int
    ordered: bool = False
    below: list[_Item] = field(default_factory=list)


def statements(reference: str) -> tuple[list[str], list[str]]:
    """What a reference states: the items of its lists, and the sentences of its prose, in order each."""
    found: list[str] = []
    prose: list[str] = []
    parts = _hung(_parts(reference))
    named = False  # whether the paragraph that comes next is told with the title above it
    for part, after in zip_longest(parts, parts[1:]):
        if isinstance(part, str):
            prose += [] if named else _said(part)
            named = False
        elif not _is_title(part, after):
            found.append(_stated(part))
        elif isinstance(after, str) and (said := _said(after)):
            tie = "：" if re.search(r"[\u3400-\u9fff]", part.text) else ": "
            found.append(f"{part.text}{tie}{said[0]}")
            named = True
    return [text for text in found if text], prose


def _is_title(item: _Item, after: _Item | str | None) -> bool:
    """Whether an item only names what follows it: a paragraph, or a list of another kind."""
    if item.below or reading_length(item.text) >= TITLE or item.text.endswith(tuple(_STOP)) or after is None:
        return False
    return isinstance(after, str) or after.ordered != item.ordered


def _parts(reference: str) -> Iterator[_Item | str]:
    """Items of lists and paragraphs, code left out; a paragraph below an item belongs to it."""
    held: _Item | None = None
    fenced = False
    for line in reference.split("\n"):
        if line.lstrip().startswith("```"):
            fenced = not fenced
            continue
        if fenced or not line.strip() or line.lstrip().startswith("|---"):
            continue
        found = _ITEM.match(line)
        if found:
            held = _Item(found[3].strip(), len(found[1]), ordered=found[2][0].isdigit())
            yield held
        elif held is not None and line[:1].isspace():
            held.below.append(_Item(line.strip(), len(line) - len(line.lstrip())))
        else:
            held = None
            yield line.strip().strip("|").strip()


def _hung(parts: Iterator[_Item | str]) -> list[_Item | str]:
    """The parts, items that stand further in below the last one that stands further out."""
    out: list[_Item | str] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, _Item) and isinstance(last, _Item) and part.indent > last.indent:
            last.below.append(part)
        else:
            out.append(part)
    return out


def _stated(item: _Item) -> str:
    """One statement for an item: its own, or its name with what stands below it."""
    own = item.text.strip()
    if not any(map(str.isalnum, own)):
        return ""
    named = own.endswith(_OPEN_END) or reading_length(own) < NAME
    if not item.below or not named:
        return _short(own)
    wide = re.search(r"[\u3400-\u9fff]", own) is not None
    text = own.rstrip("".join(_OPEN_END)).strip()
    for number, below in enumerate(item.below):
        tie = ("：" if wide else ": ") if not number else ("；" if wide else "; ")
        longer = text + tie + _first(below.text).rstrip(_STOP + "，,")
        if number and reading_length(longer) > LONGEST:
            break
        text = longer
    return text


def _short(text: str) -> str:
    """The first sentences of ``text``, as many as make one statement."""
    kept = ""
    for sentence in _sentences(text):
        if kept and reading_length(kept + sentence) > LONGEST:
            break
        kept += sentence
        if reading_length(kept) >= NAME:
            break
    return kept.strip().rstrip("".join(_OPEN_END) + "；;，,").strip()


def _first(text: str) -> str:
    return next(iter(_sentences(text)), text).strip()


def _sentences(text: str) -> list[str]:
    """The sentences of a text as stored."""
    normal = normalise(text)
    places = [normal.stored(start, end) for start, end in sentences(normal.text)]
    return [text[start:end] for start, end in places]


def _said(paragraph: str) -> list[str]:
    """The sentences of a paragraph that state something: no title, nothing that only leads to a list."""
    title = reading_length(paragraph) < TITLE and not paragraph.endswith(tuple(_STOP))
    if title or not any(map(str.isalnum, paragraph)):
        return []
    found = [sentence.strip() for sentence in _sentences(paragraph)]
    return [one for one in found if not one.endswith(_OPEN_END) and any(map(str.isalnum, one))]
