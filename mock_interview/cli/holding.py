"""Wires one session: draws it or reads it, opens its transcript, holds it, shows how it ended."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from mock_interview.answers import AnswerSheet, check_known, parse_answers
from mock_interview.bank.topics import match
from mock_interview.cli.amending import write_readable
from mock_interview.cli.drawing import Drawing, draw_session, started
from mock_interview.cli.options import language
from mock_interview.cli.wiring import (
    BackgroundGrader,
    check_encoder,
    make_grader,
    open_bank,
    open_rubric,
    utc_now,
)
from mock_interview.errors import (
    AnswersError,
    Interrupted,
    MockInterviewError,
    TranscriptError,
    UsageError,
    WriteError,
)
from mock_interview.model import Options, Question, Rubric, Session
from mock_interview.paths import rescue_folders, transcript_folder
from mock_interview.review.summary import summarise
from mock_interview.session import hold
from mock_interview.terminal.interviewer import Reader, TerminalInterviewer
from mock_interview.terminal.readers import LineReader, SheetReader
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.tables import bands, show_summary, titles
from mock_interview.terminal.words import words
from mock_interview.transcript.folder import file_name, files, find
from mock_interview.transcript.read import fold, read_lines, read_session, repair
from mock_interview.transcript.write import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What ``run`` was asked for: ``time`` in seconds, ``None`` for the default of a choice."""

    topics: tuple[str, ...]
    questions: int | None
    time: int | None
    levels: tuple[int, int]
    lang: str
    seed: int
    rubric: str
    followups: int
    feedback: str
    on_timeout: str
    encoder: str
    order: str | None
    confidence: bool
    answers: Path | None
    bank: Path | None
    rubrics: Path | None
    transcripts: Path | None


def start(request: Request, stdin: TextIO, env: Mapping[str, str]) -> None:
    """Draw a session and hold it."""
    bank = open_bank(request.bank)
    rubric = open_rubric(request.rubrics, request.rubric)
    check_encoder(request.encoder)
    folder = transcript_folder(request.transcripts, env).path
    topics = match(bank, request.topics)
    sheet = _sheet(request.answers, stdin)
    if sheet is not None and request.answers is not None:
        check_known(sheet.rows, bank, request.answers)
    order = request.order or ("interview" if sheet is None else "new")
    drawing = Drawing(
        topics=topics,
        levels=request.levels,
        questions=request.questions,
        time=request.time,
        seed=request.seed,
        order=order,
    )
    drawn = draw_session(drawing, bank, sheet, folder, int(time.time()))
    options = Options(
        topics=topics,
        questions=len(drawn.planned),
        time=request.time,
        levels=request.levels,
        lang=request.lang,
        seed=request.seed,
        rubric=request.rubric,
        followups=request.followups,
        feedback=request.feedback,
        on_timeout=request.on_timeout,
        encoder=request.encoder,
        order=order,
        confidence=request.confidence or (sheet is not None and sheet.confident),
    )
    first = drawn.planned[0]
    grade = BackgroundGrader(lambda: make_grader(bank, request.encoder), rubric, request.lang, first)
    event = started(options, drawn, bank, rubric)
    at = utc_now()
    name = file_name(at, _topic_slug(topics), event.id)
    record = Recorder.create(
        folder / name, now=utc_now, fallbacks=rescue_folders(), moved=_moved(request.lang)
    )
    record.append(event)
    session = Session(
        id=event.id,
        started_at=at,
        options=options,
        planned=drawn.planned,
        whys=drawn.whys,
        spares=drawn.spares,
        topics=event.topics,
        bank=bank.digest,
    )
    _hold(session, record, rubric, grade, sheet, stdin)


def go_on(
    wanted: str,
    stdin: TextIO,
    env: Mapping[str, str],
    *,
    answers: Path | None,
    bank: Path | None,
    rubrics: Path | None,
    transcripts: Path | None,
) -> None:
    """Read a session that was stopped and hold the rest of it."""
    path = _to_resume(transcript_folder(transcripts, env).path, wanted)
    sheet = _sheet(answers, stdin)
    record, session = _reopen(path, language(None))
    rubric = open_rubric(rubrics, session.options.rubric)
    whole = open_bank(bank)
    grade = BackgroundGrader(
        lambda: make_grader(whole, session.options.encoder),
        rubric,
        session.options.lang,
        _now_asked(session),
    )
    for note in session.notes:
        console(stderr=True).print(note, style="warn")
    _hold(session, record, rubric, grade, sheet, stdin)


def _now_asked(session: Session) -> Question | None:
    """The question that a resumed session comes to first."""
    at = max(0, len(session.turns) - 1)
    return session.planned[at] if at < len(session.planned) else None


def _to_resume(folder: Path, wanted: str) -> Path:
    """The transcript to go on with; ``latest`` means the latest that has not ended."""
    if wanted != "latest":
        return find(folder, wanted)
    for item in reversed(files(folder)):
        try:
            if fold(read_lines(item.path), item.path).ended in ("", "quit"):
                return item.path
        except TranscriptError:
            continue
    raise TranscriptError(f"{folder}: no session to go on with; hold one with 'mock-interview run'")


def _reopen(path: Path, lang: str) -> tuple[Recorder, Session]:
    """The transcript, locked before it is read, so that nobody ends the session in between."""
    record = Recorder.reopen(path, now=utc_now, fallbacks=rescue_folders(), moved=_moved(lang))
    try:
        stored = read_lines(path)
        session = fold(stored, path)
        if session.ended not in ("", "quit"):
            raise TranscriptError(
                f"session {session.id} has ended; look back with 'mock-interview review show {session.id}'"
            )
        repair(path, stored)
    except MockInterviewError:
        record.close()
        raise
    record.number_from(stored.lines[-1].seq + 1)
    return record, replace(session, ended="")


def _hold(
    session: Session,
    record: Recorder,
    rubric: Rubric,
    grade: BackgroundGrader,
    sheet: AnswerSheet | None,
    stdin: TextIO,
) -> None:
    options = session.options
    out = console()
    view = QuestionView(out, options.lang, titles(session, options.lang), bands(rubric, options.lang))
    reader = _reader(sheet, view, options.lang, stdin)
    interviewer = TerminalInterviewer(view, reader, lang=options.lang, feedback=options.feedback)
    _stop_on_signals()
    interrupted: Interrupted | None = None
    try:
        hold(session, record, interviewer, grade)
    except Interrupted as error:
        interrupted = error
    finally:
        record.close()
    ended = read_session(record.path)  # what is shown is what is stored
    if options.feedback == "end" and not interrupted:
        for turn in ended.turns:
            view.heading(words(options.lang)("question", n=turn.number, total=len(ended.planned)))
            interviewer.show(turn)
    view.blank()
    show_summary(out, view, ended, summarise(ended, rubric), options.lang)
    _say_goodbye(view, ended, record.path, rubric)
    if interrupted is not None:
        raise interrupted
    _check_sheet(sheet, reader, options.lang)


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
    name = f"{session.id} --transcripts {path.parent}" if path.parent in rescue_folders() else session.id
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


def _sheet(answers: Path | None, stdin: TextIO) -> AnswerSheet | None:
    """The prepared answers; without any, there must be somebody to ask."""
    if answers is None:
        if not (stdin.isatty() and sys.stdout.isatty()):
            raise UsageError(
                "there is no terminal to ask at; pass the answers with --answers FILE, or '-' for stdin"
            )
        return None
    if str(answers) == "-":
        return AnswerSheet(parse_answers(stdin.buffer.read(), Path("<stdin>")))
    try:
        raw = answers.read_bytes()
    except OSError as error:
        raise AnswersError(f"{answers}: cannot be read: {error.strerror or error}") from None
    return AnswerSheet(parse_answers(raw, answers))


def _topic_slug(topics: tuple[str, ...]) -> str:
    if not topics:
        return "all"
    return topics[0].replace("/", "-") if len(topics) == 1 else "mixed"


def _moved(lang: str) -> Callable[[Path, OSError], None]:
    def tell(path: Path, error: OSError) -> None:
        text = words(lang)("moved", why=error.strerror or error, path=path)
        console(stderr=True).print(text, style="warn", soft_wrap=True)

    return tell


def _stop_on_signals() -> None:
    """Turn a hang-up or a request to stop into an ordinary exit, which saves on its way out."""

    def stop(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
