"""The one door to portalocker: files that one process at a time may write to, and writing that is sure.

Knows nothing of what is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import portalocker


class InUse(Exception):
    """Another process, or another part of this one, holds the file."""


def open_locked(path: Path, mode: str) -> BinaryIO:
    """``path`` opened unbuffered and locked until it is closed. Raises `InUse`, ``OSError``.

    Where the file system has no locks it is only opened.
    """
    # Unbuffered: a buffered file would try the failed bytes again when it is closed.
    handle: BinaryIO = path.open(mode, buffering=0)  # type: ignore[assignment]
    try:
        portalocker.lock(handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.exceptions.AlreadyLocked:
        handle.close()
        raise InUse(str(path)) from None
    except portalocker.exceptions.LockException:
        pass  # a file system without locks, such as some network drives; better unlocked than not at all
    return handle


@contextmanager
def held(path: Path, *, seconds: float) -> Iterator[None]:
    """Hold ``path`` while the block runs: a file for this alone, made where it is missing, and left there.

    Waits up to ``seconds`` for whoever holds it. Raises `InUse`, ``OSError``. Where the file system has no
    locks nothing is held.
    """
    lock = portalocker.Lock(path, "ab", timeout=seconds, check_interval=0.05)
    try:
        lock.acquire()
    except portalocker.exceptions.AlreadyLocked:
        raise InUse(str(path)) from None
    except portalocker.exceptions.LockException:
        pass  # as above
    try:
        yield
    finally:
        lock.release()


def is_at(file: BinaryIO, path: Path) -> bool:
    """Whether an open file is still the one that is found at ``path``."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return os.path.samestat(found, os.fstat(file.fileno()))


def write_through(handle: BinaryIO, raw: bytes) -> None:
    """Write and fsync every byte; an unbuffered write may take only some of them. Raises ``OSError``."""
    view = memoryview(raw)
    while view:
        view = view[handle.write(view) :]
    os.fsync(handle.fileno())
