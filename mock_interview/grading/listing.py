"""The items of a reference that is one list: "the metrics are: recall, precision and F1".

Looks at the marks of a list alone. Knows no question, no answer and no model.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mock_interview.grading.text import normalise, reading_length

# Reading lengths: what leads to a list, an item of one with semicolons, and one between lesser marks.
LONGEST_LEAD, LONGEST_ITEM, LONGEST_NAME = 48, 64, 14
# Items between commas are a list from this many on: two may be two clauses.
FEWEST = 3

_ENDS = " \t\n。.；;，,、：:"
_COLON = re.compile(r"：|:(?=\s|[^\x00-\x7f])|——")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.\s")
_SEMICOLON = re.compile(r"[；;]")
_BETWEEN_NAMES = re.compile("、")
_WIDE_COMMA = re.compile(r"，|,(?=\s*[\u3400-\u9fff])")
_COMMA = re.compile(r"，|,(?=\s|[\u3400-\u9fff])")
# What stands between the lead and the first item, where there is no colon; the second are as good as a
# cue only before `FEWEST` names.
_CUE = re.compile(
    r"(?:包括了?|包含了?|分为|分成|划分为|(?<![具没所含])有)(?:以下|如下)?(?:[一二两三四五六七八九十\d]+[种类个项]\s*)?"
    r"|\b(?:include[sd]?|comprises?|consists? of|namely|made up of|divided into)\s",
    re.IGNORECASE,
)
_WEAK_CUE = re.compile(r"[是由]|^the\s[^,]*?\s(?:are|were)\s", re.IGNORECASE)
_FILLER = re.compile(r"(?:主要|通常|一般|可以|可)*(?:是指|指|包括|包含|分为|有|是|为)?(?=.)")
# What may follow the last item of a Chinese list: "等三种", "等岗位", "组成".
_TAIL = re.compile(
    r"(?:等等?(?![待级于价效式同])[\u3400-\u9fff]{0,4}"
    r"|[两三四五六七八九十\d]+[种类个项](?:[\u3400-\u9fff]{0,3})|组成|构成)$"
)
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
# An English participle is no name.
_DONE = re.compile(r"^\w{3,}ed(?:$| (?:to|by|in|with|as|from|at|on|into|for|over)\b)")
_LAST = re.compile(r"(?<=.)(?:以及|和|与|及)(?=.)|,?\s+and\s+", re.IGNORECASE)
_LAST_SIGN = re.compile(r"^(?:and\s|以及|和)\s*", re.IGNORECASE)
# One of several things is no list of them.
_EITHER = re.compile(r"或|\bor\b", re.IGNORECASE)


class Listing(NamedTuple):
    """A list as stored: what leads to it, with its colon, and its items."""

    lead: str
    items: tuple[str, ...]


def listed(reference: str) -> Listing | None:
    """``reference`` as a list where the whole of it is one.

    Statements between semicolons after a colon, or names: of three words, not of clauses.
    """
    normal = normalise(reference)
    text = normal.text.strip(_ENDS)
    if not text or _SENTENCE_END.search(text):
        return None
    stored: list[tuple[int, int]] = []
    start = len(normal.text)
    # From the end: what leads to the list may say the words of an item too.
    for item in reversed(_after_colon(text) or _after_cue(text)):
        start = normal.text.rindex(item, 0, start)
        stored.insert(0, normal.stored(start, start + len(item)))
    if not stored:
        return None
    return Listing(reference[: stored[0][0]], tuple(reference[first:last] for first, last in stored))


def _after_colon(text: str) -> list[str]:
    colon = _COLON.search(text)
    if colon is None or not 0 < reading_length(text[: colon.start()]) <= LONGEST_LEAD:
        return []
    body = text[colon.end() :].strip(_ENDS)
    found = [_ARTICLE.sub("", item) for item in _pieces(_SEMICOLON, body)]
    if len(found) > 1:
        return found if max(map(reading_length, found)) <= LONGEST_ITEM else []
    filler = _FILLER.match(body)
    return _names(body[filler.end() :] if filler else body) or _names(body)


def _after_cue(text: str) -> list[str]:
    """Names after the last verb that leads to nothing but a list of them."""
    cues = [(cue, 2) for cue in _CUE.finditer(text)] + [(cue, FEWEST) for cue in _WEAK_CUE.finditer(text)]
    for cue, fewest in reversed(cues):
        body = text[cue.end() :]
        # Between Chinese commas stand clauses; names have a mark of their own.
        found = [] if _WIDE_COMMA.search(body) else _names(body)
        lead = reading_length(text[: cue.start() + 1])
        if len(found) >= fewest and 0 < lead <= LONGEST_LEAD and not any(map(_DONE.match, found)):
            return found
    return []


def _names(body: str) -> list[str]:
    """Short items between the marks of a list, or a pair with "and"; nothing where any is long."""
    body = _TAIL.sub("", body.strip(_ENDS)).strip(_ENDS)
    if _SEMICOLON.search(body) or _EITHER.search(body):
        return []
    named = _pieces(_BETWEEN_NAMES, body)
    fewest = 2
    if len(named) == 1 and _COMMA.search(body):
        named, fewest = _pieces(_COMMA, body), FEWEST
    last = _LAST_SIGN.sub("", named[-1]) if named else ""
    pair = _LAST.split(last) if named and last == named[-1] else [last]
    parts = (*named[:-1], *(pair if len(pair) == 2 else [last]))
    found = [_ARTICLE.sub("", item.strip(_ENDS)) for item in parts]
    if len(found) < fewest:
        return []
    short = all(item and reading_length(item) <= LONGEST_NAME for item in found)
    return found if short and not any(map(_COMMA.search, found)) else []


def _pieces(mark: re.Pattern[str], text: str) -> list[str]:
    return [part.strip(_ENDS) for part in mark.split(text) if part.strip(_ENDS)]
