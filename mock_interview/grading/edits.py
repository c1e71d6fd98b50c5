# ruff: noqa: E501  (a Chinese character counts as two columns)
"""Edits that take the truth or the sense out of an answer's text: negation, opposites, roles, numbers, order.

Pure and deterministic given a generator; which answers are worth editing is decided in `attacks_on`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache

from mock_interview.grading.opposites import PAIRS
from mock_interview.grading.polarity import swapped
from mock_interview.grading.text import normalise, sentences, units

_ZH_VERBS = re.compile(
    r"(?<![不没无未只还而就也都但总可机社所])(?:可以|能够|需要|必须|应该|使用|采用|依赖|会|能|要|是(?![否不])|有(?![效关序])|让|把|用(?!户|于|途)"
    r"|支持|降低|提高|减少|增加|决定|等于|属于|代表|适合|保留|更新|学习|训练|生成|计算|存|取|加|乘|看|做|算|写|读|占|靠|走|按|从|对)"
)
_ZH_AFTER = re.compile(r"更|最|都|只|很|直接|同时|先|再|仍|依然")
_EN_AUX = re.compile(
    r"\b(is|are|was|were|can|could|will|would|should|must|may|might|has|have|does|do)\b(?! not|n't|'t)",
    re.IGNORECASE,
)
_EN_VERB = re.compile(
    r"\b(?:it|they|we|you|that|which|this|model|models|and|then|each)\s+(?=[a-z]{3,}\b)", re.IGNORECASE
)
# Not part of a name (GPT-4, v2, 2.5.1).
_NUMBER = re.compile(r"(?<![A-Za-z_\d.\-/])\d{1,15}(?:,\d{3})*(?:\.\d{1,15})?(?!\d|\.\d)")
# Opposites that often leave a statement as true as it was ("only" and "not only").
_WEAK = frozenset({"is", "are", "only", "not only", "一个", "多个", "另一个"})
# What stands on either side of a word that orders two things; both sides change places.
_ROLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bfirst (?P<a>[^.,;:\n]+?),? (?:and )?then (?P<b>[^.,;:\n]+)",
        r"\bfrom (?P<a>[^.,;:\n]{1,40}?) to (?P<b>[\w-]+(?: [\w-]+)?)",
        r"\b(?:turn|convert|map|project|compress|translate)\w* (?P<a>[^.,;:\n]{1,40}?) (?:in)?to (?P<b>[\w-]+(?: [\w-]+){0,2})",
        r"(?:^|[.,;:\n]\s*|\b(?:and|but|so|because|that|while|since)\s)(?P<a>[\w-]+(?: [\w-]+){0,4}?)"
        r"(?= (?:is|are|was|were|has|have|needs?|uses?|takes?|costs?|gives?|runs?|keeps?|can|will)\b)[^.,;:\n]{3,60} than (?P<b>[\w-]+(?: [\w-]+){0,3})",
        r"(?P<a>[^\s.,;:][^.,;:\n]*) (?:before|after|instead of|rather than) (?P<b>[^.,;:\n]+)",
        r"先(?P<a>[^，。；：\n]+)，?(?:再|然后)(?P<b>[^，。；：\n]+)",
        r"从(?P<a>[^，。；：\n]{1,20}?)到(?P<b>[^，。；：\n的]{1,20})",
        r"(?:把|将)(?P<a>[^，。；：\n]{1,20}?)(?:转成|变成|转为|变为|映射到|换成|压到|压成|投影到)(?P<b>[^，。；：\n]{1,20})",
        r"用(?P<a>[^，。；：\n]{1,20}?)(?:代替|取代|替代|替换)(?P<b>[^，。；：\n]{1,20})",
        r"(?P<a>[^，。；：\n]{1,24}?)(?<![对相占])比(?![如例较特值重分起对])(?P<b>[^，。；：\n]{1,20}?)(?=更|要|还|高|低|大|小|快|慢|多|少|好|差|强|弱|长|短|贵|便宜|省|难|容易)",
        r"(?P<a>[^，。；：\n]+)，?(?:而不是|而非)(?P<b>[^，。；：\n]+)",
        r"在(?P<a>[^，。；：\n]{1,24}?)(?:之前|之后|以前|以后)，?(?P<b>[^，。；：\n]+)",
    )
)
_PIECE = re.compile(r"[A-Za-z0-9_.+\-]*[A-Za-z0-9_+\-]|[的了是在和与把被就也都不只从到]|[\u4e00-\u9fff]{1,2}")


def edited(text: str, edit: Callable[[str], str], *, every: bool) -> str:
    """``edit`` applied to every clause, or to clauses up to the first that it changes."""
    normal = normalise(text)
    out, last = [], 0
    for start, end, _ in units(normal.text):
        a, b = normal.stored(start, end)
        changed = edit(text[a:b])
        out += [text[last:a], changed]
        last = b
        if changed != text[a:b] and not every:
            break
    return "".join([*out, text[last:]])


def negated(text: str, lang: str, *, every: bool = True) -> str:
    """``text`` with a negation put into every clause (or the first that takes one)."""
    return edited(text, _negate_zh if lang == "zh" else _negate_en, every=every)


def turned_round(text: str, *, every: bool = True) -> str:
    """``text`` with a word of every clause changed to its opposite, where it has one."""
    return edited(text, _swap, every=every)


def opposite(text: str) -> tuple[str, float]:
    """``text`` with a direction word turned in every clause that has one, and the share (0-1) of those.

    Direction words are the opposites of more than one character; 大, 是, "is" also stand where
    turning them leaves the statement true or says nothing.
    """
    clauses = _clauses(text)
    turned = sum(_turn(clause) != clause for clause in clauses)
    return edited(text, _turn, every=True), turned / max(1, len(clauses))


def roles_swapped(text: str) -> tuple[str, float]:
    """``text`` with the two sides of 'A before/than/instead of B' exchanged, and the share (0-1) of
    clauses that an exchange reaches."""
    found = sorted(
        (match for pattern in _ROLES for match in pattern.finditer(text)), key=lambda m: m.start("a")
    )
    out, last, spans = [], 0, []
    for match in found:
        (a, b), (c, d) = match.span("a"), match.span("b")
        if a < last or match["a"].strip().lower() == match["b"].strip().lower():
            continue
        out += [text[last:a], match["b"], text[b:c], match["a"]]
        last = d
        spans.append((a, d))
    normal = normalise(text)
    places = [normal.stored(start, end) for start, end, _ in units(normal.text)]
    reached = sum(any(a < end and start < d for a, d in spans) for start, end in places)
    return "".join([*out, text[last:]]), reached / max(1, len(places))


def numbers_changed(text: str) -> tuple[str, float]:
    """``text`` with every number about three times as large, and the share (0-1) of clauses with one."""
    clauses = _clauses(text)
    with_one = sum(bool(_NUMBER.search(clause)) for clause in clauses)
    return _NUMBER.sub(lambda match: _other_number(match.group()), text), with_one / max(1, len(clauses))


def truncated(text: str, share: float = 0.15) -> str:
    """The first ``share`` (0-1) of ``text``, without a word cut in two."""
    cut = max(1, round(share * len(text)))
    head = text[:cut]
    split = cut < len(text) and head[-1:].isascii() and head[-1:].isalnum() and text[cut].isalnum()
    return (head.rsplit(None, 1)[0] if split and len(head.split()) > 1 else head).strip()


def shuffled(text: str, rng: random.Random) -> str:
    """The words of every sentence of ``text`` in a random order; Chinese in pieces of at most two."""
    normal = normalise(text)
    out = []
    for start, end in sentences(normal.text):
        a, b = normal.stored(start, end)
        pieces = _PIECE.findall(text[a:b])
        rng.shuffle(pieces)
        chinese = any(piece >= "\u2e80" for piece in pieces)
        out.append(("" if chinese else " ").join(pieces) + ("。" if chinese else "."))
    return " ".join(out)


def _clauses(text: str) -> list[str]:
    normal = normalise(text)
    return [normal.text[start:end] for start, end, _ in units(normal.text)]


def _negate_zh(clause: str) -> str:
    match = _ZH_VERBS.search(clause) or _ZH_AFTER.search(clause)
    if match is None:
        return "并非" + clause
    sign = "没" if match.group().startswith("有") else "不"
    return clause[: match.start()] + sign + clause[match.start() :]


def _negate_en(clause: str) -> str:
    match = _EN_AUX.search(clause)
    if match:
        return f"{clause[: match.end()]} not{clause[match.end() :]}"
    match = _EN_VERB.search(clause)
    if match:
        return f"{clause[: match.end()]}never {clause[match.end() :]}"
    return f"not {clause}"


def _swap(clause: str) -> str:
    return next(iter(swapped(clause.lower(), most=1)), clause)


def _turn(clause: str) -> str:
    low = clause.lower()
    found = _direction().search(low)
    if found is None:
        return clause
    before, after = low[: found.start()], low[found.end() :]
    return next((t for t in swapped(low, most=20) if t.startswith(before) and t.endswith(after)), clause)


@lru_cache(maxsize=1)
def _direction() -> re.Pattern[str]:
    words = {word.replace("_", " ") for pair in PAIRS.split() for word in pair.split("/")} - _WEAK
    long = sorted((word for word in words if len(word) > 1), key=lambda word: (len(word), word))
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in long[::-1]))


def _other_number(written: str) -> str:
    plain = written.replace(",", "")
    if "." in plain:
        return f"{3 * float(plain):.{len(plain.partition('.')[2])}f}"
    value = 3 * int(plain) or 5
    return f"{value:,}" if "," in written else str(value)
