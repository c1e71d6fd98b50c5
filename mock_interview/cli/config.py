"""``config``: the settings of the language model, and the file they are kept in."""

from __future__ import annotations

import json
import os
from typing import Annotated

import typer

from mock_interview.cli import options as opt


def config(
    path: Annotated[
        bool, typer.Option("--path", help="Print where the config file is, or would be.")
    ] = False,
    init: Annotated[
        bool, typer.Option("--init", help="Write a commented config file; never over one that is there.")
    ] = False,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
) -> None:
    """Show the settings in use, and what set each of them.

    Secrets are masked. Options come before environment variables, those before the config file.

    Example: mock-interview config --init
    """
    from mock_interview.cli.wiring import open_settings
    from mock_interview.errors import UsageError
    from mock_interview.paths import config_file

    if path + init + as_json > 1:
        raise UsageError("--path, --init and --json exclude each other; choose one")
    language, file = opt.language(lang), config_file(os.environ).path
    if path:
        typer.echo(str(file))
    elif init:
        from mock_interview.settings.template import write_template
        from mock_interview.terminal.settings_view import settings_word

        write_template(file, language)
        typer.echo(settings_word(language, "written", path=file), err=True)
    elif as_json:
        from mock_interview.settings.shown import as_plain

        typer.echo(json.dumps(as_plain(open_settings(), file), ensure_ascii=True))
    else:
        from mock_interview.settings.shown import rows
        from mock_interview.terminal.screen import console
        from mock_interview.terminal.settings_view import show_settings

        settings = open_settings()
        show_settings(console(), rows(settings), settings.notes, file, language)
