"""Questions among the blocks below a heading that is no question itself.

They may be marked (``Q:``, ``问：``), folded, bold, items of a list, numbered lines, cells of a table,
or plain lines that end in a question mark. Stronger signs end what weaker ones began, never the
other way round: a list below a bold question is its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from mock_interview.importing.answers import Split, split_answer
from mock_interview.importing.blocks import (
    DETAILS,
    HEADING,
    LIST,
    PARAGRAPH,
    QUOTE,
    RULE,
    TABLE,
    Block,
    Run,
)
from mock_interview.importing.found import Skipped
from mock_interview.importing.headline import Headline, apart, headline, is_options, item_headline
from mock_interview.importing.leftovers import why_left_out
from mock_interview.importing.sections import group_title
from mock_interview.importing.tables import read_table
from mock_interview.importing.wording import (
    CERTAIN,
    LIKELY,
    answer_marker,
    asks,
    is_answer_label,
    question_marker,
    without_number,
    without_signs,
)

PLAIN, LISTED, BOLD, MARKED = 1, 2, 3, 4
_LONGEST_PLAIN = 200  # characters of a line that asks without any sign
_LONGEST_NAME = 80  # characters of an item that names the subject of a question
_SHORT = 120  # characters of an item that asks without a question mark


@dataclass(slots=True)
class Unit:
    """A question and the blocks that follow it; ``topics`` are titles that stand above it here."""

    question: str
    line: int
    strength: int
    number: str = ""
    value: int | None = None
    blocks: list[Block] = field(default_factory=list)
    topics: tuple[str, ...] = ()
    sources: tuple[Run, ...] = ()
    answered: str | None = None  # an answer that is already text, as of a table
    level: int | None = None

    def split(self) -> Split:
        """What belongs to the question, and what answers it."""
        return split_answer(self.blocks)


@dataclass(slots=True)
class Units:
    """What was found among some blocks, and what was left out."""

    units: list[Unit] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def find_units(
    blocks: Sequence[Block], places: frozenset[str] = frozenset(), *, announced: bool = False
) -> Units:
    """The questions among ``blocks``; ``places`` are the names that links within the file may lead to.

    Where they are ``announced`` by the heading above, the items of a list need not ask by themselves.
    """
    return _Finder(blocks, places, announced=announced).run()


class _Finder:
    """Goes through the blocks once, with the unit that is open."""

    def __init__(self, blocks: Sequence[Block], places: frozenset[str], *, announced: bool) -> None:
        self._blocks = [piece for block in blocks for piece in apart(block)]
        self._places = places
        self._announced = announced
        self._found = Units()
        self._open: Unit | None = None
        self._topics: tuple[str, ...] = ()
        self._marked = any(is_marked(block) for block in self._blocks)
        self._plain = not self._marked and _asks_plainly(self._blocks)

    def run(self) -> Units:
        for at, block in enumerate(self._blocks):
            self._take(block, at + 1)
        return self._found

    def _after(self, at: int) -> Iterator[Block]:
        """The blocks from place ``at`` on, looked at only as far as need be."""
        return (self._blocks[i] for i in range(at, len(self._blocks)))

    def _take(self, block: Block, after: int) -> None:
        """One block; ``after`` is the place of the next one."""
        why = why_left_out(block, self._places)
        if why:
            self._skip(block, why)
        elif block.kind == RULE:
            if (
                self._open is not None
                and self._open.blocks
                and not any(map(_continues, islice(self._after(after), 1)))
            ):
                self._open = None
        elif block.kind == TABLE:
            self._table(block)
        elif block.kind == DETAILS:
            self._details(block)
        elif block.kind == LIST:
            self._list(block)
        elif block.kind == QUOTE and any(is_marked(child) for child in block.children):
            for child in (piece for inner in block.children for piece in apart(inner)):
                self._take(child, len(self._blocks))
        elif block.kind == PARAGRAPH:
            self._paragraph(block, after)
        elif block.kind == HEADING and (head := headline(block.lines, bold=True)) and asks(head.question):
            self._start(head, MARKED, block.line)
        else:
            self._keep(block)

    def _skip(self, block: Block, why: str) -> None:
        self._found.skipped.append(Skipped(line=block.line, text=_shown(block), why=why))

    def _keep(self, block: Block) -> None:
        if self._open is not None:
            self._open.blocks.append(block)
        else:
            self._skip(block, "prose")

    def _start(self, head: Headline, strength: int, line: int) -> Unit:
        unit = Unit(
            question=head.question, line=line, strength=strength, number=head.number, value=head.value,
            blocks=list(head.rest), topics=self._topics, sources=head.links,
        )  # fmt: skip
        self._found.units.append(unit)
        self._open = unit
        return unit

    def _may_start(self, strength: int) -> bool:
        return self._open is None or strength >= self._open.strength

    # ------------------------------------------------------------------ kinds

    def _table(self, block: Block) -> None:
        rows = read_table(block)
        if rows is None or not self._may_start(LISTED):
            self._keep(block)
            return
        for row in rows:
            topics = (*self._topics, *((row.topic,) if row.topic else ()))
            self._found.units.append(
                Unit(
                    question=row.question, line=row.line, strength=MARKED, number=row.number,
                    topics=topics, sources=row.links, answered=row.answer, level=row.level,
                )
            )  # fmt: skip
        self._open = None

    def _details(self, block: Block) -> None:
        summary = " ".join(line.text for line in block.lines if line.text)
        if (not summary or is_answer_label(summary)) and self._open is not None:
            self._open.blocks.append(block)
            return
        head = headline(block.lines, bold=True)
        inside = find_units(block.children, self._places)
        asking = asks(head.question) if head is not None else 0
        if (inside.units and not asking) or (len(inside.units) > 1 and asking != CERTAIN):
            title = "" if is_answer_label(summary) else without_number(summary).text
            topics = (*self._topics, *((title,) if title else ()))
            for unit in inside.units:
                unit.topics = (*topics, *unit.topics)
            self._found.units += inside.units
            self._found.skipped += inside.skipped
            self._open = None
        elif head is not None and (self._open is None or asks(head.question) or head.number):
            self._start(replace(head, rest=(*head.rest, *block.children)), MARKED, block.line)
            self._open = None
        else:
            self._keep(block)

    def _list(self, block: Block) -> None:
        if is_options(block) or not self._is_question_list(block):
            self._keep(block)
            return
        start = block.start
        for number, item in enumerate(block.children, start=start or 0):
            head = item_headline(item)
            if head is None:
                continue
            if start is not None and not head.number:
                head = replace(head, number=str(number), value=number)
            self._item(item, head)
        if len(block.children) > 1 and self._open is not None and self._open.strength == LISTED:
            self._open = None

    def _item(self, item: Block, head: Headline) -> None:
        """One item of a list of questions: a question, or a topic with questions below it."""
        below = [child for child in head.rest if child.kind == LIST and _asking_share(child) >= 1]
        if below and not asks(head.question) and not head.marked:
            before = self._topics
            self._topics = (*before, head.question)
            self._open = None
            for child in head.rest:
                self._take(child, len(self._blocks))
            self._topics, self._open = before, None
            return
        strength = MARKED if head.marked else LISTED
        own = tuple(child for child in head.rest if child not in below)
        unit = self._start(replace(head, rest=own), strength, item.line)
        for child in below:
            self._list(child)
            self._open = unit

    def _is_question_list(self, block: Block) -> bool:
        heads = [head for item in block.children if (head := item_headline(item)) is not None]
        if not heads:
            return False
        if any(head.marked for head in heads):
            return True
        if self._marked or not self._may_start(LISTED):
            return False
        if self._follows(block, heads):
            return True
        nested = sum(_has_question_list(head.rest) for head in heads if not asks(head.question))
        certain = sum(asks(head.question) == CERTAIN for head in heads)
        likely = sum(bool(asks(head.question)) and _is_short(head.question) for head in heads)
        if self._open is not None and not self._open.blocks and self._open.strength == LISTED:
            return certain == len(heads)
        if self._announced and self._open is None and all(map(_is_bare, heads)):
            return True
        return 2 * certain >= len(heads) or 5 * (likely + nested) >= 4 * len(heads)

    def _follows(self, block: Block, heads: Sequence[Headline]) -> bool:
        """Whether a list goes on with the numbers of the questions before it."""
        before = self._open.value if self._open is not None and self._open.strength == LISTED else None
        if before is None or block.start != before + 1:
            return False
        return all(_is_short(head.question) for head in heads)

    def _paragraph(self, block: Block, after: int) -> None:
        first = block.lines[0]
        marker = question_marker(first.text)
        if marker is not None and not is_answer_label(first.text):
            self._marked_paragraph(block)
        elif _continues(block):
            self._keep(block)
        elif (head := self._bold_question(block)) is not None and self._may_start(BOLD):
            self._start(head, BOLD, block.line)
        elif (title := group_title(block)) and _leads_to_questions(self._after(after), self._marked):
            self._topics, self._open = (title.text,), None
        elif (head := self._numbered_question(block)) is not None and self._may_start(LISTED):
            self._start(head, LISTED, block.line)
        elif self._plain and _is_plain_question(block) and self._may_start(PLAIN):
            head = headline(block.lines, bold=False)
            if head is not None:
                self._start(head, PLAIN, block.line)
        elif (numbered := _numeral_title(block)) and _leads_to_questions(self._after(after), self._marked):
            self._topics, self._open = (numbered,), None
        else:
            self._keep(block)

    def _marked_paragraph(self, block: Block) -> None:
        head = headline(block.lines, bold=True)
        if head is not None:
            self._start(head, MARKED, block.line)
            return
        # The marker stands alone: what follows is the question, up to the answer.
        label = Headline(question="", number=without_number(block.words).number, marked=True)
        self._start(label, MARKED, block.line)

    def _bold_question(self, block: Block) -> Headline | None:
        lead = block.lines[0].lead
        if self._marked or not lead or (group_title(block) and not without_number(lead).number):
            return None
        head = headline(block.lines, bold=True)
        if head is None or not head.bold:
            return None
        sure = asks(head.question)
        if sure == CERTAIN or (sure == LIKELY and block.lines[0].is_bold):
            return head
        before = self._open
        next_one = before is not None and before.strength == BOLD and before.value is not None
        follows = next_one and before is not None and head.value == (before.value or 0) + 1
        return head if follows and block.lines[0].is_bold else None

    def _numbered_question(self, block: Block) -> Headline | None:
        if self._marked or not without_number(block.lines[0].text).number:
            return None
        head = headline(block.lines, bold=False)
        if head is None:
            return None
        before = self._open
        follows = before is not None and before.strength == LISTED and before.value is not None
        next_one = follows and before is not None and head.value == (before.value or 0) + 1
        if asks(head.question) == CERTAIN or (asks(head.question) and _is_short(head.question)):
            # A step of an answer starts again from one; a question goes on.
            return head if not follows or next_one or not before or before.blocks else None
        return head if next_one and _is_short(head.question) else None


# ------------------------------------------------------------------- looking


def is_marked(block: Block) -> bool:
    """Whether a block, or an item of it, begins with the marker of a question."""
    if block.kind == PARAGRAPH and block.lines:
        text = block.lines[0].text
        return question_marker(text) is not None and not is_answer_label(text)
    if block.kind == LIST:
        return any(is_marked(item.children[0]) for item in block.children if item.children)
    return block.kind == QUOTE and any(map(is_marked, block.children))


def _continues(block: Block) -> bool:
    """Whether a block says by itself that it answers what stands before it."""
    if block.kind == PARAGRAPH:
        return answer_marker(block.lines[0].text) is not None or is_answer_label(block.words)
    summary = " ".join(line.text for line in block.lines if line.text)
    return block.kind == DETAILS and (not summary or is_answer_label(summary))


def _asks_plainly(blocks: Iterable[Block]) -> bool:
    """Whether plain lines that end in a question mark are the questions here: several, or one answered."""
    found = list(blocks)
    plain = [i for i, block in enumerate(found) if _is_plain_question(block)]
    answered = any(i + 1 < len(found) and _continues(found[i + 1]) for i in plain)
    return len(plain) > 1 or answered


def _is_plain_question(block: Block) -> bool:
    if block.kind != PARAGRAPH or len(block.words) > _LONGEST_PLAIN:
        return False
    head = headline(block.lines, bold=False)
    return head is not None and asks(head.question) == CERTAIN and head.question.count("。") == 0


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and not text.endswith(("。", ";", "；"))


def _is_bare(head: Headline) -> bool:
    """Whether an item only names what a question is about."""
    return (
        len(head.question) <= _LONGEST_NAME
        and not head.question.endswith((".", "。"))
        and ": " not in head.question
    )


def _asking_share(block: Block) -> float:
    """The share of a list's items that end in a question mark."""
    heads = [head for item in block.children if (head := item_headline(item)) is not None]
    return sum(asks(head.question) == CERTAIN for head in heads) / len(heads) if heads else 0.0


def _has_question_list(blocks: Iterable[Block]) -> bool:
    return any(block.kind == LIST and _asking_share(block) >= 0.5 for block in blocks)


def _leads_to_questions(after: Iterable[Block], marked: bool) -> bool:
    """Whether the next block that is more than a title begins with a question."""
    for block in after:
        if block.kind == RULE:
            continue
        if block.kind == PARAGRAPH:
            if group_title(block) is not None:
                continue
            first = block.lines[0]
            numbered = without_number(first.text)
            return (
                is_marked(block)
                or (first.lead != "" and asks(without_signs(first.lead)) == CERTAIN)
                or (bool(numbered.number) and bool(asks(numbered.text)))
                or (not marked and _is_plain_question(block))
            )
        if block.kind == LIST:
            return is_marked(block) or _asking_share(block) >= 0.5 or _has_question_list(_inside(block))
        if block.kind == TABLE:
            return read_table(block) is not None
        return block.kind == DETAILS and not _continues(block)
    return False


def _inside(block: Block) -> Iterator[Block]:
    for item in block.children:
        yield from item.children


def _numeral_title(block: Block) -> str:
    """The title that a short plain line is: ``一、基础知识``; empty when it is none."""
    if len(block.lines) != 1 or len(block.words) > 30:
        return ""
    title = without_number(block.words)
    chinese = title.number and not title.number[:1].isascii()
    return (
        title.text.rstrip(":：") if chinese and not asks(title.text) and not title.text.endswith("。") else ""
    )


def _shown(block: Block) -> str:
    """What tells a person which block is meant."""
    if block.words:
        return block.words
    images = [run.text for line in block.lines for run in line.runs if run.image and run.text]
    if images or block.text:
        return block.text or ", ".join(images)
    return next((text for child in block.children if (text := _shown(child))), block.kind)
