# ruff: noqa: E501  (a Chinese character counts as two columns)
"""Whether words have the two sides of a statement exchanged, and how far they are in another order.

Pure functions of normalised texts. Says which way they go, not which way is right.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mock_interview.grading.lexical import tokens
from mock_interview.grading.polarity import direction

# A stretch of words ends at these, and at 80 characters: what has no marks at all takes no time for that.
_END = r".,;:!?()\n，。；：！？（）"
_W = rf"[^{_END}]"
_START = rf"(?:^|[{_END}]\s*|\b(?:and|but|so|then)\s)"
# The name of a relation from ``a`` to ``b``, words of which a text must have one, and how it is said.
_SAID = (
    ("order", ("first",), rf"\bfirst(?:ly)?,? (?P<a>{_W}{{1,80}}?),? (?:and )?(?:then|next|afterwards?)\b,? (?P<b>{_W}{{1,80}})"),
    ("order", ("before",), rf"{_START}before (?P<b>{_W}{{1,80}}), (?P<a>{_W}{{1,80}})"),
    ("order", ("before",), rf"(?P<a>{_W}{{1,80}}) before (?P<b>{_W}{{1,80}})"),
    ("order", ("after",), rf"{_START}after (?P<a>{_W}{{1,80}}), (?P<b>{_W}{{1,80}})"),
    ("order", ("after",), rf"(?P<b>{_W}{{1,80}}) after (?P<a>{_W}{{1,80}})"),
    ("order", ("先",), rf"先(?P<a>{_W}{{1,80}}?)[，,]?\s*(?:再|然后|后)(?P<b>{_W}{{1,80}})"),
    ("order", ("之前", "以前", "前面"), rf"(?P<a>{_W}{{1,80}}?)在(?P<b>{_W}{{1,24}}?)(?:之前|以前|前面)(?!的)"),
    ("order", ("之前", "以前"), rf"(?:^|[{_END}])在?(?P<b>{_W}{{1,24}}?)(?:之前|以前)[，,]?(?P<a>{_W}{{1,80}})"),
    ("order", ("之后", "以后", "后面"), rf"(?P<b>{_W}{{1,80}}?)在(?P<a>{_W}{{1,24}}?)(?:之后|以后|后面)(?!的)"),
    ("order", ("之后", "以后"), rf"(?:^|[{_END}])在?(?P<a>{_W}{{1,24}}?)(?:之后|以后)[，,]?(?P<b>{_W}{{1,80}})"),
    ("to", ("from ",), rf"\bfrom (?P<a>{_W}{{1,80}}?) (?:in)?to (?P<b>{_W}{{1,80}})"),
    ("to", ("turn", "convert", "map", "project", "compress", "translat", "chang", "transform"),
     rf"\b(?:turn|convert|map|project|compress|translat|chang|transform)\w* (?P<a>{_W}{{1,80}}?) (?:in)?to (?P<b>{_W}{{1,80}})"),
    ("to", ("从",), rf"从(?P<a>{_W}{{1,24}}?)(?:到|变成|变为|改为|改成|降到|升到|换成)(?P<b>{_W}{{1,24}})"),
    ("to", ("把", "将", "由"), rf"[把将由](?P<a>{_W}{{1,24}}?)(?:转成|变成|转为|变为|映射到|换成|压到|压成|投影到|改为|改成)(?P<b>{_W}{{1,24}})"),
    ("over", ("instead of", "rather than"), rf"(?P<a>{_W}{{1,80}}) (?:instead of|rather than) (?P<b>{_W}{{1,80}})"),
    ("over", ("instead of", "rather than"), rf"{_START}(?:instead of|rather than) (?P<b>{_W}{{1,80}}), (?P<a>{_W}{{1,80}})"),
    ("over", ("not ",), rf"\bnot (?P<b>{_W}{{1,80}}),? but (?P<a>{_W}{{1,80}})"),
    ("over", ("而不是", "而非"), rf"(?P<a>{_W}{{1,80}})[，,]?(?:而不是|而非)(?P<b>{_W}{{1,80}})"),
    ("over", ("而是",), rf"(?:不是|并非)(?P<b>{_W}{{1,80}}?)[，,]?而是(?P<a>{_W}{{1,80}})"),
    ("over", ("代替", "取代", "替代", "替换"), rf"用(?P<a>{_W}{{1,20}}?)(?:代替|取代|替代|替换)了?(?P<b>{_W}{{1,20}})"),
    ("than", (" than ",), rf"(?P<a>{_W}{{1,80}}?)\s(?P<how>[\w-]+(?: \w+){{0,3}}?) than (?P<b>{_W}{{1,80}})"),
    ("than", ("比",), rf"(?P<a>{_W}{{1,30}})(?<![对相占])比(?![如例较特值重分起对])(?P<b>{_W}{{1,24}}?)(?P<how>(?:更|要|还)?[高低大小快慢多少好差强弱长短贵省难]{_W}{{0,4}})"),
)  # fmt: skip
# One character that says which of two is more, and its opposite.
_MORE, _LESS = "高大多长快好强贵难", "低小少短慢差弱省易"


class Relation(NamedTuple):
    """What a text says of two things: the content words of each that the other does not have."""

    name: str
    a: frozenset[str]
    b: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    return tuple((name, cues, re.compile(pattern)) for name, cues, pattern in _SAID)


@lru_cache(maxsize=4096)
def relations(text: str) -> tuple[Relation, ...]:
    """The relations that a normalised text of a sentence or two states."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Relation]:
    for name, cues, pattern in _patterns():
        if not any(cue in text for cue in cues):
            continue
        for match in pattern.finditer(text):
            a, b = frozenset(tokens(match["a"])), frozenset(tokens(match["b"]))
            a, b = a - b, b - a
            side = _side(match["how"]) if name == "than" else (name, 1)
            if a and b and side is not None:
                yield Relation(side[0], *((a, b) if side[1] > 0 else (b, a)))


def _side(how: str) -> tuple[str, int] | None:
    """The name of a comparison and which side of it ``how`` takes; ``None`` where that is not known."""
    for name, sides in direction(how).sides.items():
        if len(sides) == 1:
            return f"than {name}", next(iter(sides))
    for more, less in zip(_MORE, _LESS, strict=True):
        if (more in how) != (less in how):
            return f"than {more}", 1 if more in how else -1
    return None


def exchanged(claim: str, statements: Sequence[str]) -> float:
    """How far ``claim`` has the sides of ``statements`` exchanged (0 to 1), or as they are (0 to -1).

    The kindest statement decides; 0 where none relates the same things.
    """
    said = relations(claim)
    if not said:
        return 0.0
    found = [value for text in statements if (value := _crossed(said, relations(text)))]
    return min(found, default=0.0)


def _crossed(said: Sequence[Relation], meant: Sequence[Relation]) -> float:
    """Of the relations of one name the one told most clearly, either way."""
    values = [_way(one, other) for one in said for other in meant if one.name == other.name]
    return max(values, key=abs, default=0.0)


def _way(said: Relation, meant: Relation) -> float:
    across = _overlap(said.a, meant.b) + _overlap(said.b, meant.a)
    along = _overlap(said.a, meant.a) + _overlap(said.b, meant.b)
    return (across - along) / 2


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other))


class Order(NamedTuple):
    """How the words that a claim shares with a statement stand in it, each 0 to 1.

    ``shared`` is the share of the statement's words, ``disorder`` that of their pairs that stand the other
    way round (Kendall's distance), ``torn`` that of their neighbours that were not neighbours.
    """

    shared: float
    disorder: float
    torn: float


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


def order(claim: str, statements: Sequence[str]) -> Order:
    """The order of words in ``claim`` beside the one of ``statements`` that it shares most words with."""
    return max((_order(_words(claim), _words(text)) for text in statements), default=Order(0.0, 0.0, 0.0))


def _order(said: Sequence[str], meant: Sequence[str]) -> Order:
    """Of words that stand once in both; fewer than three have no order to speak of."""
    wanted = set(meant)
    shared = len(wanted & set(said)) / len(wanted) if wanted else 0.0
    place = {word: at for at, word in enumerate(meant) if meant.count(word) == 1}
    found = [place[word] for word in said if word in place and said.count(word) == 1]
    if len(found) < 3:
        return Order(shared, 0.0, 0.0)
    ranked: list[int] = []
    behind = 0
    for at in found:
        behind += len(ranked) - bisect(ranked, at)
        insort(ranked, at)
    neighbours = set(pairwise(ranked))
    return Order(
        shared,
        2 * behind / (len(found) * (len(found) - 1)),
        sum(pair not in neighbours for pair in pairwise(found)) / (len(found) - 1),
    )
