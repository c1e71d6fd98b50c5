"""What is wrong with an answer as a whole, before any point is looked at: flags, in a fixed order.

Deterministic rules on the text and on the table of similarities. What a flag costs is the rubric's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mock_interview.grading.lexical import tokens
from mock_interview.grading.term_list import is_keyword_list
from mock_interview.grading.text import Normal, count_chinese, reading_length, units
from mock_interview.model import Flag

# What an answer may still say beside "I don't know", in reading lengths.
REST_LENGTH = 20
# Of it, what only names the thing that is not known, and a word such as "sorry".
NAMED, POLITE = 8, 2
# Share of content words that are the question's own, from which on nothing was added.
ECHO_SHARE = 0.8
# Chinese characters in a text of nothing else, from which on it has one of `_COMMON`: every honest
# answer of training/answers and every example of question_bank does.
MEANT_LENGTH = 40

_COMMON = frozenset("的了是在和与就把被会能让给为将没只不有用对从到要可以而其这那也都再先后更少多一个大小")
# Words that talk of the question or of its weight, and answer nothing.
_TALK = frozenset(
    tokens(
        "following important question answer topic think believe opinion view understanding regarding "
        "discussion interesting 关于 问题 重要 我认 回答 话题 我觉 觉得 看法 理解"
    )
)
_DONT_KNOW = re.compile(
    r"不(?:太|大)?(?:知道|清楚|了解|懂)|不会(?:答|做)?(?=$|[，。！!])|我?没(?:学过|听过|了解过|用过)(?!的)|忘了|跳过|想不起来"
    r"|\b(?:i )?(?:don'?t|do not) (?:really )?(?:know|remember)\b|\bno idea\b|\bnot sure\b|\bnever heard\b"
    r"|^\W*(?:pass|skip|idk)\W*$"
)
_INSTRUCTION = re.compile(
    r"(?:ignore|disregard|forget) (?:all |any |the )?(?:previous|prior|above|earlier)"
    r"|(?:give|award|assign) (?:me |this |it )?(?:answer )?(?:a )?(?:full|maximum|perfect|100)"
    r"|(?:grader|grading (?:model|system)|evaluator)\W.{0,40}(?:score|mark|full)"
    r"|as an ai\b.{0,30}(?:score|grade)"
    r"|<\|\w+\|>[^<]{0,40}(?:grad(?:er|ing)|score|评分|得分|满分)"
    r"|[\"']score[\"']\s*:\s*100|===\s*(?:reference|参考答案)"
    r"|(?:deserves?|worth) (?:full|maximum) marks?"
    r"|(?:marked|counted|counts|treated) (?:as )?(?:fully correct|covered)"
    r"|grade this answer (?:in|as)|takes? a mark off"
    r"|(?:值得|应得|按|判为|视为)(?:满分|讲到|完全正确)|(?:请)?以.{0,8}身份(?:打分|评分)"
    r"|忽略(?:以上|之前|前面|所有)|(?:给|打)(?:我|本题|这个回答)?出?(?:满分|一百分|100 ?分)"
    r"|(?:评分|阅卷|打分)(?:系统|模型|老师|员).{0,20}(?:满分|正确|给分)"
    r"|(?:grade|score|mark|rate) (?:this|it|me|my answer)(?: answer| one)?(?: as| at| with)?(?: an?)? ?"
    r"(?:\d+ ?(?:/|out of) ?\d+|full|perfect)"
    r"|(?:给|打)(?:我|本题|这题|这个回答|这道题)?(?:个|打)?(?:十|一百|10|100) ?分(?=$|[，。！!？?.；;、\s])"
)
# The first sign of a stretch of data in braces or brackets, and the keys of a grade in it.
_DATA = re.compile(r"[{\[]")
_GRADE_KEY = re.compile(r"[\"'](?:verdicts?|score|grade|credit)[\"']\s*:")
# Share of the text in braces from which on it is data with some words, not an answer with an example.
MOSTLY_DATA = 0.6


# What is no fault where the question asks for a list of names: "A, B, and I forget the third" names two.
OF_STATEMENTS = frozenset({Flag.KEYWORD_LIST, Flag.COPIED_REFERENCE, Flag.DONT_KNOW})
# What an answer is only when all of its parts are.
OF_ALL_PARTS = frozenset(
    {Flag.EMPTY, Flag.GIBBERISH, Flag.DONT_KNOW, Flag.ECHO, Flag.KEYWORD_LIST, Flag.WRONG_LANGUAGE}
)


def look_at_all(
    parts: Sequence[Normal], asked: frozenset[str], reference: Sequence[str], lang: str
) -> tuple[Flag, ...]:
    """Flags of a main answer and its follow-ups together, in the order of `Flag`."""
    found = [set(look(part, asked, reference, lang)) for part in parts]
    said = [flags for flags in found if Flag.EMPTY not in flags] or found
    return tuple(
        flag
        for flag in Flag
        if (all(flag in flags for flags in said) if flag in OF_ALL_PARTS else any(flag in f for f in found))
    )


def look(normal: Normal, asked: frozenset[str], reference: Sequence[str], lang: str) -> tuple[Flag, ...]:
    """Flags of one part: ``asked`` are the question's words, ``reference`` its texts."""
    text = normal.text.strip()
    flags = [Flag.TRUNCATED] if normal.truncated else []
    if not any(char.isalnum() for char in text):
        return (*flags, Flag.EMPTY if not text else Flag.GIBBERISH)
    words = tokens(text)
    if is_gibberish(text, words):
        flags.append(Flag.GIBBERISH)
    if is_giving_up(text):
        flags.append(Flag.DONT_KNOW)
    if any(orders(text)):
        flags.append(Flag.INSTRUCTION)
    if is_echo(words, asked):
        flags.append(Flag.ECHO)
    if is_keyword_list(text) or is_verdict(text):
        flags.append(Flag.KEYWORD_LIST)
    if is_copy(text, reference):
        flags.append(Flag.COPIED_REFERENCE)
    if is_wrong_language(text, lang):
        flags.append(Flag.WRONG_LANGUAGE)
    return tuple(flags)


def is_verdict(text: str) -> bool:
    """Whether most of a text is a grade written as data, which states nothing about the question."""
    opened = _DATA.search(text)
    closed = max(text.rfind("}"), text.rfind("]")) + 1
    inside = max(0, closed - opened.start()) if opened else 0
    return inside >= MOSTLY_DATA * len(text) and _GRADE_KEY.search(text) is not None


def orders(text: str) -> Iterator[tuple[int, int]]:
    """Where a normalised text gives orders to whoever grades it."""
    return (found.span() for found in _INSTRUCTION.finditer(text))


def is_giving_up(text: str) -> bool:
    """Whether a text says that its writer does not know, and hardly anything else."""
    clauses = [text[a:b] for a, b, _ in units(text)]
    rest = [clause for clause in clauses if not _DONT_KNOW.search(clause)]
    return len(rest) < len(clauses) and sum(map(reading_length, rest)) <= REST_LENGTH


def says_nothing_else(text: str) -> bool:
    """Whether every clause of a text says that its writer does not know, and none adds anything to it."""
    clauses = [clause for clause in re.split(r"[,，.。!！?？;；:：\n]+", text) if clause.strip()]
    return any(map(_DONT_KNOW.search, clauses)) and all(
        reading_length(_DONT_KNOW.sub("", clause)) <= (NAMED if _DONT_KNOW.search(clause) else POLITE)
        for clause in clauses
    )


def is_gibberish(text: str, words: Sequence[str]) -> bool:
    """Hardly any letters, the same few words or signs over and over, or Chinese without common ones."""
    letters = sum(map(str.isalpha, text))
    if letters < 0.3 * len(text.replace(" ", "").replace("\n", "")) and letters < 40:
        return not words
    if len(words) >= 30 and len(set(words)) < len(words) / 12:
        return True
    chinese = count_chinese(text)
    alone = chinese >= MEANT_LENGTH and chinese >= 0.95 * sum(map(str.isalnum, text))
    return alone and not _COMMON & set(text)


def is_echo(words: Sequence[str], asked: frozenset[str]) -> bool:
    """Whether the answer hardly has a content word that is not the question's, or talk about it."""
    different = set(words) - (_TALK - asked)
    if not different:
        return False
    new = different - asked
    return len(different) - len(new) >= ECHO_SHARE * len(different) and len(new) <= 4


def is_copy(text: str, reference: Sequence[str]) -> bool:
    """Whether most of the answer's clauses of some length stand in a reference word for word."""
    clauses = [text[a:b] for a, b, _ in units(text)]
    long = [clause for clause in clauses if reading_length(clause) >= 10]
    if not long:
        return False
    flat = ["".join(one.split()) for one in reference]
    copied = [clause for clause in long if any("".join(clause.split()) in one for one in flat)]
    return sum(map(len, copied)) >= 0.7 * sum(map(len, long)) and sum(map(len, copied)) >= 40


def is_wrong_language(text: str, lang: str) -> bool:
    """Whether an answer is clearly written in the other language than the interview's."""
    chinese = count_chinese(text)
    latin = len(re.findall(r"[a-z]+", text))
    if chinese + latin < 8:
        return False
    return chinese < 0.1 * latin if lang == "zh" else latin < 0.25 * chinese
