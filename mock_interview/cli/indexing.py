"""Opens the index of transcripts for commands that look at many sessions at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mock_interview.transcript.index import Index


def open_index(transcripts: Path | None, lang: str | None = None) -> Index:
    """The index of the folder in use, up to date; what a person should know goes to stderr.

    Transcripts that cannot be read are named there as well. Raises ``TranscriptError`` when the folder
    cannot be read.
    """
    from mock_interview.paths import transcript_folder

    index = index_of(transcript_folder(transcripts, os.environ).path, lang)
    for problem in index.problems():
        typer.echo(f"left out: {problem}", err=True)
    return index


def index_of(folder: Path, lang: str | None = None) -> Index:
    """The index of ``folder``, up to date, without a word about transcripts that cannot be read."""
    from mock_interview.codec import to_json
    from mock_interview.paths import cache_folder
    from mock_interview.review.summary import summarise
    from mock_interview.terminal.progress import Progress
    from mock_interview.transcript.index import Index, Makers

    makers = Makers(
        summary=lambda session: to_json(summarise(session), ascii_only=False),
        version=_version(),
        watch=Progress().watch,
        note=lambda word, why: _note(word, why, lang),
    )
    return Index(folder, cache_folder().path / "index", makers)


def _version() -> str:
    """Changes with everything that says how a transcript is read, summed up and put into figures."""
    import mock_interview

    package = Path(mock_interview.__file__).parent
    # A checkout changes without its version changing.
    rooms = (package / name for name in ("model", "review", "transcript"))
    sources = [package / "practice.py", *sorted(path for room in rooms for path in room.glob("*.py"))]
    return " ".join([mock_interview.__version__, *(str(path.stat().st_mtime_ns) for path in sources)])


def _note(word: str, why: str, lang: str | None) -> None:
    from mock_interview.cli.options import language
    from mock_interview.terminal.words import words

    typer.echo(words(language(lang))(word, why=why), err=True)
