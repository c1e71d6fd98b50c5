"""Whole files written so that a reader sees the old one or the new one, never half of either."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path


def write_atomic(path: Path, text: str) -> None:
    """Write ``text`` to ``path``: temporary file, fsync, rename, fsync of the folder. Raises ``OSError``."""
    with open_atomic(path) as file:
        file.write(text)


def write_bytes_atomic(path: Path, data: bytes) -> None:
    """Like `write_atomic`, for bytes. Raises ``OSError``."""
    with atomic_path(path) as temporary, temporary.open("xb") as file:
        file.write(data)


@contextmanager
def open_atomic(path: Path) -> Iterator[TextIOWrapper]:
    """A file to write in pieces that becomes ``path`` when the block ends, and nothing if it fails.

    Raises ``OSError``.
    """
    with (
        atomic_path(path) as temporary,
        temporary.open("x", encoding="utf-8", errors="replace", newline="\n") as file,
    ):
        yield file


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A name to write a file under that becomes ``path`` when the block ends, and nothing if it fails.

    Raises ``OSError``.
    """
    # Not tempfile: its files are private, and the user's umask is to decide who may read this one.
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        yield temporary
        with temporary.open("r+b") as file:  # some systems sync only what may be written
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):  # what went wrong first is what should be told
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make ``folder``, and what lies above it, durable where they are not there yet. Raises ``OSError``."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    for one in missing:
        with suppress(OSError):  # some may be entered and not looked into
            sync_folder(one.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name durable; folders cannot be opened on Windows, where this is not needed.

    Raises ``OSError``, but not where the file system has no way to sync a folder.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
