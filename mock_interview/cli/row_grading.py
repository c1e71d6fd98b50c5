"""Puts rows of answers, the bank and the grader together, for ``grade`` and ``agreement``."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING

from mock_interview.answer_rows import AnswerRow, Done, check_row, refuse_empty
from mock_interview.cli.row_files import RowFile
from mock_interview.errors import AnswersError, Problem
from mock_interview.fields import nearest
from mock_interview.grading.draft import drafted
from mock_interview.model import Answer, Bank, Grade, Question, Rubric
from mock_interview.row_file import Row
from mock_interview.terminal.progress import Progress

if TYPE_CHECKING:
    from mock_interview.cli.judging import Judging
    from mock_interview.grading.grader import Grader, Task

ON_ERROR = ("stop", "skip")
ENGINES = ("local", "ray")
# Rows whose models run at once. More would not fill batches better, and be in memory for longer.
CHUNK = 32

# Grades lists of answers, each list as it comes, in order. An empty list asks for what is under way: no
# more is at hand.
Engine = Callable[[Iterable[Sequence[AnswerRow]]], Iterator[list[Grade]]]


class RowGrader:
    """Checks rows against ``bank`` and grades them; its models are loaded at the first grade.

    With ``judging`` a language model grades them too.
    """

    def __init__(
        self, bank: Bank, encoder: str, rubric: Rubric, *, threads: int = 1, judging: Judging | None = None
    ) -> None:
        self.bank, self.encoder, self.rubric, self._threads = bank, encoder, rubric, threads
        self.judging = judging
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

    def grade_all(self, asked: Sequence[AnswerRow]) -> list[Grade]:
        """The grade of each answer, without the signals behind it."""
        if not asked:
            return []
        if self._made is None:
            from mock_interview.cli.wiring import make_bulk_grader

            self._made = make_bulk_grader(self.bank, self.encoder, self._threads)
        tasks = [*map(self._task, asked)]
        if self.judging is None:
            return [_light(grade) for grade in self._made.grade_all(tasks, self.rubric)]
        found = zip(tasks, self._made.assess_all(tasks, self.rubric), strict=True)
        return [_light(self.judging(was, self._made.support, lang=task.lang)) for task, was in found]

    def _task(self, asked: AnswerRow) -> Task:
        from mock_interview.grading.grader import Task

        known = asked.known
        options = (self._known[known],) if known else drafted(asked.question, asked.references)
        return Task(options=options, answer=Answer(parts=(asked.answer, *asked.followups)), lang=asked.lang)


def _light(grade: Grade) -> Grade:
    return replace(grade, points=tuple(replace(point, signals=()) for point in grade.points))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How rows are graded: ``stop`` at a bad row or ``skip`` it, and after the first ``start`` rows."""

    engine: Engine
    on_error: str
    start: int = 0


def graded(file: RowFile, grader: RowGrader, way: Way, *, check: Callable[[Row], object]) -> Iterator[Done]:
    """Every row of ``file`` from the start on, in order, graded.

    A row that ``check`` or the grader cannot use raises `AnswersError`, or, where they are skipped, is
    named on stderr and comes without a grade.
    """
    progress = Progress()
    total = file.scanned.rows if file.scanned else None
    count = 0
    rows = _looked_at(islice(file.rows(), way.start, None), grader, check, on_error=way.on_error)
    chunks = at_hand(rows, CHUNK) if file.scanned is None else in_chunks(rows, CHUNK)
    for done in progress.watch(_graded(chunks, way.engine), total, done=way.start):
        count += 1
        if done.problem:
            problem = str(Problem(path=file.shown, line=done.row.line, message=done.problem))
            if way.on_error == "stop":
                raise AnswersError(problem)
            progress.say(problem)
        yield done
    refuse_empty(way.start + count, file.shown)


def _looked_at(
    rows: Iterable[Row], grader: RowGrader, check: Callable[[Row], object], *, on_error: str
) -> Iterator[Done]:
    """Rows still without a grade; where one stops the run, it is the last."""
    for row in rows:
        try:
            check(row)
            yield Done(row=row, asked=grader.check(row))
        except ValueError as error:
            yield Done(row=row, problem=str(error))
            if on_error == "stop":
                return


def _graded(chunks: Iterable[list[Done]], engine: Engine) -> Iterator[Done]:
    """The rows of ``chunks`` with their grades."""
    sent: deque[list[Done]] = deque()

    def asked() -> Iterator[list[AnswerRow]]:
        for chunk in chunks:
            sent.append(chunk)
            yield [done.asked for done in chunk if done.asked is not None]

    for grades in engine(asked()):
        found = iter(grades)
        for done in sent.popleft():
            yield done if done.asked is None else replace(done, grade=next(found))


def in_chunks(rows: Iterable[Done], most: int) -> Iterator[list[Done]]:
    """The rows, ``most`` at a time."""
    stream = iter(rows)
    while chunk := list(islice(stream, most)):
        yield chunk


def at_hand(rows: Iterator[Done], most: int) -> Iterator[list[Done]]:
    """The rows as they come in, at most ``most`` at a time; an empty list before waiting for more."""
    queue: Queue[Done | BaseException | None] = Queue(maxsize=4 * most)

    def read() -> None:
        try:
            for row in rows:
                queue.put(row)
            queue.put(None)
        except BaseException as error:  # handed to whoever waits for rows
            queue.put(error)

    Thread(target=read, daemon=True, name="read-rows").start()
    chunk: list[Done] = []
    while True:
        try:
            found = queue.get_nowait()
        except Empty:
            yield chunk
            if chunk:
                yield []
            chunk, found = [], queue.get()
        if found is None or isinstance(found, BaseException):
            yield chunk
            if found is not None:
                raise found
            return
        chunk.append(found)
        if len(chunk) == most:
            yield chunk
            chunk = []
