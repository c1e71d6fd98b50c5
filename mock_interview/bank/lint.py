"""What can be wrong with the content of a question although its form is right. Pure.

Needs no model; `relations` holds the checks that do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mock_interview.bank.outline import OUTLINE
from mock_interview.model import LANGUAGES, Bank, Question, Text

MIN_EXAMPLES = 4  # strong, partial, wrong but fluent, and an empty-handed one
MIN_EXAMPLES_PER_LANGUAGE = 2
PROBE_WEIGHT = 4  # from here on a missed point deserves a follow-up
ROUNDING = 0.005  # relative; a number may be rounded in one language
RESTATES = 0.9  # share of a point's characters that stand in its question
REFERENCE_ZH = (60, 500)  # characters
REFERENCE_EN = (40, 280)  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look at in a question; ``severity`` is ``error`` or ``warning``."""

    question: str
    where: str
    message: str
    code: str
    severity: str = "warning"


def lint_question(question: Question) -> Iterator[Finding]:
    """Every finding about one question by itself."""

    def finding(code: str, message: str, where: str = "") -> Finding:
        return Finding(question=question.id, where=where, message=message, code=code)

    if not question.points or question.drafted:
        # What else is missing is told once the question is somebody's own.
        yield finding(*_unfinished(question))
        return
    if not question.sources:
        yield finding("source", "has no source")
    if not question.reviewed:
        yield finding("reviewed", "does not say when its facts were last checked ('reviewed')")
    if not question.hints:
        yield finding("hints", "has no hint")
    if not question.mistakes:
        yield finding("mistakes", "names no mistake that candidates make")
    for point in question.points:
        if point.weight >= PROBE_WEIGHT and point.probe is None:
            yield finding("probe", f"weight {point.weight} but no follow-up question ('probe')", point.id)
        if point.drafted:
            yield finding("drafted", "is drafted; look at it and take 'drafted' away", point.id)
        for lang in point.text.langs:
            if not point.accept.get(lang):
                yield finding("accept", f"no other way of saying it in {lang} ('accept')", point.id)
            if restates(point.text.get(lang), question.question.get(lang)):
                yield finding("restates", f"the {lang} point only repeats the question", point.id)
    for place, text in _paired_texts(question):
        if len(text.langs) < len(LANGUAGES):
            continue
        only = [f"{number:g}" for number in unmatched(numbers(text.zh), numbers(text.en))]
        if only:
            yield finding("numbers", f"the languages differ in numbers: {', '.join(only)}", place)
    yield from _lint_examples(question)
    yield from _lint_length(question)


def _unfinished(question: Question) -> tuple[str, str]:
    """The code and the words for a question without a reference, without points, or with drafted ones."""
    if not question.reference.there:
        return "unanswered", "has no reference answer: it can be practised, but not graded"
    if not question.points:
        return (
            "points",
            "has no key points; they are drafted whenever it is graded ('bank draft' writes them)",
        )
    count = len(question.points)
    return (
        "drafted",
        f"{count} key points are drafted; look at them ('bank draft --judge' proposes better ones)",
    )


def _paired_texts(question: Question) -> Iterator[tuple[str, Text]]:
    yield "reference", question.reference
    for point in question.points:
        yield point.id, point.text
    for number, mistake in enumerate(question.mistakes, start=1):
        yield f"mistake {number}", mistake.text


def _lint_examples(question: Question) -> Iterator[Finding]:
    langs = question.langs or LANGUAGES
    counts = {lang: sum(e.lang == lang for e in question.examples) for lang in langs}
    few = len(question.examples) < MIN_EXAMPLES or min(counts.values()) < MIN_EXAMPLES_PER_LANGUAGE
    if few and len(langs) == 1:
        message = f"has {len(question.examples)} examples; it needs {MIN_EXAMPLES}"
        yield Finding(question=question.id, where="examples", message=message, code="examples")
    elif few:
        message = f"has {counts['zh']} zh and {counts['en']} en examples; it needs two of each"
        yield Finding(question=question.id, where="examples", message=message, code="examples")
    for number, example in enumerate(question.examples, start=1):
        if example.answer.strip() in (question.reference.zh, question.reference.en):
            message = f"example {number} is a copy of the reference"
            yield Finding(question=question.id, where="examples", message=message, code="examples")


def _lint_length(question: Question) -> Iterator[Finding]:
    sizes = (
        ("zh", len(question.reference.zh), REFERENCE_ZH, "characters"),
        ("en", len(question.reference.en.split()), REFERENCE_EN, "words"),
    )
    for lang, size, (low, high), unit in sizes:
        if lang in question.reference.langs and not low <= size <= high:
            message = f"the {lang} reference has {size} {unit}; {low} to {high} can be said in the time"
            yield Finding(question=question.id, where="reference", message=message, code="length")


def lint_outline(bank: Bank) -> Iterator[Finding]:
    """Outline numbers that a section claims to follow but does not cover.

    The numbers of a section that was imported are those of its file, not of the outline.
    """
    seeds = {question.seed for question in bank.questions}
    own = {question.section for question in bank.questions if question.imported is not None}
    for topic in (topic for topic in bank.topics if topic.path not in own):
        for number in OUTLINE.get(topic.outline, ()) if "/" not in topic.path else ():
            if number not in seeds:
                message = f"outline question {number} is missing"
                yield Finding(question="", where=topic.path, message=message, code="outline")


def restates(point: str, question: str) -> bool:
    """Whether nearly all of ``point`` already stands in ``question``."""
    grams = _bigrams(point)
    return bool(grams) and len(grams & _bigrams(question)) / len(grams) >= RESTATES


def _bigrams(text: str) -> set[str]:
    plain = "".join(char for char in text.casefold() if char.isalnum())
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])(\d[\d,]*(?:\.\d+)?)\s*"
    r"(%|万亿|亿|万|千|billion\b|million\b|thousand\b|trillion\b|[KkMBT]\b)?"
)
_SCALE = {
    "万亿": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3,
    "trillion": 1e12, "billion": 1e9, "million": 1e6, "thousand": 1e3,
    "K": 1e3, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12,
}  # fmt: skip
_SPELLED = frozenset([*map(float, range(11)), 100.0])  # one language may write these as words


def numbers(text: str) -> frozenset[float]:
    """The numbers of a text in one scale, so that 7 亿 equals 700 million; small ones are left out."""
    found = set()
    for digits, unit in _NUMBER.findall(text):
        found.add(float(digits.replace(",", "")) * _SCALE.get(unit, 1.0))
    return frozenset(found - _SPELLED)


def unmatched(one: frozenset[float], other: frozenset[float]) -> list[float]:
    """The numbers of either side that the other lacks; 1678 万 and 16.8 million count as equal."""
    return sorted(
        number
        for mine, theirs in ((one, other), (other, one))
        for number in mine
        if not any(math.isclose(number, their, rel_tol=ROUNDING) for their in theirs)
    )


def lint(bank: Bank, questions: Sequence[Question] | None = None) -> list[Finding]:
    """Every finding that needs no model, in bank order."""
    found = [finding for question in questions or bank.questions for finding in lint_question(question)]
    return [*lint_outline(bank), *found]
