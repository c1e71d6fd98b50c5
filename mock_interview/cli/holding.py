"""Opens a session, drawn or stopped before: bank, rubric, grader, model, transcript; then has it held."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from mock_interview.answers import AnswerSheet, check_known, parse_answers
from mock_interview.bank.topics import chosen, match
from mock_interview.cli.asking import OTHER, askable
from mock_interview.cli.drawing import Drawing, Request, draw_session, started, topic_slug
from mock_interview.cli.leading import open_model, remembered
from mock_interview.cli.options import language
from mock_interview.cli.sitting import Sitting, sit
from mock_interview.cli.wiring import (
    BackgroundGrader,
    check_encoder,
    make_grader,
    open_bank,
    open_rubric,
    utc_now,
)
from mock_interview.errors import AnswersError, MockInterviewError, TranscriptError, UsageError
from mock_interview.model import Bank, Options, Question, Session
from mock_interview.paths import rescue_folders, transcript_folder
from mock_interview.settings.values import LlmOptions
from mock_interview.terminal.screen import console
from mock_interview.terminal.words import words
from mock_interview.transcript.folder import file_name, files, find
from mock_interview.transcript.read import fold, read_lines, repair
from mock_interview.transcript.write import Recorder


def start(request: Request, stdin: TextIO, env: Mapping[str, str]) -> None:
    """Draw a session and hold it."""
    bank = open_bank(request.bank)
    rubric = open_rubric(request.rubrics, request.rubric)
    check_encoder(request.encoder)
    folder = transcript_folder(request.transcripts, env).path
    topics = match(bank, request.topics)
    request = _in_its_language(request, bank, topics)
    sheet = _sheet(request.answers, stdin)
    if sheet is not None and request.answers is not None:
        check_known(sheet.rows, bank, request.answers)
    model = open_model(request.llm)
    order = request.order or ("interview" if sheet is None else "new")
    drawing = Drawing(
        topics=topics,
        levels=request.levels,
        questions=request.questions,
        time=request.time,
        seed=request.seed,
        order=order,
        lang=request.lang,
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
        model=request.llm.model or "",
    )
    options = options if model is None else model.noted_in(options)
    first = drawn.planned[0]
    grade = BackgroundGrader(lambda: make_grader(bank, request.encoder), rubric, request.lang, first)
    event = started(options, drawn, bank, rubric)
    at = utc_now()
    name = file_name(at, topic_slug(topics), event.id)
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
    sit(
        Sitting(
            session=session,
            record=record,
            rubric=rubric,
            offline=grade,
            model=model,
            sheet=sheet,
            stdin=stdin,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """What ``resume`` was asked for: the session by id, the start of one, or ``latest``."""

    wanted: str
    answers: Path | None
    bank: Path | None
    rubrics: Path | None
    transcripts: Path | None
    llm: LlmOptions


def go_on(request: Continuation, stdin: TextIO, env: Mapping[str, str]) -> None:
    """Read a session that was stopped and hold the rest of it."""
    path = _to_resume(transcript_folder(request.transcripts, env).path, request.wanted)
    sheet = _sheet(request.answers, stdin)
    record, session = _reopen(path, language(None))
    rubric = open_rubric(request.rubrics, session.options.rubric)
    whole = open_bank(request.bank)
    model = open_model(remembered(session.options, request.llm))
    grade = BackgroundGrader(
        lambda: make_grader(whole, session.options.encoder),
        rubric,
        session.options.lang,
        _now_asked(session),
    )
    for note in session.notes:
        console(stderr=True).print(note, style="warn")
    sit(
        Sitting(
            session=session,
            record=record,
            rubric=rubric,
            offline=grade,
            model=model,
            sheet=sheet,
            stdin=stdin,
        )
    )


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


def _in_its_language(request: Request, bank: Bank, topics: tuple[str, ...]) -> Request:
    """The request in the language that its questions are in, with a word about those left out."""
    found = askable(chosen(bank, topics, request.levels), request.lang, given=request.lang_given)
    word = words(request.lang)
    if found.lang != request.lang:
        text = word(
            "other_lang_only" if not found.left_out else "other_lang_most", name=word(f"name_{found.lang}")
        )
        console(stderr=True).print(text, style="dim", soft_wrap=True)
    elif found.left_out:
        other = OTHER[found.lang]
        text = word("other_lang_left", n=found.left_out, name=word(f"name_{other}"), lang=other)
        console(stderr=True).print(text, style="dim", soft_wrap=True)
    return replace(request, lang=found.lang)


def _moved(lang: str) -> Callable[[Path, OSError], None]:
    def tell(path: Path, error: OSError) -> None:
        text = words(lang)("moved", why=error.strerror or error, path=path)
        console(stderr=True).print(text, style="warn", soft_wrap=True)

    return tell
