"""Appends events to a transcript so that each is on disk before the next thing happens.

When the folder can no longer be written, the whole session moves to the first fallback folder that
can, and goes on there; nothing said so far is lost.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from mock_interview.atomic import make_folder, sync_folder
from mock_interview.errors import TranscriptError, WriteError
from mock_interview.locked_file import InUse, is_at, open_locked, write_through
from mock_interview.transcript.events import Event, Line, encode


class Recorder:
    """One open transcript. ``now`` gives the time as ISO 8601; ``moved`` is told of a move."""

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], str],
        fallbacks: Sequence[Path] = (),
        moved: Callable[[Path, OSError], None] = lambda _path, _error: None,
    ) -> None:
        self.path = path
        self._now = now
        self._fallbacks = fallbacks
        self._moved = moved
        self._file: BinaryIO | None = None
        self._seq = 0
        self._size = 0  # bytes of complete lines, as of the last write
        self._busy = threading.Lock()  # drafts come from a thread of their own

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        now: Callable[[], str],
        fallbacks: Sequence[Path] = (),
        moved: Callable[[Path, OSError], None] = lambda _path, _error: None,
    ) -> Recorder:
        """A transcript that does not exist yet. Raises `WriteError` when it cannot be made."""
        recorder = cls(path, now=now, fallbacks=fallbacks, moved=moved)
        try:
            make_folder(path.parent)
            recorder._file = _open_locked(path, "x+b")
        except OSError as error:
            raise WriteError(_cannot(path, error)) from None
        try:
            sync_folder(path.parent)
        except OSError as error:
            recorder.close()
            with suppress(OSError):
                path.unlink()
            raise WriteError(_cannot(path, error)) from None
        return recorder

    @classmethod
    def reopen(
        cls,
        path: Path,
        *,
        now: Callable[[], str],
        fallbacks: Sequence[Path] = (),
        moved: Callable[[Path, OSError], None] = lambda _path, _error: None,
    ) -> Recorder:
        """A transcript to go on with; say with `number_from` where it stands before the next event.

        From here on no other process can write to it. Raises `TranscriptError` when another process
        holds it, `WriteError` when it is read-only.
        """
        recorder = cls(path, now=now, fallbacks=fallbacks, moved=moved)
        try:
            recorder._file = _open_locked(path, "r+b")
            recorder._size = recorder._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise WriteError(_cannot(path, error)) from None
        return recorder

    def number_from(self, seq: int) -> None:
        """Give the next event the number ``seq``."""
        self._seq = seq

    def append(self, event: Event) -> None:
        """Put ``event`` on disk (write, flush, fsync).

        Raises `WriteError` when no folder takes it, ``ValueError`` after `close`.
        """
        with self._busy:
            if self._file is None:
                raise ValueError("the transcript is closed")
            raw = encode(Line(at=self._now(), seq=self._seq, event=event))
            try:
                self._write(self._file, raw)
            except OSError as error:
                self._move(self._file, raw, error)
            except BaseException:  # a signal came in between; a line that is whole has its number
                self._seq += self._file.seek(0, os.SEEK_END) >= self._size + len(raw)
                raise
            self._seq += 1

    def close(self) -> None:
        """Release the file; `append` fails from here on."""
        if self._file is not None:
            file, self._file = self._file, None
            with suppress(OSError):  # all of it was synced; some network drives say late what they say here
                file.close()

    def _write(self, file: BinaryIO, raw: bytes) -> None:
        # The end is looked up each time: `repair` may have moved it since the file was opened.
        self._size = file.seek(0, os.SEEK_END)
        if self._size:
            file.seek(self._size - 1)
            raw = raw if file.read(1) == b"\n" else b"\n" + raw  # a torn line that could not be cut
        write_through(file, raw)
        if os.name == "posix" and not is_at(file, self.path):
            raise FileNotFoundError(errno.ENOENT, "it was deleted or moved away")

    def _move(self, file: BinaryIO, raw: bytes, error: OSError) -> None:
        """Copy what is safely stored, and ``raw``, to the first fallback folder that takes it."""
        done = _complete_lines(file, self._size)
        if done and not done.endswith(b"\n"):
            done += b"\n"
        for folder in self._fallbacks if done is not None else ():
            target = folder / self.path.name
            fresh = _copy(target, (done or b"") + raw)
            if fresh is not None:
                self.close()
                self._file, self.path = fresh, target
                self._moved(target, error)
                return
        raise WriteError(_cannot(self.path, error)) from None


def _complete_lines(file: BinaryIO, size: int) -> bytes | None:
    """The first ``size`` bytes, ``None`` when they cannot be read; a torn line behind is cut if possible."""
    with suppress(OSError):  # a reader leaves the torn line out anyway
        os.truncate(file.fileno(), size)
    try:
        file.seek(0)
        found = file.read(size)
    except OSError:
        return None
    return found if len(found) == size else None


def _copy(target: Path, raw: bytes) -> BinaryIO | None:
    """A file that holds ``raw``, open and locked; ``None``, and no file, when it cannot be made."""
    try:
        make_folder(target.parent, 0o700)  # it may lie where all users look
        file = _open_locked(target, "x+b")
    except (OSError, TranscriptError):
        return None
    try:
        write_through(file, raw)
        sync_folder(target.parent)
    except OSError:
        file.close()
        with suppress(OSError):
            target.unlink()
        return None
    return file


def _open_locked(path: Path, mode: str) -> BinaryIO:
    try:
        return open_locked(path, mode)
    except InUse:
        raise TranscriptError(
            f"{path}: another mock-interview is using this session; end it there first"
        ) from None


def _cannot(path: Path, error: OSError) -> str:
    remedies = {
        errno.ENOSPC: "free some space, or name another folder with --transcripts",
        errno.EACCES: "name a folder you may write with --transcripts",
        errno.EROFS: "name a folder on a writable disk with --transcripts",
    }
    remedy = remedies.get(error.errno or 0, "name another folder with --transcripts")
    return f"{path}: cannot be written: {error.strerror or error}; {remedy}"
