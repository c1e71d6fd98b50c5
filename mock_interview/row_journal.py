"""A file that is written piece by piece and can be gone on with after a kill. Knows no rows by name.

``OUT.part`` holds what is written; ``OUT.part.journal`` says what it was made from, and after every piece
how much of it counts. What lies beyond the last such line was cut off and is written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from mock_interview.atomic import sync_folder
from mock_interview.errors import UsageError

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a file has come: ``rows`` of the source, and ``size`` in bytes.

    ``scored`` of the rows have a score; ``engine`` says what graded them.
    """

    rows: int = 0
    size: int = 0
    scored: int = 0
    engine: str = ""


class Journal:
    """``target`` on its way. ``about`` names what it is made from: a text for each thing."""

    def __init__(self, target: Path, about: Mapping[str, str]) -> None:
        self.target = target
        self.part = target.with_name(f"{target.name}.part")
        self._path = target.with_name(f"{target.name}.part.journal")
        self._about = dict(about)
        self.mark = Mark()
        self._file: IO[str] | None = None
        self._log: IO[str] | None = None

    def open(self, *, resume: bool) -> IO[str]:
        """The file to write to, at the place that ``mark`` then tells.

        Raises `UsageError` when there are rows of a run that was cut off and ``resume`` is false, or when
        they were made from something else; ``OSError``.
        """
        about, found = self._read()
        if found.rows:
            if not resume:
                remedy = "go on with --resume, or remove that file to start over"
                raise UsageError(f"{self._left(found.rows)}; {remedy}")
            self._compare(about, found.rows)
            os.truncate(self.part, found.size)
            os.truncate(self._path, sum(map(len, self._lines())))  # or the next line would join a torn one
            self.mark = found
        self._log = self._path.open("a" if found.rows else "w", encoding="utf-8", newline="\n")
        if not found.rows:
            self._note({"format": FORMAT, "about": self._about})
        self._file = self.part.open(
            "a" if found.rows else "w", encoding="utf-8", errors="replace", newline="\n"
        )
        sync_folder(self.part.parent)
        return self._file

    def keep(self, *, rows: int, scored: int, engine: str) -> None:
        """Make durable what was written: ``rows`` more, ``scored`` of them. Raises ``OSError``."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        size = os.fstat(self._file.fileno()).st_size
        before = self.mark
        self.mark = Mark(rows=before.rows + rows, size=size, scored=before.scored + scored, engine=engine)
        self._note(asdict(self.mark))

    def check_engine(self, engine: str) -> None:
        """Raise `UsageError` when the rows so far were graded by another ``engine``."""
        if self.mark.engine and engine and engine != self.mark.engine:
            raise UsageError(
                f"{self._left(self.mark.rows)}, graded by {self.mark.engine}; now it would be {engine}. "
                "Remove that file to start over"
            )

    def finish(self) -> None:
        """Put the file in place of ``target`` and remove the journal. Raises ``OSError``."""
        self.close()
        self.part.replace(self.target)
        self.discard()

    def close(self) -> None:
        """Close both files; what was kept stays."""
        for file in (self._file, self._log):
            if file is not None:
                # What does not fit on the disk any more was not kept either.
                with suppress(OSError):
                    file.close()
        self._file = self._log = None

    def discard(self) -> None:
        """Remove both files. Raises ``OSError``."""
        self.close()
        self.part.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)
        sync_folder(self.target.parent)

    def _note(self, line: Mapping[str, object]) -> None:
        assert self._log is not None
        self._log.write(json.dumps(line) + "\n")
        self._log.flush()
        os.fsync(self._log.fileno())

    def _left(self, rows: int) -> str:
        return f"{self.part}: {rows} rows of a run that was cut off, or is still going on"

    def _compare(self, about: Mapping[str, str], rows: int) -> None:
        other = [name for name, value in self._about.items() if about.get(name) != value]
        if other:
            raise UsageError(
                f"{self._left(rows)}, with other {', '.join(other)}; make that the same, or remove that file "
                "to start over"
            )

    def _read(self) -> tuple[Mapping[str, str], Mark]:
        """What the journal tells of ``part``; nothing when there is none."""
        if not self.part.exists():
            return {}, Mark()
        if not self._path.exists():
            raise UsageError(f"{self.part}: is in the way, and there is no journal to it; move or remove it")
        size = self.part.stat().st_size
        first, *marks = [_parsed(line) for line in self._lines()] or [{}]
        if first.get("format", FORMAT) != FORMAT:
            raise UsageError(f"{self._path}: is of another version of the program; remove it and {self.part}")
        good = [mark for line in marks if (mark := _mark(line)) is not None and mark.size <= size]
        return first.get("about", {}), good[-1] if good else Mark()

    def _lines(self) -> list[bytes]:
        """The lines of the journal that were written to their end."""
        return [line for line in self._path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


def _parsed(line: bytes) -> dict[str, Any]:
    """A line of the journal; empty when it is damaged."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _mark(line: Mapping[str, Any]) -> Mark | None:
    """The mark of a line, ``None`` when it is damaged: an empty one would give up all rows before it."""
    known = {field.name for field in fields(Mark)}
    return Mark(**line) if line.keys() == known else None
