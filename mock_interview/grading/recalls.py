"""The shares of words in common of many claims with many statements at once.

To the last bit what ``lexical.recall`` says of each pair: weights are added in the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from mock_interview.grading.lexical import Words


class Recalls:
    """How much of each of ``wanted`` is said; built once for a question."""

    def __init__(self, wanted: Sequence[Words]) -> None:
        every = dict.fromkeys(word for words in wanted for word in words.weights)
        self._column = {word: number for number, word in enumerate(every)}
        longest = max((len(words.weights) for words in wanted), default=0)
        # Step by step through the words of all statements; a statement that has run out waits at a word
        # of no weight.
        self._at = np.full((longest, len(wanted)), len(every))
        self._weight = np.zeros((longest, len(wanted)))
        for number, words in enumerate(wanted):
            for step, (word, weight) in enumerate(words.weights.items()):
                self._at[step, number], self._weight[step, number] = self._column[word], weight
        self._total = np.array([words.total or 1.0 for words in wanted])

    def __call__(self, said: Sequence[Collection[str]]) -> np.ndarray:
        """Shares (len(said), len(wanted)), 0-1."""
        has = np.zeros((len(said), len(self._column) + 1))
        for row, words in zip(has, said, strict=True):
            row[[self._column[word] for word in words if word in self._column]] = 1.0
        out = np.zeros((len(said), len(self._total)))
        for at, weight in zip(self._at, self._weight, strict=True):
            out += has[:, at] * weight
        return np.asarray(out / self._total)
