"""A transcript file to a `Session`. A torn tail costs only itself; a newer version is refused."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from mock_interview.clean_text import one_line
from mock_interview.codec import CodecError
from mock_interview.errors import TranscriptError, WriteError
from mock_interview.model import Appeal, Exchange, Question, Regrade, Session, Turn
from mock_interview.transcript.events import (
    Answered,
    Appealed,
    Asked,
    Confidence,
    Debriefed,
    Draft,
    Ended,
    Graded,
    Hint,
    Line,
    NewerVersion,
    Paused,
    Probe,
    Regraded,
    Resumed,
    Said,
    Started,
    decode,
    usage_of,
)

_ID = re.compile("[a-z0-9]{1,40}")  # it is shown in commands to be copied into a shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a file holds: its lines, the bytes up to the end of the last good one, and remarks."""

    lines: tuple[Line, ...]
    good_bytes: int
    notes: tuple[str, ...] = ()


def read_session(path: Path) -> Session:
    """The session ``path`` holds. Raises `TranscriptError`."""
    return fold(read_lines(path), path)


def read_lines(path: Path) -> Stored:
    """Every readable line of ``path``. Raises `TranscriptError` when it cannot be opened or is too new."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TranscriptError(f"{path}: cannot be read: {error.strerror or error}") from None
    lines: list[Line] = []
    notes: list[str] = []
    offset = good = 0
    for number, piece in enumerate(raw.splitlines(keepends=True), start=1):
        offset += len(piece)
        torn = offset == len(raw) and not piece.endswith(b"\n")
        try:
            lines.append(decode(piece))
            good = offset
        except NewerVersion as newer:
            raise TranscriptError(
                f"{path}:{number}: written by a later mock-interview (transcript version {newer.args[0]}); "
                "upgrade with 'pip install -U mock-interview' to read it"
            ) from None
        except CodecError as error:
            notes.append(
                f"{path.name}:{number}: the last {len(piece)} bytes were torn off in mid-write; "
                "all before is intact"
                if torn
                else f"{path.name}:{number}: this line {one_line(str(error))}; it was left out"
            )
    return Stored(lines=tuple(lines), good_bytes=good, notes=tuple(notes))


def repair(path: Path, stored: Stored) -> None:
    """Cut a torn tail and end the last good line, so that events can be appended.

    Raises `WriteError` when the file cannot be changed.
    """
    try:
        with path.open("r+b") as handle:
            handle.seek(stored.good_bytes)
            torn = handle.read().rpartition(b"\n")[2]
            handle.truncate(handle.seek(0, os.SEEK_END) - len(torn))
            handle.seek(max(0, handle.seek(0, os.SEEK_END) - 1))
            if handle.read(1) not in (b"", b"\n"):
                handle.write(b"\n")
            os.fsync(handle.fileno())
    except OSError as error:
        raise WriteError(f"{path}: cannot be mended: {error.strerror or error}") from None


def fold(stored: Stored, path: Path) -> Session:
    """The session that a transcript's events add up to. Raises `TranscriptError` when there is none."""
    first = stored.lines[0] if stored.lines else None
    if first is None or not isinstance(first.event, Started):
        raise TranscriptError(f"{path}: holds no session (its first line is missing or damaged)")
    started = first.event
    if not _ID.fullmatch(started.id):
        raise TranscriptError(f"{path}: holds no session (its id is '{one_line(started.id)[:40]}')")
    session = Session(
        id=started.id,
        started_at=first.at,
        options=started.options,
        planned=started.planned,
        whys=started.whys,
        spares=started.spares,
        topics=started.topics,
        versions=tuple(started.versions.items()),
        bank=started.bank,
        encoder=started.encoder,
        notes=stored.notes,
    )
    for line in stored.lines[1:]:
        session = _apply(session, line)
        session = replace(session, usage=session.usage.plus(usage_of(line.event)))
    return session


def _apply(session: Session, line: Line) -> Session:
    event = line.event
    if isinstance(event, Asked):
        return _asked(session, line, event)
    if isinstance(event, (Paused, Resumed)):
        session = replace(session, clock=event.clock, ended="")
        if isinstance(event, Paused) and 0 < event.number <= len(session.turns):
            turn = session.turns[event.number - 1]
            return _with_turn(session, replace(turn, pauses=turn.pauses + 1))
        return session
    if isinstance(event, Ended):
        return replace(session, clock=event.clock, ended=event.how)
    if isinstance(event, Debriefed):
        return replace(session, debrief=event.debrief)
    if isinstance(event, Started):
        return _remark(session, line, "starts a second session")
    session = _open_up_to(session, event.number, line)
    if not 0 < event.number <= len(session.turns):
        return _remark(session, line, f"belongs to question {event.number}, which was not planned")
    turn = session.turns[event.number - 1]
    if isinstance(event, Hint):
        if not 0 <= event.index < len(turn.question.hints):
            return _remark(session, line, f"shows hint {event.index + 1} of {len(turn.question.hints)}")
        return _with_turn(session, replace(turn, hints=max(turn.hints, event.index + 1)))
    if isinstance(event, (Graded, Regraded, Appealed, Confidence)):
        return _with_turn(session, _judged(turn, line, event))
    if isinstance(event, Probe):
        return _probed(session, turn, line, event)
    if isinstance(event, Said):
        return _with_turn(session, replace(turn, remarks=(*turn.remarks, event.remark)))
    if isinstance(event, Answered) and event.part == len(turn.followups) + 1:  # its probe line is damaged
        turn = replace(turn, followups=(*turn.followups, Exchange()))
    if not 0 <= event.part <= len(turn.followups):
        return _remark(session, line, f"belongs to follow-up {event.part}, which was not asked")
    return replace(_with_turn(session, _heard(turn, event)), clock=event.clock)


def _judged(turn: Turn, line: Line, event: Graded | Regraded | Appealed | Confidence) -> Turn:
    """``turn`` with what was thought of its answer."""
    if isinstance(event, Graded):
        return replace(turn, grade=event.grade, graded_parts=event.parts)
    if isinstance(event, Regraded):
        regrade = Regrade(at=line.at, parts=event.parts, grade=event.grade, used=event.used)
        return replace(turn, regrades=(*turn.regrades, regrade))
    if isinstance(event, Appealed):
        appeal = Appeal(at=line.at, point=event.point, verdict=event.verdict, because=event.because)
        return replace(turn, appeals=(*turn.appeals, appeal))
    return replace(turn, confidence=event.level)


def _asked(session: Session, line: Line, event: Asked) -> Session:
    question = _question(session, event)
    if question is None or event.number <= len(session.turns):
        return _remark(session, line, f"asks '{one_line(event.question)}' out of turn")
    session = _open_up_to(session, event.number - 1, line)
    planned = list(session.planned)
    planned[event.number - 1] = question
    turn = Turn(number=event.number, question=question, asked_at=line.at, limit=event.limit, why=event.why)
    return replace(session, planned=tuple(planned), turns=(*session.turns, turn), ended="")


def _question(session: Session, event: Asked) -> Question | None:
    """The question that was asked as number so-and-so: the planned one, or one of its spares."""
    planned = session.planned[event.number - 1 : event.number] if event.number > 0 else ()
    spares = [spare.question for spare in session.spares if planned and spare.number == event.number]
    return next((one for one in (*planned, *spares) if one.id == event.question), None)


def _open_up_to(session: Session, number: int, line: Line) -> Session:
    """``session`` with all questions up to ``number`` open, those with a damaged line from the plan.

    So a bad line costs only itself, not every answer behind it.
    """
    for question in session.planned[len(session.turns) : max(0, number)]:
        turn = Turn(
            number=len(session.turns) + 1, question=question, asked_at=line.at, limit=question.time_limit
        )
        session = replace(session, turns=(*session.turns, turn))
    return session


def _probed(session: Session, turn: Turn, line: Line, event: Probe) -> Session:
    if event.part != len(turn.followups) + 1:
        return _remark(session, line, f"asks follow-up {event.part} out of turn")
    probe = Exchange(probe=event.text, point=event.point, model=event.model)
    return _with_turn(session, replace(turn, followups=(*turn.followups, probe)))


def _heard(turn: Turn, event: Draft | Answered) -> Turn:
    """``turn`` with what was typed or given up in one of its parts; a draft never replaces an answer."""
    old = turn.main if event.part == 0 else turn.followups[event.part - 1]
    if isinstance(event, Draft) and old.how != "open":
        return turn
    if isinstance(event, Draft):
        heard = replace(old, text=event.text, used=event.used)
    else:
        heard = replace(old, text=event.text, how=event.how, used=event.used, overtime=event.overtime)
    if event.part == 0:
        return replace(turn, main=heard)
    followups = list(turn.followups)
    followups[event.part - 1] = heard
    return replace(turn, followups=tuple(followups))


def _with_turn(session: Session, turn: Turn) -> Session:
    turns = list(session.turns)
    turns[turn.number - 1] = turn
    return replace(session, turns=tuple(turns))


def _remark(session: Session, line: Line, what: str) -> Session:
    return replace(session, notes=(*session.notes, f"event {line.seq} {what}; it was left out"))
