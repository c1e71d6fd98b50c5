"""Which of many texts are nearly the same, by their vectors."""

from __future__ import annotations

from collections.abc import Sequence

from mock_interview.grading.encoder import Encoder


def find_alike(encoder: Encoder, texts: Sequence[str], threshold: float) -> list[tuple[int, int, float]]:
    """Every pair (i, j, cosine) with i < j whose cosine reaches ``threshold``, in order."""
    import numpy as np

    if len(texts) < 2:
        return []
    vectors = encoder.encode(texts)
    first, second = np.triu_indices(len(texts), k=1)
    cosines = np.einsum("nd,nd->n", vectors[first], vectors[second])
    found = np.flatnonzero(cosines >= threshold)
    return [(int(first[k]), int(second[k]), float(cosines[k])) for k in found]
