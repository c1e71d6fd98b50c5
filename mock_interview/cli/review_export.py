"""``review export``: practice in the formats of other programs."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.output import STDIO, head, written
from mock_interview.cli.reading import OnlyTopics, Since, rubric_of
from mock_interview.cli.review_report import Force, OneSession
from mock_interview.errors import TranscriptError, UsageError

if TYPE_CHECKING:
    from mock_interview.cli.choosing import Chosen
    from mock_interview.model import Session
    from mock_interview.review.cards import Card

FORMATS = ("md", "json", "csv", "anki")
PACKAGE, LINES = ".apkg", (".txt", ".tsv")
_BY_NAME = {".md": "md", ".json": "json", ".csv": "csv", PACKAGE: "anki", **dict.fromkeys(LINES, "anki")}


def export(
    session: OneSession = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="md|json|csv|anki",
            help="What to write; default by the name of the file, else md.",
            autocompletion=lambda incomplete: [name for name in FORMATS if name.startswith(incomplete)],
        ),
    ] = None,
    topic: OnlyTopics = None,
    since: Since = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|-",
            help="The file to write; - is stdout, the default. Cards: a name in .apkg, or in .txt for text.",
        ),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV: begin with a byte order mark, by which Excel knows UTF-8.")
    ] = False,
    force: Force = False,
    lang: opt.Lang = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Write practice as Markdown, JSON, CSV, or as Anki cards of what was not covered.

    Example: mock-interview review export --since 2026-11-01 --format anki -o gaps.apkg
    """
    from mock_interview.cli.choosing import choose

    kind = _format(form, output)
    if bom and kind != "csv":
        raise UsageError("--bom is for --format csv")
    chosen = choose(session, topic or [], since, transcripts)
    if not chosen.rows:
        raise TranscriptError("no answers yet; give some with 'mock-interview run'")
    language = opt.language(lang) if lang else ""
    target = output or STDIO
    if kind == "anki":
        _write_cards(chosen, target, language, force=force)
        return
    write, ours = _WRITERS[kind]
    with written(target, ours, force=force) as file:
        if bom:
            file.write("\ufeff")
        how = _How(lang=language, rubrics=rubrics, several=chosen.whole is None)
        write(chosen.sessions(watched=target != STDIO), file, how)
    _say_where(target, language or chosen.lang())


def _format(form: str | None, output: Path | None) -> str:
    suffix = output.suffix.lower() if output is not None and output != STDIO else ""
    if not form and suffix and suffix not in _BY_NAME:
        raise UsageError(
            f"--output {output}: say with --format what to write, or end it in {', '.join(_BY_NAME)}"
        )
    kind = opt.choice("--format", form, FORMATS) if form else _BY_NAME.get(suffix, "md")
    if kind == "anki" and suffix not in ("", PACKAGE, *LINES):
        raise UsageError(f"--output {output}: cards go to a file in .apkg, or in .txt or .tsv as text")
    return kind


def _say_where(target: Path, lang: str) -> None:
    if target != STDIO:
        from mock_interview.terminal.words import words

        typer.echo(words(lang)("saved_in", path=target.absolute()), err=True)


# ------------------------------------------------------------------------- Markdown, JSON, CSV


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """In which language (empty: each session's own), by whose rubrics, and whether there may be several."""

    lang: str
    rubrics: Path | None
    several: bool


def _markdown(sessions: Iterable[Session], file: io.TextIOWrapper, how: _How) -> None:
    from mock_interview.review.markdown import to_markdown
    from mock_interview.review.summary import summarise

    for number, one in enumerate(sessions):
        session = replace(one, options=replace(one.options, lang=how.lang)) if how.lang else one
        rubric = rubric_of(session.options.rubric, how.rubrics)
        bands = {band.id: band.name.get(session.options.lang) for band in rubric.bands} if rubric else {}
        file.write("\n" * bool(number) + to_markdown(session, summarise(session, rubric), bands))


def _json(sessions: Iterable[Session], file: io.TextIOWrapper, how: _How) -> None:
    from mock_interview.review.plain import session_json
    from mock_interview.review.summary import summarise

    file.write("[" * how.several)
    for number, one in enumerate(sessions):
        plain = session_json(one, summarise(one, rubric_of(one.options.rubric, how.rubrics)))
        file.write(",\n" * bool(number) + json.dumps(plain, allow_nan=False))
    file.write("]" * how.several + "\n")


def _csv(sessions: Iterable[Session], file: io.TextIOWrapper, how: _How) -> None:
    from mock_interview.review.spreadsheet import COLUMNS, rows
    from mock_interview.row_file import CSV, row_writer

    write = row_writer(file, CSV, COLUMNS)
    for one in sessions:
        for row in rows(one, how.lang):
            write(row)


def _is_markdown(path: Path) -> bool:
    return head(path).startswith((b"# Mock interview ", "# 模拟面试 ".encode()))


def _is_json(path: Path) -> bool:
    return head(path).lstrip(b"[").startswith(b'{"shape": ')


def _is_csv(path: Path) -> bool:
    return head(path).removeprefix(b"\xef\xbb\xbf").startswith(b"session,started_at,lang,number,question_id,")


_Write = Callable[["Iterable[Session]", io.TextIOWrapper, _How], None]
_WRITERS: dict[str, tuple[_Write, Callable[[Path], bool]]] = {
    "md": (_markdown, _is_markdown),
    "json": (_json, _is_json),
    "csv": (_csv, _is_csv),
}


# ------------------------------------------------------------------------------------- cards


def _write_cards(chosen: Chosen, target: Path, lang: str, *, force: bool) -> None:
    from mock_interview.review.anki import is_ours, to_lines, to_package
    from mock_interview.review.cards import cards
    from mock_interview.terminal.words import words

    word = words(lang or chosen.lang())
    made: tuple[Card, ...] = cards(chosen.sessions(watched=target != STDIO), lang)
    if not made:
        typer.echo(word("no_cards"), err=True)
        return
    with written(target, is_ours, force=force) as file:
        if target.suffix.lower() == PACKAGE:
            file.buffer.write(to_package(made, now=time.time()))
        else:
            file.write(to_lines(made))
    if target != STDIO:
        typer.echo(word("cards_made", n=len(made)), err=True)
    _say_where(target, lang or chosen.lang())
