"""Markdown to blocks. The only place that imports markdown-it-py; knows nothing of questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mock_interview.importing.blocks import (
    CODE,
    DETAILS,
    HEADING,
    ITEM,
    LIST,
    MATH,
    PARAGRAPH,
    QUOTE,
    RULE,
    TABLE,
    Block,
    Line,
    Run,
)
from mock_interview.importing.html import BOLD, CLOSE, OPEN, Mark, Piece, anchors, read_html, read_tag

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Notes written by hand often leave out the space behind the signs of a heading.
_GLUED = re.compile(r"^( {0,3})(#{2,6}|#(?=[\u3400-\u9fff]))(?=[^\s#])")
_FENCE = re.compile(r"^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})")
_STARS = re.compile(r"\*\*(?=\S)([^*]{1,300}?)(?<=\S)\*\*|__(?=\S)([^_]{1,300}?)(?<=\S)__(?!\w)")
_ANCHOR_TAIL = re.compile(r"\s*\{#[\w.-]+\}\s*$")
DEEPEST_FOLD = 12  # what folds deeper is read as if it did not fold
LONGEST_PARAGRAPH = 20_000  # characters in which bold words, links and the like are looked for
_LONGEST_HEADING = 160  # characters; what is longer and underlined by dashes is a paragraph above a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A Markdown file read: its blocks, what its front matter says, and the names of its places."""

    blocks: tuple[Block, ...]
    front: tuple[tuple[str, str], ...] = ()
    places: frozenset[str] = frozenset()


def read_markdown(text: str) -> Document:
    """The blocks of ``text``, whose lines end in ``\\n``."""
    text, front = _without_front_matter(text)
    tokens = _parser().parse(_spaced(text))
    blocks = _Reader(tokens).blocks()
    return Document(blocks=tuple(blocks), front=front, places=frozenset(anchors(text)))


def _parser() -> MarkdownIt:
    # With its plugins 60 ms, which only an import of Markdown pays.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, double_inline=True, allow_space=False)
    parser.inline.ruler.before("escape", "bracket_math", _bracket_math)
    parser.core.ruler.before("inline", "endless", _leave_endless)
    return parser


def _bracket_math(state: StateInline, silent: bool) -> bool:
    r"""``\(...\)`` and ``\[...\]``, whose backslashes CommonMark would take away.

    The plugin for them tries every opening against the whole rest, which takes minutes on hostile text.
    """
    opening = state.src[state.pos : state.pos + 2]
    closing = {"\\(": "\\)", "\\[": "\\]"}.get(opening)
    if closing is None or state.env.get("unclosed") == (id(state.src), closing):
        return False
    end = state.src.find(closing, state.pos + 2)
    if end < 0:
        state.env["unclosed"] = (id(state.src), closing)
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = state.src[state.pos + 2 : end], opening
    state.pos = end + 2
    return True


def _leave_endless(state: StateCore) -> None:
    """Paragraphs of endless length are taken as they stand: marks in them are paired in quadratic time."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type == "inline" and len(token.content) > LONGEST_PARAGRAPH:
            lines = token.content.split("\n")
            children = [Token("text", "", 0, content=line) for line in lines]
            breaks = [Token("softbreak", "br", 0) for _ in lines]
            token.children = [one for pair in zip(children, breaks, strict=True) for one in pair][:-1]
            token.type, token.content = "inline", ""


def _without_front_matter(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """``text`` with its front matter blanked, so that lines keep their numbers, and its plain fields."""
    found = re.match(r"(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", text, re.DOTALL)
    if found is None or not re.match(r"\s*[\w\"'-]+\s*[:=]", found[2]):
        return text, ()
    pairs = re.findall(r"^([\w-]+)\s*[:=]\s*[\"']?(.*?)[\"']?\s*$", found[2], re.MULTILINE)
    blank = "\n" * found[0].count("\n")
    return blank + text[found.end() :], tuple((key.lower(), value) for key, value in pairs if value)


def _spaced(text: str) -> str:
    """``text`` with a space behind the signs of every heading, fenced code left alone."""
    if not re.search(r"^ {0,3}#{1,6}[^\s#]", text, re.MULTILINE):
        return text
    lines, fence = text.split("\n"), ""
    for i, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) and not line.strip(" \t>`~") else fence
        elif found:
            fence = found[1]
        else:
            lines[i] = _GLUED.sub(r"\1\2 ", line)
    return "\n".join(lines)


@dataclass(slots=True)
class _Level:
    """Blocks gathered in one container; what folds is open until its end is met."""

    blocks: list[Block] = field(default_factory=list)
    folds: list[tuple[str, int, list[Block]]] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        if isinstance(piece, Block):
            self._here().append(piece)
        elif piece.how == OPEN and len(self.folds) >= DEEPEST_FOLD:
            return
        elif piece.how == OPEN:
            self.folds.append((piece.what, piece.line, []))
        elif any(what == piece.what for what, _, _ in self.folds):
            while self.folds[-1][0] != piece.what:
                self._flatten()
            self._fold(*self.folds.pop())

    def _here(self) -> list[Block]:
        return self.folds[-1][2] if self.folds else self.blocks

    def _fold(self, what: str, line: int, inside: list[Block]) -> None:
        if what == "summary":
            # A summary is held as a quote until the fold around it closes.
            self._here().append(Block(kind="summary", line=line, children=tuple(inside)))
        else:
            self._here().append(_details(line, inside))

    def _flatten(self) -> None:
        """Give up a fold that does not end: what it holds stands where it stood."""
        what, line, inside = self.folds.pop()
        if what == "details" and inside and inside[0].kind == "summary":
            inside = [_details(line, inside[:1]), *inside[1:]]
        self._here().extend(inside)

    def done(self) -> list[Block]:
        while self.folds:
            self._flatten()
        return [_unheld(block) for block in self.blocks]


def _details(line: int, inside: Sequence[Block]) -> Block:
    heads = [block for block in inside if block.kind == "summary"]
    lines = tuple(line for head in heads[:1] for block in head.children for line in _lines_of(block))
    rest = tuple(_unheld(block) for block in inside if block is not (heads[0] if heads else None))
    return Block(kind=DETAILS, line=line, lines=lines, children=rest)


def _unheld(block: Block) -> Block:
    """A summary that stands in no fold is a paragraph."""
    return replace(block, kind=QUOTE) if block.kind == "summary" else block


def _lines_of(block: Block) -> Iterator[Line]:
    yield from block.lines
    for child in block.children:
        yield from _lines_of(child)


class _Reader:
    """Tokens to blocks, by a stack of containers and no recursion: hostile nesting is only deep."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._levels: list[tuple[Block, _Level]] = [(Block(kind="root", line=1), _Level())]
        self._last = 1

    def blocks(self) -> list[Block]:
        at = 0
        while at < len(self._tokens):
            at = self._one(at)
        while len(self._levels) > 1:
            self._close()
        return self._levels[0][1].done()

    def _one(self, at: int) -> int:
        """Take the block that starts at ``at``; returns where the next one starts."""
        token = self._tokens[at]
        line = self._last = token.map[0] + 1 if token.map else self._last
        kind = token.type
        if kind in _CONTAINERS:
            number = token.attrGet("start") if kind == "ordered_list_open" else None
            first = int(number) if isinstance(number, int) else 1
            start = first if kind == "ordered_list_open" else None
            self._levels.append((Block(kind=_CONTAINERS[kind], line=line, start=start), _Level()))
        elif kind in _CLOSERS:
            self._close()
        elif kind in ("heading_open", "paragraph_open"):
            self._text(token, self._tokens[at + 1], line)
            return at + 3
        elif kind == "table_open":
            return self._table(at, line)
        elif kind in ("fence", "code_block"):
            self._add(Block(kind=CODE, line=line, text=token.content.rstrip("\n"), info=token.info.strip()))
        elif kind == "hr":
            self._add(Block(kind=RULE, line=line))
        elif kind.startswith("math_block"):
            self._add(Block(kind=MATH, line=line, text=f"$${token.content.strip()}$$"))
        elif kind == "html_block":
            for piece in read_html(token.content, line):
                self._add(piece)
        return at + 1

    def _add(self, piece: Piece) -> None:
        self._levels[-1][1].add(piece)

    def _close(self) -> None:
        shell, level = self._levels.pop()
        self._add(replace(shell, children=tuple(level.done())))

    def _text(self, opening: Token, inline: Token, line: int) -> None:
        lines = read_inline(inline, line)
        if opening.type == "heading_open":
            if opening.markup in ("-", "=") and _is_prose_above_rule(lines):
                self._add(Block(kind=PARAGRAPH, line=line, lines=lines))
                self._add(Block(kind=RULE, line=line + len(lines)))
                return
            runs = tuple(run for one in lines for run in (*one.runs, Run(" ")))
            one = _without_anchor_tail(Line(runs[:-1], line))
            self._add(Block(kind=HEADING, line=line, lines=(one,), level=int(opening.tag[1])))
        elif lines:
            self._paragraph(lines)

    def _paragraph(self, lines: tuple[Line, ...]) -> None:
        """A paragraph; tags of folding within it are marks of their own."""
        held: list[Line] = []
        for one in lines:
            held = self._marked(one, held) if any(map(_is_fold, one.runs)) else [*held, one]
        if held:
            self._add(Block(kind=PARAGRAPH, line=held[0].number, lines=tuple(held)))

    def _marked(self, one: Line, held: list[Line]) -> list[Line]:
        """Add what stands before each mark of ``one``; returns what is left behind the last."""
        runs: list[Run] = []
        for run in one.runs:
            if not _is_fold(run):
                runs.append(run)
                continue
            held = [*held, Line(tuple(runs), one.number)] if any(r.text.strip() for r in runs) else held
            if held:
                self._add(Block(kind=PARAGRAPH, line=held[0].number, lines=tuple(held)))
            name = run.link.strip("</>")
            self._add(Mark(name, CLOSE if run.link.startswith("</") else OPEN, one.number))
            held, runs = [], []
        return [Line(tuple(runs), one.number)] if any(r.text.strip() for r in runs) else []

    def _table(self, at: int, line: int) -> int:
        rows: list[tuple[tuple[Line, ...], ...]] = []
        row: list[tuple[Line, ...]] = []
        number = line
        while self._tokens[at].type != "table_close":
            token = self._tokens[at]
            if token.type == "tr_open":
                row, number = [], token.map[0] + 1 if token.map else number
            elif token.type == "inline":
                lines = read_inline(token, number)
                row.append(tuple(replace(one, number=number) for one in lines))
            elif token.type == "tr_close":
                rows.append(tuple(row))
            at += 1
        self._add(Block(kind=TABLE, line=line, rows=tuple(rows)))
        return at + 1


_CONTAINERS = {
    "bullet_list_open": LIST, "ordered_list_open": LIST, "list_item_open": ITEM, "blockquote_open": QUOTE,
}  # fmt: skip
_CLOSERS = {"bullet_list_close", "ordered_list_close", "list_item_close", "blockquote_close"}


def _is_fold(run: Run) -> bool:
    """Whether a run stands for a tag that folds."""
    return run.link in ("<details>", "</details>", "<summary>", "</summary>")


def _is_prose_above_rule(lines: Sequence[Line]) -> bool:
    """Whether an underlined "heading" is really a paragraph with a rule right below it."""
    text = lines[-1].text if lines else ""
    return len(lines) > 1 or len(text) > _LONGEST_HEADING or text.endswith((".", "。", "；", ";", "！", "!"))


def _without_anchor_tail(line: Line) -> Line:
    """A heading without ``{#name}`` at its end."""
    if not line.runs or not _ANCHOR_TAIL.search(line.runs[-1].text):
        return line
    last = replace(line.runs[-1], text=_ANCHOR_TAIL.sub("", line.runs[-1].text))
    return Line((*line.runs[:-1], last), line.number)


def read_inline(token: Token, number: int) -> tuple[Line, ...]:
    """The lines of an inline token, the first of them at line ``number``; empty ones are left out."""
    lines: list[Line] = []
    runs: list[Run] = []
    bold, links, at = 0, [""], number
    for child in token.children or ():
        kind = child.type
        if kind in ("softbreak", "hardbreak"):
            lines.append(Line(tuple(_with_stars(runs)), at))
            runs, at = [], at + 1
        elif kind == "text":
            runs.append(Run(child.content, bold > 0, links[-1]))
        elif kind == "strong_open":
            bold += 1
        elif kind == "strong_close":
            bold -= 1
        elif kind == "link_open":
            links.append(str(child.attrGet("href") or ""))
        elif kind == "link_close":
            links.pop()
        elif kind == "image":
            runs.append(Run(child.content, bold > 0, links[-1], image=True))
        elif kind == "code_inline":
            runs.append(Run(f"`{child.content}`", bold > 0, links[-1], code=True))
        elif kind.startswith("math_inline"):
            runs.append(Run(_math(child), bold > 0, links[-1], code=True))
        elif kind == "html_inline":
            tag = read_tag(child.content)
            if tag.name == "br":
                lines.append(Line(tuple(_with_stars(runs)), at))
                runs = []
            elif tag.name in BOLD:
                bold = max(0, bold + (-1 if tag.closing else 1))
            elif tag.name == "a" and not tag.closing:
                links.append(tag.get("href"))
            elif tag.name == "a" and len(links) > 1:
                links.pop()
            elif tag.name == "img":
                runs.append(Run(tag.get("alt"), link=links[-1], image=True))
            elif tag.name in ("details", "summary"):
                runs.append(Run("", link=f"<{'/' * tag.closing}{tag.name}>"))
            elif not tag.name:
                runs.append(Run(child.content, bold > 0, links[-1]))
    lines.append(Line(tuple(_with_stars(runs)), at))
    return tuple(line for line in lines if any(run.text or run.image or run.link for run in line.runs))


def _math(token: Token) -> str:
    display = token.type == "math_inline_double" or token.markup in ("$$", "\\[")
    content = " ".join(token.content.split())
    return f"$${content}$$" if display else f"${content}$"


def _with_stars(runs: list[Run]) -> list[Run]:
    """``runs`` with bold read where CommonMark reads none: ``**问：**什么`` beside Chinese punctuation."""
    if not any("**" in run.text or "__" in run.text for run in runs if not run.code):
        return runs
    found: list[Run] = []
    for run in runs:
        if run.code or run.image or ("**" not in run.text and "__" not in run.text):
            found.append(run)
            continue
        done = 0
        for match in _STARS.finditer(run.text):
            found.append(replace(run, text=run.text[done : match.start()]))
            found.append(replace(run, text=match[1] or match[2], bold=True))
            done = match.end()
        found.append(replace(run, text=run.text[done:]))
    return [run for run in found if run.text or run.image or run.link]
