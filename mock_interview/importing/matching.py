"""Which question of a bank each question found again is: by where it came from, and by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mock_interview.importing.found import Found
from mock_interview.importing.names import digest
from mock_interview.model import Question, Topic

RENAMED = 0.8  # likeness from which on a question of the same file is the same one, reworded
NUMBERED = 0.5  # the same, where its number stayed too
MOST_PAIRS = 200_000  # pairs that are compared for likeness
# Characters, Chinese ones counted twice, from which on a text is one question wherever it stands; "Pros?"
# is not.
TELLING = 11
LONG_ANSWER = 60  # characters from which on the same answer means the same question


@dataclass(frozen=True, slots=True)
class Match:
    """A question found, and the one of the bank that it is, if any."""

    found: Found
    known: Question | None


def match_all(
    found: Sequence[Found], bank: Sequence[Question], source: str, topics: Mapping[str, Topic]
) -> list[Match]:
    """Every question found in the file ``source``, with its counterpart; none is used twice.

    ``topics`` are those of the bank by path.
    """
    table = _Table(found, bank, source, topics)
    for rule in (table.by_source_text, table.by_text, table.by_number, table.by_answer):
        rule()
    table.by_likeness()
    return [Match(one, table.pairs.get(i)) for i, one in enumerate(found)]


def plain(text: str) -> str:
    """``text`` without differences of case, space and punctuation."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _key(text: str, topics: Sequence[str]) -> str:
    """A question's words, and with them its topic where they alone do not tell: "Pros?"."""
    words = plain(text)
    telling = len(words) + len(re.findall("[\u3400-\u9fff]", words)) >= TELLING
    return words if telling else f"{plain(topics[-1]) if topics else ''}/{words}"


class _Table:
    """What is matched by now."""

    def __init__(
        self, found: Sequence[Found], bank: Sequence[Question], source: str, topics: Mapping[str, Topic]
    ) -> None:
        self._topics = topics
        self._found = found
        self._bank = bank
        self._source = source
        self.pairs: dict[int, Question] = {}
        self._used: set[str] = set()

    def _left(self) -> list[int]:
        return [i for i in range(len(self._found)) if i not in self.pairs]

    def _free(self, *, own: bool) -> list[Question]:
        return [q for q in self._bank if q.id not in self._used and (not own or self._is_own(q))]

    def _is_own(self, question: Question) -> bool:
        return question.imported is not None and question.imported.source == self._source

    def _pair(self, at: int, question: Question) -> None:
        self.pairs[at] = question
        self._used.add(question.id)

    def _by_key(self, keys: Iterable[tuple[str, Question]], wanted: Iterable[tuple[int, str]]) -> None:
        """Pair by a key, in order, the first of the bank with the first found."""
        table: dict[str, list[Question]] = {}
        for key, question in keys:
            table.setdefault(key, []).append(question)
        for at, key in wanted:
            if key and table.get(key):
                self._pair(at, table[key].pop(0))

    def by_source_text(self) -> None:
        """The text as it was imported from this file, whatever it has become since."""
        own = ((q.imported.question, q) for q in self._free(own=True) if q.imported)
        self._by_key(own, ((i, digest(self._found[i].question)) for i in self._left()))

    def by_text(self) -> None:
        """The text as it stands, of this file before any other."""
        own = ((plain(text), q) for q in self._free(own=True) for text in q.question.there[:1])
        self._by_key(own, ((i, plain(self._found[i].question)) for i in self._left()))
        others = ((self._key(q, text), q) for q in self._free(own=False) for text in q.question.there[:1])
        self._by_key(
            others, ((i, _key(self._found[i].question, self._found[i].topics)) for i in self._left())
        )

    def _key(self, question: Question, text: str) -> str:
        topic = self._topics.get(question.topic)
        return _key(text, topic.title.there if topic is not None else ())

    def by_number(self) -> None:
        """The same number, and a text that is not another one altogether."""
        numbered = {q.seed: q for q in self._free(own=True) if q.seed}
        for at in self._left():
            question = numbered.get(self._found[at].number)
            if question and question.id not in self._used and self._likeness(at, question) >= NUMBERED:
                self._pair(at, question)

    def by_answer(self) -> None:
        """The same long answer under a question that was reworded."""
        own = ((q.imported.reference, q) for q in self._free(own=True) if q.imported)
        wanted = ((i, self._found[i].answer) for i in self._left())
        self._by_key(own, ((i, digest(text) if len(text) >= LONG_ANSWER else "") for i, text in wanted))

    def by_likeness(self) -> None:
        """What is left, the likest first."""
        left, free = self._left(), self._free(own=True)
        if len(left) * len(free) > MOST_PAIRS:
            return
        likest = sorted(
            ((self._likeness(at, question), at, question.id, question) for at in left for question in free),
            key=lambda one: (-one[0], one[1], one[2]),
        )
        for likeness, at, name, question in likest:
            if likeness >= RENAMED and at not in self.pairs and name not in self._used:
                self._pair(at, question)

    def _likeness(self, at: int, question: Question) -> float:
        one, other = plain(self._found[at].question), plain(question.question.there[0])
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        if matcher.real_quick_ratio() < NUMBERED or matcher.quick_ratio() < NUMBERED:
            return 0.0
        return matcher.ratio()
