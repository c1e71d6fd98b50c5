"""``review stats``: the figures of all practice."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.reading import OnlyTopics, Since, day, print_json

if TYPE_CHECKING:
    from mock_interview.review.history import History

SHAPE = 1


def stats(
    topic: OnlyTopics = None,
    since: Since = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help="Only answers in this language, which the screen is in as well.",
            autocompletion=opt.complete_lang,
        ),
    ] = None,
    points: Annotated[
        int, typer.Option("--points", metavar="N", min=0, help="How many missed points to list.")
    ] = 10,
    as_json: opt.Json = False,
    transcripts: opt.Transcripts = None,
) -> None:
    """Show how your practice goes.

    Scores by topic with their trend, a calendar, the points missed most, pace and overtime, and how well
    you know what you know.

    Example: mock-interview review stats --topic peft --since 2026-11-01
    """
    language = opt.language(lang)
    found = history(transcripts, tuple(topic or ()), since, lang or "", points=points)
    if as_json:
        from mock_interview.codec import to_plain

        print_json({"shape": SHAPE, **to_plain(found)})
        return
    if not found.totals.answers:
        from mock_interview.terminal.words import words

        filtered = topic or since or lang
        typer.echo(words(language)("no_matching_answers" if filtered else "no_answers"))
        return
    from datetime import date

    from mock_interview.terminal.screen import console
    from mock_interview.terminal.stats_view import show_stats

    show_stats(console(), found, language, date.today())


def history(
    transcripts: Path | None, topics: tuple[str, ...], since: str | None, lang: str, *, points: int
) -> History:
    """The figures over all answers that fit, as the index remembers them or worked out now."""
    from mock_interview.cli.indexing import open_index
    from mock_interview.codec import from_json, to_json
    from mock_interview.review.filters import Filter, paths_of
    from mock_interview.review.history import History
    from mock_interview.review.history import history as figures

    first = day(since)
    index = open_index(transcripts, lang or None)

    def work_out() -> str:
        rows = index.practices()
        paths = paths_of(topics, {row.topic for row in rows}, index.topics()) if topics else None
        wanted = Filter(paths=paths, since=first, lang=lang)
        kept = rows if wanted == Filter() else [row for row in rows if wanted.keeps(row)]
        return to_json(figures(kept, index.names(), missed=points))

    # Days are those of the time zone, so that figures of another zone are others.
    key = repr((topics, since, lang, points, time.tzname, time.timezone, time.altzone))
    found = from_json(index.remember("history", key, work_out), History)
    index.close()
    return found
