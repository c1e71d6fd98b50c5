"""Attacks are what they are called."""

from __future__ import annotations

import pytest

from mock_interview.grading import attacks
from mock_interview.grading.polarity import direction
from mock_interview.grading.text import normalise
from tests.grading.samples import BANK, QUESTION


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "LoRA 会冻结原来的权重。只训练两个低秩矩阵，推理时可以合并回去。"),
        ("en", "LoRA will freeze the pretrained weights. It trains two low-rank matrices. They are merged."),
    ],
)
def test_a_negated_answer_negates_every_clause_and_keeps_the_rest(lang: str, text: str) -> None:
    edited = attacks.negated(text, lang)
    before, after = direction(normalise(text).text), direction(normalise(edited).text)
    assert after.negations >= before.negations + 2
    assert len(edited) < len(text) + 30


def test_one_edit_changes_one_clause() -> None:
    text = "LoRA 会冻结原来的权重，它也会训练两个小的矩阵"
    assert attacks.negated(text, "zh", every=False).count("不") == 1


def test_turning_round_exchanges_opposites() -> None:
    assert attacks.turned_round("显存占用会降低很多") == "显存占用会提高很多"
    assert attacks.turned_round("memory use is reduced") == "memory use is increased"


def test_a_paraphrase_hides_the_words_it_says_from_the_grader() -> None:
    answer, hidden = attacks.paraphrase(QUESTION, "zh")
    assert all(point.text.zh in answer for point in QUESTION.points)
    assert hidden.points == QUESTION.points  # no accept texts in Chinese to hide


def test_a_lone_question_has_no_sibling() -> None:
    assert attacks.from_sibling(QUESTION, BANK, "en") is None


def test_the_keyword_list_states_nothing() -> None:
    words = attacks.keyword_list(QUESTION, "en").split(", ")
    assert len(words) >= 6 and all(" " not in word for word in words)
