"""Wires one session: draws it or reads it, opens its transcript, holds it, shows how it ended."""

from __future__ import annotations

import os
import platform
import secrets
import shlex
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from mock_interview import __version__
from mock_interview.answers import AnswerSheet, Prepared, check_known, parse_answers
from mock_interview.atomic import write_atomic
from mock_interview.bank.topics import chosen, match
from mock_interview.cli.options import language
from mock_interview.cli.wiring import (
    BackgroundGrader,
    check_encoder,
    make_grader,
    open_bank,
    open_rubric,
    utc_now,
)
from mock_interview.errors import AnswersError, Interrupted, MockInterviewError, TranscriptError, UsageError
from mock_interview.model import Bank, Options, Question, Rubric, Session, Topic
from mock_interview.paths import rescue_folders, transcript_folder
from mock_interview.review.markdown import to_markdown
from mock_interview.review.summary import summarise
from mock_interview.selection import draw, fit_time
from mock_interview.session import hold
from mock_interview.terminal.interviewer import Reader, TerminalInterviewer
from mock_interview.terminal.readers import LineReader, SheetReader
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.tables import bands, show_summary, titles
from mock_interview.terminal.words import words
from mock_interview.transcript.events import Started
from mock_interview.transcript.folder import ID_ALPHABET, ID_LENGTH, asked_counts, file_name, files, find
from mock_interview.transcript.read import fold, read_lines, read_session, repair
from mock_interview.transcript.write import Recorder

DEFAULT_QUESTIONS = 5
MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What ``run`` was asked for; ``time`` in seconds, ``questions`` ``None`` for the default."""

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
    planned = _plan(request, bank, topics, sheet, folder)
    options = Options(
        topics=topics,
        questions=len(planned),
        time=request.time,
        levels=request.levels,
        lang=request.lang,
        seed=request.seed,
        rubric=request.rubric,
        followups=request.followups,
        feedback=request.feedback,
        on_timeout=request.on_timeout,
        encoder=request.encoder,
    )
    grade = BackgroundGrader(lambda: make_grader(bank, request.encoder), rubric, request.lang, planned[0])
    started = _started(options, planned, bank, rubric)
    at = utc_now()
    name = file_name(at, _topic_slug(topics), started.id)
    record = Recorder.create(
        folder / name, now=utc_now, fallbacks=rescue_folders(), moved=_moved(request.lang)
    )
    record.append(started)
    session = Session(
        id=started.id,
        started_at=at,
        options=options,
        planned=planned,
        topics=started.topics,
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
        return find(folder, wanted, rescue_folders())
    for item in reversed(files(folder, rescue_folders())):
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
    names = bands(rubric, session.options.lang)
    try:
        write_atomic(path.with_suffix(".md"), to_markdown(session, summarise(session, rubric), names))
    except OSError as error:
        view.note(f"{path.with_suffix('.md')}: {error.strerror or error}")
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


def _plan(
    request: Request, bank: Bank, topics: tuple[str, ...], sheet: AnswerSheet | None, folder: Path
) -> tuple[Question, ...]:
    """The questions to ask. Prepared answers that all name their question choose it themselves."""
    if sheet is not None and request.questions is None and not topics and _all_named(sheet.rows):
        return tuple(_snapshot(bank.question(row.question_id)) for row in sheet.rows)
    candidates = chosen(bank, topics, request.levels)
    if not candidates:
        raise UsageError(
            "no question fits --topic and --level together; 'mock-interview topics' shows what there is"
        )
    count = request.questions or (MOST_QUESTIONS if request.time else DEFAULT_QUESTIONS)
    per = "topic" if len(topics) == 1 else "section"
    drawn = draw(candidates, count=count, seed=request.seed, asked=asked_counts(folder), per=per)
    if request.questions is None and request.time is not None:
        drawn = fit_time(drawn, request.time)
    return tuple(_snapshot(question) for question in drawn)


def _all_named(rows: tuple[Prepared, ...]) -> bool:
    return all(row.question_id for row in rows)


def _snapshot(question: Question) -> Question:
    """What a transcript keeps of a question: all but its sample answers."""
    return replace(question, examples=())


def _started(options: Options, planned: tuple[Question, ...], bank: Bank, rubric: Rubric) -> Started:
    return Started(
        id="".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH)),
        options=options,
        planned=planned,
        topics=_topics_of(planned, bank),
        bank=bank.digest,
        rubric=rubric.digest,
        encoder=options.encoder,
        versions={"mock-interview": __version__, "python": platform.python_version()},
    )


def _topics_of(planned: tuple[Question, ...], bank: Bank) -> tuple[Topic, ...]:
    used = {question.topic for question in planned} | {question.section for question in planned}
    return tuple(topic for topic in bank.topics if topic.path in used)


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
        # With nohup a hang-up is ignored, and stays so.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
            signal.signal(getattr(signal, name), stop)
