"""The command line: one file per command group; each command makes one call and prints."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import ClassVar

import typer

# numpy's threads spin after every product and take a processor from the models: a grade takes half as
# long again. Read when numpy is first imported, which no module below does before it is needed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from mock_interview import __version__
from mock_interview.clean_text import printable
from mock_interview.cli import streams
from mock_interview.cli.command_tree import LazyGroup
from mock_interview.errors import ExitCode, MockInterviewError


class Root(LazyGroup):
    """All commands."""

    places: ClassVar = {
        "run": "run:run",
        "resume": "run:resume",
        "next": "practise:next_",
        "plan": "practise:plan",
        "grade": "grade:grade",
        "agreement": "agreement:agreement",
        "topics": "topics:topics",
        "paths": "topics:paths",
        "config": "config:config",
        "doctor": "doctor:doctor",
        "review": "review:app",
        "bank": "bank:app",
    }


app = typer.Typer(
    name="mock-interview",
    cls=Root,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mock-interview {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Timed mock interviews for LLM and machine-learning engineers, graded offline with evidence.

    Example: mock-interview run --questions 3
    """


def main() -> None:
    """The console script: run, and turn an error of ours into its message and exit code."""
    streams.prepare()
    try:
        app(prog_name="mock-interview")
    except MockInterviewError as error:
        _say(str(error))
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:  # where the command line library does not look for it
        raise SystemExit(ExitCode.INTERRUPTED) from None
    except BrokenPipeError:  # the reader of our output has gone, as with '| head'
        streams.let_go()
        raise SystemExit(1) from None
    except OSError as error:
        if not streams.is_lost(error):
            raise
        streams.let_go()
        _say(f"the output cannot be written: {error.strerror}")
        raise SystemExit(ExitCode.CANNOT_WRITE) from None


def _say(text: str) -> None:
    """A last word on stderr; the exit code stays what it is when nobody can hear it."""
    with suppress(OSError):
        typer.echo(f"mock-interview: {printable(text)}", err=True)
