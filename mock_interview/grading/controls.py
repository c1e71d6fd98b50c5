"""The same answer said differently: other order, bullets, courtesies, typing errors. Costs it nothing much.

Pure and deterministic given a generator. The counterpart of `attacks`.
"""

from __future__ import annotations

import random
import re

from mock_interview.grading.appeals import POLITE
from mock_interview.grading.text import normalise, sentences

TYPING_ERRORS = 0.05  # share of an answer's characters that are mistyped
# A line end within a sentence; one before an indented line or a list sign is meant.
_WRAP = re.compile(r"(?<![.。!?！？;；:：\n])\n(?=[^\s\-*•·>#|①-⑳\d])")
_NEGATING = frozenset("不没无非未别")  # leaving one out turns a Chinese statement round


def said(text: str) -> list[str]:
    """The sentences of ``text`` with their marks, each on one line."""
    text = _WRAP.sub(lambda match: _between(text[match.start() - 1], text[match.end()]), text)
    normal = normalise(text)
    places = [normal.stored(start, end) for start, end in sentences(normal.text)]
    return [" ".join(text[a:b].split()) for a, b in places]


def _between(left: str, right: str) -> str:
    return "" if left >= "\u2e80" or right >= "\u2e80" else " "


def reordered(text: str, rng: random.Random) -> str | None:
    """Its sentences in another order, or ``None`` when it has but one."""
    before = said(text)
    if len(set(before)) < 2:
        return None
    after = list(before)
    while after == before:
        rng.shuffle(after)
    chinese = any("\u4e00" <= char <= "\u9fff" for char in text)
    return ("" if chinese else " ").join(_ended(one, chinese) for one in after)


def _ended(sentence: str, chinese: bool) -> str:
    """A last sentence may lack its mark, and it is no longer the last."""
    return sentence if not sentence[-1:].isalnum() else sentence + ("。" if chinese else ".")


def bulleted(text: str) -> str:
    """A line with a dash for every sentence."""
    return "\n".join(f"- {one}" for one in said(text))


def polite(text: str, lang: str) -> str:
    """Between thanks for the question and thanks for listening."""
    before, after = POLITE[lang]
    return before + text.strip() + after


def mistyped(text: str, rng: random.Random, share: float = TYPING_ERRORS) -> str:
    """``share`` (0-1) of its characters doubled, left out, or exchanged with the next.

    Figures, signs and Chinese negations stay.
    """
    loose = [char.isalpha() and char not in _NEGATING for char in text]
    places = [i for i in range(len(text) - 1) if loose[i] and loose[i + 1]]
    wrong = set(rng.sample(places, min(len(places), round(share * len(text)))))
    out, at = [], 0
    while at < len(text):
        how = rng.choice(("double", "drop", "swap")) if at in wrong else ""
        if how == "swap":
            out.append(text[at + 1] + text[at])
            at += 1
        else:
            out.append({"double": text[at] * 2, "drop": ""}.get(how, text[at]))
        at += 1
    return "".join(out)
