"""Questions as a bank has them: texts in two languages, key points, topics."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en")

KINDS = ("concept", "compare", "formula", "code", "design", "estimate")

LEVELS = range(1, 6)

EXAMPLE_BANDS = ("strong", "partial", "weak")

NO_REFERENCE = "no reference answer, and so no key points to grade by"


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

    @property
    def is_name(self) -> bool:
        """Whether it is a name of a list, which an answer only has to say: its text is one of its terms."""
        return bool(self.terms) and all(text in self.terms[0] for text in self.text.there)


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
    def lists_names(self) -> bool:
        """Whether its answer is a list of names, of which each is worth the same share."""
        return bool(self.points) and all(point.is_name for point in self.points)

    @property
    def lacks_points(self) -> bool:
        """Whether it has a reference, and no key points to grade by."""
        return not self.points and bool(self.reference.there)

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
