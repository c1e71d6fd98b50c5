"""The nouns: questions, rubrics, grades. Frozen, plain, and free of behaviour that needs a library.

Nothing here reads files, grades, or prints. Collections are tuples; change is ``dataclasses.replace``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from mock_interview.chat import Usage
from mock_interview.spoken import Debrief, Remark

LANGUAGES = ("zh", "en")
KINDS = ("concept", "compare", "formula", "code", "design", "estimate")
LEVELS = range(1, 6)
EXAMPLE_BANDS = ("strong", "partial", "weak")
JUDGE_RULES = ("cautious", "judge", "offline")
NO_REFERENCE = "no reference answer, and so no key points to grade by"
ORDERS = ("interview", "due", "weak", "new", "random")
# Why a question is asked: as named by prepared answers, by chance, not asked before, weak or due; in an
# interview as its warm-up, as the next of its topics, or harder or easier than that by the score so far.
WHY = ("", "named", "random", "new", "weak", "due", "warm_up", "spread", "harder", "easier")


class Verdict(str, Enum):
    """What an answer did with one key point."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


# What stands before a verdict, so that it reads without colour.
SIGNS = {Verdict.COVERED: "✓", Verdict.PARTIAL: "~", Verdict.MISSED: "✗", Verdict.CONTRADICTED: "!"}


class Flag(str, Enum):
    """What the gate saw in an answer as a whole; some of them cap the score."""

    EMPTY = "empty"
    DONT_KNOW = "dont_know"
    ECHO = "echo"
    KEYWORD_LIST = "keyword_list"
    OFF_TOPIC = "off_topic"
    COPIED_REFERENCE = "copied_reference"
    WRONG_LANGUAGE = "wrong_language"
    GIBBERISH = "gibberish"
    INSTRUCTION = "instruction"
    TRUNCATED = "truncated"


# --------------------------------------------------------------------------- bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in both languages, or in one of them: then the other is empty."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The text in ``lang`` (``"zh"`` or ``"en"``), or in the only language that it has."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    @property
    def there(self) -> tuple[str, ...]:
        """The texts that there are, Chinese first."""
        return tuple(text for text in (self.zh, self.en) if text)

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that it has."""
        return tuple(lang for lang, text in (("zh", self.zh), ("en", self.en)) if text)


def text_in(lang: str, text: str) -> Text:
    """A text in one language only."""
    return Text(zh=text if lang == "zh" else "", en=text if lang == "en" else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Any number of texts in each language, not paired with each other."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def get(self, lang: str) -> tuple[str, ...]:
        """The texts in ``lang`` (``"zh"`` or ``"en"``)."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact was checked: a title, and an arXiv id or a URL."""

    title: str
    arxiv: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoint:
    """One statement a good answer makes.

    ``weight`` is 1 (nice to have) to 5 (the heart of the answer). ``accept`` holds other right
    ways of saying it. ``terms`` is a conjunction of alternatives, in any language:
    ``(("旋转", "rotate"), ("q", "query"))`` asks for one of each group. ``drafted`` ones were made
    from the reference by the program, and nobody has looked at them.
    """

    id: str
    weight: int
    text: Text
    accept: Texts = Texts()
    terms: tuple[tuple[str, ...], ...] = ()
    probe: Text | None = None
    drafted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A wrong claim candidates make, and the id of the key point it contradicts."""

    contradicts: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A graded sample answer. Its three tuples hold key point ids; a point in none is missed."""

    answer: str
    lang: str
    band: str
    covers: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Where a question came from, and what it said there, so that edits since can be told from it.

    ``source`` is the name of the file; ``question`` and ``reference`` are digests of the texts.
    """

    source: str
    question: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with everything needed to ask it and to grade an answer to it.

    ``topic`` is ``section`` or ``section/subtopic``; ``time_limit`` is in seconds; ``level`` is
    1 (screening) to 5 (specialist). It may be in one language only. Without ``points`` it can be
    asked but not graded.
    """

    id: str
    topic: str
    level: int
    kind: str
    time_limit: int
    question: Text
    reference: Text
    points: tuple[KeyPoint, ...]
    seed: str = ""
    reviewed: str = ""
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()
    examples: tuple[Example, ...] = ()
    imported: Imported | None = None

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that it can be asked in."""
        return self.question.langs

    @property
    def drafted(self) -> bool:
        """Whether it has key points, and all of them are drafted."""
        return bool(self.points) and all(point.drafted for point in self.points)

    @property
    def section(self) -> str:
        """The first part of the topic path."""
        return self.topic.split("/", 1)[0]

    def point(self, point_id: str) -> KeyPoint:
        """The key point of that id. Raises ``KeyError``."""
        for point in self.points:
            if point.id == point_id:
                return point
        raise KeyError(point_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A node of the topic tree: ``path`` such as ``peft`` or ``peft/lora``."""

    path: str
    title: Text
    outline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """All questions of a folder, in file order, with the topics they hang on.

    ``digest`` is a hash over the content of every file, so a transcript can name what it used.
    """

    questions: tuple[Question, ...]
    topics: tuple[Topic, ...]
    digest: str

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises ``KeyError``."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


# ------------------------------------------------------------------------- rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named stretch of the score: it holds from ``at_least`` (0-100) up to the next band."""

    id: str
    at_least: float
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of a dimension as a judge is told of it; ``value`` is what it is worth, 0-1."""

    id: str
    value: float
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One side of an answer, graded 0-1; ``weight`` is its share of the score (may be 0).

    ``levels``, best first, are what a language model may choose from; without any it is not asked.
    """

    id: str
    name: Text
    weight: float
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """How verdicts become a score and a band.

    ``partial_credit`` (0-1) is what a partial verdict earns; ``contradiction_cost`` (>= 0) is how
    much of a contradicted point's weight is taken away; ``hint_cap`` (0-100) is the most a question
    can score per hint shown, first hint first; ``flag_caps`` the most an answer with that flag can
    score. ``judge`` says what a language model's verdicts may change: one of `JUDGE_RULES`.
    """

    id: str
    name: Text
    partial_credit: float
    contradiction_cost: float
    bands: tuple[Band, ...]
    dimensions: tuple[Dimension, ...] = ()
    hint_cap: tuple[float, ...] = ()
    flag_caps: tuple[tuple[str, float], ...] = ()
    probe_credit: float = 1.0
    judge: str = "cautious"
    digest: str = ""


# -------------------------------------------------------------------------- grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of an answer: ``source`` 0 is the main answer, 1.. the follow-ups in order.

    ``start`` and ``end`` are character offsets into that answer as stored (end exclusive);
    ``text`` is exactly those characters.
    """

    source: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A named number the grader looked at for a point, kept so that a verdict can be explained."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PointResult:
    """The verdict on one key point. ``credit`` is 0-1; ``quote`` is what decided it, if anything."""

    point: str
    weight: int
    verdict: Verdict
    credit: float
    quote: Span | None = None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult:
    """One dimension's level, 0-1, or ``None`` when it could not be judged."""

    id: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LostQuote:
    """A quote of a judge that does not count, with the reason: one of `LOST`."""

    text: str
    why: str


# Not in the answer; too short to mean anything; words of the question or a probe; words to the grader.
LOST = ("absent", "short", "asked", "appeal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one reading by a language model says of one key point.

    ``verdict`` stands as it was given, ``confidence`` is 0-1. ``quotes`` were found in the answer,
    ``lost`` were not or do not count. A verdict that needs a quote and has none left is ``withdrawn``.
    """

    verdict: Verdict
    confidence: float
    reasoning: str = ""
    quotes: tuple[Span, ...] = ()
    lost: tuple[LostQuote, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPoint:
    """All votes on one key point, and what they come to.

    ``verdict`` is the majority's. ``withdrawn`` when half of the votes or more were: the verdict is
    ``missed`` then, and moves nothing. ``support`` (0-1, ``None``: not asked for) is how likely the
    offline models find that ``quote`` states the point at least in part.
    """

    point: str
    weight: int
    verdict: Verdict
    credit: float
    quote: Span | None = None
    withdrawn: bool = False
    support: float | None = None
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDimension:
    """One dimension's level by a language model; ``value`` is 0-1, ``votes`` are ids of levels."""

    id: str
    level: str
    value: float
    votes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plea:
    """A stretch of an answer that seems to speak to whoever grades it, or to hide something.

    ``kind`` is one of `APPEALS`; ``span`` is empty where it is about the answer as a whole.
    """

    kind: str
    span: Span


# A rule of the gate; words that read like it; unseen, coded or foreign writing; filling.
APPEALS = ("order", "words", "hidden", "padding")
# How the reason of a judgement without a score begins: a flag of the gate, which follows, left nothing to
# ask about; the candidate would not wait; no usable reply came; a limit on calls or cost was reached; a bug.
# Any other reason is what the connection or the server said.
NOT_ASKED = "not asked: "
STOPPED = "stopped with Ctrl-C"
UNUSABLE = "two replies could not be used: "
SPENT = "nothing left to spend: "
BROKEN = "the judge failed: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A language model's own grade of an answer, beside the offline one.

    ``score`` is ``None`` with ``reason`` when there is none. ``rule`` is how the two were combined:
    one of `JUDGE_RULES`. ``appeals`` are the stretches of the answer that seem to speak to the grader;
    with any of them the judge raises nothing. ``prompt`` is the version of the prompt, ``samples`` how
    many readings stand behind each point; ``failed`` are the reasons of those that came to nothing.
    """

    score: float | None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    band: str = ""
    points: tuple[JudgedPoint, ...] = ()
    dimensions: tuple[JudgedDimension, ...] = ()
    appeals: tuple[Plea, ...] = ()
    rule: str = ""
    model: str = ""
    prompt: str = ""
    samples: int = 0
    failed: tuple[str, ...] = ()
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What an answer earned.

    ``score`` is 0-100, or ``None`` with ``reason`` saying why there is none (never 0 instead).
    ``low`` and ``high`` bound the score a careful human might give. ``similarity`` (-1..1) is
    whole-answer similarity to the reference: information only, it earns nothing.

    Where a language model judged too, this is the combined grade: ``judgement`` is the model's,
    ``offline`` the grade without it (``None``: this one), and ``contested`` the ids of the points on
    which the two disagree. A model that failed leaves a ``judgement`` with a reason and no score.
    """

    score: float | None
    reason: str = ""
    band: str = ""
    low: float | None = None
    high: float | None = None
    points: tuple[PointResult, ...] = ()
    dimensions: tuple[DimensionResult, ...] = ()
    flags: tuple[Flag, ...] = ()
    similarity: float | None = None
    rubric: str = ""
    engine: str = ""
    judgement: Judgement | None = None
    offline: Grade | None = None
    contested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the candidate said to one question: the main answer, then the follow-ups.

    ``parts[0]`` answers the question; ``parts[i]`` (i >= 1) answers the i-th probe, whose text is
    ``probes[i - 1]`` and which aimed at point ``probed[i - 1]``. ``hints`` counts hints shown.
    """

    parts: tuple[str, ...]
    probes: tuple[str, ...] = ()
    probed: tuple[str, ...] = ()
    hints: int = 0


# --------------------------------------------------------------------- transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The choices a session was started with, as the transcript records them.

    ``time`` is the session's length in seconds (``None``: unlimited); ``seed`` drives sampling;
    ``order`` is one of `ORDERS`; with ``confidence`` the candidate is asked how sure they are.
    ``interviewer`` is ``authored`` or ``llm``, which speaks in the manner of ``persona``; ``judge``
    says whether a language model grades too, with ``judge_samples`` votes a point; ``model`` is the
    language model asked for by name, empty for the configured one.
    """

    topics: tuple[str, ...] = ()
    questions: int = 5
    time: int | None = None
    levels: tuple[int, int] = (1, 5)
    lang: str = "en"
    seed: int = 0
    rubric: str = "default"
    followups: int = 1
    feedback: str = "each"
    on_timeout: str = "warn"
    encoder: str = "bundled"
    interviewer: str = "authored"
    persona: str = ""
    judge: bool = False
    judge_samples: int = 1
    model: str = ""
    order: str = "new"
    confidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a question was asked.

    ``rule`` is one of `WHY`; the rest is there where history had a say. ``missed`` of ``times``: how
    often its weakest key point was not covered when it was asked; ``recall`` (0-1) is the chance
    that this point would be recalled, ``overdue`` the days since it was due; ``score`` is the
    session's mean that led to a harder or easier question.
    """

    rule: str = ""
    times: int = 0
    missed: int = 0
    recall: float | None = None
    overdue: int | None = None
    score: float | None = None


class Candidate(NamedTuple):
    """A question that could be drawn, as far as the drawing looks at it.

    ``limit`` is in seconds; ``asked`` is how often it was put in earlier sessions; ``urgency`` (>= 0) is
    what the order by need goes by. A named tuple, so that a whole bank of them is short when stored.
    """

    id: str
    topic: str
    level: int
    limit: int
    asked: int = 0
    urgency: float = 0.0

    @property
    def section(self) -> str:
        """The first part of the topic path."""
        return self.topic.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """A question that may be asked as number ``number`` instead of the planned one."""

    number: int
    question: Question
    why: Why = Why()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrade:
    """A later grade of the same words, kept beside the first; with ``used`` it is the one that counts."""

    at: str
    parts: int
    grade: Grade
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """The candidate's own verdict on a key point, and why. It changes no score."""

    at: str
    point: str
    verdict: Verdict
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One thing asked and what came back: the main question, or a probe.

    ``how`` is ``submitted``, ``skipped``, ``cut`` (time ran out), or ``open`` while no answer was
    given up; then ``text`` is the last draft.
    ``used`` and ``overtime`` are seconds. ``model`` worded the probe; empty for one of the bank.
    """

    text: str = ""
    how: str = "open"
    used: float = 0.0
    overtime: float = 0.0
    probe: str = ""
    point: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a session, as asked, with what came back and what it earned.

    ``question`` is the text as it stood in the bank at that time, so that a transcript can be
    reviewed whatever becomes of the bank. ``confidence`` (1 guessing, 2 unsure, 3 fairly sure,
    4 sure) is what the candidate said before seeing the grade; ``None``: nothing.
    """

    number: int
    question: Question
    asked_at: str
    limit: int
    why: Why = Why()
    main: Exchange = Exchange()
    followups: tuple[Exchange, ...] = ()
    hints: int = 0
    pauses: int = 0
    confidence: int | None = None
    grade: Grade | None = None
    graded_parts: int = 0
    remarks: tuple[Remark, ...] = ()
    regrades: tuple[Regrade, ...] = ()
    appeals: tuple[Appeal, ...] = ()

    @property
    def answer(self) -> Answer:
        """The turn's words in the form the grader takes."""
        return Answer(
            parts=(self.main.text, *(f.text for f in self.followups)),
            probes=tuple(f.probe for f in self.followups),
            probed=tuple(f.point for f in self.followups),
            hints=self.hints,
        )

    @property
    def counted(self) -> Grade | None:
        """The grade that counts: the last regrade that was put to use, else the first one."""
        used = [regrade.grade for regrade in self.regrades if regrade.used]
        return used[-1] if used else self.grade

    def appealed(self, point: str) -> Appeal | None:
        """The candidate's last word on that key point, if there is one."""
        return next((appeal for appeal in reversed(self.appeals) if appeal.point == point), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A transcript, read. Times are UTC, ISO 8601; ``clock`` is seconds of session time used.

    ``planned`` holds the questions drawn at the start, in order, as they stood in the bank then; where a
    ``spare`` was asked instead, it stands in its place. ``whys`` go with them.
    ``ended`` is ``finished``, ``time``, ``quit``, or ``""`` when the program was killed; the last
    two can be resumed. ``notes`` says what was wrong with the file, if anything. ``usage`` is what
    the language model took, if there was one.
    """

    id: str
    started_at: str
    options: Options
    planned: tuple[Question, ...]
    whys: tuple[Why, ...] = ()
    spares: tuple[Spare, ...] = ()
    topics: tuple[Topic, ...] = ()
    turns: tuple[Turn, ...] = ()
    ended: str = ""
    clock: float = 0.0
    bank: str = ""
    encoder: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    debrief: Debrief | None = None
    usage: Usage = Usage()
