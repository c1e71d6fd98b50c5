"""An answer's text made comparable, and cut into claims, with the way back to the stored characters.

Nothing here knows what a claim is compared with.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# Characters of an answer that are read; about 40 minutes of speech.
MAX_CHARS = 20_000
# Units (clauses) an answer is cut into at most; neighbours are joined beyond that.
MAX_UNITS = 120
# In reading lengths (a Chinese character is 1, an English word about 2): shorter clauses join
# their neighbour, longer ones are cut at a connective, or else hard.
SHORT_UNIT, LONG_UNIT = 7, 52

_SENTENCE_END = re.compile(r"[。！？!?；;\n]+|(?<![\s(]\d)(?<!^\d)\.(?=\s|$)|…+", re.MULTILINE)
_CLAUSE_END = re.compile(r"[，：]|[,:](?=\s|[\u2e80-\uffef])|——|--+|\s[-–]\s")
_LIST_SIGN = re.compile(r"\s*(?:[-*•·>#]+\s+|[(（]?\d{1,2}[.)、）]\s*(?=\D)|[①-⑳]\s*)")
_CONNECTIVE = re.compile(
    r"(?=然后|所以|因为|但是|而且|另外|同时|不过|因此|接着|最后|其次|首先|还有|至于|相比|比如)"
    r"|(?<=\s)(?=(?:and|so|because|but|then|which|while|whereas|also|finally|second|another|instead|since)\s)"
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_WIDE = re.compile(r"[\u2e80-\uffef]")
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Normal:
    """Comparable text; ``origin[i]`` is the offset in the stored text that made character ``i``."""

    text: str
    origin: tuple[int, ...]
    truncated: bool = False

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the stored text for ``text[start:end]``, which must not be empty."""
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Claim:
    """One or two neighbouring clauses, or a sentence: ``text`` is ``normal.text[start:end]``."""

    text: str
    start: int
    end: int
    units: tuple[int, int]


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """What a character is compared as: NFKC, lower case, nothing for what cannot be seen."""
    if char in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if char.isspace():
        return " "
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Mn"):
        return ""
    # Full-width marks of Chinese end a clause and are kept; NFKC would make them ASCII.
    return char if char in "，。：；！？、（）" else unicodedata.normalize("NFKC", char).lower()


def normalise(text: str, limit: int = MAX_CHARS) -> Normal:
    """The first ``limit`` characters of ``text`` made comparable. Takes any string."""
    folded = [_folded(char) for char in text[:limit]]
    joined = "".join(folded)
    if len(joined) == len(folded) == sum(map(bool, folded)):  # one for each, as nearly always
        return Normal(joined, tuple(range(len(joined))), len(text) > limit)
    origin = [at for at, chars in enumerate(folded) for _ in chars]
    return Normal(joined[:limit], tuple(origin[:limit]), len(text) > limit)


@lru_cache(maxsize=1024)  # a clause is measured where it is cut, and again where it is weighed
def reading_length(text: str) -> int:
    """Length in Chinese characters; an English word or a number counts two."""
    wide = len(_WIDE.findall(text))
    return wide + 2 * len([word for word in _WORD.findall(text) if word[0] < "\u2e80"])


def count_chinese(text: str) -> int:
    """How many Chinese characters a text has."""
    return len(_CHINESE.findall(text))


def is_chinese(text: str) -> bool:
    """Whether a claim is in Chinese, terms in Latin letters allowed."""
    return 4 * count_chinese(text) > len(text)


def _pieces(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """``text[start:end]`` cut after every match of ``pattern``."""
    cuts = [match.end() for match in pattern.finditer(text, start, end)]
    edges = [start, *cuts, end]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def _joined(text: str, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Clauses of one sentence with those too short to say anything joined to a neighbour."""
    out: list[tuple[int, int]] = []
    last = 0  # reading length of the last one; measuring it again each time would be quadratic
    for start, end in clauses:
        length = reading_length(text[start:end])
        if out and min(last, length) < SHORT_UNIT:
            out[-1] = (out[-1][0], end)
            last += length
        else:
            out.append((start, end))
            last = length
    return out


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A clause cut to readable lengths: at connectives, then at spaces or anywhere."""
    if reading_length(text[start:end]) <= LONG_UNIT:
        return [(start, end)]
    parts = _joined(text, _pieces(text, start, end, _CONNECTIVE))
    out = []
    for a, b in parts:
        while reading_length(text[a : min(b, a + 4 * LONG_UNIT)]) > LONG_UNIT:
            cut = _hard_cut(text, a, b)
            out.append((a, cut))
            a = cut
        while b - a > 8 * LONG_UNIT:  # no words at all: base64, a wall of signs
            out.append((a, a + 8 * LONG_UNIT))
            a += 8 * LONG_UNIT
        if a < b:
            out.append((a, b))
    return out


def _hard_cut(text: str, start: int, end: int) -> int:
    """Where to cut a run without marks: after about half of `LONG_UNIT`, at a space if there is one."""
    length = 0
    for match in re.finditer(r"[\u2e80-\uffef]|\S+?(?=\s|[\u2e80-\uffef]|$)|\S", text[start:end]):
        length += 1 if match.group() >= "\u2e80" else 2
        if length >= LONG_UNIT // 2:
            return start + match.end()
    return end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    sign = _LIST_SIGN.match(text, start, end)
    start = sign.end() if sign else start
    while start < end and (text[start].isspace() or text[start] in "，,、。.；;：:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,、。.；;：:"):
        end -= 1
    return start, end


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a normalised text."""
    return _pieces(text, 0, len(text), _SENTENCE_END)


@lru_cache(maxsize=16)  # the gate asks, and then whoever looks for claims
def units(text: str) -> tuple[tuple[int, int, int], ...]:
    """Clauses of a normalised text as (start, end, number of their sentence), at most `MAX_UNITS`."""
    found: list[tuple[int, int, int]] = []
    for number, (start, end) in enumerate(sentences(text)):
        for a, b in _joined(text, _pieces(text, start, end, _CLAUSE_END)):
            for piece in _bounded(text, a, b):
                a, b = _trimmed(text, *piece)
                if a < b:
                    found.append((a, b, number))
    step = -(-len(found) // MAX_UNITS) or 1
    groups = [found[i : i + step] for i in range(0, len(found), step)]
    return tuple((group[0][0], group[-1][1], group[0][2]) for group in groups)


def claims(normal: Normal) -> list[Claim]:
    """Every clause, every two neighbouring clauses, and every sentence of three or four."""
    found = units(normal.text)
    spans = [(i, i + 1) for i in range(len(found))] + [(i, i + 2) for i in range(len(found) - 1)]
    spans += _whole_sentences([number for _, _, number in found])
    out = []
    for first, last in spans:
        start, end = found[first][0], found[last - 1][1]
        out.append(Claim(normal.text[start:end], start, end, (first, last)))
    return out


def _whole_sentences(numbers: list[int]) -> list[tuple[int, int]]:
    spans = []
    for number in sorted(set(numbers)):
        first = numbers.index(number)
        count = numbers.count(number)
        if count in (3, 4):
            spans.append((first, first + count))
    return spans
