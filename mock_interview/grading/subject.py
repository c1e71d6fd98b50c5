"""Whether an answer speaks of another question of the bank than the one that was asked.

Words only: knows no meanings, and says nothing about answers in words that no question uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mock_interview.grading.lexical import Rarity, rarity, tokens
from mock_interview.grading.material import both, question_words
from mock_interview.grading.text import normalise
from mock_interview.model import Bank, Question

# Chosen on the examples of question_bank/*.yaml and training/answers/bank.jsonl (2364 answers that earn
# something, 791 weak ones), against strong examples given to another question. The 2364 lie far off: the
# lowest 0.3 % still have 0.9 of the nearest other question's weight in their own question's words.
# Different content words from which on an answer says enough to tell what it is about. Vague answers
# ("few parameters, good results") have fewer and fit many questions.
MIN_WORDS = 16
# Share of those that some question of the bank must know.
KNOWN_SHARE = 0.5
# How many times the weight of the own question's words another question's must reach. Questions of a
# section share most of their words, so a sibling is reached only from far away.
MARGIN = 2.0
# Share of the answer's weight in words of the own question that it does not itself ask with, from which
# on the answer is on topic whatever else it resembles.
OWN_SHARE = 0.2
# Different words that the own question must know (those of the bank know 191 to 613): one with a bare
# reference cannot tell that an answer is not its own.
MIN_OWN = 100


@dataclass(frozen=True, slots=True)
class _Index:
    """Which questions, by number, know a word, and how much the word weighs.

    ``sizes`` are the numbers of different words that each question knows.
    """

    weight: Rarity
    knowing: Mapping[str, Sequence[int]]
    number: Mapping[str, int]
    sizes: Sequence[int]


class Subjects:
    """The words of every question of ``bank``; read at the first use, about 0.1 s for 158 questions."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._built: _Index | None = None
        self._own: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    @property
    def weight(self) -> Rarity:
        """How much each word of the bank weighs."""
        return self._index().weight

    def off_topic(self, words: Collection[str], question: Question) -> bool:
        """Whether an answer's content ``words`` are another question's much more than ``question``'s.

        False for a question that is not in the bank or knows fewer than `MIN_OWN` words, for an answer
        of fewer than `MIN_WORDS` different words, and for one that is mostly in words no question knows.
        """
        index, said = self._index(), sorted(set(words))
        if len(said) < MIN_WORDS or question.id not in index.number:
            return False
        asked, own = self._words_of(index.number[question.id])
        if len(own) < MIN_OWN:
            return False
        known = sum(word in own or word in index.knowing for word in said)
        if known < KNOWN_SHARE * len(said):
            return False
        table = {word: index.weight(word) for word in said}
        on_it = sum(weight for word, weight in table.items() if word in own)
        added = sum(weight for word, weight in table.items() if word in own and word not in asked)
        if added >= OWN_SHARE * sum(table.values()):
            return False
        return _nearest(table, index, index.number[question.id], len(own)) > MARGIN * on_it

    def _index(self) -> _Index:
        if self._built is None:
            documents = [question_words(question) for question in self._bank.questions]
            knowing: dict[str, list[int]] = defaultdict(list)
            for number, document in enumerate(documents):
                for word in document:
                    knowing[word].append(number)
            numbers = {question.id: number for number, question in enumerate(self._bank.questions)}
            self._built = _Index(rarity(documents), dict(knowing), numbers, [*map(len, documents)])
        return self._built

    def _words_of(self, number: int) -> tuple[frozenset[str], frozenset[str]]:
        """The words a question asks with, and all of its words, its accepted and wrong wordings too."""
        question = self._bank.questions[number]
        if question.id not in self._own:
            asked = _words(question.question.there)
            own = question_words(question) | _words(_other_texts(question))
            self._own[question.id] = (asked, frozenset(own))
        return self._own[question.id]


def _nearest(table: Mapping[str, float], index: _Index, own: int, size: int) -> float:
    """The weight of the words that the nearest question but ``own`` knows.

    A question of more words than ``size``, those of the own one, is met by chance that much more often,
    and counts that much less: a short reference must not make a full answer look off topic.
    """
    reached = [0.0] * len(index.sizes)
    for word, weight in table.items():
        for number in index.knowing.get(word, ()):
            reached[number] += weight
    reached[own] = 0.0
    return max(one * min(1.0, size / max(1, other)) for one, other in zip(reached, index.sizes, strict=True))


def _other_texts(question: Question) -> list[str]:
    """What an answer on topic may say beside the reference: accepted wordings, mistakes, hints."""
    texts = [text for point in question.points for text in both(point.accept)]
    texts += [term for point in question.points for group in point.terms for term in group]
    for text in (*(mistake.text for mistake in question.mistakes), *question.hints):
        texts += text.there
    return texts


def _words(texts: Collection[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in tokens(normalise(text).text))
