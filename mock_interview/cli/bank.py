"""``bank``: look after the questions."""

from __future__ import annotations

import json
import os

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import ExitCode

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look after the questions.")


@app.callback()
def bank_group() -> None:
    """Look after the questions.

    Example: mock-interview bank check
    """


@app.command()
def check(bank: opt.Bank = None, as_json: opt.Json = False) -> None:
    """Read every file strictly and report all that is wrong, with file and line.

    Example: mock-interview bank check --bank my_bank
    """
    from mock_interview.bank.check import check_bank
    from mock_interview.paths import bank_folder

    report = check_bank(bank_folder(bank, os.environ).path)
    if as_json:
        typer.echo(json.dumps(report.as_plain(), ensure_ascii=False))
    else:
        for problem in report.problems:
            typer.echo(f"{problem.severity}: {problem}")
        typer.echo(report.one_line)
    if report.errors:
        raise typer.Exit(ExitCode.BAD_BANK)
