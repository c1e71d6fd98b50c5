"""What is affirmed where one thing is rejected for another, and what is left as it was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.contrast import LEFT, affirmed
from mock_interview.grading.text import normalise


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("not greedy, temperature 0.7, top-p 0.9", "temperature 0.7, top-p 0.9"),
        ("it is not a model but a framework", "it is a framework"),
        ("langchain isn't a model, but a framework", "langchain is a framework"),
        ("it isn't a new model; it's a way to train one", "it's a way to train one"),
        ("it isn’t a new model; it’s a way to train one", "it's a way to train one"),
        ("order matters. instead of raw text, templates are used", "order matters. templates are used"),
        ("it rotates queries and keys rather than adding a vector", "it rotates queries and keys"),
        ("three matrices instead of two; the gate is the third", "three matrices; the gate is the third"),
        ("half a percent is enough, not seven", "half a percent is enough"),
        ("它不是模型，而是框架", "它是框架"),
        ("并非整体一个角，而是两两一组", "是两两一组"),
        ("不用 relu，改用 swiglu", "用 swiglu"),
        ("不再看爬取量，只看质量", "看质量"),
        ("用低秩增量而不是全量更新，省显存", "用低秩增量，省显存"),
        ("与其加大模型，不如洗数据", "洗数据"),
    ],
)  # fmt: skip
def test_what_is_rejected_for_something_else_is_left_out(said: str, told: str) -> None:
    assert affirmed(said) == told


@pytest.mark.parametrize(
    "said",
    [
        "it has no mean term, so it is cheaper",
        "two things are trained: ",
        "it is not only smaller but faster",
        "prompting doesn't need data, but you can only fit a handful of examples",
        "gelu is smooth and not monotone",
        "the weights are not updated",
        "曲线光滑，不是单调的",
        "他要看是不是真的懂，而不只是会背",
        "并不是参数越多越好",
        "不需要训练，也不增加延迟",
        "batch 反而不必开大，层数多才需要",
    ],
)
def test_a_plain_negation_stays(said: str) -> None:
    assert affirmed(said) == said


def test_a_text_that_only_rejects_stays() -> None:
    said = "not the whole set of pretrained weights of the base model, x"
    assert affirmed(said) == said


@given(st.text("不是而用看，；。的真, notbuisramehd;.'", max_size=200))
def test_something_is_always_left_of_what_was_said(text: str) -> None:
    said = normalise(text).text
    told = affirmed(said)
    assert told == said or len(said) >= len(told) >= LEFT * len(said)


def test_a_long_answer_takes_no_time() -> None:
    said = "it is not " + "so very " * 4000 + "不是" * 4000 + ", not " * 4000
    assert len(affirmed(said)) <= len(said)
