"""The files of ``grade`` and ``agreement``: rows that are read, and graded rows that are written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import typer

from mock_interview.answer_rows import (
    JUDGED,
    JUDGED_TYPES,
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
from mock_interview.atomic import atomic_path
from mock_interview.cli import options as opt
from mock_interview.cli.output import STDIO, is_device, opened
from mock_interview.errors import AnswersError, UsageError, WriteError
from mock_interview.row_file import (
    CSV,
    JSONL,
    PARQUET,
    ColumnType,
    Row,
    kind_of,
    open_rows,
    read_rows,
    row_writer,
)
from mock_interview.row_journal import Journal
from mock_interview.terminal.words import words

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
    kind = JSONL if path == STDIO or is_device(path) else kind_of(path)
    file = RowFile(path=path, kind=kind, scanned=None)
    if path == STDIO or is_device(path):
        return file  # a pipe: what was read is gone
    found = scan(file.rows(), check, path)
    refuse_empty(found.rows, path)
    if on_error == "stop":
        refuse(found)
    return RowFile(path=path, kind=kind, scanned=found)


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
def row_output(
    output: Path | None, file: RowFile, kept: Kept | None = None, *, judged: bool = False
) -> Iterator[RowOutput]:
    """What writes graded rows to ``output``, which appears whole at the end; ``-`` is stdout.

    ``judged`` rows say besides what a language model made of them. ``None`` writes nothing.
    Raises `UsageError` for a name that cannot be, `WriteError`.
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
            with _journaled(output, _Form(kind=kind, file=file, judged=judged), kept) as found:
                yield found
        else:
            form = _Form(kind=kind, file=file, judged=judged)
            with _opened(output, form) as out:
                yield RowOutput(_writer(out, form))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"{output}: cannot be written: {error.strerror or error}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How rows are written: the kind of file, what they were read from, and whether they were judged."""

    kind: str
    file: RowFile
    judged: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that a grade adds."""
        return (*OUTCOME, *(JUDGED if self.judged else ()))

    @property
    def types(self) -> Mapping[str, ColumnType]:
        """Of which type they are."""
        return {**OUTCOME_TYPES, **(JUDGED_TYPES if self.judged else {})}


def _checked_kind(output: Path, file: RowFile) -> str:
    streamed = output == STDIO or is_device(output)
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
    return file.scanned is not None and output != STDIO and not is_device(output) and not output.is_dir()


def _writer(out: IO[str], form: _Form, *, header: bool = True) -> Callable[[Done], None]:
    """A function that writes rows to ``out``; of Parquet, only what goes beside the rows, as JSON lines."""
    if form.kind == PARQUET:
        beside = row_writer(out, JSONL, ())
        return lambda done: beside(done.outcome)
    columns = form.file.scanned.columns if form.file.scanned else ()
    names = [*(kept_as(name, columns) for name in columns), *form.names]
    write = row_writer(out, form.kind, names, header=header)
    return lambda done: write(with_outcome(done.row.fields, done.outcome, columns))


@contextmanager
def _journaled(output: Path, form: _Form, kept: Kept) -> Iterator[RowOutput]:
    """Rows that stay, and can be gone on with, when the program is ended."""
    about = {"rows": form.file.digest(), **kept.about, "kind of output": form.kind}
    journal = Journal(output, about)
    out = journal.open(resume=kept.resume)
    try:
        if out is None:
            yield RowOutput(lambda _done: None, journal)
            journal.discard()
            return
        found = RowOutput(_writer(out, form, header=not journal.mark.rows), journal)
        yield found
        found.keep()
        journal.close_part()
        if form.kind == PARQUET:
            with journal.part.open(encoding="utf-8") as lines:
                _convert(lines, output, form)
        journal.finish(made=form.kind == PARQUET)
    except BaseException:
        _left(journal)
        raise


def _left(journal: Journal) -> None:
    """Say what an output that was cut off leaves, or leave nothing where there is nothing."""
    try:
        if not journal.mark.rows:
            with suppress(OSError):
                journal.discard()
        elif journal.part.exists():
            told = words(opt.language(None))("rows_kept", n=journal.mark.rows, path=journal.part)
            with suppress(OSError):
                typer.echo(told, err=True)
    finally:
        journal.close()


@contextmanager
def _opened(output: Path, form: _Form) -> Iterator[IO[str]]:
    if form.kind == PARQUET:
        with TemporaryFile("w+", encoding="utf-8", newline="\n", dir=output.parent) as lines:
            yield lines
            lines.seek(0)
            _convert(lines, output, form)
    else:
        with opened(output) as out:
            yield out


def _convert(lines: Iterable[str], output: Path, form: _Form) -> None:
    """The rows read with the outcomes in ``lines`` as a Parquet file."""
    from mock_interview.parquet_file import Columns, write_parquet

    file = form.file
    types = file.scanned.types if file.scanned else {}
    columns = Columns(named={name: kept_as(name, types) for name in types}, types=types)
    source = file.path if file.kind == PARQUET else (row.fields for row in file.rows())
    with atomic_path(output) as path:
        write_parquet(path, source, columns, map(json.loads, lines), form.types)
