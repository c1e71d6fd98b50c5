"""Whether an answer names the items of a list: for names words decide, no paraphrase is asked for.

Compares letters; knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from mock_interview.grading.lexical import alike, tokens
from mock_interview.grading.listing import LONGEST_NAME
from mock_interview.grading.text import count_chinese, is_chinese, reading_length

# Reading length that the part of a name has at least which tells it from the others.
SHORTEST_CORE = 2
# Share of a name's words from which on they begin to count, and all count; the same for its letters, which
# alone are never quite enough.
SOME_WORDS, ALL_WORDS = 0.5, 0.9
SOME_LETTERS, BY_LETTERS = 0.6, 0.8
# Letters from which on a name is itself at the beginning of a longer word.
LONG_NAME = 7

# What makes an item say something rather than name it: small words of a clause, a verb in front, a word of
# degree at the end.
_SAYS = re.compile(
    r"[是把被让]|从而|^并|不(?=[增减影需会能易用依改占受再])|无需|无须|(?<![大最])[少多低高快慢弱易难差]$"
    r"|^(?:便于|易于|利于|提高|降低|减少|减轻|增加|加快|支持|可以|能够?|实现|避免|防止|节省|提供|采用|使用|保证|缓解|适合|没有|更)"
    r"|\b(?:is|are|was|be|can|has|have|will|if|when|because|it|its|only|than|no|less|fewer|more|easy|easier|"
    r"faster|lower|higher|better|without)\b"
)
# Right before a name, earlier in its clause, right after the names of its clause: it is said to be none.
_NOT = re.compile(r"(?:[非不无未没]|\b(?:non|without|un)[\s-]?)$")
_DENIED = re.compile(
    r"不(?:包括|包含|是|属于|算|含|涉及)|没有|并非|以为"
    r"|\b(?:not(?! only)|no|neither|nor|never|except|without|people (?:often )?(?:mention|say|think))\b|n't\b"
)
_DENIED_AFTER = re.compile(
    r"(?:[\0\s、,，/]|和|与|及|或|\band\b|\bor\b)*"
    r"(?:(?:都|均|也|就)?(?:不是|不算|不属于|不在)|(?:is|are|do|does)(?: not|n't)\b)"
)
_CLAUSE = re.compile(
    r"[，。；！？,;!?\n]|\.\s|而是|应当是|应该是|\bbut\b|\binstead\b|\bthey are\b|\bhere belongs?\b"
)


def are_names(items: Sequence[str]) -> bool:
    """Whether normalised items of a list are names rather than statements."""
    short = len(items) > 1 and max(map(reading_length, items)) <= LONGEST_NAME
    return short and not any(map(_SAYS.search, items))


def cores(items: Sequence[str], reference: str) -> list[str]:
    """For each of normalised ``items`` of ``reference`` the part of it that names it; all of it as a rule.

    It is what is left without what all items share: of "数量检验、质量检验" it is "数量" and "质量". What the
    reference says beside its items too, as a rule in the words of the question, names nothing.
    """
    out = []
    for core, item in zip(map(_trimmed, _apart(list(items))), items, strict=True):
        elsewhere = reference.count(core) > sum(other.count(core) for other in items)
        out.append(item if elsewhere else core)
    return out


def _apart(items: list[str]) -> list[str]:
    """Chinese items without the beginning and the end that all share, as far as enough is left of each."""
    for backwards in (False, True):
        turned = [item[::-1] for item in items] if backwards else items
        shared = sum(1 for _ in takewhile(lambda chars: len(set(chars)) == 1, zip(*turned, strict=False)))
        while shared and not all(_may_cut(item, shared) for item in turned):
            shared -= 1
        cut = [item[shared:] for item in turned]
        items = [item[::-1] for item in cut] if backwards else cut
    return items


def _may_cut(item: str, at: int) -> bool:
    """Whether a cut stands between Chinese characters and leaves enough."""
    return count_chinese(item[at - 1 : at + 1]) == 2 and reading_length(item[at:]) >= SHORTEST_CORE


def _trimmed(core: str) -> str:
    return core.strip(" 的-,")


def named(names: Sequence[Sequence[str]], text: str, said: Collection[str]) -> list[float | None]:
    """How far a normalised ``text`` names each of ``names`` (alternatives each), 0 to 1.

    ``said`` are the text's content words, misspelt ones put right. A name inside of a longer one of the
    list is not said, and one that is said not to belong there is not named. ``None`` for a name that is not
    there and has no alternative in the text's language, in which it may have been said.
    """
    order = sorted(range(len(names)), key=lambda i: -max(map(len, names[i])))
    rest = text
    found: dict[int, list[tuple[int, int]]] = {}
    for i in order:
        found[i] = [span for name in names[i] for span in places(name, rest)]
        for start, end in found[i]:
            rest = rest[:start] + "\0" * (end - start) + rest[end:]
    # Words of the names that were found say nothing of the others.
    left = set(tokens(rest)) | (set(said) - set(tokens(text)))
    out: list[float | None] = []
    for i, alternatives in enumerate(names):
        spelt = [name for name in alternatives if is_chinese(name) == is_chinese(text)]
        if found[i]:
            out.append(float(any(not _is_denied(rest, *place) for place in found[i])))
        else:
            out.append(_alike(spelt[0], rest, left) if spelt else None)
    return out


def _is_denied(rest: str, start: int, end: int) -> bool:
    """Whether the name at these offsets is said not to be one; names in ``rest`` are zeros."""
    before = rest[:start].rstrip("\0")
    clause = _CLAUSE.split(re.sub("[,，]?\0[,，]", "\0", before))[-1]
    denied = _NOT.search(before) or _DENIED.search(clause) or _DENIED_AFTER.match(rest, end)
    return denied is not None


def places(name: str, text: str) -> list[tuple[int, int]]:
    """Where ``name`` stands in ``text``, written in one word or in several.

    Latin letters stand at the beginning of a word; only a long name may go on in it ("layer norm" in "layer
    normalization").
    """
    before = r"(?<![a-z0-9])" if name[:1].isascii() and name[:1].isalnum() else ""
    open_end = r"[a-z]*" if len(re.sub(r"[\s-]", "", name)) >= LONG_NAME else r"(?:e?s)?(?![a-z0-9])"
    after = open_end if name[-1:].isascii() and name[-1:].isalnum() else ""
    words = r"[\s-]?".join(map(re.escape, re.split(r"[\s-]+", name)))
    return [match.span() for match in re.finditer(before + words + after, text)]


def _alike(name: str, text: str, said: Collection[str]) -> float:
    words = tokens(name)
    share = sum(word in said for word in words) / len(words) if words else 0.0
    by_words = _ramp(share, SOME_WORDS, ALL_WORDS)
    if count_chinese(name):
        # Pairs of Chinese characters lack the small ones, and so a "not".
        return min(by_words, BY_LETTERS * _ramp(alike(name, text), SOME_LETTERS, 1.0))
    return by_words


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
