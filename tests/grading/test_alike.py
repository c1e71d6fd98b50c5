from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mock_interview.grading.alike import find_alike


class Letters:
    """An encoder that counts three letters."""

    name = "letters"
    digest = "0"
    dim = 3

    def encode(self, texts: Sequence[str], *, kind: str = "passage") -> np.ndarray:
        rows = np.array([[text.count(letter) for letter in "abc"] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_only_pairs_above_the_threshold_are_found_in_order() -> None:
    found = find_alike(Letters(), ["a", "ab", "c", "aa"], 0.7)
    assert [(first, second, round(cosine, 3)) for first, second, cosine in found] == [
        (0, 1, 0.707),
        (0, 3, 1.0),
        (1, 3, 0.707),
    ]


def test_one_text_has_no_pair() -> None:
    assert find_alike(Letters(), ["a"], 0.0) == []
