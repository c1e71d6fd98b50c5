"""Whether what a candidate sends is a question to the interviewer rather than an answer. By form alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mock_interview.conduct.speech import width

LONGEST = 160  # cells, a Chinese character two; what is longer says something
SIGNS = ("?", "？")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBack:
    """A question to the interviewer, and the answer begun before it."""

    question: str
    rest: str = ""


def asked_back(text: str) -> AskedBack | None:
    """The question in ``text``, ``None`` when all of it is an answer.

    A last line that begins with a question mark is one, whatever stands before it. Without that mark
    it must be one short sentence of the form of a question, alone, that states nothing.
    """
    lines = text.rstrip().split("\n")
    if lines[-1].startswith(SIGNS):
        question = lines[-1].lstrip("".join(SIGNS)).strip()
        rest = "\n".join(lines[:-1]).rstrip()
        return AskedBack(question=question, rest=rest) if any(map(str.isalnum, question)) else None
    plain = " ".join(text.split())
    return AskedBack(question=plain) if _is_question(plain) else None


def _is_question(text: str) -> bool:
    if not text or width(text) > LONGEST or _MORE_THAN_ONE.search(text[:-1]) or _TAG.search(text):
        return False
    if any("\u3400" <= char <= "\u9fff" for char in text):
        return _ENDS_CHINESE.search(text) is not None and _ASKS_CHINESE.search(text) is not None
    return text.endswith(SIGNS) and _ASKS_ENGLISH.match(text.lower()) is not None


# A sentence that ends before the last one does; "e.g." and "vs." end none.
_MORE_THAN_ONE = re.compile(r"[。！!；;\n]|[?？]\s*\S|(?<!e\.g)(?<!i\.e)(?<!\bvs)(?<!\betc)\.\s")
# Statements that only ask for consent.
_TAG = re.compile(
    r"(?:,|，|\s)\s*(?:right|correct|yes|no|ok|okay|huh|eh|"
    r"(?:is|are|was|were|do|does|did|has|have|can|could|would|will)(?:n't)? "
    r"(?:it|they|that|we|you|there|he|she))\s*[?？]*$"
    r"|(?:对吧|是吧|对吗|对不对|是不是|没错吧|可以吧|吧)\s*[?？]*$",
    re.I,
)
_LEAD = (
    r"(?:(?:sorry|hi|hello|hm+|um+|uh+|so|ok(?:ay)?|well|wait|just|and|but|excuse me|quick question|"
    r"one question|a question|to clarify|just to clarify|to be clear|just to be sure|for clarity|"
    r"before i (?:start|begin|answer))[,:]?\s+)*"
)
_ASKS_ENGLISH = re.compile(
    _LEAD
    + r"(?:(?:do|does|did|is|are|am|was|were|can|could|should|shall|may|might|would|will|have|has) "
    + r"(?:you|we|i|this|that|it|the|there|they|these|those|my|your|a|an|any)\b"
    + r"|(?:what|which|who|how|when|where|why|you mean|meaning|as in|in terms of|for|regarding)\b)"
)
_ENDS_CHINESE = re.compile(
    r"(?:[?？]|[吗么呢嘛]|什么意思|哪种|哪个|哪一种)[?？。…\s]*$|指.{1,20}还是.{1,20}$"
)
_ASKS_CHINESE = re.compile(
    r"[吗么呢嘛]|什么|哪|怎么|如何|是否|能否|可否|能不能|可不可以|要不要|需不需要|有没有|算不算|考不考虑|还是|"
    r"是指|指的|意思是|您说|你说的|题目|多少|几[个种条点]|谁|多[大长久细深]"
)
