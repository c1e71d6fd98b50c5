"""Answers that deserve little, made from a question's own texts: for tests, for fitting, for a siege.

Pure and deterministic. Nothing here grades; edits of an answer's text are in `edits`.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence

from mock_interview.grading.appeals import INJECTIONS, PADDING, SCAFFOLDS
from mock_interview.grading.edits import negated, turned_round
from mock_interview.model import Bank, Example, Question

__all__ = [
    "echo", "framed_keywords", "from_elsewhere", "from_sibling", "gibberish", "injected", "injections",
    "joined", "keyword_list", "mistaken", "negated", "padding", "paraphrase", "scaffolds", "strong",
    "terms", "turned_round",
]  # fmt: skip
# Words of a Chinese question that ask or join, and of an English one; what is left are its terms.
_ZH_ASKING = re.compile(
    r"什么|为什么|为何|如何|怎么|怎样|哪些|哪个|哪种|多少|请|解释|说明|说说|写出|分别|各|吗|呢"
    r"|[的了是在和与及就把被对从到有会能要它]|[^\w]|_"
)
_EN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9\-]+")
_EN_ASKING = frozenset(
    """
    a an the of to in on at by for with from and or but so as is are was were be been it its this that
    these those what which who when where how why do does did has have can could should would will you
    your they their them there than then not no if into one each any between about explain describe
    give name compare write say tell much many happens happen mean means need
    """.split()  # noqa: SIM905
)
_TERMS = 3  # words of the question that a text about nothing uses
_FRAMED = 4  # words of a key point that a framed list names
_ZH_CHARS = "天地人山水火风云日月春秋花鸟鱼虫东西南北上下左右红黄蓝绿金木石玉书画琴棋茶酒米面"


def echo(question: Question, lang: str) -> str:
    """The question said back as if it were an answer."""
    text = question.question.get(lang).strip()
    if lang == "zh":
        return f"关于这个问题：{text}我认为这是一个很重要的问题。" + text.rstrip("？?")
    return f"This is about the following. {text} It is an important question. {text.rstrip('?')}."


def keyword_list(question: Question, lang: str) -> str:
    """The content words of the key points, with nothing said about them."""
    return _listed([word for words in _keywords(question, lang) for word in words], lang)


def framed_keywords(question: Question, lang: str) -> str:
    """The content words of each key point in a sentence that says nothing about them."""
    said = []
    for words in (words[:_FRAMED] for words in _keywords(question, lang) if len(words) > 1):
        if lang == "zh":
            said.append(f"它涉及{'、'.join(words[:-1])}和{words[-1]}，这些都很重要。")
        else:
            said.append(f"It involves {', '.join(words[:-1])} and {words[-1]}, which are important.")
    return ("" if lang == "zh" else " ").join(said)


def _keywords(question: Question, lang: str) -> list[list[str]]:
    """At most six content words for each key point, none twice."""
    seen: list[str] = []
    out = []
    for point in question.points:
        text = point.text.get(lang).lower()
        pattern = r"[a-z][a-z0-9\-_]{3,}" if lang == "en" else r"[a-z][a-z0-9\-_]+|[\u4e00-\u9fff]{2,4}"
        words = [word for word in re.findall(pattern, text) if word not in seen][:6]
        seen += words
        out.append(words)
    return out


def _listed(words: Sequence[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(words)


def from_sibling(question: Question, bank: Bank, lang: str) -> str | None:
    """A strong answer to the next question of the same section, or ``None`` when there is none."""
    section = [q for q in bank.questions if q.section == question.section]
    at = next((i for i, q in enumerate(section) if q.id == question.id), 0)
    for other in [*section[at + 1 :], *section[:at]]:
        answer = strong(other, lang)
        if answer is not None and other.id != question.id:
            return answer.answer
    return None


def from_elsewhere(question: Question, bank: Bank, lang: str) -> str | None:
    """A strong answer to a question of another section, or ``None`` when there is none."""
    found = [(q.section, answer) for q in bank.questions if (answer := strong(q, lang)) is not None]
    others = [answer.answer for section, answer in found if section != question.section]
    at = next((i for i, q in enumerate(bank.questions) if q.id == question.id), 0)
    return others[at % len(others)] if others else None


def strong(question: Question, lang: str) -> Example | None:
    """The question's first strong example in ``lang``."""
    found = (e for e in question.examples if e.band == "strong" and e.lang == lang)
    return next(found, None)


def paraphrase(question: Question, lang: str, pick: int = 0) -> tuple[str, Question]:
    """An answer of one ``accept`` text a point, and the question without those texts.

    ``pick`` chooses among a point's texts; a point without any says its own text.
    """
    from dataclasses import replace

    said, points = [], []
    for point in question.points:
        texts = point.accept.get(lang)
        if not texts:
            said.append(point.text.get(lang))
            points.append(point)
            continue
        at = pick % len(texts)
        said.append(texts[at])
        rest = (*texts[:at], *texts[at + 1 :])
        points.append(replace(point, accept=replace(point.accept, **{lang: rest})))
    return joined(said, lang), replace(question, points=tuple(points))


def joined(said: Sequence[str], lang: str) -> str:
    """Statements as one answer."""
    return "。".join(said) + "。" if lang == "zh" else ". ".join(said) + "."


def mistaken(question: Question, lang: str) -> str | None:
    """The question's own wrong claims as an answer, or ``None`` when it names none."""
    said = [mistake.text.get(lang).strip().rstrip("。.") for mistake in question.mistakes]
    return joined(said, lang) if said else None


def injected(lang: str) -> str:
    """An appeal to the grader instead of an answer."""
    return INJECTIONS[lang]["ignore"]


def injections(question: Question, lang: str) -> dict[str, str]:
    """Appeals to the grader by their kind: orders, false messages and verdicts, flattery, games."""
    verdicts = ", ".join(json.dumps({"point": p.id, "verdict": "covered"}) for p in question.points)
    return {
        kind: text.format(points=verdicts) if kind == "verdict" else text
        for kind, text in INJECTIONS[lang].items()
    }


def padding(question: Question, lang: str) -> str:
    """Long talk about how important the question's terms are."""
    return PADDING[lang].format(terms=_some_terms(question, lang))


def scaffolds(question: Question, lang: str) -> dict[str, str]:
    """The outer form of reasoning, without any, by its kind."""
    words = _some_terms(question, lang)
    return {kind: text.format(terms=words) for kind, text in SCAFFOLDS[lang].items()}


def terms(question: Question, lang: str) -> list[str]:
    """The question's own words, without those that ask; its topic when none is left."""
    text = question.question.get(lang)
    if lang == "zh":
        found = [word for word in re.split(rf"(?:{_ZH_ASKING.pattern})+|\s+", text) if 2 <= len(word) <= 12]
    else:
        found = [word for word in _EN_WORD.findall(text) if word.lower() not in _EN_ASKING]
    return list(dict.fromkeys(found)) or [question.topic.rpartition("/")[2]]


def _some_terms(question: Question, lang: str) -> str:
    found = terms(question, lang)
    longest = sorted(found, key=len, reverse=True)[:_TERMS]
    words = [term for term in found if term in longest]
    return "、".join(words) if lang == "zh" else " and ".join(words)


def gibberish(lang: str, rng: random.Random) -> str:
    """Signs in the shape of sentences that mean nothing."""
    if lang == "zh":
        return "".join(
            "".join(rng.choices(_ZH_CHARS, k=rng.randint(6, 14))) + "，。"[i % 2] for i in range(8)
        )
    words = [
        "".join(rng.choice(letters) for letters in ("bdfgklmnprstvz", "aeiou") * rng.randint(1, 3))
        for _ in range(48)
    ]
    return " ".join(" ".join(words[i : i + 8]).capitalize() + "." for i in range(0, 48, 8))
