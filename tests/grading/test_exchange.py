"""Claims about sides exchanged and words in another order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.exchange import exchanged, order

SAME_AND_EXCHANGED = [
    ("layernorm comes before the sublayer", "the sublayer comes before layernorm"),
    ("first freeze the weights, then train the adapter", "first train the adapter, then freeze the weights"),
    ("it drops from quadratic memory to linear memory", "it drops from linear memory to quadratic memory"),
    ("decoding is slower than prefill", "prefill is slower than decoding"),
    ("use sampling instead of greedy decoding", "use greedy decoding instead of sampling"),
    ("先检索文档，再生成回答", "先生成回答，再检索文档"),
    ("把稠密向量转成稀疏矩阵", "把稀疏矩阵转成稠密向量"),
    ("全量微调比提示微调更贵", "提示微调比全量微调更贵"),
    ("归一化在残差相加之前", "残差相加在归一化之前"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), SAME_AND_EXCHANGED)
def test_exchanged_sides_are_told_from_the_same_sides(right: str, wrong: str) -> None:
    assert exchanged(wrong, [right]) > 0.4
    assert exchanged(right, [right]) < -0.4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("normalise before the sublayer runs", "the sublayer runs after you normalise"),
        ("before decoding, prefill runs", "prefill runs before decoding"),
        ("decoding is slower than prefill", "prefill is faster than decoding"),
    ],
)
def test_the_same_said_from_the_other_end_is_not_exchanged(one: str, other: str) -> None:
    assert exchanged(one, [other]) <= 0


def test_the_kindest_statement_decides() -> None:
    assert exchanged("a cache before a queue", ["a queue before a cache", "a cache before a queue"]) < 0


def test_words_that_relate_nothing_are_neither() -> None:
    assert exchanged("lora freezes the weights", ["先检索，再生成"]) == 0


def test_a_copy_is_in_order_and_a_mixed_up_copy_is_not() -> None:
    said = "sparse experts hold 671 parameters and activate 37 of them"
    mixed = "sparse experts hold 37 parameters and activate 671 of them"
    assert order(said, [said]).disorder == order(said, [said]).torn == 0
    assert order(mixed, [said]).disorder > 0 and order(mixed, [said]).shared == 1


def test_the_statement_that_shares_most_words_is_the_one_compared() -> None:
    found = order("rotate queries and keys", ["train a reward model", "queries and keys rotate"])
    assert found.shared == 1


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12), st.lists(st.sampled_from("abcdefgh"), max_size=12))
def test_order_stays_within_bounds(said: list[str], meant: list[str]) -> None:
    words = {letter: f"word{letter}x" for letter in "abcdefgh"}
    found = order(" ".join(words[x] for x in said), [" ".join(words[x] for x in meant)])
    assert all(0 <= value <= 1 for value in found)
