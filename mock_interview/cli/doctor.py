"""``doctor``: look whether everything is there that a session needs."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import ExitCode

if TYPE_CHECKING:
    from mock_interview.checkup.finding import Finding
    from mock_interview.checkup.machine import TerminalFacts
    from mock_interview.settings.values import LlmOptions, Settings

LONGEST_WAIT = 60.0  # seconds for the language model, however long the settings would have it wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What to look at, as the options name it."""

    llm: LlmOptions
    encoder: str
    bank: Path | None
    rubrics: Path | None
    transcripts: Path | None
    offline: bool


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask the language model.")] = False,
    encoder: opt.Encoder = "bundled",
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Check that everything works, and say what to do where it does not.

    Looks at settings, terminal, folders, questions, rubrics and grading models, and asks the language
    model for one tiny reply if one is set up. Ends with 1 when there is something to do.

    Example: mock-interview doctor --offline
    """
    from mock_interview.settings.values import LlmOptions

    examined = Examined(
        llm=LlmOptions(model=model, base_url=base_url),
        encoder=encoder,
        bank=bank,
        rubrics=rubrics,
        transcripts=transcripts,
        offline=offline,
    )
    language = opt.language(lang)
    show = _show_json if as_json else _show
    if show(_examine(examined), language):
        raise typer.Exit(ExitCode.FINDINGS)


def _examine(examined: Examined) -> Iterator[Finding]:
    """Every check, the quick ones first."""
    from mock_interview.checkup.content import check_models, check_questions, check_rubrics
    from mock_interview.checkup.machine import check_folder, check_terminal
    from mock_interview.checkup.model import check_settings
    from mock_interview.cli.wiring import open_settings
    from mock_interview.paths import (
        Place,
        bank_folder,
        cache_folder,
        config_file,
        rubric_folder,
        transcript_folder,
    )

    file = config_file(os.environ)
    settings, found = check_settings(file, os.environ, lambda: open_settings(examined.llm))
    yield from found
    yield from check_terminal(_terminal(), os.environ)
    yield check_folder("transcripts", transcript_folder(examined.transcripts, os.environ))
    yield check_folder("cache", cache_folder())
    yield check_folder("config", Place(path=file.path.parent, why=file.why))
    yield check_questions(bank_folder(examined.bank, os.environ))
    yield check_rubrics(rubric_folder(examined.rubrics, os.environ))
    yield check_models(examined.encoder, time.monotonic)
    if settings is not None:
        yield from _model(settings, offline=examined.offline)


def _model(settings: Settings, *, offline: bool) -> list[Finding]:
    from mock_interview.checkup.model import check_model
    from mock_interview.cli.wiring import make_chat

    # The limits are for sessions; whether prices go with them is what making a session's chat tells.
    patient = min(settings.timeout, LONGEST_WAIT)
    hurried = replace(settings, max_calls=None, timeout=patient, retries=min(settings.retries, 1))
    return check_model(settings, lambda: make_chat(hurried, fresh=True), time.monotonic, offline=offline)


def _terminal() -> TerminalFacts:
    from mock_interview.checkup.machine import TerminalFacts

    size = shutil.get_terminal_size((0, 0))
    return TerminalFacts(
        asks=sys.stdin.isatty(),
        shows=sys.stdout.isatty(),
        columns=size.columns,
        lines=size.lines,
        encoding=sys.stdout.encoding or "",
    )


def _show(findings: Iterator[Finding], lang: str) -> int:
    """A finding at a time, as it comes; how many are problems."""
    from mock_interview.checkup.finding import State
    from mock_interview.terminal.checkup_view import show_finding, show_outcome
    from mock_interview.terminal.screen import console

    out, problems = console(), 0
    for finding in findings:
        show_finding(out, finding, lang)
        problems += finding.state is State.PROBLEM
    show_outcome(out, problems, lang)
    return problems


def _show_json(findings: Iterator[Finding], lang: str) -> int:
    from mock_interview.checkup.finding import State
    from mock_interview.terminal.checkup_view import message, remedy

    rows = [
        {
            "check": finding.check,
            "state": finding.state.value,
            "code": finding.what,
            "message": message(finding, lang),
            "remedy": remedy(finding, lang),
        }
        for finding in findings
    ]
    problems = sum(row["state"] == State.PROBLEM.value for row in rows)
    typer.echo(json.dumps({"shape": 1, "problems": problems, "findings": rows}, ensure_ascii=True))
    return problems
