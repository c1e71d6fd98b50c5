"""A session with a bit of everything, held on a disk that may go wrong, and gone on with afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from mock_interview.atomic import write_atomic
from mock_interview.dialogue import Hooks, Prompt, Reply
from mock_interview.errors import WriteError
from mock_interview.model import Session, Verdict
from mock_interview.review.markdown import to_markdown
from mock_interview.review.summary import summarise
from mock_interview.session import hold
from mock_interview.transcript.events import Answered, Event, Started
from mock_interview.transcript.folder import files
from mock_interview.transcript.read import fold, read_lines, read_session, repair
from mock_interview.transcript.write import Recorder
from tests.samples import QueueGrader, ScriptedInterviewer, grade, planned, question, reply

NAME = "20261124T090000Z-all-abc234.jsonl"
MISSED = grade(10.0, divides=Verdict.MISSED)


def now() -> str:
    return "2026-11-24T09:00:00.000Z"


@dataclass(slots=True)
class Told:
    """A record that remembers which events the disk has taken, and which were handed to it."""

    record: Recorder
    begun: list[Event] = field(default_factory=list)
    taken: list[Event] = field(default_factory=list)

    def append(self, event: Event) -> None:
        self.begun.append(event)
        self.record.append(event)
        self.taken.append(event)


def typed(prompt: Prompt, hooks: Hooks) -> Reply:
    """An answer with drafts, a hint and a pause on the way; like the editor's, a draft may fail."""
    for number, draft in enumerate(("half", "half an", "half an answer")):
        with suppress(WriteError):
            hooks.draft(draft, prompt.used + 2 + number)
    hooks.hint(0)
    hooks.pause(prompt.used + 5)
    hooks.resume(prompt.used + 5)
    return reply(f"answer to {prompt.question.id} {prompt.text} 题 \ud800", used=prompt.used + 9)


def start(folder: Path, told: list[Told], fallbacks: Sequence[Path] = ()) -> Session:
    """Hold a session of two questions from its first event to its readable copy.

    What became of its events is added to ``told`` before the first of them.
    """
    session = planned(question("q1"), question("q2"))
    record = Recorder.create(folder / NAME, now=now, fallbacks=fallbacks)
    told.append(Told(record))
    try:
        told[-1].append(Started(id=session.id, options=session.options, planned=session.planned))
        hold(session, told[-1], ScriptedInterviewer([typed] * 9), QueueGrader(MISSED))
    finally:
        record.close()
    return _copied(record.path)


def go_on(path: Path, told: list[Told], fallbacks: Sequence[Path] = ()) -> Session:
    """Hold the rest of a session, as ``resume`` does."""
    record = Recorder.reopen(path, now=now, fallbacks=fallbacks)
    told.append(Told(record))
    try:
        stored = read_lines(path)
        session = fold(stored, path)
        repair(path, stored)
        record.number_from(stored.lines[-1].seq + 1)
        if session.ended in ("", "quit"):
            hold(replace(session, ended=""), told[-1], ScriptedInterviewer([typed] * 9), QueueGrader(MISSED))
    finally:
        record.close()
    return _copied(record.path)


def _copied(path: Path) -> Session:
    ended = read_session(path)
    write_atomic(path.with_suffix(".md"), to_markdown(ended, summarise(ended), {}))
    return ended


def check_kept(folder: Path, told: Told, fallbacks: Sequence[Path] = ()) -> Path | None:
    """Every event that was taken can be read where ``resume`` looks, and hardly one more.

    Returns the transcript, ``None`` when nothing was taken and nothing is there to go on with.
    """
    found = files(folder, fallbacks)
    if not told.taken and not (found and read_lines(found[0].path).lines):
        return None
    (item,) = found
    events = [line.event for line in read_lines(item.path).lines]
    assert is_within(told.taken, events), "an event that was taken is gone"
    assert is_within(events, told.begun), "an event came from nowhere"
    return item.path


def is_within(some: Sequence[Event], all_: Sequence[Event]) -> bool:
    """Whether ``some`` can be made from ``all_`` by leaving some out."""
    rest = iter(all_)
    return all(event in rest for event in some)


def answers(session: Session) -> list[str]:
    """Everything given up, in order."""
    exchanges = [exchange for turn in session.turns for exchange in (turn.main, *turn.followups)]
    return [exchange.text for exchange in exchanges if exchange.how != "open"]


def given(told: Told) -> list[str]:
    """The answers among the events that were taken."""
    return [event.text for event in told.taken if isinstance(event, Answered)]
