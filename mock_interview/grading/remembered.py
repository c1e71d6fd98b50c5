"""Models that remember in memory: what is among the last things asked for is not computed again.

Only for models whose rows are independent of each other. Nothing is kept on disk.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Literal, TypeVar

import numpy as np

from mock_interview.grading.encoder import Encoder
from mock_interview.grading.verifier import CLASSES, Verifier

K = TypeVar("K", bound=Hashable)
# Texts, and pairs of texts, that are remembered: about 20 MB of vectors and their texts together.
MOST = 8192


class _Rows(Generic[K]):
    """The rows of the last ``most`` keys, each a copy: a view would keep its whole batch alive."""

    def __init__(self, width: int, most: int) -> None:
        self._width, self._most = width, most
        self._known: OrderedDict[K, np.ndarray] = OrderedDict()

    def __call__(self, keys: Sequence[K], compute: Callable[[list[K]], np.ndarray]) -> np.ndarray:
        """Rows (len(keys), width); those not known from one call of ``compute``, each key once."""
        found = {key: self._known.get(key) for key in keys}
        missing = [key for key, row in found.items() if row is None]
        if missing:
            found.update(zip(missing, compute(missing), strict=True))
        for key, row in found.items():
            if key not in self._known:
                self._known[key] = np.array(row, np.float32)
            self._known.move_to_end(key)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return np.array([found[key] for key in keys], np.float32).reshape(len(keys), self._width)


class RememberedEncoder:
    """An ``Encoder`` that asks ``encoder`` once for every text among the last ``most`` different ones."""

    def __init__(self, encoder: Encoder, *, most: int = MOST) -> None:
        self._encoder = encoder
        self.name: str = encoder.name
        self.digest: str = encoder.digest
        self.dim: int = encoder.dim
        self.independent: bool = encoder.independent
        self._rows = {kind: _Rows[str](encoder.dim, most) for kind in ("query", "passage")}

    def encode(self, texts: Sequence[str], *, kind: Literal["query", "passage"] = "passage") -> np.ndarray:
        """As ``Encoder.encode``."""
        return self._rows[kind](texts, lambda missing: self._encoder.encode(missing, kind=kind))


class RememberedVerifier:
    """A ``Verifier`` that asks ``verifier`` once for every pair among the last ``most`` different ones."""

    def __init__(self, verifier: Verifier, *, most: int = MOST) -> None:
        self._verifier = verifier
        self.name: str = verifier.name
        self.digest: str = verifier.digest
        self._rows = _Rows[tuple[str, str]](CLASSES, most)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """As ``Verifier.judge``."""
        return self._rows(pairs, self._verifier.judge)
