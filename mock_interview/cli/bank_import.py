"""``bank import``: notes of other forms to a bank."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import SourceError, UsageError

if TYPE_CHECKING:
    from mock_interview.importing.plan import Plan, Source

SHAPE = 1


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Markdown, text, CSV, TSV, JSON lines, Anki .apkg or .txt; or a folder of Markdown.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="The bank to write, or to bring up to date."),
    ] = None,
    topic: Annotated[
        str, typer.Option("--topic", "-t", metavar="TOPIC", help="Put everything under this topic.")
    ] = "",
    lang: Annotated[
        str,
        typer.Option(
            "--lang", metavar="zh|en|auto", help="Language of the notes; auto looks at each question."
        ),
    ] = "auto",
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="WHAT=COLUMN",
            help="Which column holds what: question, answer, topic, subtopic, number, level, lang.",
        ),
    ] = None,
    encoding: Annotated[
        str, typer.Option("--encoding", metavar="NAME", help="Encoding of text files; default: found out.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what is found and left out; write nothing.")
    ] = False,
    as_json: opt.Json = False,
) -> None:
    """Make a bank of your own notes.

    Finds questions and answers in Markdown of nearly any layout, in tables and in decks, and writes
    ordinary YAML that you can edit. Importing again keeps ids and your edits, and tells what changed.

    Example: mock-interview bank import notes.md --out my_bank
    """
    from mock_interview.bank.store import BankFolder
    from mock_interview.grading.draft import points_from
    from mock_interview.importing.plan import Wishes, make_plan

    language = opt.choice("--lang", lang, ("zh", "en", "auto"))
    if out is None and not dry_run:
        raise UsageError("where to? Name a folder with --out DIR, or look first with --dry-run")
    sources = _read(files, mapping or [], encoding)
    folder = BankFolder(out) if out is not None else None
    wishes = Wishes(topic=topic.strip(), lang="" if language == "auto" else language)
    plan = make_plan(_bank_of(folder), sources, wishes, points_from)
    if not plan.steps:
        _show(sources, plan, out, dry=True, as_json=as_json)
        raise SourceError(
            f"{_names(files)}: no question found; the layouts that are known are in docs/import.md"
        )
    if folder is not None and not dry_run:
        _save(folder, plan)
    _show(sources, plan, out, dry=dry_run, as_json=as_json)


def _read(files: Sequence[Path], mapping: Sequence[str], encoding: str) -> list[Source]:
    from mock_interview.importing.plan import Source
    from mock_interview.importing.rows import mapping_of
    from mock_interview.importing.sources import SourceOptions, read_source, source_files

    options = SourceOptions(mapping=mapping_of(mapping), encoding=encoding)
    return [
        Source(name=name, reading=read_source(path, options)) for path, name in source_files(files).items()
    ]


def _bank_of(folder: Any) -> Any:
    from mock_interview.model import Bank

    return folder.bank if folder is not None else Bank(questions=(), topics=(), digest="")


def _save(folder: Any, plan: Plan) -> None:
    from mock_interview.importing.plan import ADDED

    for step in plan.steps:
        if step.before is not None and step.before != step.after:
            folder.change(step.before, step.after)
    folder.add([step.after for step in plan.having(ADDED)], plan.topics)
    folder.save()


def _names(files: Sequence[Path]) -> str:
    return ", ".join(map(str, files[:3])) + (", ..." if len(files) > 3 else "")


def _show(sources: Sequence[Source], plan: Plan, out: Path | None, *, dry: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_plain(sources, plan, out, dry=dry), ensure_ascii=True))
        return
    from mock_interview.terminal.import_view import show_found, show_skipped, show_steps
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.words import words

    lang = opt.language(None)
    screen, word = console(), words(lang)
    if any(source.reading.questions for source in sources):
        show_found(screen, sources, lang)
    show_skipped(screen, sources, lang, everything=dry)
    if plan.steps:
        show_steps(screen, plan, lang, dry=dry)
    lines = [word("dry")] if dry else [word(key, path=out) for key in ("written", "next_run", "next_check")]
    for line in lines if plan.steps else ():
        screen.print(line, soft_wrap=True, style="dim")


def _plain(sources: Sequence[Source], plan: Plan, out: Path | None, *, dry: bool) -> dict[str, Any]:
    """The documented JSON shape."""
    from mock_interview.codec import to_plain

    return {
        "shape": SHAPE,
        "out": None if out is None else str(out),
        "dry_run": dry,
        "found": sum(len(source.reading.questions) for source in sources),
        "answered": sum(bool(found.answer) for source in sources for found in source.reading.questions),
        "files": [
            {
                "file": source.name,
                "found": len(source.reading.questions),
                "answered": sum(bool(found.answer) for found in source.reading.questions),
                "topics": [list(path) for path in dict.fromkeys(f.topics for f in source.reading.questions)],
                "skipped": to_plain(source.reading.skipped),
            }
            for source in sources
        ],
        "topics": [topic.path for topic in plan.topics],
        "questions": [
            {
                "id": step.after.id, "what": step.what, "file": step.source, "line": step.line,
                "topic": step.after.topic, "question": to_plain(step.after.question),
                "answered": bool(step.after.reference.there), "fields": list(step.fields),
            }
            for step in plan.steps
        ],
        "gone": [question.id for question in plan.gone],
    }  # fmt: skip
