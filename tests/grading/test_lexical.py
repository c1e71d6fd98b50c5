"""Words in common, in both languages."""

from __future__ import annotations

import pytest

from mock_interview.grading.lexical import QUESTION_WORD, Rarity, rarity, recall, respelt, tokens, weighted


def test_chinese_gives_pairs_of_characters_and_english_gives_stems() -> None:
    assert tokens("低秩矩阵 updates the matrices of gpt2") == [
        "低秩",
        "秩矩",
        "矩阵",
        "updat",
        "matric",
        "gpt2",
    ]


def test_small_words_are_no_content() -> None:
    assert tokens("it is the one that was not") == []
    assert tokens("的是在") == []


def test_rare_words_weigh_more() -> None:
    weight = rarity([{"model", f"word{i}"} for i in range(20)])
    assert weight("word3") > 5 * weight("model")
    assert weight("unheard") >= weight("word3")


def test_a_handful_of_questions_cannot_tell_rare_from_common() -> None:
    weight = rarity([{"a"}, {"a", "b"}])
    assert weight("a") == weight("b")


def test_the_questions_own_words_earn_little() -> None:
    words = weighted(["rope", "rotat"], Rarity(), {"rope"})
    assert recall(words, {"rope"}) < recall(words, {"rotat"})
    assert recall(words, {"rope"}) == pytest.approx(QUESTION_WORD / (1 + QUESTION_WORD))


def test_nothing_wanted_is_nothing_found() -> None:
    assert recall(weighted([], Rarity(), set()), {"a"}) == 0.0


def test_misspelt_terms_are_recognised() -> None:
    assert respelt({"quantizaton", "adaptr", "cat"}, {"quantization", "adapter", "cut"}) == {
        "quantizaton": "quantization",
        "adaptr": "adapter",
    }
