"""Judges what a claim does to a key point: states it, states part of it, contradicts it, or neither.

Reads both texts together, so it sees a turned-round meaning that vectors of single texts miss.
Nothing here turns a judgement into marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.onnx_model import THREADS, OnnxModel

GRAPH = "verifier.onnx"
STATES, PARTLY, CONTRADICTS, NEITHER = range(4)
CLASSES = 4


class Verifier(Protocol):
    """``name`` and ``digest`` identify the model in a transcript."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Probabilities (len(pairs), 4) that a claim states, states in part, contradicts, or neither.

        A pair is (claim, point), each in Chinese, English or both. Every row sums to one.
        """
        ...


class BundledVerifier:
    """Implements ``Verifier`` with the model that comes with the package.

    Raises ``EncoderError`` when its files are missing or damaged. A pair of more than 256 tokens
    loses the end of its longer text.
    """

    name = "bundled"

    def __init__(self, folder: Path = FOLDER, *, threads: int = THREADS) -> None:
        self._model = OnnxModel(folder, GRAPH, threads=threads)
        self.digest: str = self._model.digest

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """See ``Verifier.judge``; a claim or point without words gives "neither" for certain."""
        out = np.zeros((len(pairs), CLASSES), np.float32)
        out[:, NEITHER] = 1
        filled = [i for i, (claim, point) in enumerate(pairs) if claim.strip() and point.strip()]
        if filled:
            ordered = [(pairs[i][1], pairs[i][0]) for i in filled]
            out[filled] = self._model.run(self._model.pairs(ordered), CLASSES)
        return out
