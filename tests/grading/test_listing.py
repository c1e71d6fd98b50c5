"""Which references are one list, and what its items are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.listing import listed


@pytest.mark.parametrize(
    ("reference", "items"),
    [
        ("归一化方法有：Layer Norm、RMS Norm 和 Batch Norm。", ["Layer Norm", "RMS Norm", "Batch Norm"]),
        ("并行方式可分为数据并行、张量并行、流水线并行三种", ["数据并行", "张量并行", "流水线并行"]),
        ("RAG 的流程：切分文档；建立索引；检索；生成。", ["切分文档", "建立索引", "检索", "生成"]),
        ("评价指标包括准确率、召回率等指标。", ["准确率", "召回率"]),
        ("数据清洗：主要是指去重和过滤。", ["去重", "过滤"]),
        ("特征：标准性，分布性，复杂性。", ["标准性", "分布性", "复杂性"]),
        ("The metrics are: recall, Precision, and F1.", ["recall", "Precision", "F1"]),
        ("An agent consists of a planner, a memory and tools.", ["planner", "memory", "tools"]),
        ("The states of matter are solid, liquid and gas.", ["solid", "liquid", "gas"]),
        ("死锁的条件有互斥条件、循环等待条件。", ["互斥条件", "循环等待条件"]),
        ("LoRA: fewer parameters; no added latency", ["fewer parameters", "no added latency"]),
    ],
)  # fmt: skip
def test_the_items_of_a_list_are_given_as_they_are_written(reference: str, items: list[str]) -> None:
    found = listed(reference)
    assert found is not None
    assert list(found.items) == items
    assert reference.startswith(found.lead + items[0])


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "。",
        "LoRA freezes the pretrained weights and trains two low-rank matrices.",
        "A car is made of iron or steel.",
        "Use a unit of measurement such as centimeters or meters.",
        "补码能把减法转化为加法，符号位可一同参与运算，简化了电路。",
        "把多个查询头分成若干组，每组共享一套键和值，从而缩小 KV 缓存。",
        "优点：速度最快。缺点：费用最高，有重量限制。",
        "The metrics are: recall, precision. They are computed on the test set.",
        "注意力的复杂度是 O(n^2)：序列加倍，计算量变为四倍。",
        "The weights are frozen, quantized to four bits, and merged.",
        "At 10:30, two things happen.",
    ],
)
def test_what_is_no_list_has_no_items(reference: str) -> None:
    assert listed(reference) is None


def test_the_lead_may_say_the_words_of_an_item() -> None:
    found = listed("加工方式：加工；运输；加工和运输")
    assert found is not None
    assert found.lead == "加工方式："


PIECES = [
    "a",
    "The",
    "are",
    " ",
    "、",
    "，",
    ",",
    "；",
    ";",
    ":",
    "：",
    "和",
    "and",
    "等",
    "包括",
    "是",
    "加工",
    "不",
    "\u200b",
    "Ａ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_items_are_stretches_of_any_text_in_order(text: str) -> None:
    found = listed(text)
    if found is not None:
        end = len(found.lead)
        assert text.startswith(found.lead)
        for item in found.items:
            assert item
            end = text.index(item, end) + len(item)
