"""Whether an answer names the items of a list."""

from __future__ import annotations

import pytest

from mock_interview.grading.draft import drafted
from mock_interview.grading.lexical import tokens
from mock_interview.grading.naming import are_names, cores, named

CHECKS = ["数量检验", "质量检验"]
MARKETS = ["定期运输市场", "不定期运输市场", "快捷运输市场"]


def shares(items: list[str], text: str, reference: str = "") -> list[float]:
    names = [(core, item) for core, item in zip(cores(items, reference), items, strict=True)]
    return [round(-1 if x is None else x, 2) for x in named(names, text, set(tokens(text)))]


def test_what_all_items_share_need_not_be_said() -> None:
    assert cores(CHECKS, "") == ["数量", "质量"]
    assert shares(CHECKS, "包括数量和质量两方面的检验") == [1, 1]


def test_a_core_that_the_reference_says_beside_its_items_names_nothing() -> None:
    reference = "按加工程度，分为加工配送、集疏配送"
    assert cores(["加工配送", "集疏配送"], reference)[0] == "加工配送"


def test_words_of_latin_letters_are_not_cut() -> None:
    items = ["layer norm", "batch norm"]
    assert cores(items, "") == items
    assert shares(items, "each layer has one") == [0, 0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("定期、不定期和快捷等运输市场", [1, 1, 1]),
        ("不定期运输市场", [0, 1, 0]),
        ("快捷运输市场", [0, 0, 1]),
    ],
)
def test_a_name_inside_of_another_is_not_said(text: str, wanted: list[float]) -> None:
    assert [share >= 0.5 for share in shares(MARKETS, text)] == [bool(w) for w in wanted]


@pytest.mark.parametrize(
    "text",
    [
        "非直达运输", "不包括直达运输，而是中转运输", "直达运输不是，应该是中转运输",
        "it is not recall", "without recall", "they do not include recall; they are precision and F1",
        "precision belongs here, but recall does not", "people often mention recall, which is wrong",
    ],
)  # fmt: skip
def test_a_name_that_is_said_not_to_belong_there_is_not_named(text: str) -> None:
    items = ["直达运输", "中转运输"] if "输" in text else ["recall", "precision"]
    denied, other = shares(items, text.lower())
    assert denied == 0
    assert other == (items[1] in text)


def test_not_only_denies_nothing() -> None:
    assert shares(["recall", "precision"], "not only recall but also precision") == [1, 1]


def test_words_of_a_name_that_was_said_do_not_count_for_another() -> None:
    items = ["mini-batch gradient descent", "stochastic gradient descent", "batch gradient descent"]
    assert shares(items, "stochastic gradient descent and mini-batch gradient descent") == [1, 1, 0]


def test_an_english_name_stands_at_the_borders_of_words_and_may_be_many() -> None:
    assert shares(["loss", "gradient"], "lossless gradients") == [0, 1]


def test_a_long_name_may_be_written_in_one_word_and_go_on() -> None:
    items = ["layer norm", "rms norm", "batch norm"]
    assert shares(items, "layer normalization, rmsnorm and batch-norm") == [1, 1, 1]
    assert shares(items, "layer norm 和 rmsnorm 吧，batchnorm 不算") == [1, 1, 0]


def test_short_items_are_names_and_longer_ones_statements() -> None:
    assert are_names(CHECKS)
    assert not are_names(["检验", "选出的指标要有助于分析问题所在的地方并改进"])
    assert not are_names(["alone"])


def test_points_drafted_from_a_list_of_names_are_names_and_others_are_not() -> None:
    (found,) = drafted("q", ["The metrics are: recall, Precision and F1."])
    assert [(p.text.en, p.terms, p.is_name) for p in found.points] == [
        ("recall", (("recall",),), True),
        ("Precision", (("precision", "Precision"),), True),
        ("F1", (("f1", "F1"),), True),
    ]
    (prose,) = drafted("q", ["LoRA freezes the pretrained weights. It trains two low-rank matrices beside."])
    assert not any(p.is_name for p in prose.points)


def test_a_name_that_may_have_been_said_in_the_other_language_is_unknown() -> None:
    assert named([("recall",), ("精确率", "precision")], "包括召回率和精确率", {"召回"}) == [None, 1]


def test_a_name_stays_one_when_a_person_has_looked_at_the_point() -> None:
    from dataclasses import replace

    (found,) = drafted("q", ["The metrics are: recall, Precision and F1."])
    assert all(replace(point, drafted=False).is_name for point in found.points)
