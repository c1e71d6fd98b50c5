"""Makes answers of a wanted length that share hardly a clause with each other. Grades nothing."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from mock_interview.grading.text import reading_length
from mock_interview.model import Bank, Question

# A word of English or two characters of Chinese, as the grader counts how long a text reads.
READING_LENGTH_OF_A_WORD = 2
# One word in so many is exchanged, and at least one a clause: the texts stay on their subject, but what
# was worked out for one clause is of no use for another. With the shipped bank 99 % of clauses occur once.
WORDS_PER_EXCHANGE = 8

_SENTENCE = re.compile(r"[^。！？!?\n]+?(?:[。！？!?\n]+|\.(?=\s)|$)")
_CLAUSE = re.compile(r"[^，。；：！？,.;:!?\n]+")
_WORD = re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{3,}")


def sentences(question: Question, lang: str) -> list[str]:
    """What its author lets candidates and the reference say, sentence by sentence."""
    texts = [example.answer for example in question.examples if example.lang == lang]
    found = [s for text in (*texts, question.reference.get(lang)) for s in _SENTENCE.findall(text)]
    return [s.strip() for s in found if _WORD.search(s)]


def vocabulary(bank: Bank, lang: str) -> list[str]:
    """Words of all references, each once."""
    return sorted({word for q in bank.questions for word in _WORD.findall(q.reference.get(lang))})


def make_answer(said: Sequence[str], other_words: Sequence[str], words: int, draw: random.Random) -> str:
    """``said`` in another order with words exchanged for ``other_words``, cut to ``words`` words."""
    limit, text = words * READING_LENGTH_OF_A_WORD, ""
    stream = _endless(said, draw)
    while reading_length(text) <= limit:
        text += _CLAUSE.sub(lambda clause: _exchanged(clause.group(), other_words, draw), next(stream)) + " "
    first_too_long = bisect_right(range(len(text)), limit, key=lambda end: reading_length(text[:end]))
    return text[: first_too_long - 1].strip()


def _endless(said: Sequence[str], draw: random.Random) -> Iterator[str]:
    while True:
        yield from draw.sample(said, len(said))


def _exchanged(clause: str, other_words: Sequence[str], draw: random.Random) -> str:
    found = list(_WORD.finditer(clause))
    if not found:
        return clause
    chosen = draw.sample(found, max(1, len(found) // WORDS_PER_EXCHANGE))
    for match in sorted(chosen, key=re.Match.start, reverse=True):
        clause = clause[: match.start()] + draw.choice(other_words) + clause[match.end() :]
    return clause
