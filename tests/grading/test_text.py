"""Normalising and cutting: the way back to the stored text, and bounds on hostile input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.grading.text import MAX_CHARS, MAX_UNITS, claims, normalise, units

ANY_TEXT = st.text(st.characters(), max_size=400)


@given(ANY_TEXT)
@settings(deadline=None)
def test_every_claim_leads_back_to_a_stretch_of_the_stored_text(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.origin)
    for claim in claims(normal):
        start, end = normal.stored(claim.start, claim.end)
        assert 0 <= start < end <= len(text)
        assert claim.text == normal.text[claim.start : claim.end]


@given(
    st.lists(
        st.sampled_from(["。", "，", "\n", "- ", "a", "的", " ", "x" * 300, "字" * 200, "\u202e", "\ud800"]),
        max_size=300,
    )
)
@settings(deadline=None, max_examples=30)
def test_clauses_are_few_and_in_order_whatever_comes(pieces: list[str]) -> None:
    found = units(normalise("".join(pieces)).text)
    assert len(found) <= MAX_UNITS
    assert all(a < b for a, b, _ in found)
    assert [a for a, _, _ in found] == sorted(a for a, _, _ in found)


@pytest.mark.parametrize(
    ("raw", "comparable"),
    [
        ("ＬｏＲＡ　很好", "lora 很好"),
        ("ｓｃａｌｅ ＝ α／ｒ", "scale = α/r"),
        ("a\u200bb\u202ec\x00d\ud800e", "abcde"),
        ("① 第一", "1 第一"),
        ("line\r\nline", "line\n\nline"),
        ("10 ℃ ﬁne", "10 °c fine"),
    ],
)
def test_writing_variants_compare_alike(raw: str, comparable: str) -> None:
    assert normalise(raw).text == comparable


def test_chinese_and_english_clauses_are_told_apart() -> None:
    text = normalise(
        "LoRA 冻结原权重，只训练两个低秩矩阵。At inference, the product BA is merged into the weights."
    ).text
    assert [text[a:b] for a, b, _ in units(text)] == [
        "lora 冻结原权重",
        "只训练两个低秩矩阵",
        "at inference, the product ba is merged into the weights",
    ]


def test_list_signs_are_not_part_of_a_claim() -> None:
    text = normalise("1. 冻结原来的权重参数\n- 只训练低秩矩阵参数\n(3) 推理时可以合并回去").text
    assert [text[a:b] for a, b, _ in units(text)] == [
        "冻结原来的权重参数",
        "只训练低秩矩阵参数",
        "推理时可以合并回去",
    ]


def test_speech_without_marks_is_cut_at_connectives() -> None:
    text = normalise(
        "就是它会把原来的权重冻结住不去更新它们的梯度然后在旁边加两个小矩阵一个降维一个升维只训练这两个小矩阵"
        "所以训练的参数量非常少显存也省了很多而且推理的时候还能合并回去没有额外延迟"
    ).text
    assert len(units(text)) >= 3


def test_numbers_keep_their_commas_and_points() -> None:
    text = normalise("the vocabulary has 50,257 entries and the base is 0.5 times that").text
    assert len(units(text)) == 1


def test_only_the_beginning_of_a_very_long_answer_is_read() -> None:
    normal = normalise("字" * (MAX_CHARS + 1))
    assert normal.truncated and len(normal.text) == MAX_CHARS
    assert not normalise("字" * MAX_CHARS).truncated
