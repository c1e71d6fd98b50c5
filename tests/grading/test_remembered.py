"""Models that remember: the same rows, computed once, and no more of them kept than allowed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.remembered import RememberedEncoder, RememberedVerifier
from tests.grading.samples import WordEncoder, WordVerifier

TEXTS = st.lists(st.sampled_from(["a b", "b c", "", "c", "d e f", "LoRA freezes"]), max_size=6)


@given(st.lists(TEXTS, max_size=6), st.integers(0, 4))
def test_rows_are_those_of_the_model_whatever_was_asked_before(calls: list[list[str]], most: int) -> None:
    plain, remembered = WordEncoder(), RememberedEncoder(WordEncoder(), most=most)
    for texts in calls:
        assert np.array_equal(remembered.encode(texts), plain.encode(texts))


def test_a_text_is_computed_once_while_it_is_among_the_last() -> None:
    inner = WordEncoder()
    encoder = RememberedEncoder(inner, most=2)
    encoder.encode(["a", "b", "a"])
    encoder.encode(["b", "a"])
    assert (inner.calls, inner.texts) == (1, 2)
    encoder.encode(["c"])  # "b" was asked for before "a"
    encoder.encode(["a"])
    assert inner.texts == 3
    encoder.encode(["b"])
    assert inner.texts == 4


def test_queries_and_passages_are_told_apart() -> None:
    inner = WordEncoder()
    encoder = RememberedEncoder(inner)
    encoder.encode(["a"], kind="query")
    encoder.encode(["a"])
    assert inner.texts == 2
    assert (encoder.name, encoder.digest, encoder.dim) == (inner.name, inner.digest, inner.dim)


def test_a_pair_is_judged_once() -> None:
    inner = WordVerifier()
    verifier = RememberedVerifier(inner)
    pairs = [("a b", "a"), ("not a", "a"), ("a b", "a")]
    assert np.array_equal(verifier.judge(pairs), WordVerifier().judge(pairs))
    verifier.judge(pairs[:1])
    assert inner.calls == 1
    assert verifier.judge([]).shape == (0, 4)
