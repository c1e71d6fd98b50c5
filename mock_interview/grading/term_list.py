"""Whether a text is terms or words with nothing said about them: lists, framed lists, word salad.

Rules on signs, on small words and their order, and `word_order`, in both languages. Knows no question and no
meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mock_interview.grading.text import is_chinese, reading_length, sentences
from mock_interview.grading.word_order import is_shuffled

# Share of the text in fragments without any verb or small word, from which on it is a list of terms.
FRAGMENT_SHARE = 0.75
# Longest fragments (reading lengths) that may be terms: six English words; of Chinese, longer ones
# are short statements.
FRAGMENT_LENGTH, CHINESE_FRAGMENT = 12, 6
# Pieces of at most this reading length are terms when there are many of them in a row.
TERM_LENGTH, MANY_TERMS = 8, 6
# Pairs of small words that cannot stand together, at least, and per English word: honest answers of
# training/answers and the bank's examples have none with two of them at this rate, shuffled ones mostly.
MISFITS, MISFIT_SHARE = 2, 0.015
# Characters between two marks on average, from which on Chinese text is unmarked: half of what shuffled
# references have; among honest answers one in twenty reaches it, hardly one with a misfit.
UNMARKED = 14

_SMALL_ENGLISH = (
    r"\b(?:is|are|was|be|it|you|we|they|to|by|that|which|does|do|can|has|have|with|when|then|than|from|so|"
    r"because|if|not|i|its|gets?|makes?|uses?|needs?|this|these|as|at|into|will|the|a|an|no|only|and|fewer|less|"
    r"more|each|per|over|via|vs|before|after|without|for|on|in|but|until|while|instead|where)\b"
)
_SMALL_CHINESE = (
    r"[的了是就把被会能让给为将没只省少多变去用按先再更越都]|不[是能会用需]|可以|直接|而是|通过|根据|导致"
)
# A figure, an equation or an arrow says something about the term beside it; the figure of a name
# (gpt-2, 4bit) does not. So does a verb in front ("checks health").
_FIGURE = r"(?<![a-z0-9_.\-])\d|[=<>→≈≤≥∝&(（:：]|^\W*[a-z]{2,}[^\W\d_su]s (?=[a-z])"
_SAYING = re.compile(f"{_SMALL_CHINESE}|{_SMALL_ENGLISH}|{_FIGURE}")
_STATING = re.compile(f"{_SMALL_ENGLISH}|{_FIGURE}")
_ONE_WORD = re.compile(r"[a-z0-9]?[a-z0-9_.+\-]*")
_BREAK = re.compile(r"[，,、;；\n|。]|\s/\s|(?<=\D)\.(?=\s|$)")
# A comma before a Chinese character ends a clause.
_SIGN = re.compile(r"[、/|\n]|[,;](?![\u3400-\u9fff])")
_PIECE = re.compile(r"[a-z0-9][\w.+\-]*|[\u3400-\u9fff]|[^\w\s]")
_IMPORTANT = re.compile(
    r"\b(?:which|these|they|all)\b[\w\s]{0,12}?\b(?:are|is|matter)\b[\w\s]{0,12}?"
    r"(?:important|relevant|essential|crucial|key)\b[^.,;\n]{0,12}|[，,]?(?:这些|它们|以上)?都(?:很|非常|十分|是)?(?:重要|关键|必要)的?"
)
_OPENING = re.compile(
    r"(?:^|(?<=[.。\n])) ?(?:(?:it|this|that|the \w+)(?: \w+ly)? "
    r"(?:involves?|includes?|covers?|concerns?|mentions?)|the(?: \w+){1,3} are)\b"
    r"|(?:^|(?<=[。\n])) ?(?:它|这|其|本题)?(?:主要)?(?:涉及|包括|包含|关系)[到了]?"
)
_JOINER = re.compile(r"\band\b|[和与]|以及")
_MISFIT_ENGLISH = re.compile(
    r"\b(?:(?:the|an) (?:the|an|of|to|in|for|with|by|from|at|into|than|and|or|but|are|was|were|be|it|they|"
    r"that|which|can|has|have)"
    r"|a (?:the|an|than|are|be|they|which|have)"
    r"|(?:of|from|with|into|than|for|by|at) (?:of|and|or|but|is|are|be|than|can|has|have)"
    r"|(?:and|or) (?:and|or|of|but)|(?:is|are|be) (?:is|are|be|of|has|have)|to (?:of|and|is|are|has|than)"
    r")\b(?![-/])|\b(?:the|an|of|and|or|from|than|into|is|are|which|but)(?= ?[.!?](?:\s|$))"
)
_MISFIT_CHINESE = re.compile(
    r"(?:[不就只把都也将更很]|(?<![饱温总求共])和)(?=[。！？；\n]|$)|(?:^|[。！？；\n])[的了]|的的"
    r"|(?:[不就只把都也从]|(?<![饱温总求共])和)的|[把和]是"
)


def is_keyword_list(text: str) -> bool:
    """Whether most of a normalised text is terms, however they are set apart, or words in no order."""
    bare = _unframed(text)
    return _is_fragments(bare) or _is_enumeration(bare) or _is_run_of_terms(text) or is_word_salad(text)


def is_word_salad(text: str) -> bool:
    """Whether words stand where no sentence has them: in all of a long text, or small ones in a short one."""
    if is_shuffled(text, "zh" if is_chinese(text) else "en"):
        return True
    english = len(re.findall(r"[a-z]+", text))
    odd = len(_MISFIT_ENGLISH.findall(text))
    if odd >= MISFITS and odd >= MISFIT_SHARE * english:
        return True
    runs = [len(run) for run in re.split(r"[^\w]+", text) if run]
    return sum(runs) >= UNMARKED * len(runs) > 0 and bool(_MISFIT_CHINESE.search(text))


def _says(part: str, saying: re.Pattern[str]) -> bool:
    """Whether a part says something about its terms; one word alone does not."""
    return not _ONE_WORD.fullmatch(part.strip(" .()\"'*")) and bool(saying.search(part))


def _is_fragments(text: str) -> bool:
    parts = [part for part in _BREAK.split(text) if part.strip()]
    bare = [part for part in parts if _is_short(part) and not _says(part, _SAYING)]
    share = FRAGMENT_SHARE * sum(map(reading_length, parts))
    return len(parts) >= 3 and sum(map(reading_length, bare)) >= share


def _is_short(part: str) -> bool:
    chinese = any(char >= "\u2e80" for char in part)
    return reading_length(part) <= (CHINESE_FRAGMENT if chinese else FRAGMENT_LENGTH)


def _is_enumeration(text: str) -> bool:
    """Many short pieces between signs that separate terms, not clauses."""
    parts = [part for part in _SIGN.split(text) if part.strip()]
    short = [p for p in parts if reading_length(p) <= TERM_LENGTH and not _says(p, _STATING)]
    return len(parts) >= MANY_TERMS and len(short) >= 0.9 * len(parts)


def _is_run_of_terms(text: str) -> bool:
    """Many words in a row without signs within, and with hardly a small word among them."""
    words = text.split()
    if len(words) < MANY_TERMS + 2 or re.search(r"[,;:，、；：]", text):
        return False
    if max(map(reading_length, words)) > TERM_LENGTH:
        return False
    return len(_SAYING.findall(" ".join(words))) < 0.1 * len(words)


def _unframed(text: str) -> str:
    """The terms of sentences that say nothing but "it involves ..., which are important", else ``text``."""
    pieces = [_PIECE.findall(text[start:end]) for start, end in sentences(text)]
    before, after = _shared(pieces), _shared([one[::-1] for one in pieces])
    if len(pieces) >= 2 and before >= 2 and after >= 3 and before + after < min(map(len, pieces)):
        text = "、".join(" ".join(one[before : len(one) - after]) for one in pieces)
    elif _IMPORTANT.search(text):
        text = _OPENING.sub("", _IMPORTANT.sub("、", text)).strip(" 。.")
    else:
        return text
    return _JOINER.sub("、", text)


def _shared(pieces: Sequence[Sequence[str]]) -> int:
    """How many pieces all sentences begin with in common."""
    places = enumerate(zip(*pieces, strict=False))
    return next((at for at, column in places if len(set(column)) > 1), min(map(len, pieces), default=0))
