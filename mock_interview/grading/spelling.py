"""Words of an answer that are a word of the question misspelt, read as that word.

In pieces, as the models read a word that they do not know, it would mean anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from mock_interview.grading.lexical import one_letter_off
from mock_interview.grading.text import Normal

# Shorter words are often one letter off another.
_WORD = re.compile(r"(?<![a-z0-9])[a-z]{5,}(?![a-z0-9])")


def spelt(texts: Iterable[str]) -> frozenset[str]:
    """The words of normalised texts that a misspelt word may be meant for."""
    return frozenset(word for text in texts for word in _WORD.findall(text))


def mended(normal: Normal, known: Collection[str]) -> Normal:
    """``normal`` with words that no vocabulary has and that are one letter off one of ``known`` put right.

    What is put right still comes from the stored characters of the word as it was.
    """
    from mock_interview.grading.onnx_model import is_known

    text, origin, done = "", list[int](), 0
    for found in _WORD.finditer(normal.text):
        word = found[0]
        meant = None if word in known or is_known(word) else one_letter_off(word, known)
        if meant is not None:
            start, end = found.span()
            text += normal.text[done:start] + meant
            origin += normal.origin[done:start]
            last = max(1, len(meant) - 1)
            origin += [normal.origin[start + at * (len(word) - 1) // last] for at in range(len(meant))]
            done = end
    if not done:
        return normal
    return Normal(text + normal.text[done:], (*origin, *normal.origin[done:]), normal.truncated)
