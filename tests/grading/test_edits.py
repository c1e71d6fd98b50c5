"""Edits change what they say they change, and nothing else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading import edits
from mock_interview.grading.polarity import direction
from mock_interview.grading.text import normalise


@pytest.mark.parametrize(
    ("text", "turned", "share"),
    [
        ("这样显存占用会降低很多，训练速度也会更快一些", "这样显存占用会提高很多，推理速度也会更快一些", 1.0),
        ("memory use is reduced a lot. we look at it today", "memory use is increased a lot. we look", 0.5),
        ("It only looks at that.", "It only looks at that.", 0.0),
    ],
)
def test_the_opposite_turns_the_clauses_that_have_a_direction(text: str, turned: str, share: float) -> None:
    said, found = edits.opposite(text)
    assert said.startswith(turned) and found == share


def test_a_weak_word_before_a_direction_word_stays() -> None:
    said, _ = edits.opposite("only the error is reduced here")
    assert said == "only the error is increased here"


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("LoRA is cheaper than full tuning.", "full tuning is cheaper than LoRA."),
        ("Normalise inputs before adding them.", "adding them before Normalise inputs."),
        ("It goes from text to ids.", "It goes from ids to text."),
        ("First retrieve, then rerank.", "First rerank, then retrieve."),
        ("先检索再重排。", "先重排再检索。"),
        ("从文本到向量。", "从向量到文本。"),
        ("BERT 比 GPT 更小。", "GPT 比 BERT 更小。"),
        ("只训练小矩阵，而不是全部权重。", "全部权重，而不是只训练小矩阵。"),
    ],
)
def test_roles_change_places(text: str, swapped: str) -> None:
    said, share = edits.roles_swapped(text)
    assert "".join(said.split()) == "".join(swapped.split()) and share == 1.0


@pytest.mark.parametrize("text", ["比如这个例子", "对比一下两个方案", "It is a matrix."])
def test_a_text_that_orders_nothing_keeps_its_roles(text: str) -> None:
    assert edits.roles_swapped(text) == (text, 0.0)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("min 10, 50 show gains", "min 30, 150 show gains"),
        ("0 of 1,000 and 0.5 MB", "5 of 3,000 and 1.5 MB"),
        ("共有8个头", "共有24个头"),
        ("GPT-4, v2 and 2.5.1 are names", "GPT-4, v2 and 2.5.1 are names"),
    ],
)
def test_every_number_that_is_no_name_becomes_another(text: str, changed: str) -> None:
    assert edits.numbers_changed(text)[0] == changed


def test_the_share_of_clauses_with_a_number_is_counted() -> None:
    assert edits.numbers_changed("the model has 32 layers. we train all of them")[1] == 0.5


def test_truncating_keeps_whole_words_from_the_start() -> None:
    text = "Attention weights are divided by the root. " * 5
    head = edits.truncated(text)
    assert text.startswith(head) and text[len(head)] in " ." and len(head) <= 0.15 * len(text)


@pytest.mark.parametrize(
    "text", ["the cat sat on a mat. dogs bark at night", "先冻结原来的权重。再训练两个低秩矩阵"]
)
def test_shuffling_keeps_every_word_in_its_sentence(text: str) -> None:
    said = edits.shuffled(text, random.Random(1))
    assert said == edits.shuffled(text, random.Random(1))
    for before, after in zip(
        text.replace("。", ".").split("."), said.replace("。", ".").split("."), strict=False
    ):
        assert sorted("".join(before.split())) == sorted("".join(after.split()))
    assert said.split() != text.split()


@given(st.text(max_size=200))
def test_no_text_breaks_an_edit_and_shares_are_shares(text: str) -> None:
    for edit in (edits.opposite, edits.roles_swapped, edits.numbers_changed):
        said, share = edit(text)
        assert isinstance(said, str) and 0.0 <= share <= 1.0
    edits.truncated(text)
    edits.shuffled(text, random.Random(0))
    for lang in ("zh", "en"):
        edits.negated(text, lang)


def test_every_clause_of_a_negated_text_has_a_negation() -> None:
    said = edits.negated("LoRA can freeze the weights. It trains two matrices.", "en")
    assert direction(normalise(said).text).negations == 2
