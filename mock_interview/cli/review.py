"""``review``: look back at sessions. The commands that compare, count or judge have files of their own."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.command_tree import LazyGroup
from mock_interview.cli.reading import (
    OnlyTopics,
    Since,
    day,
    folder_of,
    print_json,
    read_one,
    rubric_of,
    turn_of,
)

if TYPE_CHECKING:
    from mock_interview.model import Rubric, Session, Topic
    from mock_interview.practice import Held
    from mock_interview.review.summary import Summary
    from mock_interview.transcript.index import Entry

LISTED = 50  # sessions that a screen shows unless it is told otherwise


class Review(LazyGroup):
    """What can be looked back at."""

    places: ClassVar = {
        "stats": "review_stats:stats",
        "report": "review_report:report",
        "export": "review_export:export",
        "diff": "review_compare:diff",
        "timeline": "review_compare:timeline",
        "regrade": "review_again:regrade",
        "verify": "review_again:verify",
        "appeal": "review_appeal:appeal",
        "list": "review:list_",
        "show": "review:show",
    }


app = typer.Typer(
    cls=Review,
    add_completion=False,
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)


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


def list_(
    topic: OnlyTopics = None,
    since: Since = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", min=0, help="So many at most; 0 for all. Default 50, with --json all."
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
    from mock_interview.cli.indexing import open_index

    language, first = opt.language(lang), day(since)
    index = open_index(transcripts, lang)
    most = limit if limit is not None else 0 if as_json else LISTED
    if topic or first:
        found = _chosen(index.entries(), index.topics(), topic or [], first)
        total, found = len(found), found[: most or None]
    else:
        total, found = index.count(), index.entries(most or None)
    rows = [_row(entry, rubrics) for entry in found]
    if as_json:
        from mock_interview.review.plain import summary_json

        print_json([summary_json(held, summary) for held, summary in rows])
        return
    from mock_interview.terminal.words import words

    if not rows:
        typer.echo(words(language)("no_matching" if topic or since else "no_sessions"))
        return
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.tables import show_sessions

    show_sessions(console(), rows, language, left=total - len(rows))


def _chosen(
    entries: list[Entry], known: list[Topic], names: list[str], since: datetime | None
) -> list[Entry]:
    """The sessions that asked about the named topics, from ``since`` on."""
    from mock_interview.review.filters import Filter, paths_of

    asked = [path for entry in entries for path in entry.held.topics]
    wanted = Filter(paths=paths_of(names, asked, known), since=since)
    return [entry for entry in entries if wanted.holds(entry.held)]


def _row(entry: Entry, rubrics: Path | None) -> tuple[Held, Summary]:
    from dataclasses import replace

    from mock_interview.codec import from_json
    from mock_interview.review.summary import Summary, band_of

    summary = from_json(entry.summary, Summary)
    return entry.held, replace(summary, band=band_of(summary.mean, _known_rubric(entry.held.rubric, rubrics)))


@cache
def _known_rubric(name: str, rubrics: Path | None) -> Rubric | None:
    return rubric_of(name, rubrics)


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
    found = read_one(session, transcripts)
    if question is not None:
        turn_of(found, question)
    summary = _summarise(found, rubrics)
    if as_json:
        from mock_interview.review.plain import session_json

        print_json(session_json(found, summary, question))
        return
    _show_turns(found, question, opt.language(lang) if lang else found.options.lang, rubrics)


def _show_turns(session: Session, number: int | None, lang: str, rubrics: Path | None) -> None:
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.show import QuestionView
    from mock_interview.terminal.tables import bands, show_summary, titles

    out = console()
    rubric = rubric_of(session.options.rubric, rubrics)
    view = QuestionView(out, lang, titles(session, lang), bands(rubric, lang))
    if number is None:
        show_summary(out, view, session, _summarise(session, rubrics), lang)
    for turn in session.turns:
        if number in (None, turn.number):
            view.asked(turn.question, number=turn.number, total=len(session.planned), why=turn.why)
            view.answer(turn)
            view.grade(turn)
            view.similarity(turn.grade)
            view.reference(turn.question, sources=True)


def _summary(wanted: str, *, as_json: bool, rubrics: Path | None, transcripts: Path | None) -> None:
    from mock_interview.transcript.folder import files

    if not as_json and not files(folder_of(transcripts)):
        from mock_interview.terminal.words import words

        typer.echo(words(opt.language(None))("no_sessions"))
        return
    session = read_one(wanted, transcripts)
    summary = _summarise(session, rubrics)
    if as_json:
        from mock_interview.practice import held
        from mock_interview.review.plain import summary_json

        print_json(summary_json(held(session), summary))
        return
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.show import QuestionView
    from mock_interview.terminal.tables import bands, show_summary, titles
    from mock_interview.terminal.words import words

    out, lang = console(), session.options.lang
    view = QuestionView(
        out, lang, titles(session, lang), bands(rubric_of(session.options.rubric, rubrics), lang)
    )
    show_summary(out, view, session, summary, lang)
    view.blank()
    if session.ended in ("", "quit"):
        view.copyable(words(lang)("resume_with", id=session.id))
    view.copyable(words(lang)("review_with", id=session.id))


def _summarise(session: Session, rubrics: Path | None) -> Summary:
    from mock_interview.review.summary import summarise

    return summarise(session, rubric_of(session.options.rubric, rubrics))
