"""``topics`` and ``paths``: what there is, and where."""

from __future__ import annotations

import json
import os

import typer

from mock_interview.cli import options as opt


def topics(
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Show the topics there are.

    With counts, levels, and how many questions you have practised.

    Example: mock-interview topics --lang zh
    """
    from mock_interview.bank.topics import tree
    from mock_interview.cli.indexing import index_of
    from mock_interview.cli.wiring import open_bank
    from mock_interview.paths import transcript_folder

    language = opt.language(lang)
    index = index_of(transcript_folder(transcripts, os.environ).path, lang)
    rows = tree(open_bank(bank), index.asked())
    if as_json:
        from mock_interview.codec import to_plain

        typer.echo(json.dumps(to_plain(rows), ensure_ascii=True))
        return
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.tables import show_topics

    show_topics(console(), rows, language)


def paths(
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Show which folders are in use, and why.

    Example: mock-interview paths --json
    """
    from mock_interview.paths import (
        appeals_file,
        bank_folder,
        cache_folder,
        rubric_folder,
        transcript_folder,
    )

    places = {
        "question_bank": bank_folder(bank, os.environ),
        "rubrics": rubric_folder(rubrics, os.environ),
        "transcripts": transcript_folder(transcripts, os.environ),
        "appeals": appeals_file(),
        "cache": cache_folder(),
    }
    if as_json:
        typer.echo(json.dumps({name: {"path": str(p.path), "why": p.why} for name, p in places.items()}))
        return
    for name, place in places.items():
        typer.echo(f"{name:14} {place.path}  ({place.why})")
