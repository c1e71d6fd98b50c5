"""Two answers to the same question, or two whole sessions, side by side. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mock_interview.model import Grade, Session, Text, Turn, Verdict

_RANK = {Verdict.CONTRADICTED: 0, Verdict.MISSED: 1, Verdict.PARTIAL: 2, Verdict.COVERED: 3}
GAINED, LOST, MISSING, KEPT, UNKNOWN = CHANGES = ("gained", "lost", "missing", "kept", "unknown")
# Longer answers are compared sentence by sentence: word by word would take minutes.
MOST_TOKENS = 3000
_TOKEN = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。！？!?\n.]*(?:[。！？!?\n.]+|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChange:
    """A key point before and after; a verdict is ``None`` where there was no grade or no such point.

    ``change`` is ``gained``, ``lost``, ``missing`` (neither better nor worse, and not covered),
    ``kept`` (covered both times) or ``unknown`` (a verdict is not known).
    """

    point: str
    text: Text
    weight: int
    before: Verdict | None
    after: Verdict | None
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of wording: ``kind`` is ``same``, ``gone`` (only before) or ``new`` (only after)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two answers: where it is, when it was asked, its score (``None``: not graded)."""

    session: str
    number: int
    asked_at: str
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnDiff:
    """One question answered twice; points that changed most come first."""

    question: str
    text: Text
    before: Side
    after: Side
    points: tuple[PointChange, ...]
    wording: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDiff:
    """Two sessions: the questions both asked, and the ids that only one of them did.

    The means are over the questions of ``both`` that are graded on both sides, or ``None``.
    """

    before: str
    after: str
    both: tuple[TurnDiff, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    mean_before: float | None
    mean_after: float | None


def diff_sessions(before: Session, after: Session) -> SessionDiff:
    """The questions of two sessions, those asked in both of them compared."""
    later = {turn.question.id: turn for turn in reversed(after.turns)}
    earlier = {turn.question.id: turn for turn in reversed(before.turns)}
    both = tuple(
        diff_turns(before, turn, after, later[name])
        for name, turn in sorted(earlier.items(), key=lambda pair: pair[1].number)
        if name in later
    )
    graded = [
        (diff.before.score, diff.after.score)
        for diff in both
        if diff.before.score is not None and diff.after.score is not None
    ]
    return SessionDiff(
        before=before.id,
        after=after.id,
        both=both,
        only_before=tuple(name for name in _asked(before) if name not in later),
        only_after=tuple(name for name in _asked(after) if name not in earlier),
        mean_before=_mean([pair[0] for pair in graded]),
        mean_after=_mean([pair[1] for pair in graded]),
    )


def _asked(session: Session) -> list[str]:
    return list(dict.fromkeys(turn.question.id for turn in session.turns))


def _mean(scores: Sequence[float]) -> float | None:
    return round(sum(scores) / len(scores), 1) if scores else None


def diff_turns(first: Session, before: Turn, second: Session, after: Turn) -> TurnDiff:
    """Two answers to one question; points and texts are those of the later answer's question."""
    old, new = verdicts(before), verdicts(after)
    texts = {p.id: (p.text, p.weight) for turn in (before, after) for p in turn.question.points}
    points = [
        PointChange(
            point=name,
            text=text,
            weight=weight,
            before=old.get(name),
            after=new.get(name),
            change=_change(old.get(name), new.get(name)),
        )
        for name, (text, weight) in texts.items()
    ]
    points.sort(key=lambda point: (CHANGES.index(point.change), -point.weight))
    return TurnDiff(
        question=after.question.id,
        text=after.question.question,
        before=_side(first, before),
        after=_side(second, after),
        points=tuple(points),
        wording=wording(_said(before), _said(after)),
    )


def verdicts(turn: Turn) -> dict[str, Verdict]:
    """The verdict on each key point that counts: appeals heeded; empty without a grade."""
    grade: Grade | None = turn.counted
    if grade is None or grade.score is None:
        return {}
    found = {result.point: result.verdict for result in grade.points}
    return {
        point: appeal.verdict if (appeal := turn.appealed(point)) else verdict
        for point, verdict in found.items()
    }


def _change(before: Verdict | None, after: Verdict | None) -> str:
    if before is None or after is None:
        return UNKNOWN
    step = _RANK[after] - _RANK[before]
    if step:
        return GAINED if step > 0 else LOST
    return KEPT if after is Verdict.COVERED else MISSING


def _side(session: Session, turn: Turn) -> Side:
    grade = turn.counted
    score = None if grade is None else grade.score
    return Side(session=session.id, number=turn.number, asked_at=turn.asked_at, score=score)


def _said(turn: Turn) -> str:
    return "\n".join(text for text in (turn.main.text, *(f.text for f in turn.followups)) if text.strip())


def wording(before: str, after: str) -> tuple[Piece, ...]:
    """What stayed, went and came, word by word; Chinese character by character."""
    old, new = _tokens(before), _tokens(after)
    if max(len(old), len(new)) > MOST_TOKENS:
        old, new = _SENTENCE.findall(before)[:MOST_TOKENS], _SENTENCE.findall(after)[:MOST_TOKENS]
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pieces += _pieces(tag, "".join(old[a:b]), "".join(new[c:d]))
    return tuple(pieces)


def _pieces(tag: str, old: str, new: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece(kind="same", text=old)
        return
    if old:
        yield Piece(kind="gone", text=old)
    if new:
        yield Piece(kind="new", text=new)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)
