"""Which of many texts are nearly the same, by their vectors."""

from __future__ import annotations

from collections.abc import Sequence

from mock_interview.grading.encoder import Encoder

ROWS = 256  # texts compared with all others at once; bounds the memory


def find_alike(encoder: Encoder, texts: Sequence[str], threshold: float) -> list[tuple[int, int, float]]:
    """Every pair (i, j, cosine) with i < j whose cosine reaches ``threshold``, in order."""
    import numpy as np

    if len(texts) < 2:
        return []
    vectors = encoder.encode(texts)
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(texts), ROWS):
        cosines = vectors[start : start + ROWS] @ vectors.T
        for i, j in zip(*np.nonzero(cosines >= threshold), strict=True):
            if start + i < j:
                found.append((start + int(i), int(j), float(cosines[i, j])))
    return found
