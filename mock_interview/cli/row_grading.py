"""Puts rows of answers, the bank and the grader together, for ``grade`` and ``agreement``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_interview.answer_rows import (
    JUDGED,
    OUTCOME,
    AnswerRow,
    Scan,
    check_row,
    kept_as,
    outcome,
    refuse,
    refuse_empty,
    scan,
    with_outcome,
)
from mock_interview.cli.output import STDIO, is_device, opened
from mock_interview.errors import AnswersError, Problem, UsageError, WriteError
from mock_interview.fields import nearest
from mock_interview.model import Answer, Bank, Grade, Question, Rubric
from mock_interview.row_file import CSV, JSONL, Row, kind_of, open_rows, read_rows, row_writer
from mock_interview.terminal.progress import Progress

if TYPE_CHECKING:
    from mock_interview.cli.judging import Judging
    from mock_interview.grading.assessment import Assessment
    from mock_interview.grading.grader import Grader

ON_ERROR = ("stop", "skip")


class RowGrader:
    """Checks rows against ``bank`` and grades them; its models are loaded at the first grade.

    With ``judging`` a language model grades them too.
    """

    def __init__(self, bank: Bank, encoder: str, rubric: Rubric, judging: Judging | None = None) -> None:
        self._bank, self._encoder, self._rubric, self._judging = bank, encoder, rubric, judging
        self._known: dict[str, Question] = {}
        for question in bank.questions:
            numbers = (question.seed, f"seed:{question.seed}") if question.seed else ()
            for name in (question.id, *numbers):
                self._known.setdefault(name, question)
        self._made: Grader | None = None

    def check(self, row: Row) -> AnswerRow:
        """What the row asks for. Raises ``ValueError``."""
        asked = check_row(row, self._known)
        if asked.point:
            ids = [point.id for point in self._known[asked.known].points]
            if asked.point not in ids:
                raise ValueError(f"'{asked.known}' has no point '{asked.point}'{nearest(asked.point, ids)}")
        return asked

    def grade(self, asked: AnswerRow) -> Grade:
        """The grade of one answer."""
        was = self._assess(asked)
        return (
            was.grade if self._judging is None else self._judging(was, self._grader.support, lang=asked.lang)
        )

    def _assess(self, asked: AnswerRow) -> Assessment:
        answer = Answer(parts=(asked.answer, *asked.followups))
        if asked.known:
            return self._grader.assess(self._known[asked.known], answer, self._rubric, lang=asked.lang)
        return self._grader.assess_free(
            asked.question, asked.references, answer, self._rubric, lang=asked.lang
        )

    @property
    def _grader(self) -> Grader:
        if self._made is None:
            from mock_interview.cli.wiring import make_grader

            self._made = make_grader(self._bank, self._encoder)
        return self._made

    @property
    def engine(self) -> str:
        """What graded; empty before the first grade."""
        return self._made.engine if self._made is not None else ""


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
        with open_rows(sys.stdin.buffer if path == STDIO else path, kind) as file:
            yield from read_rows(file, kind)
    except OSError as error:
        raise AnswersError(f"{path}: cannot be read: {error.strerror or error}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One row, and its grade, or why it could not be used."""

    row: Row
    asked: AnswerRow | None = None
    grade: Grade | None = None
    problem: str = ""

    @property
    def outcome(self) -> dict[str, Any]:
        """What the written row says."""
        return outcome(self.grade or Grade(score=None, reason=self.problem))


def graded(
    file: RowFile, grader: RowGrader, *, on_error: str, check: Callable[[Row], object]
) -> Iterator[Done]:
    """Every row of ``file`` in order, graded.

    A row that ``check`` or the grader cannot use raises `AnswersError`, or, with ``on_error``
    ``skip``, is named on stderr and comes without a grade.
    """
    progress = Progress()
    count = 0
    for row in progress.watch(file.rows(), file.scanned.rows if file.scanned else None):
        count += 1
        try:
            check(row)
            asked = grader.check(row)
        except ValueError as error:
            problem = str(Problem(path=file.shown, line=row.line, message=str(error)))
            if on_error == "stop":
                raise AnswersError(problem) from None
            progress.say(problem)
            yield Done(row=row, problem=str(error))
            continue
        yield Done(row=row, asked=asked, grade=grader.grade(asked))
    refuse_empty(count, file.shown)


@contextmanager
def row_output(
    output: Path | None, file: RowFile, *, judged: bool = False
) -> Iterator[Callable[[Done], None]]:
    """A function that writes rows to ``output``, which appears whole at the end; ``-`` is stdout.

    ``judged`` rows say what a language model found too. ``None`` writes nothing. Raises `UsageError`
    for a name that cannot be, `WriteError`.
    """
    if output is None:
        yield lambda _done: None
        return
    kind = file.kind if output == STDIO or is_device(output) else kind_of(output)
    if STDIO not in (output, file.path) and output.exists() and output.samefile(file.path):
        raise UsageError(f"--output {output}: is the file that is read; choose another name")
    if kind == CSV and file.scanned is None:
        raise UsageError(f"--output {output}: a pipe cannot be written as CSV; write .jsonl, or read a file")
    columns = file.scanned.columns if file.scanned else ()
    names = [*(kept_as(name, columns) for name in columns), *OUTCOME, *(JUDGED if judged else ())]
    try:
        with opened(output) as out:
            write = row_writer(out, kind, names)
            yield lambda done: write(with_outcome(done.row.fields, done.outcome, columns))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"{output}: cannot be written: {error.strerror or error}") from None
