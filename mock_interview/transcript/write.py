"""Appends events to a transcript so that each is on disk before the next thing happens.

When the folder can no longer be written, the whole session moves to the first fallback folder that
can, and goes on there; nothing said so far is lost.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import portalocker

from mock_interview.atomic import sync_folder
from mock_interview.errors import TranscriptError, WriteError
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
        self._size = 0

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
            path.parent.mkdir(parents=True, exist_ok=True)
            recorder._file = _open_locked(path, "xb")
            sync_folder(path.parent)
        except OSError as error:
            raise WriteError(_cannot(path, error)) from None
        return recorder

    @classmethod
    def reopen(
        cls,
        path: Path,
        *,
        seq: int,
        now: Callable[[], str],
        fallbacks: Sequence[Path] = (),
        moved: Callable[[Path, OSError], None] = lambda _path, _error: None,
    ) -> Recorder:
        """A transcript to go on with, whose next event is number ``seq``.

        Raises `TranscriptError` when another process holds it, `WriteError` when it is read-only.
        """
        recorder = cls(path, now=now, fallbacks=fallbacks, moved=moved)
        recorder._seq = seq
        try:
            recorder._file = _open_locked(path, "r+b")
            recorder._size = recorder._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise WriteError(_cannot(path, error)) from None
        return recorder

    def append(self, event: Event) -> None:
        """Put ``event`` on disk (write, flush, fsync). Raises `WriteError` when no folder takes it."""
        raw = encode(Line(at=self._now(), seq=self._seq, event=event))
        try:
            self._write(raw)
        except OSError as error:
            self._move(raw, error)
        self._seq += 1

    def close(self) -> None:
        """Release the file; `append` fails from here on."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, raw: bytes) -> None:
        if self._file is None:
            raise OSError(errno.EBADF, "the transcript is closed")
        _write_all(self._file, raw)
        self._size += len(raw)

    def _move(self, raw: bytes, error: OSError) -> None:
        """Copy what is safely stored, and ``raw``, to the first fallback folder that takes it."""
        done = self._stored()
        for folder in self._fallbacks:
            target = folder / self.path.name
            try:
                folder.mkdir(parents=True, exist_ok=True)
                fresh = _open_locked(target, "xb")
                _write_all(fresh, done + raw)
            except (OSError, TranscriptError):
                continue
            self.close()
            self._file, self.path, self._size = fresh, target, len(done) + len(raw)
            self._moved(target, error)
            return
        raise WriteError(_cannot(self.path, error)) from None

    def _stored(self) -> bytes:
        """The complete lines on disk; a half-written one behind them is cut away if possible."""
        try:
            if self._file is not None:
                os.truncate(self._file.fileno(), self._size)
        except OSError:
            pass  # a reader cuts the torn tail anyway
        try:
            return self.path.read_bytes()[: self._size]
        except OSError:
            return b""


def _open_locked(path: Path, mode: str) -> BinaryIO:
    # Unbuffered: a buffered file would try the failed bytes again when it is closed.
    handle: BinaryIO = path.open(mode, buffering=0)  # type: ignore[assignment]
    try:
        portalocker.lock(handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.exceptions.LockException:
        handle.close()
        raise TranscriptError(
            f"{path}: another mock-interview is using this session; end it there first"
        ) from None
    return handle


def _write_all(handle: BinaryIO, raw: bytes) -> None:
    """Write and fsync every byte; an unbuffered write may take only some of them."""
    view = memoryview(raw)
    while view:
        view = view[handle.write(view) :]
    os.fsync(handle.fileno())


def _cannot(path: Path, error: OSError) -> str:
    remedies = {
        errno.ENOSPC: "free some space, or name another folder with --transcripts",
        errno.EACCES: "name a folder you may write with --transcripts",
        errno.EROFS: "name a folder on a writable disk with --transcripts",
    }
    remedy = remedies.get(error.errno or 0, "name another folder with --transcripts")
    return f"{path}: cannot be written: {error.strerror or error}; {remedy}"
