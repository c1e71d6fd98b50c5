"""The files of ``grade`` and ``agreement``: rows that are read, and graded rows that are written."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import typer

from mock_interview.answer_rows import (
    OUTCOME,
    OUTCOME_TYPES,
    Done,
    Scan,
    kept_as,
    refuse,
    refuse_empty,
    scan,
    with_outcome,
)
from mock_interview.atomic import atomic_path, open_atomic
from mock_interview.cli import options as opt
from mock_interview.errors import AnswersError, UsageError, WriteError
from mock_interview.row_file import CSV, JSONL, PARQUET, Row, kind_of, open_rows, read_rows, row_writer
from mock_interview.row_journal import Journal
from mock_interview.terminal.words import words

STDIO = Path("-")
# Rows that are made durable at once: about a second's grading.
KEEP = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFile:
    """A file of rows to read; ``scanned`` is what a first look found, where it can be read twice."""

    path: Path
    kind: str
    scanned: Scan | None

    @property
    def shown(self) -> Path:
        """The name in messages."""
        return Path("<stdin>") if self.path == STDIO else self.path

    def rows(self) -> Iterator[Row]:
        """The rows. Raises `AnswersError` when the file cannot be read."""
        return _rows(self.path, self.kind)

    def digest(self) -> str:
        """A hash of what the file holds. Raises ``OSError``."""
        found = hashlib.sha256()
        with self.path.open("rb") as file:
            while piece := file.read(1 << 20):
                found.update(piece)
        return found.hexdigest()


def open_file(path: Path, check: Callable[[Row], object], *, on_error: str) -> RowFile:
    """Look through a file of rows before any is graded.

    Raises `AnswersError` for a file that cannot be read or is empty, and, unless ``on_error`` is
    ``skip``, with everything that is wrong in it.
    """
    kind = JSONL if path == STDIO or _is_device(path) else kind_of(path)
    file = RowFile(path=path, kind=kind, scanned=None)
    if path == STDIO or _is_device(path):
        return file  # a pipe: what was read is gone
    found = scan(file.rows(), check, path)
    refuse_empty(found.rows, path)
    if on_error == "stop":
        refuse(found)
    return RowFile(path=path, kind=kind, scanned=found)


def _is_device(path: Path) -> bool:
    """Whether a path is there and neither a file nor a folder."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _rows(path: Path, kind: str) -> Iterator[Row]:
    try:
        if kind == PARQUET:
            from mock_interview.parquet_file import read_parquet

            yield from read_parquet(path)
            return
        # Not sys.stdin: the thread that reads may still wait when the program ends.
        source = open(0, "rb", closefd=False) if path == STDIO else path  # noqa: SIM115
        with open_rows(source, kind) as file:
            yield from read_rows(file, kind)
    except OSError as error:
        raise AnswersError(f"{path}: cannot be read: {error.strerror or error}") from None


class RowOutput:
    """Writes graded rows; ``rows`` and ``scored`` count those of an earlier run that is gone on with too."""

    def __init__(self, write: Callable[[Done], None], journal: Journal | None = None) -> None:
        self._write, self._journal = write, journal
        self.rows = journal.mark.rows if journal else 0
        self.scored = journal.mark.scored if journal else 0
        self._kept = (self.rows, self.scored)
        self._engine = journal.mark.engine if journal else ""

    def write(self, done: Done) -> None:
        """One row, the next. Raises ``OSError``, `UsageError`."""
        grade = done.grade
        if self._journal is not None and grade is not None:
            self._journal.check_engine(grade.engine)
            self._engine = grade.engine or self._engine
        self._write(done)
        self.rows += 1
        self.scored += grade is not None and grade.score is not None
        if self.rows - self._kept[0] >= KEEP:
            self.keep()

    def keep(self) -> None:
        """Make durable what was written, where that can be gone on with."""
        if self._journal is not None and self._kept[0] < self.rows:
            rows, scored = self._kept
            self._journal.keep(rows=self.rows - rows, scored=self.scored - scored, engine=self._engine)
            self._kept = (self.rows, self.scored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """That an output is to survive a kill: ``about`` names what it is made from beside the rows.

    ``resume`` says that an earlier run is to be gone on with.
    """

    about: Mapping[str, str]
    resume: bool


@contextmanager
def row_output(output: Path | None, file: RowFile, kept: Kept | None = None) -> Iterator[RowOutput]:
    """What writes graded rows to ``output``, which appears whole at the end; ``-`` is stdout.

    ``None`` writes nothing. Raises `UsageError` for a name that cannot be, `WriteError`.
    """
    if output is None:
        yield RowOutput(lambda _done: None)
        return
    kind = _checked_kind(output, file)
    if STDIO not in (output, file.path) and output.exists() and output.samefile(file.path):
        raise UsageError(f"--output {output}: is the file that is read; choose another name")
    lasting = kept is not None and _can_last(output, file)
    if kept is not None and kept.resume and not lasting:
        raise UsageError("--resume needs a file of rows, and a file to write; neither can be a pipe")
    try:
        if kept is not None and lasting:
            with _journaled(output, kind, file, kept) as found:
                yield found
        else:
            with _opened(output, kind, file) as out:
                yield RowOutput(_writer(out, kind, file))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"{output}: cannot be written: {error.strerror or error}") from None


def _checked_kind(output: Path, file: RowFile) -> str:
    streamed = output == STDIO or _is_device(output)
    kind = kind_of(output) if not streamed else CSV if file.kind == CSV else JSONL
    if kind != JSONL and file.scanned is None:
        name = {CSV: "CSV", PARQUET: "Parquet"}[kind]
        raise UsageError(
            f"--output {output}: a pipe cannot be written as {name}; write .jsonl, or read a file"
        )
    if kind == PARQUET:
        from mock_interview.parquet_file import check_installed

        check_installed(output)
    return kind


def _can_last(output: Path, file: RowFile) -> bool:
    return file.scanned is not None and output != STDIO and not _is_device(output) and not output.is_dir()


def _writer(out: IO[str], kind: str, file: RowFile, *, header: bool = True) -> Callable[[Done], None]:
    """A function that writes rows to ``out``; of Parquet, only what goes beside the rows, as JSON lines."""
    if kind == PARQUET:
        beside = row_writer(out, JSONL, ())
        return lambda done: beside(done.outcome)
    columns = file.scanned.columns if file.scanned else ()
    names = [*(kept_as(name, columns) for name in columns), *OUTCOME]
    write = row_writer(out, kind, names, header=header)
    return lambda done: write(with_outcome(done.row.fields, done.outcome, columns))


@contextmanager
def _journaled(output: Path, kind: str, file: RowFile, kept: Kept) -> Iterator[RowOutput]:
    """Rows that stay, and can be gone on with, when the program is ended."""
    about = {"rows": file.digest(), **kept.about, "kind of output": kind}
    journal = Journal(output, about)
    out = journal.open(resume=kept.resume)
    try:
        found = RowOutput(_writer(out, kind, file, header=not journal.mark.rows), journal)
        yield found
        found.keep()
        journal.close()
        if kind == PARQUET:
            with journal.part.open(encoding="utf-8") as lines:
                _convert(lines, output, file)
            journal.discard()
        else:
            journal.finish()
    except BaseException:
        _left(journal)
        raise


def _left(journal: Journal) -> None:
    """Say what an output that was cut off leaves, or leave nothing where there is nothing."""
    journal.close()
    if journal.mark.rows:
        told = words(opt.language(None))("rows_kept", n=journal.mark.rows, path=journal.part)
        with suppress(OSError):
            typer.echo(told, err=True)
    else:
        with suppress(OSError):
            journal.discard()


@contextmanager
def _opened(output: Path, kind: str, file: RowFile) -> Iterator[IO[str]]:
    if output == STDIO:
        # Not sys.stdout itself: rows are UTF-8 whatever the terminal is.
        out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="\n")
        try:
            yield out
            out.flush()
        finally:
            out.detach()
    elif _is_device(output) or output.is_dir():
        # A device or a pipe is written to, never replaced; a folder raises here, before any work.
        with output.open("w", encoding="utf-8", errors="replace", newline="\n") as device:
            yield device
    elif kind == PARQUET:
        with TemporaryFile("w+", encoding="utf-8", newline="\n", dir=output.parent) as lines:
            yield lines
            lines.seek(0)
            _convert(lines, output, file)
    else:
        with open_atomic(output) as whole:
            yield whole


def _convert(lines: Iterable[str], output: Path, file: RowFile) -> None:
    """The rows of ``file`` with the outcomes in ``lines`` as a Parquet file."""
    from mock_interview.parquet_file import Columns, write_parquet

    types = file.scanned.types if file.scanned else {}
    columns = Columns(named={name: kept_as(name, types) for name in types}, types=types)
    source = file.path if file.kind == PARQUET else (row.fields for row in file.rows())
    with atomic_path(output) as path:
        write_parquet(path, source, columns, map(json.loads, lines), OUTCOME_TYPES)
