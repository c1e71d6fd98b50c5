"""What a model said, made fit for an interviewer's mouth: plain, short, in the right language.

What cannot be made fit is dropped, with the reason.
"""

from __future__ import annotations

import re
import unicodedata

from mock_interview.clean_text import one_line, printable

PROBE = 320  # width in cells, a Chinese character two, of the longest follow-up
REMARK = 240  # and of anything else it says


# English without these would be no talk: every authored follow-up of the bank has as many.
COMMON_SHARE = 0.15
FEW_WORDS = 6  # below which a text need not have any
LONGEST_WORD = 40  # letters and digits in a row; what is longer is a code


class Unfit(Exception):
    """The words cannot be used; ``args[0]`` says why, as in ``Words.dropped``."""


def spoken(text: str, lang: str, most: int) -> str:
    """``text`` as one line without markup, at most ``most`` cells wide, cut at the end of a sentence.

    Raises `Unfit`: ``form`` when nothing or no talk is left, ``language`` when it is in another language.
    """
    plain = one_line(_unmarked(printable(text)))
    if not any(char.isalpha() for char in plain) or _NO_TALK.search(plain) or _CODE.search(plain):
        raise Unfit("form")
    plain = _cut(plain, most)
    if not in_language(plain, lang):
        raise Unfit("language")
    return plain


def in_language(text: str, lang: str) -> bool:
    """Whether ``text`` is written in ``lang``; Chinese may be full of terms in Latin letters."""
    chinese = sum("\u3400" <= char <= "\u9fff" for char in text)
    letters = sum(char.isalpha() for char in text)
    latin = sum(char.isalpha() and char < "\u0400" for char in text)
    words = re.findall(r"[A-Za-z]+", text)
    if lang == "zh":
        return chinese >= max(2, len(words)) and chinese + latin >= 0.9 * letters
    common = sum(word.lower() in _COMMON for word in words)
    spoken_english = len(words) < FEW_WORDS or common >= COMMON_SHARE * len(words)
    return chinese == 0 and latin >= 0.9 * letters and spoken_english


def width(text: str) -> int:
    """Cells that ``text`` takes on one line."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


_COMMON = frozenset(
    " ".join(
        (
            "the a an is are was were be do does did of to in on at by for from with and or but not no",
            "it this that these those there what which how why when where who you your we our they their",
            "if than as have has can could would should will let one i my me us so then into over each",
            "every any all only",
        )
    ).split()
)
_MARKUP = (
    (re.compile(r"```\w*|~~~\w*"), " "),
    (re.compile(r"<[/!]?[A-Za-z][^<>]*>|<\|[^<>]*\|>"), " "),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*(?:#{1,6}|>+|[-*+•]|\d+[.)])\s+", re.MULTILINE), ""),
    (re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\$"), ""),
)
_LABEL = re.compile(
    r"^(?:interviewer|follow-?up(?: question)?|question|assistant|answer|面试官|追问|提问|回答)\s*[:：]\s*",
    re.I,
)
_QUOTES = {'"': '"', "“": "”", "「": "」", "'": "'"}
# A link, or data where talk was expected.
_CODE = re.compile(rf"[A-Za-z0-9+/=]{{{LONGEST_WORD},}}")
_NO_TALK = re.compile(r"https?://|www\.|[{}\[\]]\s*[\"']\w|\"\s*:\s*[\"{\[\d]")


def _unmarked(text: str) -> str:
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    text = _LABEL.sub("", text.strip())
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        text = text[1:-1]
    return text


_END = re.compile(r"[。！？!?…]+[”」\"]?|\.(?=\s|$)")


def _cut(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    ends = [match.end() for match in _END.finditer(text) if width(text[: match.end()]) <= most]
    if not ends:
        raise Unfit("form")
    return text[: ends[-1]]
