"""Negation, opposites and numbers: statements that point the other way are told apart."""

from __future__ import annotations

import pytest

from mock_interview.grading.lexical import Rarity
from mock_interview.grading.polarity import Difference, difference, direction
from mock_interview.grading.text import normalise


def between(claim: str, statement: str) -> Difference:
    return difference(direction(normalise(claim).text), direction(normalise(statement).text), Rarity())


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("LoRA 不冻结原始权重", "LoRA 冻结原始权重"),
        ("LoRA doesn't freeze the base weights", "LoRA freezes the base weights"),
        ("the base weights are never frozen", "the base weights are frozen"),
        ("并非旋转 query 向量", "旋转 query 向量"),
    ],
)
def test_a_negation_is_seen(claim: str, statement: str) -> None:
    found = between(claim, statement)
    assert found.added == 1 and found.turned > 0
    assert between(statement, claim).dropped == 1


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("学习率越大越不稳定，要调大 r", "要调小 r"),
        ("temperature higher makes it random", "a lower temperature"),
        ("显存占用增加", "memory use is reduced"),
        ("values before the softmax", "after the softmax"),
    ],
)
def test_an_opposite_is_seen_across_words_and_languages(claim: str, statement: str) -> None:
    assert between(claim, statement).opposed >= 1


def test_a_negated_opposite_agrees() -> None:
    assert between("显存不会增加", "显存会降低").opposed == 0


@pytest.mark.parametrize("text", ["不仅省显存", "不同的任务", "not only does it save memory", "无论如何都行"])
def test_words_that_only_look_negative_negate_nothing(text: str) -> None:
    assert direction(normalise(text).text).negations == 0


def test_a_negation_ends_with_its_clause() -> None:
    found = direction(normalise("it does not add a vector, it rotates the query").text)
    assert "vector" in found.negated and "query" not in found.negated


def test_numbers_are_compared_without_separators() -> None:
    assert direction("50,257 tokens and 0.5").numbers == {"50257", "0.5"}


def test_a_statement_does_not_differ_from_itself() -> None:
    text = "rope 不是加位置向量，而是旋转 query 和 key，value 不动"
    found = between(text, text)
    assert (found.turned, found.added, found.dropped, found.opposed) == (0, 0, 0, 0)
