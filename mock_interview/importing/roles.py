"""What each heading of a document is: a question, a topic, a part of an answer, or none of them.

Decided from the words of the heading, from what stands below it, and from the headings beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mock_interview.importing.blocks import LIST, PARAGRAPH, RULE, Block
from mock_interview.importing.leftovers import why_left_out
from mock_interview.importing.sections import Section
from mock_interview.importing.units import MARKED, Units, find_units
from mock_interview.importing.wording import (
    CERTAIN,
    asks,
    is_answer_label,
    is_aside,
    is_collection,
    is_contents,
    is_part,
    is_question_label,
    question_marker,
)

QUESTION, TOPIC, ASIDE, CONTENTS, ANSWERS, NOTHING, PROSE = (
    "question", "topic", "aside", "contents", "answers", "nothing", "prose",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Beside:
    """Headings beside one, counted: all of them, those that ask, topics, and so on."""

    count: int = 0
    asking: int = 0
    topics: int = 0
    asking_leaves: int = 0
    numbered: int = 0

    def without(self, one: _Beside) -> _Beside:
        """The counts without ``one``."""
        return _Beside(
            self.count - one.count, self.asking - one.asking, self.topics - one.topics,
            self.asking_leaves - one.asking_leaves, self.numbered - one.numbered,
        )  # fmt: skip


def _sum(parts: Iterable[_Beside]) -> _Beside:
    found = list(parts)
    return _Beside(*(sum(int(getattr(one, name)) for one in found) for name in _Beside.__slots__))


class Roles:
    """Tells the role of each section of one document; what was found out is kept."""

    def __init__(self, root: Section, places: frozenset[str]) -> None:
        self._places = places
        self._units: dict[int, Units] = {}
        self._below: dict[int, bool] = {}
        self._counted: dict[tuple[int, float], _Beside] = {}
        self._all = list(root.everything())
        self._titles_ask = any(self.title_asks(section) for section in self._all if section.title)

    def title_asks(self, section: Section) -> int:
        """How surely the heading itself is a question."""
        if is_collection(section.title) or is_aside(section.title) or section.is_group:
            return 0
        return CERTAIN if question_marker(section.title) else asks(section.title)

    def units(self, section: Section) -> Units:
        """The questions in the blocks right below a heading."""
        if id(section) not in self._units:
            announced = is_collection(section.title) or self._only_names_below_questions(section)
            self._units[id(section)] = find_units(section.body, self._places, announced=announced)
        return self._units[id(section)]

    def _only_names_below_questions(self, section: Section) -> bool:
        """Whether a heading below "Interview questions" has nothing but one flat list below it."""
        only = self.content(section)
        if (
            len(only) != 1
            or only[0].kind != LIST
            or any(len(item.children) != 1 for item in only[0].children)
        ):
            return False
        above = section.parent
        while above is not None and not is_collection(above.title):
            above = above.parent
        return above is not None and len(only[0].children) > 1 and not self.title_asks(section)

    def role(self, section: Section) -> str:
        """One of the roles above."""
        title = section.title
        if is_contents(title) and not any(self.asks_below(kid) for kid in section.kids):
            return CONTENTS
        if is_aside(title) and not self.asks_below(section):
            return ASIDE
        if is_answer_label(title):
            return ANSWERS
        if is_question_label(title) and not any(map(self.asks_below, section.kids)):
            if any(not unit.question or unit.strength < MARKED for unit in self.units(section).units[1:]):
                return TOPIC
            return QUESTION if self.content(section) or section.kids else NOTHING
        if section.is_group:
            return TOPIC
        return self._with_kids(section) if self.kids(section) else self._leaf(section)

    def kids(self, section: Section) -> list[Section]:
        """The headings right below that may matter."""
        return [kid for kid in section.kids if not (is_aside(kid.title) or is_contents(kid.title))
                or self.asks_below(kid)]  # fmt: skip

    def content(self, section: Section) -> list[Block]:
        """The blocks right below a heading, without those that belong to the file."""
        return [b for b in section.body if b.kind != RULE and not why_left_out(b, self._places)]

    def asks_below(self, section: Section) -> bool:
        """Whether a question stands in a section: a heading below it, or among its blocks."""
        if id(section) not in self._below:
            found = any(self._may_be_question(kid) or self.asks_below(kid) for kid in section.kids)
            self._below[id(section)] = found or bool(self.units(section).units)
        return self._below[id(section)]

    def _may_be_question(self, section: Section) -> bool:
        return bool(self.title_asks(section)) or (
            is_question_label(section.title) and bool(section.body or section.kids)
        )

    # ------------------------------------------------------------- decisions

    def _leaf(self, section: Section) -> str:
        sure = self.title_asks(section)
        units = self.units(section).units
        marked = sum(unit.strength >= MARKED for unit in units)
        if sure:
            only_units = not self._before_units(section)
            return (
                TOPIC if (marked > 1 and only_units) or (section.level == 1 and len(units) > 1) else QUESTION
            )
        if units:
            return TOPIC
        if is_collection(section.title):
            return PROSE if self.content(section) else NOTHING
        if not self.content(section):
            empty = all(block.kind in (RULE, PARAGRAPH) for block in section.body)
            return QUESTION if empty and self._among_questions(section) else NOTHING
        return QUESTION if self._among_questions(section) or self._among_terms(section) else PROSE

    def _before_units(self, section: Section) -> bool:
        """Whether a body begins with something else than a question."""
        first = next(iter(self.content(section)), None)
        units = self.units(section).units
        return first is None or not units or first.line < units[0].line

    def _among_questions(self, section: Section) -> bool:
        """Whether headings beside this one are questions."""
        beside = self._beside(section)
        if section.number and beside.numbered:
            return not beside.topics
        return bool(beside.asking) and 3 * beside.asking >= beside.count - beside.topics

    def _among_terms(self, section: Section) -> bool:
        """Whether headings that ask nothing are the questions here: the lowest ones of a document."""
        beside = self._beside(section)
        alone = not beside.count
        if beside.asking or (alone and (section.level == 1 or self._asks_beside_all(section))):
            return False
        return not self._asks_anywhere or not beside.topics

    def _asks_beside_all(self, section: Section) -> bool:
        """Whether a heading is the only one of a file whose questions stand in its text."""
        return section.parent is not None and not section.parent.title and self._asks_anywhere

    @cached_property
    def _asks_anywhere(self) -> bool:
        return self._titles_ask or any(self.units(section).units for section in self._all)

    def _beside(self, section: Section) -> _Beside:
        """The headings of the same level below the same one, without ``section`` itself."""
        above = section.parent
        while above is not None and above.is_group:
            above = above.parent
        if above is None:
            return _Beside()
        key = (id(above), section.level)
        if key not in self._counted:
            inner = [kid for group in above.kids if group.is_group for kid in group.kids]
            same = [kid for kid in (*above.kids, *inner) if kid.level == section.level]
            self._counted[key] = _sum(self._one(kid) for kid in same)
        return self._counted[key].without(self._one(section))

    def _one(self, section: Section) -> _Beside:
        """What one heading adds to the counts."""
        title = section.title
        if is_aside(title) or is_contents(title) or is_answer_label(title):
            return _Beside()
        asking = bool(self.title_asks(section))
        leaf = not section.kids
        return _Beside(
            count=1, asking=asking, topics=self._is_topic(section), asking_leaves=asking and leaf,
            numbered=bool(section.number and leaf and self.content(section)),
        )  # fmt: skip

    def _is_topic(self, section: Section) -> bool:
        return bool(not self.title_asks(section) and (section.kids or self.units(section).units))

    def _with_kids(self, section: Section) -> str:
        kids = self.kids(section)
        sure = self.title_asks(section)
        labels = [kid for kid in section.kids if _is_bare_label(kid)]
        if len(labels) == 1 and not any(self.title_asks(kid) for kid in kids):
            return QUESTION  # the heading names what is asked below "Question"
        asking = [kid for kid in kids if self._may_be_question(kid)]
        if not sure:
            if self.asks_below(section):
                parts = [kid for kid in kids if self._is_plain_part(kid)]
                return QUESTION if parts and len(parts) == len(kids) and not asking else TOPIC
            parts = [kid for kid in kids if is_part(kid.title) or is_answer_label(kid.title)]
            return QUESTION if 2 * len(parts) > len(kids) or self._leaf_among_questions(section) else TOPIC
        if not asking:
            below = sum(self.asks_below(kid) for kid in kids)
            deeper = any(self.asks_below(kid) for kid in kids if kid.kids)
            return TOPIC if deeper or (below and (section.level == 1 or 2 * below > len(kids))) else QUESTION
        if 2 * len(asking) < len(kids):
            return QUESTION
        own = bool(self.content(section))
        return QUESTION if own or (sure == CERTAIN and section.level > 1) else TOPIC

    def _is_plain_part(self, section: Section) -> bool:
        return (is_part(section.title) or is_answer_label(section.title)) and not section.kids

    def _leaf_among_questions(self, section: Section) -> bool:
        """Whether a heading with parts below it stands beside questions without any."""
        return self._beside(section).asking_leaves > 0

    def own_questions(self, section: Section) -> list[Section]:
        """The headings below a question that are questions themselves, when most of them are."""
        kids = self.kids(section)
        asking = [kid for kid in kids if self._may_be_question(kid) and not _is_bare_label(kid)]
        return asking if asking and 2 * len(asking) >= len(kids) else []


def _is_bare_label(section: Section) -> bool:
    """Whether a heading says "Question" and nothing else, not even a number."""
    return (
        is_question_label(section.title) and not section.number and not any(map(str.isdecimal, section.title))
    )
