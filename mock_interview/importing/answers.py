"""What belongs to a question and what answers it, among the blocks below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mock_interview.importing.blocks import DETAILS, HEADING, LIST, PARAGRAPH, QUOTE, Block
from mock_interview.importing.headline import apart, behind_marker, is_options
from mock_interview.importing.wording import answer_marker, dotted_answer, is_answer_label, option_letter

# A marker that may also stand within an answer; it begins one only below choices.
_WITHIN = re.compile(r"[\W_]*(?:explanation|答案解析|解析)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """``asked`` belongs to the question, ``answer`` answers it. ``marked``: a marker stood between."""

    asked: tuple[Block, ...] = ()
    answer: tuple[Block, ...] = ()
    marked: bool = False


def split_answer(blocks: Sequence[Block]) -> Split:
    """The blocks before and behind the first marker of an answer; all are the answer without one."""
    pieces = [piece for block in blocks for piece in apart(block)]
    choices = any(is_options(piece) or option_letter(piece.words) == "B" for piece in pieces)
    for at, block in enumerate(pieces):
        begun = _begun(block)
        if begun is None and not choices and at == 0:
            begun = _dotted(block)
        if begun is None or (at and _may_be_within(block) and not any(map(is_options, pieces[:at]))):
            continue
        return Split(asked=tuple(pieces[:at]), answer=(*begun, *pieces[at + 1 :]), marked=True)
    return Split(answer=tuple(blocks))


def _dotted(block: Block) -> tuple[Block, ...] | None:
    """An answer that begins with ``A.``, where no ``B.`` follows."""
    if block.kind != PARAGRAPH or not block.lines or dotted_answer(block.lines[0].text) is None:
        return None
    return (replace(block, lines=(behind_marker(block.lines[0]), *block.lines[1:])),)


def _may_be_within(block: Block) -> bool:
    return block.kind == PARAGRAPH and _WITHIN.match(block.words) is not None


def _begun(block: Block) -> tuple[Block, ...] | None:
    """What ``block`` holds of an answer that it begins, its marker taken off; ``None`` if it begins none."""
    if block.kind in (PARAGRAPH, HEADING):
        return _text_begun(block)
    if block.kind == DETAILS:
        summary = " ".join(line.text for line in block.lines if line.text)
        if summary and not is_answer_label(summary):
            return None
        inside = split_answer(block.children)
        return inside.answer if inside.marked else block.children
    if block.kind == QUOTE and block.children:
        begun = _begun(block.children[0])
        return None if begun is None else (*begun, *block.children[1:])
    if block.kind == LIST and block.children and not is_options(block):
        return _list_begun(block)
    return None


def _text_begun(block: Block) -> tuple[Block, ...] | None:
    if not block.lines or (block.kind == PARAGRAPH and is_options(block)):
        return None
    if is_answer_label(block.words):
        return ()
    first = block.lines[0]
    if answer_marker(first.text) is None:
        return None
    lines = (behind_marker(first), *block.lines[1:])
    kept = tuple(line for line in lines if line.text or line.is_image)
    return (replace(block, kind=PARAGRAPH, lines=kept),) if kept else ()


def _list_begun(block: Block) -> tuple[Block, ...] | None:
    first = block.children[0]
    if not first.children or option_letter(first.children[0].words) not in ("", "A"):
        return None
    begun = _begun(first.children[0]) if first.children[0].kind == PARAGRAPH else None
    if begun is None:
        return None
    own = (*begun, *first.children[1:])
    others = block.children[1:]
    return own if not others else (*own, replace(block, children=others))
