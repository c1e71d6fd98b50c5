"""What is known of the questions of a bank from the sessions held so far, for drawing and planning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_interview.model import Candidate, Question, Why
from mock_interview.practice import Practice

if TYPE_CHECKING:
    from mock_interview.schedule.cards import Memory
    from mock_interview.schedule.need import Need
    from mock_interview.transcript.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the candidate stands at ``now`` (seconds since 1970): by question, only those asked before."""

    now: int
    asked: Mapping[str, int]
    memories: Mapping[str, Memory]
    needs: Mapping[str, Need]
    weakness: Mapping[str, float]

    def past(self) -> dict[str, Why]:
        """The facts about every question that was graded before."""
        from datetime import date

        today = date.fromtimestamp(self.now)
        return {question: need.why(today) for question, need in self.needs.items()}

    def candidate(self, question: Question, order: str) -> Candidate:
        """``question`` as far as a drawing in ``order`` looks at it."""
        return Candidate(
            id=question.id,
            topic=question.topic,
            level=question.level,
            limit=question.time_limit,
            asked=self.asked.get(question.id, 0),
            urgency=self._urgency(question.id, order),
        )

    def _urgency(self, question: str, order: str) -> float:
        from datetime import date

        if order == "weak":
            return self.weakness.get(question, 0.0)
        need = self.needs.get(question)
        if order == "due" and need is not None:
            return round(need.urgency(date.fromtimestamp(self.now)), 4)
        return 0.0


def standing(index: Index, now: int) -> Standing:
    """Where the candidate stands by all the transcripts of ``index``."""
    from collections import Counter

    from mock_interview.schedule.need import needs, weakness

    rows = index.practices()
    memories = _memories(index, rows) if any(row.marks for row in rows) else {}
    return Standing(
        now=now,
        asked=Counter(row.question for row in rows),
        memories=memories,
        needs=needs(memories, now),
        weakness=weakness(rows, now),
    )


def _memories(index: Index, rows: Iterable[Practice]) -> dict[str, Memory]:
    """The cards of every question, from those that the index keeps where they still fit."""
    from mock_interview.codec import CodecError, reader, to_json
    from mock_interview.schedule.cards import Memory, flavour, memories

    kind = f"cards of {flavour()}"
    read: Callable[[bytes], Memory] = reader(Memory)
    kept: dict[str, Memory] = {}
    for question, raw in index.kept(kind).items():
        try:
            kept[question] = read(raw)
        except CodecError:
            continue
    found = memories(rows, kept)
    index.keep(kind, {q: to_json(memory) for q, memory in found.items() if kept.get(q) != memory})
    return found
