from __future__ import annotations

from dataclasses import replace

from mock_interview.bank.exam import sit, tally
from mock_interview.model import Bank, Example, Grade
from tests.samples import TOPICS, question


def bank() -> Bank:
    examples = (
        Example(answer="good", lang="zh", band="strong"),
        Example(answer="bad", lang="zh", band="strong"),
        Example(answer="bad", lang="en", band="weak"),
    )
    return Bank(questions=(replace(question(), examples=examples),), topics=TOPICS, digest="")


def by_word(_question: object, example: Example) -> Grade:
    return Grade(score=90.0, band="strong") if example.answer == "good" else Grade(score=10.0, band="weak")


def test_every_example_is_graded_and_counted_by_language() -> None:
    results = list(sit(bank(), (), by_word))
    assert [result.in_band for result in results] == [True, False, True]
    rows = tally(results)
    assert [(r.section, r.lang, r.examples, r.in_band) for r in rows] == [
        ("norm", "zh", 2, 1),
        ("norm", "en", 1, 1),
        ("", "zh", 2, 1),
        ("", "en", 1, 1),
    ]


def test_only_the_chosen_topics_sit() -> None:
    assert list(sit(bank(), ("other",), by_word)) == []
