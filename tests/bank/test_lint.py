from __future__ import annotations

from dataclasses import replace

import pytest

from mock_interview.bank.lint import lint, lint_question, numbers, restates
from mock_interview.bank.outline import OUTLINE, QUESTIONS
from mock_interview.model import Bank, Example, Mistake, Question, Text, Texts, Topic
from tests.samples import question, text


def codes(asked: Question) -> set[str]:
    return {finding.code for finding in lint_question(asked)}


def complete() -> Question:
    """A question with nothing to find."""
    asked = question()
    long = Text(zh="字" * 100, en="word " * 60)
    points = tuple(replace(p, accept=Texts(zh=("另一种说法",), en=("another way",))) for p in asked.points)
    examples = tuple(
        Example(answer=f"a{i}", lang=lang, band="weak") for i in range(2) for lang in ("zh", "en")
    )
    mistakes = (Mistake(contradicts="gain", text=text("wrong")),)
    return replace(
        asked, reference=long, points=points, examples=examples, mistakes=mistakes, reviewed="2026-11"
    )


def test_a_complete_question_has_no_finding() -> None:
    assert list(lint_question(complete())) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sources": ()}, "source"),
        ({"reviewed": ""}, "reviewed"),
        ({"hints": ()}, "hints"),
        ({"mistakes": ()}, "mistakes"),
        ({"examples": ()}, "examples"),
        ({"reference": text("short")}, "length"),
    ],
)
def test_what_is_missing_is_found(changes: dict[str, object], code: str) -> None:
    assert codes(replace(complete(), **changes)) == {code}  # type: ignore[arg-type]


def test_a_weighty_point_needs_a_followup_and_other_ways_of_saying_it() -> None:
    asked = complete()
    heavy = replace(asked.points[0], probe=None, accept=Texts())
    assert codes(replace(asked, points=(heavy, asked.points[1]))) == {"probe", "accept"}


def test_a_point_that_only_repeats_the_question_is_found() -> None:
    asked = complete()
    echo = replace(asked.points[0], text=Text(zh="写出 RMSNorm 的公式", en="Write the formula"))
    assert "restates" in codes(replace(asked, points=(echo, asked.points[1])))
    assert not restates("把输入除以它的均方根", "写出 RMSNorm 的公式。")


def test_languages_that_differ_in_a_number_are_found() -> None:
    asked = complete()
    off = replace(asked.points[0], text=Text(zh="约 16 字节", en="about 12 bytes"))
    assert "numbers" in codes(replace(asked, points=(off, asked.points[1])))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("7 亿用户", "700 million users"),
        ("12.8 万个 token", "128K tokens"),
        ("1.5 万亿", "1.5 trillion"),
        ("32,000 个", "32000 of them"),
        ("有 3 种", "three kinds"),
    ],
)
def test_the_same_number_may_be_written_in_different_scales(zh: str, en: str) -> None:
    assert numbers(zh) == numbers(en)


def test_a_section_that_follows_the_outline_must_cover_it() -> None:
    topic = Topic(path="rag", title=text("RAG"), outline="2.6")
    bank = Bank(questions=(replace(complete(), seed="2.6.1"),), topics=(topic,), digest="")
    missing = [finding.message for finding in lint(bank) if finding.code == "outline"]
    assert missing == [f"outline question 2.6.{n} is missing" for n in (2, 3, 4)]


def test_the_outline_has_158_questions_in_17_sections() -> None:
    assert (QUESTIONS, len(OUTLINE)) == (158, 17)
    assert len({number for numbers_ in OUTLINE.values() for number in numbers_}) == 158
