"""The encoder that comes with the package: Chinese, English, and across the two, offline.

Owns how the windows of a long text become one vector. The model itself runs in ``onnx_model``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.onnx_model import THREADS, OnnxModel

GRAPH = "encoder.onnx"
# Tokens that neighbouring windows share, so that no sentence is seen only in halves.
OVERLAP = 32
# A window with nothing but the two marks of beginning and end has no words.
EMPTY_TOKENS = 2


class BundledEncoder:
    """Implements ``Encoder``. Raises ``EncoderError`` when its files are missing or damaged."""

    name = "bundled"
    independent = True

    def __init__(self, folder: Path = FOLDER, *, threads: int = THREADS) -> None:
        self._model = OnnxModel(folder, GRAPH, threads=threads)
        self.digest: str = self._model.digest
        self.dim: int = self._model.config.dim

    def encode(
        self,
        texts: Sequence[str],
        *,
        kind: Literal["query", "passage"] = "passage",  # noqa: ARG002  (the protocol's)
    ) -> np.ndarray:
        """Unit vectors (len(texts), dim); ``kind`` makes no difference to this model."""
        parts = self._model.windows(texts, OVERLAP) if texts else []
        owner = [i for i, windows in enumerate(parts) for w in windows if len(w.ids) > EMPTY_TOKENS]
        windows = [w for windows in parts for w in windows if len(w.ids) > EMPTY_TOKENS]
        vectors = _unit(self._model.run(windows, self.dim))
        lengths = np.array([len(w.ids) for w in windows], np.float32)
        sums = np.zeros((len(texts), self.dim), np.float32)
        np.add.at(sums, owner, vectors * lengths[:, None])
        return _unit(sums)


def _unit(rows: np.ndarray) -> np.ndarray:
    """Rows at length one; rows of zeros stay."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)
