"""What an import would do to a bank: questions to add, texts to take over, edits to keep. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mock_interview.importing.found import Found, Reading
from mock_interview.importing.language import language_of, main_language
from mock_interview.importing.matching import match_all
from mock_interview.importing.names import digest, slug, unique
from mock_interview.importing.topics import TopicMaker, numbers_of
from mock_interview.model import Bank, Imported, KeyPoint, Question, Text, Topic, text_in

Draft = Callable[[Text], tuple[KeyPoint, ...]]

ADDED, SAME, UPDATED, EDITED, CONFLICT = "added", "same", "updated", "edited", "conflict"
LEVEL, SECONDS = 3, 180
_SEED = re.compile(r"\d+(?:\.\d+)+")
_KINDS = (
    (
        "compare",
        r"区别|异同|对比|比较|差别|有何不同|\bvs\b|\bversus\b|\bdifferences?\b|\bcompare\b|\bcontrast\b",
    ),
    ("formula", r"公式|推导|\bformula|\bderive\b|\bequation"),
    ("code", r"代码|手写|手撕|编程|\bimplement\b|\bcode\b|\bwrite an? (?:function|program)"),
    ("design", r"(?:如何|怎么|怎样)设计|^设计|系统设计|^design\b|\bwould you design\b"),
    ("estimate", r"估算|估计一下|大概多少|\bestimate\b"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file read: the name it is remembered by, and what was found."""

    name: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What becomes of one question found: ``before`` is that of the bank, ``after`` how it will be.

    ``what`` is one of the words above; ``fields`` are those that the file has changed, taken over or,
    in a conflict, not. ``points`` says that the key points are a person's and the reference changed.
    """

    what: str
    source: str
    line: int
    after: Question
    before: Question | None = None
    fields: tuple[str, ...] = ()
    points: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything an import would do. ``gone`` are questions of the bank that their file has no more."""

    steps: tuple[Step, ...]
    topics: tuple[Topic, ...]
    gone: tuple[Question, ...] = ()

    def having(self, *what: str) -> list[Step]:
        """The steps of these kinds."""
        return [step for step in self.steps if step.what in what]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person asked for: everything under one ``topic``, and ``lang`` (empty: found out)."""

    topic: str = ""
    lang: str = ""


def make_plan(bank: Bank, sources: Sequence[Source], wishes: Wishes, draft: Draft) -> Plan:
    """What importing ``sources`` into ``bank`` would do; ``draft`` makes key points from a reference."""
    planner = _Planner(bank, wishes, draft, sources)
    for source in sources:
        planner.read(source)
    return planner.plan()


class _Planner:
    """The bank as it becomes, one file after the other."""

    def __init__(self, bank: Bank, wishes: Wishes, draft: Draft, sources: Sequence[Source]) -> None:
        self._questions = list(bank.questions)
        self._ids = {question.id for question in bank.questions}
        self._seeds = {question.seed for question in bank.questions}
        self._topics = TopicMaker.of(bank)
        self._numbers = numbers_of(source.reading for source in sources)
        self._wishes = wishes
        self._draft = draft
        self._steps: list[Step] = []
        self._gone: list[Question] = []

    def plan(self) -> Plan:
        return Plan(steps=tuple(self._steps), topics=tuple(self._topics.made), gone=tuple(self._gone))

    def read(self, source: Source) -> None:
        around = main_language(
            text for found in source.reading.questions for text in (found.question, found.answer)
        )
        matches = match_all(source.reading.questions, self._questions, source.name, self._topics.known)
        met = {match.known.id for match in matches if match.known is not None}
        for match in matches:
            lang = match.found.lang or self._wishes.lang
            lang = lang or language_of(match.found.question, match.found.answer, around)
            if match.known is None:
                self._add(match.found, source.name, lang)
            else:
                self._steps.append(self._again(match.found, match.known, source.name))
        for path in source.reading.groups:
            self._topics.path(self._titles(path), around, number=self._numbers.get(path[0], ""))
        own = (q for q in self._questions if q.imported is not None and q.imported.source == source.name)
        new = {step.after.id for step in self._steps}
        self._gone += [question for question in own if question.id not in met | new]

    # ------------------------------------------------------------------ added

    def _titles(self, titles: tuple[str, ...]) -> tuple[str, ...]:
        return (self._wishes.topic, *titles[1:]) if self._wishes.topic else titles

    def _add(self, found: Found, source: str, lang: str) -> None:
        titles = self._titles(found.topics)
        first = found.question.partition("\n")[0]
        name = unique(slug(first, fallback=f"q-{digest(found.question)[:6]}"), self._ids)
        self._ids.add(name)
        seed = found.number if _SEED.fullmatch(found.number) and found.number not in self._seeds else ""
        self._seeds.add(seed)
        reference = text_in(lang, found.answer)
        question = Question(
            id=name, seed=seed,
            topic=self._topics.path(titles, lang, number=self._numbers.get(titles[0], "")),
            level=found.level or LEVEL, kind=kind_of(first), time_limit=SECONDS,
            question=text_in(lang, found.question), reference=reference,
            points=self._draft(reference) if found.answer else (), sources=found.sources,
            imported=_imported(found, source),
        )  # fmt: skip
        self._questions.append(question)
        self._steps.append(Step(what=ADDED, source=source, line=found.line, after=question))

    # ------------------------------------------------------------------ again

    def _again(self, found: Found, known: Question, source: str) -> Step:
        """What the file says now against what the bank says, and what it said when it was imported."""
        lang = known.langs[0] if len(known.langs) == 1 else language_of(found.question, found.answer, "en")
        own = known.imported if known.imported and known.imported.source == source else None
        after, taken, refused = known, [], []
        for field, theirs in (("question", found.question), ("reference", found.answer)):
            mine = getattr(known, field).get(lang)
            base = getattr(own, field) if own else digest(theirs)
            if mine == theirs or digest(theirs) == base:
                continue
            if digest(mine) == base and theirs:
                after = _taking(after, field, _with(getattr(after, field), lang, theirs))
                taken.append(field)
            else:
                refused.append(field)
        keeps_points = False
        if "reference" in taken:
            after, keeps_points = self._new_points(known, after)
        if own:
            after = replace(after, imported=_imported(found, source))
        what = (
            CONFLICT
            if refused
            else UPDATED
            if taken
            else SAME
            if self._is_untouched(known, own, lang)
            else EDITED
        )
        return Step(
            what=what, source=source, line=found.line, before=known, after=after,
            fields=tuple(refused or taken), points=keeps_points,
        )  # fmt: skip

    def _new_points(self, known: Question, after: Question) -> tuple[Question, bool]:
        """Points drafted again where they are as they were drafted; a person's own are kept."""
        if known.points and known.points != self._draft(known.reference):
            return after, True
        return replace(after, points=self._draft(after.reference)), False

    def _is_untouched(self, known: Question, own: Imported | None, lang: str) -> bool:
        if own is None:
            return True
        texts = (
            digest(known.question.get(lang)) == own.question
            and digest(known.reference.get(lang)) == own.reference
        )
        return texts and (not known.reference.there or known.points == self._draft(known.reference))


def _taking(question: Question, field: str, text: Text) -> Question:
    if field == "question":
        return replace(question, question=text)
    return replace(question, reference=text)


def _with(text: Text, lang: str, words: str) -> Text:
    return replace(text, **{lang: words})


def _imported(found: Found, source: str) -> Imported:
    return Imported(source=source, question=digest(found.question), reference=digest(found.answer))


def kind_of(question: str) -> str:
    """The kind of a question, by its words."""
    lowered = question.lower()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, lowered)), "concept")
