"""A file that is written piece by piece and can be gone on with after a kill. Knows no rows by name.

``OUT.part`` holds what is written; ``OUT.part.journal`` says what it was made from, and after every piece
how much of it counts. What lies beyond the last such line was cut off and is written again. While a process
writes, it holds the journal locked, so that no other one writes the same file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any, BinaryIO

from mock_interview.atomic import sync_folder
from mock_interview.errors import UsageError, WriteError
from mock_interview.locked_file import InUse, is_at, open_locked, write_through

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
        self._log: BinaryIO | None = None

    def open(self, *, resume: bool) -> IO[str] | None:
        """The file to write to, at the place that ``mark`` then tells; until `close` it is this process's.

        ``None`` when ``resume`` finds that ``target`` was finished, and only this journal was left of it.
        Raises `WriteError` when another process is writing it, `UsageError` when there are rows of a run
        that was cut off and ``resume`` is false, or when they were made from something else; ``OSError``.
        """
        self._log = self._hold()
        try:
            return self._begun(resume=resume)
        except BaseException:
            self._release(self._log)
            raise

    def _begun(self, *, resume: bool) -> IO[str] | None:
        found = self._read()
        if found.finished and resume and self._differing(found) == []:
            self.mark = found.mark
            return None
        rows = 0 if found.finished else found.mark.rows
        if rows:
            if not resume:
                remedy = "go on with --resume, or remove that file to start over"
                raise UsageError(f"{self._left(rows)}; {remedy}")
            self._compare(found)
            os.truncate(self.part, found.mark.size)
            self.mark = found.mark
        self._cut(found.length if rows else 0)
        if not rows:
            self._note({"format": FORMAT, "about": self._about})
        mode = "a" if rows else "w"
        self._file = self.part.open(mode, encoding="utf-8", errors="replace", newline="\n")
        sync_folder(self.part.parent)
        return self._file

    def keep(self, *, rows: int, scored: int, engine: str) -> None:
        """Make durable what was written: ``rows`` more, ``scored`` of them. Raises ``OSError``."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        size = os.fstat(self._file.fileno()).st_size
        before = self.mark
        mark = Mark(rows=before.rows + rows, size=size, scored=before.scored + scored, engine=engine)
        self._note(asdict(mark))
        self.mark = mark

    def check_engine(self, engine: str) -> None:
        """Raise `UsageError` when the rows so far were graded by another ``engine``."""
        if self.mark.engine and engine and engine != self.mark.engine:
            raise UsageError(
                f"{self._left(self.mark.rows)}, graded by {self.mark.engine}; now it would be {engine}. "
                "Remove that file to start over"
            )

    def finish(self, *, made: bool = False) -> None:
        """Put the file in place of ``target`` and remove the journal. Raises ``OSError``.

        With ``made`` the ``target`` is there already, made from the file, which then goes as well.
        """
        self.close_part()
        # Whoever comes after a kill between these steps sees that nothing is left to do.
        self._note({"finished": (self.target if made else self.part).stat().st_size})
        if made:
            self.part.unlink(missing_ok=True)
        else:
            self.part.replace(self.target)
        sync_folder(self.target.parent)
        self.discard()

    def close_part(self) -> None:
        """Close the file but go on holding it; what was kept stays."""
        if self._file is not None:
            file, self._file = self._file, None
            with suppress(OSError):  # what does not fit on the disk any more was not kept either
                file.close()

    def close(self) -> None:
        """Close both files; what was kept stays, and another process may go on with it."""
        try:
            self.close_part()
        finally:
            if self._log is not None:
                log, self._log = self._log, None
                with suppress(OSError):
                    log.close()

    def discard(self) -> None:
        """Remove both files. Raises ``OSError``."""
        self.close_part()
        self.part.unlink(missing_ok=True)
        sync_folder(self.target.parent)
        self._remove_log()
        self.close()
        sync_folder(self.target.parent)

    # ------------------------------------------------------------- the journal

    def _hold(self) -> BinaryIO:
        """The journal, locked. Raises `WriteError` when another process has it, ``OSError``."""
        while True:
            try:
                log = open_locked(self._path, "a+b")
            except InUse:
                raise WriteError(
                    f"{self.target}: another mock-interview is writing this file; wait until it is done, "
                    "or end it first"
                ) from None
            if os.name != "posix" or is_at(log, self._path):
                return log
            log.close()  # removed by a run that has just finished

    def _release(self, log: BinaryIO) -> None:
        """Close the journal, and leave none where there was none."""
        try:
            with suppress(OSError):
                if os.fstat(log.fileno()).st_size == 0:
                    self._remove_log()
        finally:
            self.close()

    def _remove_log(self) -> None:
        if os.name != "posix":
            self.close()  # no open file can be removed there
        self._path.unlink(missing_ok=True)  # while it is held: nobody is to find it in between

    def _note(self, line: Mapping[str, object]) -> None:
        assert self._log is not None
        write_through(self._log, json.dumps(line).encode() + b"\n")

    def _cut(self, length: int) -> None:
        """Leave the first ``length`` bytes of the journal: the next line must not join a torn one."""
        assert self._log is not None
        os.truncate(self._log.fileno(), length)

    def _left(self, rows: int) -> str:
        return f"{self.part}: {rows} rows of a run that was cut off"

    def _differing(self, found: _Found) -> list[str]:
        """What the rows found were made from that is another thing now."""
        return [name for name, value in self._about.items() if found.about.get(name) != value]

    def _compare(self, found: _Found) -> None:
        other = self._differing(found)
        if other:
            raise UsageError(
                f"{self._left(found.mark.rows)}, with other {', '.join(other)}; "
                "make that the same, or remove that file to start over"
            )

    def _read(self) -> _Found:
        """What the journal tells of ``part``, or of ``target`` when that was finished."""
        assert self._log is not None
        self._log.seek(0)
        raw = self._log.read()
        raw = raw[: raw.rfind(b"\n") + 1]
        first, *rest = [_parsed(line) for line in raw.split(b"\n")]
        size = self.part.stat().st_size if self.part.exists() else None
        if size and "format" not in first:
            raise UsageError(f"{self.part}: is in the way, and there is no journal to it; move or remove it")
        if first.get("format", FORMAT) != FORMAT:
            raise UsageError(f"{self._path}: is of another version of the program; remove it and {self.part}")
        about = first.get("about")
        marks = [mark for line in rest if (mark := _mark(line)) is not None]
        finished = size is None and bool(marks) and self._is_finished(rest)
        good = marks if finished else [mark for mark in marks if mark.size <= (size or 0)]
        return _Found(
            about=about if isinstance(about, dict) else {},
            mark=good[-1] if good else Mark(),
            length=len(raw),
            finished=finished,
        )

    def _is_finished(self, lines: list[dict[str, Any]]) -> bool:
        """Whether the last of these says so, and what it says is there."""
        last: dict[str, Any] = next((line for line in reversed(lines) if line), {})
        return "finished" in last and self.target.is_file() and self.target.stat().st_size == last["finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a journal tells; ``length`` are its bytes up to the last line that is whole."""

    about: Mapping[str, Any]
    mark: Mark
    length: int
    finished: bool


def _parsed(line: bytes) -> dict[str, Any]:
    """A line of the journal; empty when it is damaged."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _mark(line: Mapping[str, Any]) -> Mark | None:
    """The mark of a line, ``None`` when it is damaged: an empty one would give up all rows before it."""
    if line.keys() != {field.name for field in fields(Mark)} or not isinstance(line["engine"], str):
        return None
    counts = (line["rows"], line["size"], line["scored"])
    return Mark(**line) if all(type(count) is int and count >= 0 for count in counts) else None
