"""The bank's sample answers as tests of the questions and of the grader. Pure: the grader is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mock_interview.bank.topics import chosen
from mock_interview.model import Bank, Example, Grade, Question

GradeExample = Callable[[Question, Example], Grade]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """One example as graded: the band expected and the band and score (0-100) it got."""

    question: str
    section: str
    lang: str
    number: int
    expected: str
    got: str
    score: float | None
    answer: str

    @property
    def in_band(self) -> bool:
        """Whether it fell in the band its author gave it."""
        return self.got == self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many examples of a section and language fell in their band."""

    section: str
    lang: str
    examples: int
    in_band: int


def sit(bank: Bank, topics: Sequence[str], grade: GradeExample) -> Iterator[Sat]:
    """Grade every example under ``topics`` (all when empty), in bank order."""
    for question in chosen(bank, topics, (1, 5)):
        for number, example in enumerate(question.examples, start=1):
            got = grade(question, example)
            yield Sat(
                question=question.id,
                section=question.section,
                lang=example.lang,
                number=number,
                expected=example.band,
                got=got.band,
                score=got.score,
                answer=example.answer,
            )


def tally(results: Sequence[Sat]) -> list[Tally]:
    """Counts by section and language, in the order met, then one line a language over all."""
    keys = list(dict.fromkeys((result.section, result.lang) for result in results))
    keys += [("", lang) for lang in dict.fromkeys(result.lang for result in results)]
    rows = []
    for section, lang in keys:
        group = [r for r in results if r.lang == lang and section in ("", r.section)]
        rows.append(
            Tally(section=section, lang=lang, examples=len(group), in_band=sum(r.in_band for r in group))
        )
    return rows
