"""Claims about the edits that training and the polarity figures rest on."""

from __future__ import annotations

import random

import pytest

from training.corpus import Pair
from training.flips import ALL_KINDS, HELD_OUT_KINDS, TRAINING_KINDS, flips_of, pick
from training.judgements import CONTRADICTS, NEITHER, STATES, parallel_judgements
from training.rewording import keyword_list, mistyped, reworded
from training.substitution import reserved_words


@pytest.mark.parametrize(
    ("text", "lang", "kind", "expected"),
    [
        ("It can reduce memory.", "en", "negation added", "It cannot reduce memory."),
        ("It is not stable.", "en", "negation removed", "It is stable."),
        ("Reduce the rate.", "en", "direction", "Increase the rate."),
        ("The encoder reads it.", "en", "role", "The decoder reads it."),
        ("Run it before training.", "en", "order", "Run it after training."),
        ("It has 8 heads.", "en", "number", "It has 80 heads."),
        ("Convert text into numbers.", "en", "swap", "Convert numbers into text."),
        ("Only the head is trained.", "en", "quantifier", "Not only the head is trained."),
        ("它可以减少显存。", "zh", "negation added", "它不能减少显存。"),
        ("它无法收敛。", "zh", "negation removed", "它可以收敛。"),
        ("它会增加开销。", "zh", "direction", "它会减少开销。"),
        ("在训练之前加载。", "zh", "order", "在训练之后加载。"),
        ("共有8个头。", "zh", "number", "共有80个头。"),
    ],
)
def test_an_edit_turns_the_meaning_round(text: str, lang: str, kind: str, expected: str) -> None:
    assert expected in [flip.text for flip in flips_of(text, lang, {kind})]


def test_kinds_for_measuring_are_kept_out_of_training() -> None:
    assert not HELD_OUT_KINDS & TRAINING_KINDS
    assert ALL_KINDS == HELD_OUT_KINDS | TRAINING_KINDS
    assert flips_of("before the first step", "en", TRAINING_KINDS) == []
    assert {"before", "after", "之前", "above"} <= reserved_words()


def test_version_numbers_and_names_are_left_alone() -> None:
    assert flips_of("See v1.2.3 and utf-8 and file2.py", "en", {"number"}) == []


def test_flips_differ_from_the_text_and_from_each_other() -> None:
    text = "The encoder can increase the size of all 16 inputs before training."
    flips = [flip.text for flip in flips_of(text, "en")]
    assert len(flips) == len(set(flips)) >= 6
    assert text not in flips


def test_every_kind_is_as_likely_as_any_other() -> None:
    flips = flips_of("It can, can, can, can reduce 8 heads.", "en", {"negation added", "number"})
    rng = random.Random(1)
    numbers = sum(pick(flips, rng).kind == "number" for _ in range(400))
    assert 150 < numbers < 250


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rewording_is_repeatable_and_keeps_negations(lang: str) -> None:
    text = "it does not use the cache" if lang == "en" else "它不能使用缓存"
    one = [reworded(text, lang, random.Random(seed)) for seed in range(50)]
    assert one == [reworded(text, lang, random.Random(seed)) for seed in range(50)]
    negated = ("not", "n't", "无法", "没法", "不能")
    assert all(any(word in t.lower() for word in negated) for t in one if t == text or lang == "zh")


def test_a_typing_slip_keeps_the_letters() -> None:
    assert sorted(mistyped("gradient descent", random.Random(2))) == sorted("gradient descent")
    assert mistyped("权重", random.Random(2)) == "权重"


def test_a_keyword_list_says_nothing() -> None:
    assert "," in keyword_list("The gradient updates the weights", "en", random.Random(1))


def test_every_pair_teaches_all_three_answers() -> None:
    pairs = [
        Pair("LoRA can reduce memory by training 8 matrices.", "LoRA 可以通过训练8个矩阵减少显存。", "x"),
        Pair("The tokenizer splits text into words.", "分词器可以把文本切成词。", "x"),
    ]
    lessons = list(parallel_judgements(pairs, [1, 0], seed=1))
    assert {STATES, CONTRADICTS, NEITHER} <= {label for lesson in lessons for label in lesson.labels}
    assert lessons == list(parallel_judgements(pairs, [1, 0], seed=1))
