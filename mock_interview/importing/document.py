"""A Markdown document to questions: walks its sections, and writes down what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mock_interview.importing.answer_key import read_key
from mock_interview.importing.answers import split_answer
from mock_interview.importing.blocks import HEADING, LIST, PARAGRAPH, RULE, Block, Run
from mock_interview.importing.found import Found, Reading, Skipped
from mock_interview.importing.headline import apart
from mock_interview.importing.leftovers import place, places_of, source_links, why_left_out
from mock_interview.importing.markdown import read_markdown
from mock_interview.importing.plain import canonical, text_of
from mock_interview.importing.roles import ANSWERS, ASIDE, CONTENTS, NOTHING, PROSE, QUESTION, TOPIC, Roles
from mock_interview.importing.sections import Section, section_tree
from mock_interview.importing.units import Unit, find_units, is_marked
from mock_interview.importing.wording import (
    is_any_questions,
    is_aside,
    is_contents,
    is_footer,
    is_nothing,
    is_question_label,
    is_references,
    is_unfinished,
    question_marker,
    without_number,
    without_signs,
)
from mock_interview.model import Source


def read_document(text: str, name: str) -> Reading:
    """The questions of a Markdown text whose lines end in ``\\n``; ``name`` is its topic if it names none."""
    document = read_markdown(text)
    places = frozenset((*places_of(document.blocks), *map(place, document.places)))
    root = section_tree(document.blocks)
    walk = _Walk(Roles(root, places), places)
    walk.document(root)
    front = dict(document.front)
    return walk.reading(front.get("title") or name)


class _Walk:
    """One document being read, in the order of the file."""

    def __init__(self, roles: Roles, places: frozenset[str]) -> None:
        self._roles = roles
        self._places = places
        self._found: list[Found] = []
        self._skipped: list[Skipped] = []
        self._groups: list[tuple[str, ...]] = []
        self._numbers: dict[tuple[str, ...], str] = {}

    def document(self, root: Section) -> None:
        self._drop_footer(root)
        self._units(root, ())
        self._kids(root, ())

    def reading(self, name: str) -> Reading:
        """What was found, its topics without titles that name the whole file, and nothing twice."""
        self._found = [replace(found, topics=_telling(found.topics)) for found in self._found]
        dropped = _titles_of_all([found.topics for found in self._found])
        kept = [
            replace(found, topics=found.topics[dropped:] or found.topics[-1:] or (name,))
            for found in self._found
        ]
        questions, twice = _once(kept)
        groups = tuple(_telling(group)[dropped:] for group in self._groups if len(_telling(group)) > dropped)
        numbers = {_telling(path)[dropped:]: number for path, number in self._numbers.items()}
        skipped = sorted((*self._skipped, *twice), key=lambda one: one.line)
        return Reading(
            questions=tuple(questions), skipped=tuple(skipped), groups=groups, numbers=tuple(numbers.items())
        )

    # ---------------------------------------------------------------- sections

    def _kids(self, section: Section, path: tuple[str, ...]) -> None:
        first = len(self._found)
        for kid in section.kids:
            role = self._roles.role(kid)
            if role == ANSWERS:
                self._answer_key(kid, first)
            elif role == QUESTION:
                self._question(kid, path)
            elif role == TOPIC:
                self._topic(kid, path)
            else:
                self._leave_out(kid, role)

    def _topic(self, section: Section, path: tuple[str, ...]) -> None:
        inner = (*path, section.title)
        if section.number:
            self._numbers.setdefault(inner, section.number)
        before = len(self._found)
        self._units(section, inner)
        self._kids(section, inner)
        if len(self._found) == before and section.is_group:
            self._groups.append(inner)
            self._skip(section.line, section.title, "empty_group")

    def _units(self, section: Section, path: tuple[str, ...]) -> None:
        units = self._roles.units(section)
        self._skipped += units.skipped
        for unit in units.units:
            self._unit(unit, path)

    def _leave_out(self, section: Section, role: str) -> None:
        why = {ASIDE: "aside", CONTENTS: "contents", NOTHING: "empty_heading", PROSE: "prose"}[role]
        self._skip(section.line, section.title, why)
        for kid in section.kids:
            self._leave_out(kid, role)

    def _skip(self, line: int, text: str, why: str, detail: str = "") -> None:
        self._skipped.append(Skipped(line=line, text=text, why=why, detail=detail))

    # --------------------------------------------------------------- questions

    def _question(self, section: Section, path: tuple[str, ...]) -> None:
        """A heading that asks; what stands below it answers, headings that ask for themselves aside."""
        own = self._roles.own_questions(section)
        blocks, sources = self._gathered(section, own)
        blocks, further = _before_marked(blocks)
        marker = question_marker(section.title)
        title = without_number(marker.text).text if marker and marker.text else section.title
        number = section.number or (marker.number if marker else "")
        split = split_answer(blocks)
        asked, answer = list(split.asked), list(split.answer)
        if is_question_label(section.title):
            title, asked, answer = _asked_below(asked, answer, marked=split.marked)
            number = number or without_number(f"{section.title} x").number
        links = section.head.links if section.head is not None else ()
        self._add(
            title, asked, answer, line=section.line, topics=path, number=number, links=(*links, *sources)
        )
        for unit in find_units(further, self._places).units:
            self._unit(unit, path)
        for kid in own:
            self._question(kid, path)

    def _gathered(self, section: Section, own: Sequence[Section]) -> tuple[list[Block], list[Run]]:
        """All blocks of a section, headings of parts included, and the links of its lists of sources."""
        blocks, sources = list(section.body), []
        for kid in section.kids:
            if kid in own:
                continue
            inside, links = self._gathered(kid, ())
            sources += links
            if is_references(kid.title):
                sources += [run for block in kid.body for run in source_links(block)]
                self._skip(kid.line, kid.title, "links")
            elif is_contents(kid.title):
                self._skip(kid.line, kid.title, "contents")
            elif is_aside(kid.title) and not inside:
                self._skip(kid.line, kid.title, "aside")
            elif kid.head is not None:
                blocks += [Block(kind=HEADING, line=kid.line, lines=(kid.head,), level=6), *inside]
        return blocks, sources

    def _unit(self, unit: Unit, path: tuple[str, ...]) -> None:
        topics = (*path, *unit.topics)
        if unit.answered is not None:
            self._store(
                unit.question, unit.answered, unit.line, topics, unit.number, unit.sources, unit.level
            )
            return
        split = unit.split()
        asked, answer, title = list(split.asked), list(split.answer), unit.question
        if not title:
            title, asked, answer = _asked_below(asked, answer, marked=split.marked)
        self._add(title, asked, answer, line=unit.line, topics=topics, number=unit.number, links=unit.sources)

    def _add(
        self,
        title: str,
        asked: Sequence[Block],
        answer: Sequence[Block],
        *,
        line: int,
        topics: tuple[str, ...],
        number: str,
        links: Sequence[Run],
    ) -> None:
        if is_unfinished(title) and answer and answer[0].kind == LIST and not asked:
            asked, answer = answer[:1], answer[1:]
        kept = _unwrapped(self._kept(answer))
        links = (*links, *(run for block in kept[-1:] for run in source_links(block)))
        if kept and source_links(kept[-1]):
            kept.pop()
        context = text_of([b for b in self._kept(asked) if not is_question_label(b.words)])
        question = f"{title}\n\n{context}" if context else title
        self._store(question, text_of(kept), line, topics, number, links, None)

    def _store(
        self,
        question: str,
        answer: str,
        line: int,
        topics: tuple[str, ...],
        number: str,
        links: Sequence[Run],
        level: int | None,
    ) -> None:
        question, answer = canonical(question), canonical(answer)
        if not any(map(str.isalnum, question)):
            self._skip(line, question or answer, "no_question")
            return
        self._found.append(
            Found(
                question=question, answer="" if is_nothing(answer) else answer, line=line, number=number,
                topics=tuple(without_signs(topic) for topic in topics if topic),
                sources=sources_of(links), level=level,
            )
        )  # fmt: skip

    def _kept(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks of an answer without ways back, badges and contents."""
        kept = [
            b
            for b in blocks
            if b.kind != RULE and why_left_out(b, self._places) not in ("badges", "contents")
        ]
        return [b for b in kept if not (b.kind == PARAGRAPH and why_left_out(b, self._places) == "links")]

    # -------------------------------------------------------------- elsewhere

    def _drop_footer(self, root: Section) -> None:
        """What stands behind the last rule of a file is not of its last question, if it says so itself."""
        *_, last = root.everything()
        rules = [i for i, block in enumerate(last.body) if block.kind == RULE]
        tail = last.body[rules[-1] + 1 :] if rules else []
        if (
            tail
            and all(block.kind == PARAGRAPH for block in tail)
            and is_footer(" ".join(b.words for b in tail))
        ):
            del last.body[rules[-1] :]
            self._skip(tail[0].line, tail[0].words, "aside")

    def _answer_key(self, section: Section, first: int) -> None:
        """A section of answers by number: they go to the questions before it that have none."""
        here = self._found[first:] or self._found
        open_ = [found for found in here if not found.answer]
        used, answered = read_key(section, open_)
        for before, after in answered:
            self._found[self._found.index(before)] = after
        if not used:
            self._skip(section.line, section.title, "answer_without_question")


def _before_marked(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks up to the first marked question that stands behind something else, and the rest.

    A marked question right below a heading is what the heading only names.
    """
    pieces = [piece for block in blocks for piece in apart(block)]
    at = next((i for i, piece in enumerate(pieces) if i and is_marked(piece)), len(pieces))
    return (pieces[:at], pieces[at:]) if at < len(pieces) else (list(blocks), [])


def sources_of(links: Sequence[Run]) -> tuple[Source, ...]:
    """What may be read, of the links that lead elsewhere."""
    found = {
        run.link: Source(title=without_signs(run.text).strip() or run.link, url=run.link)
        for run in links
        if run.link.startswith(("http://", "https://")) and not any(map(str.isspace, run.link))
    }
    return tuple(found.values())


def _unwrapped(blocks: list[Block]) -> list[Block]:
    """The blocks of an answer that is one item of a list, or those of any other as they are."""
    if (
        len(blocks) == 1
        and blocks[0].kind == LIST
        and len(blocks[0].children) == 1
        and blocks[0].start is None
    ):
        return _unwrapped(list(blocks[0].children[0].children))
    return blocks


def _asked_below(
    asked: list[Block], answer: list[Block], *, marked: bool
) -> tuple[str, list[Block], list[Block]]:
    """The question below a heading that only says "Question 3": all up to the answer, or a paragraph."""
    blocks = asked if marked else answer
    first = next((block for block in blocks if block.words), None)
    if first is None:
        return "", asked, answer
    rest = [block for block in blocks if block is not first]
    title = " ".join(first.words.split())
    marker = question_marker(title)
    title = without_number(marker.text if marker else title).text
    return (title, rest, answer) if marked else (title, [], rest)


def _telling(topics: tuple[str, ...]) -> tuple[str, ...]:
    """Topics without titles such as "Questions", unless there is no other."""
    return tuple(title for title in topics if not is_any_questions(title)) or topics[:1]


def _titles_of_all(paths: Sequence[tuple[str, ...]]) -> int:
    """How many titles at the beginning name the whole file rather than a topic of it."""
    dropped = 0
    while paths:
        firsts = {path[dropped] if len(path) > dropped else "" for path in paths}
        deeper = any(len(path) > dropped + 1 for path in paths)
        if len(firsts) != 1 or not deeper or "" in firsts:
            return dropped
        dropped += 1
    return dropped


def _once(found: Sequence[Found]) -> tuple[list[Found], list[Skipped]]:
    """The questions without those that stand twice in one topic; the one with an answer is kept."""
    first: dict[tuple[tuple[str, ...], str], Found] = {}
    twice = []
    for one in found:
        key = (one.topics, place(one.question))
        other = first.get(key)
        if other is None or (one.answer and not other.answer):
            first[key] = one
            if other is not None:
                twice.append(_duplicate(other, one))
        elif one.answer and other.answer and one.answer != other.answer:
            first[key[0], f"{key[1]} {one.line}"] = one
        else:
            twice.append(_duplicate(one, other))
    return sorted(first.values(), key=lambda one: one.line), twice


def _duplicate(one: Found, other: Found) -> Skipped:
    return Skipped(line=one.line, text=one.question, why="duplicate", detail=str(other.line))
