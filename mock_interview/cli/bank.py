"""``bank``: look after the questions."""

from __future__ import annotations

import json
import os
from typing import Annotated, ClassVar

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.command_tree import LazyGroup
from mock_interview.errors import ExitCode


class OfBanks(LazyGroup):
    """What can be done with a bank."""

    places: ClassVar = {
        "check": "bank:check",
        "show": "bank:show",
        "search": "bank:search",
        "stats": "bank:stats",
        "test": "bank:test",
        "attack": "bank_attack:attack",
        "import": "bank_import:import_",
        "draft": "bank_draft:draft",
        "new": "bank_write:new",
        "edit": "bank_write:edit",
        "pack": "bank_write:pack",
        "add": "bank_write:add",
    }


app = typer.Typer(cls=OfBanks, add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def bank_group() -> None:
    """Look after the questions.

    Example: mock-interview bank check
    """


def check(
    bank: opt.Bank = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out what takes the encoder and the grader.")
    ] = False,
    as_json: opt.Json = False,
) -> None:
    """Check every file of a bank.

    Reports everything that is wrong, with file and line. Errors make the bank unusable; warnings
    are places to look at.

    Example: mock-interview bank check --bank my_bank
    """
    from mock_interview.bank.check import check_bank
    from mock_interview.cli.wiring import look_with_models
    from mock_interview.paths import bank_folder

    report = check_bank(bank_folder(bank, os.environ).path, None if quick else look_with_models)
    if as_json:
        typer.echo(json.dumps(report.as_plain(), ensure_ascii=True))
    else:
        for problem in report.problems:
            typer.echo(f"{problem.severity}: {problem}")
        typer.echo(report.one_line)
    if report.errors:
        raise typer.Exit(ExitCode.FINDINGS)


def show(
    question: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Question id, or outline number such as 2.15.2.",
            autocompletion=opt.complete_question,
        ),
    ],
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
) -> None:
    """Show a question with all that belongs to it.

    Example: mock-interview bank show rope-idea --lang zh
    """
    from mock_interview.bank.search import get
    from mock_interview.cli.wiring import open_bank

    whole = open_bank(bank)
    found = get(whole, question)
    if as_json:
        from mock_interview.codec import to_plain

        typer.echo(json.dumps(to_plain(found), ensure_ascii=True))
        return
    from mock_interview.terminal.bank_view import show_question, topic_titles
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.show import QuestionView

    language, out = opt.language(lang), console()
    show_question(out, QuestionView(out, language, topic_titles(whole, language), {}), found, language)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words in Chinese or English.")],
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
) -> None:
    """Find questions by words, in either language.

    Example: mock-interview bank search "low rank"
    """
    from mock_interview.bank.search import search as find
    from mock_interview.cli.wiring import open_bank
    from mock_interview.errors import UsageError

    if not text.strip():
        raise UsageError("nothing to search for; write some words")
    found = find(open_bank(bank), text)
    if as_json:
        from mock_interview.codec import to_plain

        rows = [
            {"id": q.id, "seed": q.seed, "topic": q.topic, "question": to_plain(q.question)} for q in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=True))
        return
    from mock_interview.terminal.bank_view import show_found
    from mock_interview.terminal.screen import console

    show_found(console(), found, opt.language(lang))


def stats(lang: opt.Lang = None, as_json: opt.Json = False, bank: opt.Bank = None) -> None:
    """Count the questions of a bank.

    By section and level; "outline" is how many questions of the shipped outline a section covers.

    Example: mock-interview bank stats --json
    """
    from mock_interview.bank.search import outline_share
    from mock_interview.bank.search import stats as count
    from mock_interview.cli.wiring import open_bank

    rows = count(open_bank(bank))
    if as_json:
        from mock_interview.codec import to_plain

        typer.echo(json.dumps(to_plain(rows)))
        return
    from mock_interview.terminal.bank_view import show_stats
    from mock_interview.terminal.screen import console

    show_stats(console(), rows, outline_share(rows), opt.language(lang))


def test(
    topic: opt.Topics = None,
    encoder: opt.Encoder = "bundled",
    rubric: opt.RubricName = "default",
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
) -> None:
    """Grade the sample answers of a bank.

    Reports those that fall outside the band their author gave them.

    Example: mock-interview bank test --topic position
    """
    from mock_interview.bank.exam import sit, tally
    from mock_interview.bank.topics import match
    from mock_interview.cli.wiring import example_grader, open_bank, open_rubric

    whole = open_bank(bank)
    grade = example_grader(whole, encoder, open_rubric(rubrics, rubric))
    results = list(sit(whole, match(whole, topic or ()), grade))
    rows = tally(results)
    if as_json:
        from mock_interview.codec import to_plain

        typer.echo(json.dumps({"shape": 1, "tally": to_plain(rows), "examples": to_plain(results)}))
    else:
        from mock_interview.terminal.bank_view import show_exam
        from mock_interview.terminal.screen import console

        show_exam(console(), results, rows, opt.language(lang))
    if not all(result.in_band for result in results):
        raise typer.Exit(ExitCode.FINDINGS)
