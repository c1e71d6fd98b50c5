"""What is wrong with an answer as a whole, before any point is looked at: flags, in a fixed order.

Deterministic rules on the text and on the table of similarities. What a flag costs is the rubric's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mock_interview.grading.lexical import tokens
from mock_interview.grading.text import Normal, reading_length, units
from mock_interview.model import Flag

# What an answer may still say beside "I don't know", in reading lengths.
REST_LENGTH = 20
# Share of content words that are the question's own, from which on nothing was added.
ECHO_SHARE = 0.8
# Share of fragments without any verb or small word, from which on it is a list of terms.
FRAGMENT_SHARE = 0.75
# Pieces of at most this reading length are terms when there are many of them in a row.
TERM_LENGTH, MANY_TERMS = 8, 6

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
    r"|忽略(?:以上|之前|前面|所有)|(?:给|打)(?:我|本题|这个回答)?出?(?:满分|一百分|100 ?分)"
    r"|(?:评分|阅卷|打分)(?:系统|模型|老师|员).{0,20}(?:满分|正确|给分)"
)
_SMALL_ENGLISH = (
    r"\b(?:is|are|was|be|it|you|we|they|to|by|that|which|does|do|can|has|have|with|when|then|than|from|so|"
    r"because|if|not|i|its|gets?|makes?|uses?|this|these|as|at|into|will|the|a|an|no|only|and|fewer|less|"
    r"more|each)\b"
)
_SMALL_CHINESE = (
    r"[的了是就把被会能让给为将没只省少多变去用按先再更越都]|不[是能会用需]|可以|直接|而是|通过|根据|导致"
)
# A figure, an equation or an arrow says something about the term beside it.
_FIGURE = r"\d|[=<>→≈(（:：]"
_SAYING = re.compile(f"{_SMALL_CHINESE}|{_SMALL_ENGLISH}|{_FIGURE}")
_STATING = re.compile(f"{_SMALL_ENGLISH}|{_FIGURE}")


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
    if _INSTRUCTION.search(text):
        flags.append(Flag.INSTRUCTION)
    if is_echo(words, asked):
        flags.append(Flag.ECHO)
    if is_keyword_list(text):
        flags.append(Flag.KEYWORD_LIST)
    if is_copy(text, reference):
        flags.append(Flag.COPIED_REFERENCE)
    if is_wrong_language(text, lang):
        flags.append(Flag.WRONG_LANGUAGE)
    return tuple(flags)


def is_giving_up(text: str) -> bool:
    """Whether a text says that its writer does not know, and hardly anything else."""
    clauses = [text[a:b] for a, b, _ in units(text)]
    rest = [clause for clause in clauses if not _DONT_KNOW.search(clause)]
    return len(rest) < len(clauses) and sum(map(reading_length, rest)) <= REST_LENGTH


def is_gibberish(text: str, words: Sequence[str]) -> bool:
    """Hardly any letters, or the same few words or signs over and over."""
    letters = sum(char.isalpha() for char in text)
    if letters < 0.3 * len(text.replace(" ", "").replace("\n", "")) and letters < 40:
        return not words
    return len(words) >= 30 and len(set(words)) < len(words) / 12


def is_echo(words: Sequence[str], asked: frozenset[str]) -> bool:
    """Whether the answer hardly has a content word that is not the question's."""
    different = set(words)
    if not different:
        return False
    new = different - asked
    return len(different) - len(new) >= ECHO_SHARE * len(different) and len(new) <= 4


def is_keyword_list(text: str) -> bool:
    """Whether most of the text is terms with nothing said about them, however they are set apart."""
    parts = [part for part in re.split(r"[，,、;；\n/|]|(?<=\D)\.(?=\s|$)|。", text) if part.strip()]
    bare = [part for part in parts if reading_length(part) <= 12 and not _SAYING.search(part)]
    if len(parts) >= 3 and sum(map(reading_length, bare)) >= FRAGMENT_SHARE * sum(map(reading_length, parts)):
        return True
    return _is_enumeration(text) or _is_word_salad(text)


def _is_enumeration(text: str) -> bool:
    """Many short pieces between signs that separate terms, not clauses."""
    parts = [part for part in re.split(r"[、,;/|\n]", text) if part.strip()]
    short = [p for p in parts if reading_length(p) <= TERM_LENGTH and not _STATING.search(p)]
    return len(parts) >= MANY_TERMS and len(short) >= 0.9 * len(parts)


def _is_word_salad(text: str) -> bool:
    """Many words in a row without signs and with hardly a small word among them."""
    words = text.split()
    if len(words) < MANY_TERMS + 2 or max(map(reading_length, words)) > TERM_LENGTH:
        return False
    return len(_SAYING.findall(" ".join(words))) < 0.1 * len(words)


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
    chinese = sum("\u3400" <= char <= "\u9fff" for char in text)
    latin = len(re.findall(r"[a-z]+", text))
    if chinese + latin < 8:
        return False
    return chinese < 0.1 * latin if lang == "zh" else latin < 0.25 * chinese
