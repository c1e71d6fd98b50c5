"""Ids for questions and topics, made from their words. The only place that imports pypinyin."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container

LONGEST, LONGEST_TOPIC = 40, 24  # characters; ids are typed, and topics stand in tables
_MOST_WORDS = 8
_ARTICLES = ("a", "an", "the", "of", "to", "in", "on", "at", "for", "and", "or", "by", "with")
_VERBS = ("is", "are", "was", "were", "be", "do", "does", "did", "you", "your", "what")
_STOP = frozenset(_ARTICLES + _VERBS)


def slug(text: str, *, fallback: str, longest: int = LONGEST) -> str:
    """Lower-case words joined by dashes, Chinese by its sound; ``fallback`` when there are no words."""
    words = _words(text)
    telling = [word for word in words if word not in _STOP] or words
    kept: list[str] = []
    for word in telling[:_MOST_WORDS]:
        if kept and len("-".join([*kept, word])) > longest:
            break
        kept.append(word[:longest])
    return "-".join(kept) or fallback


def _words(text: str) -> list[str]:
    if re.search("[\u3400-\u9fff]", text):
        # 0.8 s to import, which only an import of Chinese notes pays.
        from pypinyin import lazy_pinyin

        text = " ".join(lazy_pinyin(text[:60]))
    plain = unicodedata.normalize("NFKD", text.replace("++", " plus plus ").replace("C#", "C sharp"))
    ascii_ = "".join(char for char in plain if char.isascii())
    return re.findall(r"[a-z0-9]+", ascii_.lower())


def unique(name: str, taken: Container[str]) -> str:
    """``name``, or with the lowest number behind it that makes it one of its own."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def digest(text: str) -> str:
    """A short name for exactly this text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
