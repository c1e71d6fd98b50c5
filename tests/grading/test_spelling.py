"""Claims about misspelt words: read as the question's word, told with the characters that were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.spelling import mended, spelt
from mock_interview.grading.text import normalise

KNOWN = spelt(["lora freezes the pretrained weights and trains symmetric matrices of low rank, with adamw"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("LoRA freezse the pretraned wieghts", "lora freezes the pretrained weights"),
        ("rtains matrcies", "trains matrices"),
        ("ewights 冻结，只训练 matricess", "weights 冻结，只训练 matrices"),
    ],
)
def test_a_word_one_letter_off_is_read_as_the_questions_word(written: str, read: str) -> None:
    assert mended(normalise(written), KNOWN).text == read


@pytest.mark.parametrize(
    "text",
    ["asymmetric matrices", "the trainer weighs a matrix later", "qlora", "weights2 wieghts3x", "rnak", ""],
)
def test_words_that_are_words_or_mean_something_else_stay(text: str) -> None:
    normal = normalise(text)
    assert mended(normal, KNOWN) is normal or mended(normal, KNOWN).text == text


def test_what_is_put_right_comes_from_the_characters_that_were_written() -> None:
    stored = "ＬoRA freezse the wieghtss now"
    normal = mended(normalise(stored), KNOWN)
    for word, written in (("freezes", "freezse"), ("now", "now"), ("the", "the")):
        at = normal.text.index(word)
        start, end = normal.stored(at, at + len(word))
        assert stored[start:end] == written


@given(st.text(alphabet="aeghistwz ，冻\u200b", max_size=40))
def test_any_text_keeps_its_order_and_its_ends(text: str) -> None:
    normal, plain = mended(normalise(text), KNOWN), normalise(text)
    assert len(normal.text) == len(normal.origin)
    assert list(normal.origin) == sorted(normal.origin)
    assert set(normal.origin) <= set(plain.origin)
    if normal.text:
        assert normal.stored(0, len(normal.text)) == plain.stored(0, len(plain.text))
