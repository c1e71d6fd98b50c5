"""``agreement``: grades beside marks that people gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.grade import EngineName, Jobs, OnError
from mock_interview.errors import UsageError

if TYPE_CHECKING:
    from mock_interview.agreement.report import Report


def agreement(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Marked rows, .jsonl, .csv or .parquet: those of 'grade' and 'score'."
        ),
    ] = None,
    appeals: Annotated[
        bool, typer.Option("--appeals", help="Take your own verdicts, as 'review appeal' collected them.")
    ] = False,
    marks: Annotated[
        str, typer.Option("--marks", metavar="NAME", help="The field with the mark to compare with.")
    ] = "score",
    max_score: Annotated[
        float | None,
        typer.Option("--max-score", metavar="N", help="Full marks, where a row has no 'max_score'."),
    ] = None,
    predicted: Annotated[
        str | None,
        typer.Option("--predicted", metavar="NAME", help="Take predictions from this field; grade nothing."),
    ] = None,
    predicted_max: Annotated[
        float | None,
        typer.Option(
            "--predicted-max", metavar="N", help="Full marks of the predictions; default: those of the row."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Keep the graded rows (.jsonl, .csv, .parquet)."),
    ] = None,
    per_question: Annotated[
        bool, typer.Option("--per-question", help="Show every question's figures as well.")
    ] = False,
    on_error: OnError = "stop",
    engine: EngineName = "local",
    jobs: Jobs = None,
    lang: opt.Lang = None,
    rubric: opt.RubricName = "default",
    encoder: opt.Encoder = "bundled",
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
) -> None:
    """Compare grades with marks that people gave.

    Grades every row, then says how far the grades agree with the marks, with a bootstrap interval,
    beside what simply answering the mean mark or the similarity to the reference would reach.

    Example: mock-interview agreement marked.jsonl --per-question
    """
    from mock_interview.agreement.marks import Columns
    from mock_interview.cli.comparing import Marks, compare, compare_predicted, look_through
    from mock_interview.cli.engines import make_engine
    from mock_interview.cli.row_grading import ENGINES, ON_ERROR, RowGrader, Way
    from mock_interview.cli.wiring import check_encoder, open_bank, open_rubric

    opt.choice("--on-error", on_error, ON_ERROR)
    opt.choice("--engine", engine, ENGINES)
    language = opt.language(lang)
    _refuse_mixture(predicted, output, (("--max-score", max_score), ("--predicted-max", predicted_max)))
    path = _file(file, appeals=appeals)
    columns = Columns(mark=marks, predicted=predicted or "", full=max_score, predicted_full=predicted_max)
    graded_by = ""
    if predicted:
        found = compare_predicted(path, columns, on_error=on_error)
    else:
        check_encoder(encoder)
        grader = RowGrader(open_bank(bank), encoder, open_rubric(rubrics, rubric))
        reading = Marks(columns, grader)
        rows = look_through(path, reading, on_error)
        way = Way(engine=make_engine(engine, grader, rows, jobs=jobs), on_error=on_error)
        found, graded_by = compare(rows, reading, grader, output, way)
    wired = (graded_by, rubric if graded_by else "")
    _print(found, language, wired, as_json=as_json, per_question=per_question)


def _file(file: Path | None, *, appeals: bool) -> Path:
    """The file of marks to read. Raises `UsageError` when there is none, or two."""
    from mock_interview.paths import appeals_file

    own = appeals_file().path
    if appeals and file is not None:
        raise UsageError(f"{file}: --appeals names a file of its own; give one of the two")
    if appeals and not own.exists():
        raise UsageError("--appeals: there are none yet; 'mock-interview review appeal' records one")
    if not appeals and file is None:
        raise UsageError("a FILE of marked rows is missing; or take your own verdicts with --appeals")
    return own if file is None else file


def _refuse_mixture(
    predicted: str | None, output: Path | None, most: tuple[tuple[str, float | None], ...]
) -> None:
    """Options that cannot be, alone or together. Raises `UsageError`."""
    for flag, value in most:
        if value is not None and not 0 < value < float("inf"):
            raise UsageError(f"{flag} {value:g}: full marks must be a number above 0")
    if predicted and output is not None:
        raise UsageError("--output keeps graded rows, and --predicted grades none; leave one of them out")
    if most[1][1] is not None and not predicted:
        raise UsageError("--predicted-max goes with --predicted")
    if output == Path("-"):
        raise UsageError("--output -: the report goes to stdout; name a file")


def _print(found: Report, lang: str, wired: tuple[str, str], *, as_json: bool, per_question: bool) -> None:
    if as_json:
        from mock_interview.agreement.report import report_json

        data = {**report_json(found), "engine": wired[0], "rubric": wired[1]}
        typer.echo(json.dumps(data, ensure_ascii=True, allow_nan=False))
        return
    from mock_interview.terminal.agreement_view import show_agreement
    from mock_interview.terminal.screen import console

    show_agreement(console(), found, lang, per_question=per_question)
