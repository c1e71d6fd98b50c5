"""Measures what vectors are worth: retrieval, parity with the teacher, polarity, marks by people.

Pure functions of vectors; nothing here loads a model.
"""

from __future__ import annotations

import numpy as np


def retrieval(queries: np.ndarray, passages: np.ndarray) -> float:
    """Share of rows of ``queries`` whose nearest passage is the one of the same number."""
    best = (queries @ passages.T).argmax(axis=1)
    return float((best == np.arange(len(queries))).mean())


def mean_cosine(one: np.ndarray, other: np.ndarray) -> float:
    """Mean cosine of the rows of two arrays of unit vectors."""
    return float((one * other).sum(axis=1).mean())


def easy_wins(sentence: np.ndarray, translation: np.ndarray, flipped: np.ndarray) -> np.ndarray:
    """For each case: is the translation nearer to the sentence than to its flipped edit?"""
    return easy_leads(sentence, translation, flipped) > 0


def easy_leads(sentence: np.ndarray, translation: np.ndarray, flipped: np.ndarray) -> np.ndarray:
    """For each case by how much the translation is nearer to the sentence than to its flipped edit."""
    return np.asarray((translation * sentence).sum(1) - (translation * flipped).sum(1))


def hard_wins(sentence: np.ndarray, translation: np.ndarray, flipped: np.ndarray) -> np.ndarray:
    """For each case: is the sentence nearer to its translation than to its flipped edit?"""
    return np.asarray((sentence * translation).sum(1) > (sentence * flipped).sum(1))


def pearson(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of two series."""
    return float(np.corrcoef(one, other)[0, 1])
