"""One sitting at the terminal: puts view, reader and loop together, and shows how the session ended."""

from __future__ import annotations

import os
import shlex
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from mock_interview.answers import AnswerSheet
from mock_interview.cli.amending import write_readable
from mock_interview.cli.leading import Model
from mock_interview.cli.wiring import BackgroundGrader
from mock_interview.dialogue import GradeAnswer
from mock_interview.errors import AnswersError, Interrupted, WriteError
from mock_interview.model import Rubric, Session
from mock_interview.paths import rescue_folders
from mock_interview.review.summary import summarise
from mock_interview.session import hold
from mock_interview.terminal.interviewer import Reader, TerminalInterviewer
from mock_interview.terminal.readers import LineReader, SheetReader
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.tables import bands, show_summary, titles
from mock_interview.terminal.words import words
from mock_interview.transcript.read import read_session
from mock_interview.transcript.write import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A session that is ready to be held: where its events go, and who grades and speaks."""

    session: Session
    record: Recorder
    rubric: Rubric
    offline: BackgroundGrader
    model: Model | None
    sheet: AnswerSheet | None
    stdin: TextIO


def sit(sitting: Sitting) -> None:
    """Hold the session at the terminal, show how it ended, and write its readable copy.

    Raises `Interrupted` when the candidate stopped it, `AnswersError` when prepared answers ran out.
    """
    try:
        _hold(sitting)
    finally:
        sitting.offline.end()


def _hold(sitting: Sitting) -> None:
    session, record, rubric = sitting.session, sitting.record, sitting.rubric
    options = session.options
    out = console()
    view = QuestionView(out, options.lang, titles(session, options.lang), bands(rubric, options.lang))
    reader = _reader(sitting.sheet, view, options.lang, sitting.stdin)
    interviewer = TerminalInterviewer(
        view, reader, lang=options.lang, feedback=options.feedback, asked=sitting.offline.begin
    )
    grade: GradeAnswer = sitting.offline
    conductor = None
    if sitting.model is not None:
        grade = sitting.model.grader(sitting.offline, interviewer.judge_failed, interviewer.judging)
        conductor = sitting.model.conductor(sitting.offline, options.lang, interviewer.thinking)
    _stop_on_signals()
    interrupted: Interrupted | None = None
    try:
        hold(session, record, interviewer, grade, conductor)
    except Interrupted as error:
        interrupted = error
    finally:
        record.close()
    ended = read_session(record.path)  # what is shown is what is stored
    if options.feedback == "end" and not interrupted:
        for turn in (turn for turn in ended.turns if turn.closed):
            view.blank()
            view.heading(words(options.lang)("question", n=turn.number, total=len(ended.planned)))
            interviewer.show(turn)
    view.blank()
    show_summary(out, view, ended, summarise(ended, rubric), options.lang)
    _say_goodbye(view, ended, record.path, rubric)
    if interrupted is not None:
        raise interrupted
    _check_sheet(sitting.sheet, reader, options.lang)


def _say_goodbye(view: QuestionView, session: Session, path: Path, rubric: Rubric) -> None:
    """Write the readable copy, and say where everything is."""
    word = words(session.options.lang)
    try:
        write_readable(session, path, rubric)
    except WriteError as error:
        view.note(str(error))
    view.blank()
    view.copyable(word("saved_in", path=path))
    # A session that had to move is not where the commands look by themselves.
    name = session.id
    if path.parent in rescue_folders():
        name += f" --transcripts {shlex.quote(str(path.parent))}"
    if session.ended in ("", "quit"):
        view.copyable(word("resume_with", id=name))
    view.copyable(word("review_with", id=name))


def _check_sheet(sheet: AnswerSheet | None, reader: Reader, lang: str) -> None:
    word = words(lang)
    if isinstance(reader, SheetReader) and reader.unanswered:
        raise AnswersError(word("answers_short", n=reader.unanswered))
    if sheet is not None and sheet.left:
        console(stderr=True).print(word("answers_left", n=sheet.left), style="warn")


def _reader(sheet: AnswerSheet | None, view: QuestionView, lang: str, stdin: TextIO) -> Reader:
    if sheet is not None:
        return SheetReader(sheet, view, lang)
    if os.environ.get("TERM", "") in ("dumb", "unknown"):
        return LineReader(stdin, view, lang, now=time.monotonic)
    from mock_interview.terminal.editor import Editor

    return Editor(view, lang, now=time.monotonic)


def _stop_on_signals() -> None:
    """Turn a hang-up or a request to stop into an ordinary exit, which saves on its way out."""

    def stop(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        # With nohup a hang-up is ignored, and stays so.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
            signal.signal(getattr(signal, name), stop)
