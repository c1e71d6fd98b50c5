"""Zip archives from elsewhere: opened only when they are small, and never unpacked by their own names."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mock_interview.errors import SourceError

_CHUNK = 2**20
_END = b"PK\x05\x06"  # the record at the end of an archive
_END_SIZE, _LONGEST_COMMENT = 22, 2**16
_FOREIGN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError,
    OverflowError,
)  # fmt: skip


@contextmanager
def open_archive(path: Path, *, most_entries: int) -> Iterator[zipfile.ZipFile]:
    """The archive at ``path``. Whatever is wrong with it, also while it is read, raises `SourceError`."""
    try:
        _refuse_many(path, most_entries)
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _FOREIGN as error:
        raise SourceError(f"{path}: is not a zip archive that can be read: {error}") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from None


def _refuse_many(path: Path, most: int) -> None:
    """Refuse an archive with too many entries before its list is read, which takes memory for each."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise SourceError(f"{path}: is not a zip archive")
    count, listing = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > most or listing > 1000 * most:
        raise SourceError(f"{path}: has more than {most:,} entries")


def copy_bounded(source: IO[bytes], target: IO[bytes], path: Path, *, most: int) -> None:
    """Copy all of ``source``. Raises `SourceError` when that is more than ``most`` bytes."""
    size = 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise SourceError(f"{path}: unpacks to more than {most // 2**20} MB")
        target.write(chunk)
