"""What the commands that look back share: finding a session, its rubric, a day, JSON on stdout."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import UsageError

if TYPE_CHECKING:
    from mock_interview.model import Rubric, Session, Turn

Since = Annotated[
    str | None,
    typer.Option("--since", metavar="2026-11-01", help="Only from this day on, in your time zone."),
]
OnlyTopics = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        "-t",
        metavar="TOPIC",
        help="Only this topic; named as for 'run --topic'.",
        autocompletion=opt.complete_topic,
    ),
]


def folder_of(transcripts: Path | None) -> Path:
    """The folder of transcripts in use."""
    from mock_interview.paths import transcript_folder

    return transcript_folder(transcripts, os.environ).path


def read_one(wanted: str, transcripts: Path | None) -> Session:
    """The session with that id; what is wrong with its file goes to stderr. Raises ``TranscriptError``."""
    from mock_interview.paths import rescue_folders
    from mock_interview.transcript.folder import find
    from mock_interview.transcript.read import read_session

    session = read_session(find(folder_of(transcripts), wanted, rescue_folders()))
    for note in session.notes:
        typer.echo(note, err=True)
    return session


def turn_of(session: Session, number: int, said: str = "") -> Turn:
    """Question ``number`` of ``session``, as ``said``. Raises `UsageError` when it was not asked."""
    if not 0 < number <= len(session.turns):
        raise UsageError(f"{said or f'--question {number}'}: session {session.id} asked {len(session.turns)}")
    return session.turns[number - 1]


def rubric_of(name: str, rubrics: Path | None) -> Rubric | None:
    """The rubric of that name, or ``None`` when it is no longer there: bands are then left out."""
    from mock_interview.cli.wiring import open_rubric

    try:
        return open_rubric(rubrics, name)
    except UsageError:
        return None


def day(text: str | None, flag: str = "--since") -> datetime | None:
    """The first moment of a day where the user is. Raises `UsageError`."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError):
        raise UsageError(f"{flag} {text}: not a day; write it as 2026-11-01") from None


def print_json(data: object) -> None:
    """One line of ASCII on stdout."""
    typer.echo(json.dumps(data, ensure_ascii=True, allow_nan=False))
