"""``review report``: practice as one HTML file, to read, print or pass on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.reading import OnlyTopics, Since

if TYPE_CHECKING:
    from mock_interview.cli.choosing import Chosen
    from mock_interview.model import Session

SHOWN = 100  # answers in full, unless told otherwise

OneSession = Annotated[
    str | None,
    typer.Argument(
        metavar="ID",
        help="One session: its id, the start of it, or latest. Without one: all that fit.",
        autocompletion=opt.complete_session,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that mock-interview did not make.")]


def report(
    session: OneSession = None,
    topic: OnlyTopics = None,
    since: Since = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE|-", help="The file to write; - is stdout.")
    ] = Path("report.html"),
    answers: Annotated[
        int,
        typer.Option("--answers", metavar="N", min=0, help="Show so many of the latest answers in full."),
    ] = SHOWN,
    unfold: Annotated[
        bool | None,
        typer.Option(
            "--unfold/--fold", help="Show answers unfolded or folded up. Default: unfolded with an ID."
        ),
    ] = None,
    force: Force = False,
    lang: opt.Lang = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Write your practice as a page to read, print or pass on.

    One HTML file without scripts that loads nothing: scores by topic, trend, calendar, what to study, and
    the answers with the words that decided each verdict.

    Example: mock-interview review report --since 2026-11-01 -o report.html
    """
    from mock_interview.cli.choosing import choose
    from mock_interview.cli.output import STDIO, written
    from mock_interview.review.page import is_page

    chosen = choose(session, topic or [], since, transcripts)
    language = opt.language(lang) if lang else chosen.lang()
    page = _page(chosen, answers, language, unfold=unfold, rubrics=rubrics)
    with written(output, is_page, force=force) as file:
        file.write(page)
    if output != STDIO:
        from mock_interview.terminal.words import words

        typer.echo(words(language)("saved_in", path=output.absolute()), err=True)


def _page(chosen: Chosen, answers: int, lang: str, *, unfold: bool | None, rubrics: Path | None) -> str:
    from mock_interview import __version__
    from mock_interview.cli.reading import rubric_of
    from mock_interview.review.page import to_html
    from mock_interview.review.report import report as made

    shown = _shown(chosen, answers)
    used = {one.options.rubric for one in shown}
    known = {name: rubric for name in used if (rubric := rubric_of(name, rubrics)) is not None}
    page = made(chosen.rows, chosen.names, shown, lang=lang, rubrics=known, topics=chosen.topics)
    when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    return to_html(page, version=__version__, made=when, unfolded=unfold)


def _shown(chosen: Chosen, answers: int) -> list[Session]:
    """The latest sessions until there are ``answers`` answers; a session is not cut in two."""
    shown: list[Session] = []
    if chosen.whole is None and not answers:
        return shown
    for session in chosen.latest():
        shown.append(session)
        if sum(len(one.turns) for one in shown) >= answers:
            break
    return shown
