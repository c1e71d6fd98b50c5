"""The parts of a document that questions are looked for in: blocks, their lines, and stretches of a line."""

from __future__ import annotations

from dataclasses import dataclass, field

HEADING, PARAGRAPH, LIST, ITEM = "heading", "paragraph", "list", "item"
CODE, TABLE, QUOTE, RULE, DETAILS, MATH = "code", "table", "quote", "rule", "details", "math"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line in one manner; ``link`` is the address it points to."""

    text: str
    bold: bool = False
    link: str = ""
    image: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph, of a heading, or of a cell; ``number`` is its line in the file."""

    runs: tuple[Run, ...]
    number: int
    text: str = field(init=False, compare=False)  # the words, without those of images; asked for often

    def __post_init__(self) -> None:
        words = "".join([run.text for run in self.runs if not run.image]).strip()
        object.__setattr__(self, "text", words)

    @property
    def lead(self) -> str:
        """The bold words that the line begins with; empty when it begins otherwise."""
        found: list[str] = []
        for run in self.runs:
            if run.image:
                continue
            if not run.bold and (run.text.strip() or not found):
                if not run.text.strip():
                    continue
                break
            found.append(run.text)
        return "".join(found).strip()

    @property
    def is_bold(self) -> bool:
        """Whether all of its words are bold."""
        spoken = [run for run in self.runs if run.text.strip() and not run.image]
        return bool(spoken) and all(run.bold for run in spoken)

    @property
    def links(self) -> tuple[Run, ...]:
        """The stretches that are links, images aside."""
        return tuple(run for run in self.runs if run.link and not run.image)

    @property
    def is_link(self) -> bool:
        """Whether nothing but links is there, with signs between them."""
        spoken = [run for run in self.runs if not run.image and any(map(str.isalnum, run.text))]
        return bool(spoken) and all(run.link for run in spoken)

    @property
    def is_image(self) -> bool:
        """Whether nothing but images is there."""
        return any(run.image for run in self.runs) and not self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a document. What it holds depends on its ``kind``:

    ``heading``: one line, ``level`` 1-6. ``paragraph``: lines. ``list``: children of kind ``item``;
    ``start`` is the first number of an ordered one. ``item``, ``quote``: children. ``details``: what
    folds as children, its summary as lines. ``table``: ``rows`` of cells, the header first. ``code``
    and ``math``: ``text``, for code with the language in ``info``. ``rule``: nothing.
    """

    kind: str
    line: int
    lines: tuple[Line, ...] = ()
    children: tuple[Block, ...] = ()
    level: int = 0
    start: int | None = None
    text: str = ""
    info: str = ""
    rows: tuple[tuple[tuple[Line, ...], ...], ...] = ()

    @property
    def words(self) -> str:
        """The words of its own lines on one line."""
        return " ".join(line.text for line in self.lines if line.text)

    @property
    def is_bold(self) -> bool:
        """Whether it is a paragraph of bold words alone."""
        spoken = [line for line in self.lines if line.text]
        return self.kind == PARAGRAPH and bool(spoken) and all(line.is_bold for line in spoken)
