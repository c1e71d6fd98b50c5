"""One SQLite file of things that can be made again: checksums on every value, and a way out when it breaks.

Knows nothing of transcripts. A damaged file is not mended but left for one with the next number in its
name, so that a process that still has the old one open disturbs nobody; if that fails too, things are
kept in memory.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PATIENCE = 30.0  # seconds to wait for another process that is writing
DAMAGED, UNUSABLE = "index_damaged", "index_unusable"  # the words that `note` is told
_NUMBER = re.compile(r"-(\d+)\.sqlite")
_CHECK = 4  # bytes of checksum before each value


class Damaged(Exception):
    """A value is not what was written."""


def sealed(text: str, key: str) -> bytes:
    """``text`` for the row called ``key``, behind a checksum of both.

    What cannot be encoded becomes a question mark.
    """
    raw = text.encode("utf-8", "replace")
    return _check(raw, key) + raw


def opened(value: object, key: str) -> bytes:
    """What `sealed` was given for that row, in UTF-8. Raises `Damaged`."""
    if not isinstance(value, bytes) or _check(value[_CHECK:], key) != value[:_CHECK]:
        raise Damaged("a checksum does not fit")
    return value[_CHECK:]


def _check(raw: bytes, key: str) -> bytes:
    return zlib.crc32(raw, zlib.crc32(key.encode("utf-8", "replace"))).to_bytes(_CHECK, "big")


class Store:
    """A database in ``folder``, of the highest number there is for ``name``. Made by the first use.

    ``note`` is told `DAMAGED` once a damaged file was replaced, or `UNUSABLE`, and why.
    """

    def __init__(self, folder: Path, name: str, schema: str, note: Callable[[str, str], None]) -> None:
        self._folder, self._name, self._schema, self._note = folder, name, schema, note
        self._number = max((number for number, _path in self._files()), default=1)
        self._in_memory = False
        self._damage: str | None = None
        self._base: sqlite3.Connection | None = None

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows a query finds. Raises ``sqlite3.Error``."""
        return self._open().execute(query, values).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together or not at all. Raises ``sqlite3.Error``."""
        base = self._open()
        base.execute("BEGIN IMMEDIATE")
        try:
            yield base
        except BaseException:
            with suppress(sqlite3.Error):
                base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")

    def renew(self, error: Exception) -> None:
        """Go on with an empty database: beside the damaged one, or in memory when that fails as well.

        Raises ``error`` when even memory failed: then nothing is damaged, and this is a bug.
        """
        if self._in_memory:
            raise error
        self.close()
        if self._damage is None:
            self._number += 1
        else:
            self._in_memory = True
            self._note(UNUSABLE, f"{self._folder}: {error}")
        self._damage = str(error)

    def settle(self) -> None:
        """Say that all that is known is in: what was damaged can be told, and other files deleted.

        A process that has one of them open keeps what it sees.
        """
        if self._in_memory:
            return
        if self._damage is not None:
            self._note(DAMAGED, self._damage)
            self._damage = None
        for number, path in self._files():
            if number != self._number:
                for tail in ("", "-wal", "-shm"):
                    with suppress(OSError):
                        path.with_name(path.name + tail).unlink(missing_ok=True)

    def close(self) -> None:
        """Release the file; it is opened again when it is needed."""
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
            self._base = None

    def _files(self) -> list[tuple[int, Path]]:
        with suppress(OSError):
            found = [
                (_NUMBER.search(path.name), path) for path in self._folder.glob(f"{self._name}-*.sqlite")
            ]
            return [(int(match[1]), path) for match, path in found if match]
        return []

    def _open(self) -> sqlite3.Connection:
        if self._base is None:
            self._base = self._connect()
        return self._base

    def _connect(self) -> sqlite3.Connection:
        if self._in_memory:
            base = sqlite3.connect(":memory:", isolation_level=None)
        else:
            with suppress(OSError):  # what is wrong is told by the attempt to open
                self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{self._name}-{self._number}.sqlite"
            base = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=NORMAL")
            base.executescript(self._schema)
        except sqlite3.Error:
            base.close()
            raise
        return base
