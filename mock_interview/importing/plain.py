"""Blocks as plain text, in the form in which a bank keeps its texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mock_interview.clean_text import printable, reflow
from mock_interview.importing.blocks import (
    CODE,
    DETAILS,
    HEADING,
    ITEM,
    LIST,
    MATH,
    QUOTE,
    RULE,
    TABLE,
    Block,
    Line,
)

DEEPEST = 12  # levels of nesting that are kept as indents; what is deeper is written at that level


def canonical(text: str) -> str:
    """``text`` as it reads when it comes back from a bank: safe, lines joined, no loose white space."""
    text = printable(text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00a0", " ")).expandtabs(
        4
    )
    text = "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
    text = reflow(re.sub(r"\n{3,}", "\n\n", text))
    return text if (again := reflow(text)) == text else canonical(again)


def text_of(blocks: Iterable[Block]) -> str:
    """``blocks`` as text: paragraphs and lists with a blank line between them, images left out."""
    return canonical("\n\n".join(part for block in blocks if (part := _block(block, 0))))


def _block(block: Block, depth: int) -> str:
    if block.kind == LIST:
        return _list(block, min(depth, DEEPEST))
    if block.kind == CODE:
        code = block.text.replace("```", "~~~")
        return f"```{block.info.split(' ')[0]}\n{code}\n```" if code.strip() else ""
    if block.kind == MATH:
        return " ".join(block.text.split())
    if block.kind == TABLE:
        return _table(block)
    if block.kind == RULE:
        return ""
    if block.kind in (QUOTE, DETAILS, ITEM):
        own = joined(block.lines)
        inside = [_block(child, depth) for child in block.children]
        return "\n\n".join(part for part in (own, *inside) if part)
    text = joined(block.lines)
    return " ".join(text.split()) if block.kind == HEADING else text


def joined(lines: Sequence[Line]) -> str:
    """The lines of a paragraph as text, those joined that were only broken to fit an editor."""
    texts = [line.text for line in lines if line.text]
    items = sum(_ITEM.match(text) is not None for text in texts) > 1
    return reflow("\n".join(_own_line(text) if items else text for text in texts))


# Signs of items that are not Markdown's own, at the beginning of a line.
_ITEM = re.compile(r"[（(]?(\d{1,2})[)）]\s*|([①-⑳])\s*|(?=[A-H][.、)）]\s*\S)")


def _own_line(text: str) -> str:
    """A line that is an item, with a sign by which it stays a line: ``（1）`` is ``1)``."""
    found = _ITEM.match(text)
    if found is None:
        return text
    number = found[1] or (str(ord(found[2]) - ord("①") + 1) if found[2] else "")
    return f"{number}) {text[found.end() :]}" if number else f"- {text}"


def _list(block: Block, depth: int) -> str:
    out = []
    for number, item in enumerate(block.children, start=block.start or 0):
        sign = "- " if block.start is None else f"{number}. "
        parts = [(child.kind, _block(child, depth + 1)) for child in item.children]
        body = ""
        for kind, part in parts:
            if part:
                body += part if not body else f"\n{part}" if kind == LIST else f"\n\n{part}"
        if body:
            indent = " " * (2 if depth < DEEPEST else 0)
            out.append(sign + "\n".join(_indented(body, indent)))
    return "\n".join(out)


def _indented(body: str, indent: str) -> Iterable[str]:
    first, *rest = body.split("\n")
    yield first
    for line in rest:
        yield indent + line if line.strip() else ""


def _table(block: Block) -> str:
    rows = [[" ".join(line.text for line in cell) for cell in row] for row in block.rows]
    shown = ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows if any(row)]
    if len(shown) > 1:
        shown.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(shown)
