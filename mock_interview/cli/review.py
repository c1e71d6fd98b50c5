"""``review``: look back at sessions."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli import options as opt

if TYPE_CHECKING:
    from mock_interview.model import Session
    from mock_interview.review.summary import Summary

app = typer.Typer(no_args_is_help=False, invoke_without_command=True, rich_markup_mode=None)


@app.callback()
def review(
    context: typer.Context,
    as_json: opt.Json = False,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Look back at your sessions.

    Without a command: the summary of the latest.

    Example: mock-interview review
    """
    if context.invoked_subcommand is None:
        _summary("latest", as_json=as_json, rubrics=rubrics, transcripts=transcripts)


@app.command("list")
def list_(
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            "-t",
            metavar="TOPIC",
            help="Only sessions that asked about this topic; named as for 'run --topic'.",
            autocompletion=opt.complete_topic,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="2026-11-01", help="Only sessions from this day on, in your time zone."
        ),
    ] = None,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """List your sessions, latest first.

    Example: mock-interview review list --topic peft --since 2026-11-01
    """
    from mock_interview.review.filters import select

    folder = _folder(transcripts)
    rows = select(_read_all(folder), topics=tuple(topic or ()), since=_day(since))
    summaries = [(session, _summarise(session, rubrics)) for session in reversed(rows)]
    if as_json:
        from mock_interview.review.plain import summary_json

        _print_json([summary_json(session, summary) for session, summary in summaries])
        return
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.tables import show_sessions
    from mock_interview.terminal.words import words

    language = opt.language(lang)
    if not summaries:
        filtered = topic or since
        typer.echo(words(language)("no_matching" if filtered else "no_sessions"))
        return
    show_sessions(console(), summaries, language)


@app.command()
def show(
    session: opt.SessionId = "latest",
    question: Annotated[
        int | None, typer.Option("--question", "-q", metavar="N", min=1, help="Only this question.")
    ] = None,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Show a session question by question.

    Your words with those that earned credit marked, verdicts, references, and what to read.

    Example: mock-interview review show latest --question 2
    """
    found = _read(session, transcripts)
    if question is not None and question > len(found.turns):
        from mock_interview.errors import UsageError

        raise UsageError(f"--question {question}: session {found.id} asked {len(found.turns)}")
    summary = _summarise(found, rubrics)
    if as_json:
        from mock_interview.review.plain import session_json

        _print_json(session_json(found, summary, question))
        return
    _show_turns(found, question, opt.language(lang) if lang else found.options.lang, rubrics)


def _show_turns(session: Session, number: int | None, lang: str, rubrics: Path | None) -> None:
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.show import QuestionView
    from mock_interview.terminal.tables import bands, show_summary, titles

    out = console()
    rubric = _rubric(session, rubrics)
    view = QuestionView(out, lang, titles(session, lang), bands(rubric, lang))
    if number is None:
        show_summary(out, view, session, _summarise(session, rubrics), lang)
    for turn in session.turns:
        if number in (None, turn.number):
            view.asked(turn.question, number=turn.number, total=len(session.planned))
            view.answer(turn)
            view.grade(turn)
            view.similarity(turn.grade)
            view.reference(turn.question, sources=True)


def _summary(wanted: str, *, as_json: bool, rubrics: Path | None, transcripts: Path | None) -> None:
    from mock_interview.transcript.folder import files

    if not as_json and not files(_folder(transcripts)):
        from mock_interview.terminal.words import words

        typer.echo(words(opt.language(None))("no_sessions"))
        return
    session = _read(wanted, transcripts)
    summary = _summarise(session, rubrics)
    if as_json:
        from mock_interview.review.plain import summary_json

        _print_json(summary_json(session, summary))
        return
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.show import QuestionView
    from mock_interview.terminal.tables import bands, show_summary, titles
    from mock_interview.terminal.words import words

    out, lang = console(), session.options.lang
    view = QuestionView(out, lang, titles(session, lang), bands(_rubric(session, rubrics), lang))
    show_summary(out, view, session, summary, lang)
    view.blank()
    if session.ended in ("", "quit"):
        view.copyable(words(lang)("resume_with", id=session.id))
    view.copyable(words(lang)("review_with", id=session.id))


def _folder(option: Path | None) -> Path:
    from mock_interview.paths import transcript_folder

    return transcript_folder(option, os.environ).path


def _read(wanted: str, transcripts: Path | None) -> Session:
    from mock_interview.paths import rescue_folders
    from mock_interview.transcript.folder import find
    from mock_interview.transcript.read import read_session

    session = read_session(find(_folder(transcripts), wanted, rescue_folders()))
    for note in session.notes:
        typer.echo(note, err=True)
    return session


def _read_all(folder: Path) -> list[Session]:
    from mock_interview.transcript.folder import sessions

    skipped: list[str] = []
    found = [session for _path, session in sessions(folder, skipped)]
    for message in skipped:
        typer.echo(f"left out: {message}", err=True)
    return found


def _summarise(session: Session, rubrics: Path | None) -> Summary:
    from mock_interview.review.summary import summarise

    return summarise(session, _rubric(session, rubrics))


def _rubric(session: Session, rubrics: Path | None) -> Any:
    """The session's rubric, or ``None`` when it is no longer there: bands are then left out."""
    from mock_interview.cli.wiring import open_rubric
    from mock_interview.errors import UsageError

    try:
        return open_rubric(rubrics, session.options.rubric)
    except UsageError:
        return None


def _day(text: str | None) -> datetime | None:
    """The first moment of a day where the user is. Raises `UsageError`."""
    from mock_interview.errors import UsageError

    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError):
        raise UsageError(f"--since {text}: not a day; write it as 2026-11-01") from None


def _print_json(data: object) -> None:
    typer.echo(json.dumps(data, ensure_ascii=True, allow_nan=False))
