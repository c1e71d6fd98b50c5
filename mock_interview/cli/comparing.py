"""Puts marked rows, their grades and the report on both together, for ``agreement``."""

from __future__ import annotations

from pathlib import Path

from mock_interview.agreement.marks import Columns, Mark, Unstated, read_mark
from mock_interview.agreement.report import Judged, Report, report
from mock_interview.answer_rows import AnswerRow, name_of
from mock_interview.cli.output import STDIO
from mock_interview.cli.row_files import RowFile, open_file, row_output
from mock_interview.cli.row_grading import RowGrader, Way, graded
from mock_interview.errors import AnswersError, Problem, UsageError
from mock_interview.model import Grade
from mock_interview.row_file import Row
from mock_interview.terminal.progress import Progress


class Marks:
    """Reads the marks of rows, and remembers what full marks are missing."""

    def __init__(self, columns: Columns, grader: RowGrader | None) -> None:
        self._columns, self._grader = columns, grader
        self._unstated = Unstated()

    def read(self, row: Row) -> Mark:
        """The marks of a row that was found good."""
        return read_mark(row.fields, self._columns)

    def check(self, row: Row) -> Mark:
        """The marks of a row that can be compared. Raises ``ValueError``."""
        if row.problem:
            raise ValueError(row.problem)
        mark = read_mark(row.fields, self._columns)
        if self._grader is not None:
            self._grader.check(row)
        self._unstated.see(row.line, mark)
        return mark

    def refuse_unstated(self, path: Path) -> None:
        """Raise `AnswersError` when some row's full marks cannot be known."""
        if self._unstated.problem is not None:
            line, message = self._unstated.problem
            raise AnswersError(str(Problem(path=path, line=line, message=message)))


def look_through(path: Path, marks: Marks, on_error: str) -> RowFile:
    """The file with marked rows. Raises `AnswersError`, and `UsageError` for a pipe."""
    file = open_file(path, marks.check, on_error=on_error)
    if path == STDIO or file.scanned is None:
        raise UsageError(f"{path}: is read twice, so it must be a file, not a pipe")
    marks.refuse_unstated(path)
    return file


def compare(
    file: RowFile, marks: Marks, grader: RowGrader, output: Path | None, way: Way
) -> tuple[Report, str]:
    """Grade the rows of ``file``, kept in ``output`` if given, and compare; also tells what graded."""
    judged, engine = [], ""
    with row_output(output, file) as out:
        for done in graded(file, grader, way, check=marks.check):
            out.write(done)
            if done.asked is None or done.grade is None:
                continue
            engine = done.grade.engine or engine
            judged.append(_compared(done.asked, done.grade, marks.read(done.row)))
    return report(judged), engine


def compare_predicted(path: Path, columns: Columns, *, on_error: str) -> Report:
    """Compare the predictions that the rows of ``path`` carry."""
    marks = Marks(columns, None)
    file = look_through(path, marks, on_error)
    judged, progress = [], Progress()
    for row in file.rows():
        try:
            mark = marks.check(row)
            group = name_of(row.fields, "question_id") or name_of(row.fields, "question")
        except ValueError as error:
            progress.say(str(Problem(path=path, line=row.line, message=str(error))))
            continue
        judged.append(_judged(group, mark, predicted=mark.predicted, low=mark.low, high=mark.high))
    return report(judged)


def _compared(asked: AnswerRow, grade: Grade, mark: Mark) -> Judged:
    """A mark beside the score, or, where it is of one key point, beside that point's credit."""
    if asked.point:
        credits = {result.point: result.credit for result in grade.points}
        return _judged(asked.group, mark, predicted=credits.get(asked.point), low=None, high=None)
    return _judged(
        asked.group, mark,
        predicted=_share(grade.score), low=_share(grade.low), high=_share(grade.high),
        similarity=grade.similarity,
    )  # fmt: skip


def _judged(
    group: str, mark: Mark, *,
    predicted: float | None, low: float | None, high: float | None, similarity: float | None = None,
) -> Judged:  # fmt: skip
    full = mark.full or 1.0  # where nothing says it, marks were found to lie from 0 to 1
    return Judged(
        group=group, mark=mark.mark / full, second=None if mark.second is None else mark.second / full,
        predicted=predicted, low=low, high=high, similarity=similarity, label=mark.label,
    )  # fmt: skip


def _share(score: float | None) -> float | None:
    """A score of 0-100 as 0-1."""
    return None if score is None else score / 100
