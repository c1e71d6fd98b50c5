"""Which language notes are in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CHINESE = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]+")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|\$\$.*?\$\$|https?://\S+", re.DOTALL)
# English words that a Chinese text may have for each of its characters.
PER_CHARACTER = 1.5
# English words from which on a question without a Chinese character is English, whatever is around it.
SENTENCE = 4


def language_of(question: str, answer: str, around: str) -> str:
    """``zh`` or ``en`` for a question with its answer; ``around`` is the language of most of the file."""
    asked = _counts(question)
    told = _counts(answer)
    if asked[0]:
        if around == "zh":
            return "zh"
        return (
            "zh"
            if PER_CHARACTER * (asked[0] + told[0]) >= asked[1] + told[1] or asked[0] >= asked[1]
            else "en"
        )
    if told[0] or told[1]:
        return "zh" if PER_CHARACTER * told[0] >= told[1] else "en"
    return "en" if asked[1] >= SENTENCE else around


def main_language(texts: Iterable[str]) -> str:
    """The language of most of ``texts`` together."""
    chinese = latin = 0
    for text in texts:
        one, other = _counts(text)
        chinese, latin = chinese + one, latin + other
    return "zh" if chinese and PER_CHARACTER * chinese >= latin else "en"


def _counts(text: str) -> tuple[int, int]:
    plain = _CODE.sub(" ", text)
    return len(_CHINESE.findall(plain)), len(_LATIN.findall(plain))
