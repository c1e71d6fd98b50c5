"""Adds to a transcript whose session is over: what somebody thinks of its answers later."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mock_interview.atomic import write_atomic
from mock_interview.cli.wiring import utc_now
from mock_interview.errors import WriteError
from mock_interview.model import Rubric, Session
from mock_interview.review.markdown import to_markdown
from mock_interview.review.summary import summarise
from mock_interview.transcript.events import Event
from mock_interview.transcript.read import fold, read_lines, read_session, repair
from mock_interview.transcript.write import Recorder


def amend(path: Path, events: Sequence[Event]) -> Session:
    """Append ``events`` and return the session as it then is; `write_readable` then renews the copy.

    Raises ``TranscriptError`` when the session is being held elsewhere, `WriteError`.
    """
    record = Recorder.reopen(path, now=utc_now)
    try:
        stored = read_lines(path)
        fold(stored, path)  # refuses what is no session before anything is changed
        repair(path, stored)
        record.number_from(stored.lines[-1].seq + 1)
        for event in events:
            record.append(event)
    finally:
        record.close()
    return read_session(path)


def write_readable(session: Session, path: Path, rubric: Rubric | None) -> None:
    """The Markdown copy beside the transcript. Raises `WriteError`."""
    from mock_interview.terminal.tables import bands

    target = path.with_suffix(".md")
    names = bands(rubric, session.options.lang)
    try:
        write_atomic(target, to_markdown(session, summarise(session, rubric), names))
    except OSError as error:
        why = f"{target}: cannot be written: {error.strerror or error}"
        raise WriteError(f"{why}; everything is in {path}") from None
