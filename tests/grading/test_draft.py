"""Points drafted from a reference's own structure."""

from __future__ import annotations

import pytest

from mock_interview.grading.draft import MAX_POINTS, drafted, points_from, whole, with_points
from mock_interview.model import Bank, Text, text_in
from tests.samples import question


def texts(reference: str, lang: str = "en") -> list[str]:
    return [point.text.get(lang) for point in points_from(text_in(lang, reference))]


def test_items_of_a_list_are_points_and_what_only_leads_to_them_is_not() -> None:
    kinds = ["data parallelism copies the model", "tensor parallelism splits it", "pipelines split layers"]
    items = "\n".join(f"- {kind}" for kind in kinds)
    assert texts(f"There are three kinds of parallelism:\n\n{items}") == kinds


def test_a_name_is_told_with_what_stands_below_it() -> None:
    reference = "1. 数据并行：\n  - 每张卡一份模型。\n  - 梯度求平均。\n2. 张量并行：\n  - 把矩阵切开。"
    assert texts(reference, "zh") == ["数据并行：每张卡一份模型；梯度求平均", "张量并行：把矩阵切开"]


def test_a_numbered_title_is_told_with_the_paragraph_below_it() -> None:
    reference = (
        "1. 数据偏差\n\n训练数据里有大量重复的文本。模型会照抄。\n\n2. 训练目标\n\n逐词预测鼓励模型重复输入。"
    )
    assert texts(reference, "zh") == [
        "数据偏差：训练数据里有大量重复的文本。",
        "训练目标：逐词预测鼓励模型重复输入。",
    ]


def test_a_title_above_a_list_of_another_kind_is_no_point() -> None:
    reference = (
        "1. 目标\n\n- 前缀模型能看到整个前缀的内容。\n- 因果模型只能看到前面的词。\n\n"
        "2. 速度\n\n- 前缀模型可以并行地编码前缀。"
    )
    assert "目标" not in texts(reference, "zh") and len(texts(reference, "zh")) == 3


def test_sentences_are_points_where_there_is_no_list() -> None:
    reference = (
        "LoRA freezes the pretrained weights of the model. It trains two low-rank matrices beside them."
    )
    assert len(texts(reference)) == 2


@pytest.mark.parametrize(
    "reference", ["Yes.", "```\ncode\n```", "- one item", "42", "|a|b|\n|---|---|\n|1|2|"]
)
def test_whatever_has_a_word_gives_a_point(reference: str) -> None:
    assert texts(reference)


def test_long_lists_are_cut_and_points_are_weighted_evenly_and_marked() -> None:
    points = points_from(
        text_in("en", "\n".join(f"- statement number {n} about the model" for n in range(30)))
    )
    assert len(points) == MAX_POINTS and {point.weight for point in points} == {3}
    assert all(point.drafted and "\n" not in point.text.en for point in points)
    assert len({point.id for point in points}) == MAX_POINTS


def test_two_languages_are_paired_only_where_they_state_equally_much() -> None:
    even = Text(
        zh="- 甲说的是第一件事情\n- 乙说的是第二件事情",
        en="- one says the first thing\n- two says the second thing",
    )
    assert points_from(even)[0].text == Text(zh="甲说的是第一件事情", en="one says the first thing")
    uneven = Text(zh="- 甲说的是第一件事情\n- 乙说的是第二件事情", en="All of it in a single sentence.")
    assert [point.text.langs for point in points_from(uneven)] == [("zh",), ("zh",)]


def test_a_question_with_a_reference_only_is_given_points_and_no_other() -> None:
    bare = question("bare")
    from dataclasses import replace

    bare = replace(bare, points=())
    empty = replace(bare, id="empty", reference=Text(zh="", en=""))
    bank = Bank(questions=(question("full"), bare, empty), topics=(), digest="")
    full, made, left = whole(bank).questions
    assert full == question("full") and made.drafted and left == empty
    assert with_points(full) is full


def test_free_questions_are_drafted_points_too() -> None:
    assert all(one.drafted for one in drafted("What?", ["The first thing. The second thing."]))


def test_statements_of_a_list_are_told_with_what_they_are_about() -> None:
    assert texts("LoRA 的优点：可训练参数少；不增加推理延迟。", "zh") == [
        "LoRA 的优点：可训练参数少",
        "LoRA 的优点：不增加推理延迟",
    ]


def test_names_of_a_list_in_two_languages_may_be_said_in_either() -> None:
    reference = Text(zh="评价指标有：准确率、召回率。", en="The metrics are: precision and recall.")
    points = points_from(reference)
    assert [(p.text.zh, p.text.en) for p in points] == [("准确率", "precision"), ("召回率", "recall")]
    assert [p.terms for p in points] == [(("准确", "准确率", "precision"),), (("召回", "召回率", "recall"),)]
