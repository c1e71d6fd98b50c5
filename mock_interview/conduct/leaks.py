"""Whether words give away what a question is after. Deterministic; knows words and numbers, no meanings.

Meaning is looked at by a function that is handed in (`States`), where there is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mock_interview.model import LANGUAGES, KeyPoint, Question

States = Callable[[KeyPoint, str], float]
"""How surely (0-1) a text states a key point."""

# Chosen on question_bank/*.yaml (tests/conduct/test_leaks.py holds them to it): of the 500 authored
# follow-ups, which give nothing away, 2 % in Chinese and 6 % in English are taken for leaks by their words,
# 1 % by `States`. Of points said word for word 98 % are caught; of the accepted other wordings, made into
# questions, one in ten by its words and four in five by `States`.
RUN = 9  # reading length (a Chinese character 1, another word 2) of a stretch that only the answer has
SHARE = 0.5  # share of a statement's own words from which on it is told
FEWEST = 3  # own words a statement must have for its share to mean anything
SURE = 0.3  # what `States` must say

_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[\u0370-\u03ff]|[\u3400-\u9fff]")
# A word spelt out: single letters with the same gap between them.
_SPELT = re.compile(r"(?<![a-z])[a-z]([ .·_-])[a-z](?:\1[a-z]){2,}(?![a-z])")
_BETWEEN = re.compile(r"[ .·_-]")
_SENTENCE = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s")
# Words that say little of what a text is about.
_EMPTY = frozenset(
    " ".join(
        (
            "a an the of to in on at by for from with and or but not no nor as is are was were be been",
            "being it its this that these those there here then than so if when while which who whom whose",
            "what how why where do does did has have had can could will would shall should may might must",
            "you your we our they their he she i me my one two each every any some all both more most less",
            "least very much many just only also too into onto over under up down out off about between",
            "through during before after again same other another such own per via let us say tell use used",
            "using",
            "的 了 是 在 和 与 就 把 被 会 能 让 给 为 将 没 只 不 有 用 对 从 到 要 可 以 而 其 这 那 也 都",
            "再 先 后 更 少 多 一 个 大 小 你 我 他 它 们 么 吗 呢 什 怎 哪 谁 几 请 说 讲 时 里 上 下 中 于",
            "之 所 并 或 但 如 果 因 此 些 样 种 每 各",
        )
    ).split()
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ied", "es", "ed", "s", "e", "y")


def gives_away(
    text: str,
    question: Question,
    *,
    heard: Sequence[str],
    unsaid: Sequence[KeyPoint],
    states: States | None = None,
) -> bool:
    """Whether ``text`` tells the reference or one of the ``unsaid`` points of ``question``.

    What the question itself says, or ``heard`` (all that was said so far), is no secret.
    """
    known = [_bag(one) for one in (*heard, question.question.zh, question.question.en)]
    bag = _bag(text)
    secrets = [_bag(one) for point in unsaid for one in _wordings(point)]
    references = [_bag(question.reference.get(lang)) for lang in LANGUAGES]
    if _new_runs(bag, known) & frozenset(run for one in (*secrets, *references) for run in one.runs()):
        return True
    if any(_tells(bag, secret, known) for secret in secrets):
        return True
    return states is not None and any(_states(text, point, states) for point in unsaid)


@dataclass(frozen=True, slots=True)
class _Bag:
    """The words of a text in order: Chinese characters one by one."""

    words: tuple[str, ...]

    @property
    def units(self) -> frozenset[str]:
        """What carries its meaning: stems of words, pairs of neighbouring Chinese characters."""
        found = {_stem(word) for word in self.words if _is_latin(word) and word not in _EMPTY}
        pairs = zip(self.words, self.words[1:], strict=False)
        found |= {a + b for a, b in pairs if not (_is_latin(a) or _is_latin(b)) and not {a, b} <= _EMPTY}
        return frozenset(found)

    @property
    def numbers(self) -> frozenset[str]:
        """Its numbers but for single digits, which mean anything."""
        return frozenset(word for word in self.words if word[0].isdigit() and len(word) > 1)

    def runs(self) -> Iterator[tuple[str, ...]]:
        """Every shortest stretch of reading length `RUN` with two words that mean something."""
        for start in range(len(self.words)):
            length, end = 0, start
            while end < len(self.words) and length < RUN:
                length += 2 if _is_latin(self.words[end]) else 1
                end += 1
            run = self.words[start:end]
            if length >= RUN and sum(word not in _EMPTY for word in run) >= 2:
                yield run


def _tells(bag: _Bag, secret: _Bag, known: Sequence[_Bag]) -> bool:
    """Whether ``bag`` has a number, or most of the words, that only ``secret`` has."""
    if bag.numbers & secret.numbers - frozenset(number for one in known for number in one.numbers):
        return True
    own = secret.units - frozenset(unit for one in known for unit in one.units)
    return len(own) >= FEWEST and len(own & bag.units) >= SHARE * len(own)


def _new_runs(bag: _Bag, known: Sequence[_Bag]) -> frozenset[tuple[str, ...]]:
    return frozenset(bag.runs()) - frozenset(run for one in known for run in one.runs())


def _states(text: str, point: KeyPoint, states: States) -> bool:
    pieces = [piece for piece in _SENTENCE.split(text) if piece.strip()]
    return any(states(point, piece) >= SURE for piece in {text, *pieces})


def _wordings(point: KeyPoint) -> tuple[str, ...]:
    return tuple(one for lang in LANGUAGES for one in (point.text.get(lang), *point.accept.get(lang)))


def _bag(text: str) -> _Bag:
    plain = unicodedata.normalize("NFKD", text)  # accents come apart and go
    plain = "".join(char for char in plain if unicodedata.category(char) not in ("Cf", "Mn")).lower()
    plain = _SPELT.sub(lambda found: _BETWEEN.sub("", found.group()), plain)
    return _Bag(tuple(_TOKEN.findall(plain)))


def _is_latin(word: str) -> bool:
    return word < "\u2e80"


def _stem(word: str) -> str:
    for end in _ENDINGS:
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word
