"""A folder of transcripts: names, listing, and finding one by a prefix of its id."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import TranscriptError
from mock_interview.fields import nearest
from mock_interview.model import Session
from mock_interview.transcript.read import read_session

_NAME = re.compile(r"(?P<time>\d{8}T\d{6}(?:\d{3})?Z)-(?P<topic>[a-z0-9-]+)-(?P<id>[a-z0-9]{6})\.jsonl")
ID_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is easily misread
ID_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A transcript file and the id in its name."""

    id: str
    path: Path


def file_name(started_at: str, topic: str, session_id: str) -> str:
    """``<utc time>-<topic>-<id>.jsonl`` for a session started at an ISO 8601 time, to the millisecond."""
    stamp = re.sub(r"[-:.]", "", re.sub(r"(\.\d{3})\d+", r"\1", started_at)).replace("+0000", "Z")
    return f"{stamp}-{topic}-{session_id}.jsonl"


def files(folder: Path, moved_to: Sequence[Path] = ()) -> list[Found]:
    """Every transcript of ``folder``, oldest first; other files are none of ours.

    A session that had to go on in one of the folders ``moved_to`` is found there.
    """
    try:
        names = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(folder, error) from None
    copies: dict[str, list[Path]] = {}
    for place in moved_to:
        with suppress(TranscriptError):
            for copy in files(place):
                copies.setdefault(copy.path.name, []).append(copy.path)
    names = [_furthest(path, copies.get(path.name, ())) for path in names]
    return [Found(id=path.stem.rsplit("-", 1)[1], path=path) for path in names]


def _furthest(path: Path, copies: Sequence[Path]) -> Path:
    """The last of ``copies`` that holds all of ``path`` and more, else ``path``."""
    found = path
    for copy in copies:
        try:
            old, new = found.read_bytes(), copy.read_bytes()
        except OSError:
            continue
        if len(new) > len(old) and new.startswith(old[: old.rfind(b"\n") + 1]):
            found = copy
    return found


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """By what a change is noticed: size in bytes and time of change in nanoseconds, by file name.

    As `files`, oldest first, for ten thousand of them at once. Raises `TranscriptError` as it does.
    """
    found: dict[str, tuple[int, int]] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".jsonl") and _NAME.fullmatch(name):
                    with suppress(OSError):  # it has gone meanwhile
                        stat = entry.stat()
                        found[name] = (stat.st_size, stat.st_mtime_ns)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unreadable(folder, error) from None
    return dict(sorted(found.items()))


def has_begun(path: Path) -> bool:
    """Whether a transcript's first line is there: until then nobody has been asked anything."""
    try:
        with path.open("rb") as file:
            return file.readline().endswith(b"\n")
    except OSError:
        return True  # whoever reads it is told why not


def find(folder: Path, wanted: str, moved_to: Sequence[Path] = ()) -> Path:
    """The transcript whose id starts with ``wanted``, or the latest that has begun for ``latest``.

    Looks in ``moved_to`` as `files` does. Raises `TranscriptError` when there is none or more than one.
    """
    found = files(folder, moved_to)
    latest = next((item for item in reversed(found) if has_begun(item.path)), None)
    if latest is None:
        raise TranscriptError(f"{folder}: no sessions yet; hold one with 'mock-interview run'")
    if wanted == "latest":
        return latest.path
    matching = [item for item in found if item.id.startswith(wanted.lower())]
    if len(matching) == 1:
        return matching[0].path
    if not matching:
        hint = nearest(wanted, [item.id for item in found])
        raise TranscriptError(f"no session '{wanted}'{hint}; 'mock-interview review list' shows them")
    names = ", ".join(item.id for item in matching)
    raise TranscriptError(f"'{wanted}' fits several sessions: {names}; type more of the id")


def sessions(folder: Path, skipped: list[str] | None = None) -> Iterator[tuple[Path, Session]]:
    """Every readable session, oldest first; what has begun and cannot be read is told to ``skipped``."""
    for item in files(folder):
        try:
            yield item.path, read_session(item.path)
        except TranscriptError as error:
            if skipped is not None and has_begun(item.path):
                skipped.append(str(error))


def _unreadable(folder: Path, error: OSError) -> TranscriptError:
    return TranscriptError(
        f"{folder}: cannot be read: {error.strerror or error}; name another folder with --transcripts"
    )
