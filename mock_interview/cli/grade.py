"""``grade``: one answer, or a file of them."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import AnswersError, UsageError

if TYPE_CHECKING:
    from mock_interview.cli.judging import Judging
    from mock_interview.model import Bank, Grade, Question, Rubric

STDIN = Path("-")

OnError = Annotated[
    str,
    typer.Option(
        "--on-error",
        metavar="stop|skip",
        help="What to do about a row that cannot be used: stop before grading, or write it without a score.",
    ),
]
EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="local|ray",
        help="Where rows are graded: on this machine, or on a Ray cluster (extra 'ray').",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        help="Processes that grade rows, about 200 MB each; default: one for each processor.",
    ),
]


def grade(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|-]",
            help="With --question, the answer; else rows: .jsonl, .csv or .parquet. - is stdin.",
        ),
    ] = None,
    question: Annotated[
        str | None,
        typer.Option(
            "--question",
            "-q",
            metavar="ID",
            help="The question answered: its id, or an outline number such as 2.15.2.",
            autocompletion=opt.complete_question,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|-",
            help="Where graded rows go: .jsonl, .csv, .parquet, stdout.",
        ),
    ] = None,
    on_error: OnError = "stop",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a file of rows that was cut off; begin it otherwise.")
    ] = False,
    engine: EngineName = "local",
    jobs: Jobs = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help="Language of the one answer; default: what it is written in.",
            autocompletion=opt.complete_lang,
        ),
    ] = None,
    rubric: opt.RubricName = "default",
    encoder: opt.Encoder = "bundled",
    judge: opt.Judge = None,
    judge_samples: opt.JudgeSamples = None,
    print_prompt: Annotated[
        bool,
        typer.Option(
            "--print-prompt", help="Print what a judge would be asked, to paste into any chat; grade nothing."
        ),
    ] = False,
    verdict: Annotated[
        Path | None,
        typer.Option(
            "--import-verdict", metavar="FILE|-", help="Grade with a reply to that prompt as the judge's."
        ),
    ] = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    max_cost: opt.MaxCost = None,
    max_calls: opt.MaxCalls = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
) -> None:
    """Grade an answer, or a file of answers.

    One answer, read from FILE or stdin, with --question. Or rows with "answer", and "question_id" or
    "question" and "reference", to --output.

    Example: mock-interview grade --question rope-idea answer.txt
    """
    from mock_interview.cli.row_grading import ENGINES, ON_ERROR
    from mock_interview.cli.wiring import check_encoder, open_bank, open_judge, open_rubric
    from mock_interview.settings.values import LlmOptions

    opt.choice("--on-error", on_error, ON_ERROR)
    opt.choice("--engine", engine, ENGINES)
    language = None if lang is None else opt.choice("--lang", lang, ("zh", "en"))
    _refuse_mixture(question, file, output, lang=language, as_json=as_json)
    _refuse_two_judges(question, file, print_prompt=print_prompt, verdict=verdict, judge=judge)
    check_encoder(encoder)
    options = LlmOptions(
        judge=judge, judge_samples=judge_samples, model=model, base_url=base_url,
        max_cost=max_cost, max_calls=max_calls,
    )  # fmt: skip
    judging = None if print_prompt or verdict else open_judge(options, tell=_judge_failed)
    wired = (open_bank(bank), encoder, open_rubric(rubrics, rubric))
    if question is None:
        assert file is not None and output is not None
        ways = Ways(on_error=on_error, resume=resume, engine=engine, jobs=jobs)
        _grade_rows(file, output, ways, wired, judging)
        return
    from mock_interview.bank.search import get

    asked, text = get(wired[0], question), _answer(file)
    if print_prompt:
        _print_prompt(asked, text, language, wired[2])
        return
    _grade_one(asked, text, language, wired, judging=judging, verdict=verdict, as_json=as_json)


def _refuse_mixture(
    question: str | None, file: Path | None, output: Path | None, *, lang: str | None, as_json: bool
) -> None:
    """Options of the one kind of use with the other. Raises `UsageError`."""
    if question is not None:
        if output is not None:
            raise UsageError("--output is for rows; --question grades one answer and prints it (see --json)")
        return
    if file is None:
        raise UsageError(
            "nothing to grade; pass --question ID and an answer, or a file of rows with --output"
        )
    if output is None:
        raise UsageError(f"{file}: --question ID grades it as one answer, --output FILE as rows")
    if as_json or lang is not None:
        flag = "--json" if as_json else "--lang"
        raise UsageError(f"{flag} is for one answer; rows say it themselves (.jsonl, and the field 'lang')")


def _refuse_two_judges(
    question: str | None, file: Path | None, *, print_prompt: bool, verdict: Path | None, judge: bool | None
) -> None:
    """A prompt or a verdict where there is not one answer, or with another judge. Raises `UsageError`."""
    flags = [
        ("--print-prompt", print_prompt),
        ("--import-verdict", verdict is not None),
        ("--judge", bool(judge)),
    ]
    wanted = [flag for flag, is_there in flags if is_there]
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)}: choose one of them")
    if question is None and (print_prompt or verdict is not None):
        raise UsageError(f"{wanted[0]} is for one answer; add --question ID")
    if verdict == STDIN and file in (None, STDIN):
        raise UsageError("--import-verdict -: the answer must come from a file then; name it")


def _judge_failed(why: str) -> None:
    from mock_interview.review.judgement import unjudged

    typer.echo(unjudged(why, opt.language(None)), err=True)


def _answer(file: Path | None) -> str:
    """The text of one answer, from a file or stdin. Raises `AnswersError`, `UsageError`."""
    if file is None and sys.stdin.isatty():
        raise UsageError("no answer; name a file with it, or pass '-' and type it, ending with ^D")
    return _text(file)


def _text(file: Path | None) -> str:
    try:
        raw = sys.stdin.buffer.read() if file is None or file == STDIN else file.read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswersError(f"{file or STDIN}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise AnswersError(f"{file or STDIN}: cannot be read: {error.strerror or error}") from None


def _print_prompt(question: Question, text: str, lang: str | None, rubric: Rubric) -> None:
    from mock_interview.answer_rows import detect
    from mock_interview.cli.judging import judge_prompt
    from mock_interview.model import Answer

    typer.echo(judge_prompt(question, Answer(parts=(text,)), rubric, lang=lang or detect(text)), nl=False)


def _grade_one(
    question: Question,
    text: str,
    lang: str | None,
    wired: tuple[Bank, str, Rubric],
    *,
    judging: Judging | None,
    verdict: Path | None,
    as_json: bool,
) -> None:
    from mock_interview.answer_rows import detect
    from mock_interview.cli.wiring import make_grader
    from mock_interview.model import Answer

    bank, encoder, rubric = wired
    language = lang or detect(text)
    reply = None if verdict is None else _text(verdict)
    grader = make_grader(bank, encoder)
    was = grader.assess(question, Answer(parts=(text,)), rubric, lang=language)
    found = was.grade
    if reply is not None:
        from mock_interview.cli.judging import import_verdict

        found = import_verdict(was, reply, grader.support, source=str(verdict))
    elif judging is not None:
        found = judging(was, grader.support, lang=language)
    if as_json:
        from mock_interview.answer_rows import grade_json

        typer.echo(json.dumps(grade_json(question.id, language, found), ensure_ascii=True, allow_nan=False))
        return
    _show(question, text, found, bank, rubric, language)


def _show(question: Question, text: str, found: Grade, bank: Bank, rubric: Rubric, lang: str) -> None:
    from mock_interview.model import Exchange, Turn
    from mock_interview.terminal.bank_view import topic_titles
    from mock_interview.terminal.screen import block, console
    from mock_interview.terminal.show import QuestionView
    from mock_interview.terminal.tables import bands

    out = console()
    view = QuestionView(out, lang, topic_titles(bank, lang), bands(rubric, lang))
    answered = Exchange(text=text, how="submitted")
    turn = Turn(number=1, question=question, asked_at="", limit=0, main=answered, grade=found)
    view.heading(f"{question.id} {question.seed}".strip(), view.topic(question))
    out.print(block(question.question.get(lang), out.width, style="strong"), soft_wrap=True)
    view.answer(turn)
    view.grade(turn, timed=False)
    view.similarity(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a file of rows is to be graded, as the options say."""

    on_error: str
    resume: bool
    engine: str
    jobs: int | None


def _grade_rows(
    file: Path, output: Path, ways: Ways, wired: tuple[Bank, str, Rubric], judging: Judging | None
) -> None:
    from mock_interview import __version__
    from mock_interview.cli.engines import make_engine
    from mock_interview.cli.row_files import Kept, open_file, row_output
    from mock_interview.cli.row_grading import RowGrader, Way, graded
    from mock_interview.terminal.voice import usage_line
    from mock_interview.terminal.words import words

    bank, encoder, rubric = wired
    grader = RowGrader(bank, encoder, rubric, judging=judging)
    source = open_file(file, grader.check, on_error=ways.on_error)
    about = {
        "version": __version__, "question bank": bank.digest, "rubric": rubric.digest,
        "--encoder": encoder, "--on-error": ways.on_error, "--judge": "no" if judging is None else "yes",
    }  # fmt: skip
    engine = make_engine(ways.engine, grader, source, jobs=ways.jobs)
    kept = Kept(about=about, resume=ways.resume)
    with row_output(output, source, kept, judged=judging is not None) as out:
        way = Way(engine=engine, on_error=ways.on_error, start=out.rows)
        for done in graded(source, grader, way, check=grader.check):
            out.write(done)
    lang = opt.language(None)
    typer.echo(words(lang)("rows_graded", n=out.scored, left=out.rows - out.scored), err=True)
    if judging is not None and (took := usage_line(judging.usage, lang)):
        typer.echo(took, err=True)
