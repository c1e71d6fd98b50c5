"""HTML inside Markdown: tags of one line as marks, and blocks of it as blocks.

Knows the tags that notes are written with; any other is text, as ``<String>`` in ``List<String>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from mock_interview.importing.blocks import (
    CODE,
    HEADING,
    ITEM,
    LIST,
    PARAGRAPH,
    RULE,
    TABLE,
    Block,
    Line,
    Run,
)

OPEN, CLOSE = "open", "close"
FOLDING = ("details", "summary")
BOLD = ("b", "strong")
_BREAKS = (
    "p",
    "div",
    "center",
    "section",
    "article",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "figure",
    "tbody",
    "thead",
)
_INLINE = (
    "a", "abbr", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "label", "mark",
    "picture", "q", "s", "samp", "small", "source", "span", "strike", "sub", "sup", "tt", "u", "var", "wbr",
    "br", "video",
)  # fmt: skip
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_LISTS = ("ul", "ol", "menu")
_OTHERS = (
    "hr", "pre", "li", "table", "tr", "td", "th", "caption", "colgroup", "col", "tfoot", "html", "body",
    "main", "header", "footer", "nav", "iframe", "style", "script",
)  # fmt: skip
KNOWN = frozenset((*FOLDING, *BOLD, *_BREAKS, *_INLINE, *_HEADINGS, *_LISTS, *_OTHERS))
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag within a line; ``name`` is empty for one that is text."""

    name: str
    closing: bool = False
    attributes: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The value of an attribute, or an empty text."""
        return dict(self.attributes).get(name, "")


def read_tag(text: str) -> Tag:
    """What ``text``, one tag or comment, is; a comment is a tag called ``!``."""
    if text.startswith(("<!", "<?")):
        return Tag("!")
    found = _TAG.match(text)
    if found is None or found[2].lower() not in KNOWN:
        return Tag("")
    pairs = tuple((name.lower(), unescape(a or b or c)) for name, a, b, c in _ATTRIBUTE.findall(found[3]))
    return Tag(found[2].lower(), bool(found[1]), pairs)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something that folds, or its summary, opens or closes."""

    what: str
    how: str
    line: int


Piece = Block | Mark


def anchors(text: str) -> list[str]:
    """The names that ``text`` gives to places: ``<a name="x">``, ``<a id="x">``."""
    return re.findall(r"<[a-zA-Z][^<>]*?\b(?:name|id)\s*=\s*[\"']?([^\"'\s>]+)", text)


def read_html(text: str, line: int) -> list[Piece]:
    """The blocks that a stretch of HTML holds, and the marks of what folds; ``line`` is its first line."""
    reader = _Reader(line)
    reader.feed(_escaped_strangers(_without_comments(text)))
    reader.close()
    reader.flush()
    return reader.pieces


def _without_comments(text: str) -> str:
    """``text`` without its comments; one that does not end goes to the end."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start)
        if end < 0:
            return "".join(kept)
        kept.append("\n" * text.count("\n", start, end))
        at = end + 3
    return "".join([*kept, text[at:]])


def _escaped_strangers(text: str) -> str:
    """``text`` with the tags that are not ours written as text."""
    return _TAG.sub(lambda m: m[0] if m[2].lower() in KNOWN else m[0].replace("<", "&lt;"), text)


@dataclass(slots=True)
class _Open:
    """A list or a table that is being read."""

    kind: str
    line: int
    start: int | None = None
    items: list[Block] = field(default_factory=list)
    rows: list[tuple[tuple[Line, ...], ...]] = field(default_factory=list)
    row: list[tuple[Line, ...]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Gathers runs into lines, lines into blocks; nested lists are read as one level."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._first = line
        self._runs: list[Run] = []
        self._lines: list[Line] = []
        self._bold = 0
        self._code = 0
        self._link = ""
        self._hidden = 0
        self._pre: list[str] | None = None
        self._open: list[_Open] = []

    @property
    def _here(self) -> int:
        return self._first + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in FOLDING:
            self.flush()
            self.pieces.append(Mark(tag, OPEN, self._here))
        elif tag in ("style", "script"):
            self._hidden += 1
        elif tag in BOLD:
            self._bold += 1
        elif tag in ("code", "kbd", "samp", "tt"):
            self._code += 1
        elif tag == "a":
            self._link = values.get("href", "")
        elif tag == "img":
            self._runs.append(Run(values.get("alt", ""), link=self._link, image=True))
        elif tag == "br":
            self._end_line()
        elif tag == "pre":
            self.flush()
            self._pre = []
        elif tag == "hr":
            self.flush()
            self.pieces.append(Block(kind=RULE, line=self._here))
        elif tag in _LISTS:
            self.flush()
            start = values.get("start", "1")
            self._open.append(
                _Open(LIST, self._here, (int(start) if start.isdigit() else 1) if tag == "ol" else None)
            )
        elif tag == "table":
            self.flush()
            self._open.append(_Open(TABLE, self._here))
        elif tag in _HEADINGS or tag in ("li", "tr", "td", "th") or tag in _BREAKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in FOLDING:
            self.flush()
            self.pieces.append(Mark(tag, CLOSE, self._here))
        elif tag in ("style", "script"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag in ("code", "kbd", "samp", "tt"):
            self._code = max(0, self._code - 1)
        elif tag == "a":
            self._link = ""
        elif tag == "pre":
            self._end_pre()
        elif tag in _HEADINGS:
            self._heading(int(tag[1]))
        elif tag in ("td", "th") and self._within(TABLE):
            self._open[-1].row.append(self._taken())
        elif tag == "tr" and self._within(TABLE):
            self._open[-1].rows.append(tuple(self._open[-1].row))
            self._open[-1].row.clear()
        elif tag in _LISTS or tag == "table":
            self._end_container()
        elif tag == "li" or tag in _BREAKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._pre is not None:
            self._pre.append(data)
            return
        for number, part in enumerate(data.split("\n")):
            if number and self._runs and self._runs[-1].text:
                self._runs.append(Run(" "))
            if part.strip():
                before, after = " " * part[0].isspace(), " " * part[-1].isspace()
                text = f"{before}{' '.join(part.split())}{after}"
                self._runs.append(Run(text, bool(self._bold), self._link, code=bool(self._code)))

    def flush(self) -> None:
        """End the block that is being gathered."""
        lines = self._taken()
        if not any(run.text.strip() or run.image for line in lines for run in line.runs):
            return
        block = Block(kind=PARAGRAPH, line=lines[0].number, lines=lines)
        if self._within(LIST):
            self._open[-1].items.append(Block(kind=ITEM, line=block.line, children=(block,)))
        elif not self._within(TABLE):
            self.pieces.append(block)

    def close(self) -> None:
        super().close()
        self.flush()
        while self._open:
            self._end_container()

    def _within(self, kind: str) -> bool:
        return bool(self._open) and self._open[-1].kind == kind

    def _end_line(self) -> None:
        if self._runs:
            self._lines.append(Line(tuple(self._runs), self._here))
            self._runs = []

    def _taken(self) -> tuple[Line, ...]:
        self._end_line()
        lines, self._lines = tuple(self._lines), []
        return lines

    def _heading(self, level: int) -> None:
        lines = self._taken()
        runs = tuple(run for line in lines for run in (*line.runs, Run(" ")))
        if any(run.text.strip() or run.image for run in runs):
            line = Line(runs, self._here)
            self.pieces.append(Block(kind=HEADING, line=self._here, lines=(line,), level=level))

    def _end_pre(self) -> None:
        if self._pre is not None:
            text = "".join(self._pre).strip("\n")
            self.pieces.append(Block(kind=CODE, line=self._here, text=text))
        self._pre = None

    def _end_container(self) -> None:
        self.flush()
        if not self._open:
            return
        done = self._open.pop()
        if done.kind == LIST and done.items:
            made = Block(kind=LIST, line=done.line, start=done.start, children=tuple(done.items))
        elif done.kind == TABLE and done.rows:
            made = Block(kind=TABLE, line=done.line, rows=tuple(done.rows))
        else:
            return
        if self._within(LIST):  # a list within a list
            self._open[-1].items += made.children
        else:
            self.pieces.append(made)
