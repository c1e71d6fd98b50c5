"""``bank attack``: answers that deserve nothing, graded to see what they earn."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import ExitCode

if TYPE_CHECKING:
    from mock_interview.bank.assault import Shot
    from mock_interview.model import Bank, Question, Rubric


def attack(
    topic: opt.Topics = None,
    encoder: opt.Encoder = "bundled",
    rubric: opt.RubricName = "default",
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help="Attack in this language only; default both.",
            autocompletion=opt.complete_lang,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help="N questions, evenly spread over the bank."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="List the answers that earned most undeserved marks.")
    ] = False,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
) -> None:
    """Attack the grader with worthless answers.

    Each question is answered with its own words, keyword lists, right answers turned round, answers
    to other questions, empty talk and orders to the grader. Tells in how many questions each of them
    earns half marks or more, and what harmless retellings of a right answer cost. The whole bank
    takes several minutes.

    Example: mock-interview bank attack --topic peft --limit 10
    """
    from mock_interview.bank.assault import besieged
    from mock_interview.bank.siege import as_plain, attack_rows, over_limit
    from mock_interview.bank.topics import match
    from mock_interview.cli.wiring import open_bank, open_rubric
    from mock_interview.model import LANGUAGES

    shown = opt.language(lang)
    whole = open_bank(bank)
    questions = besieged(whole, match(whole, topic or ()), limit)
    score = _scorer(whole, encoder, open_rubric(rubrics, rubric))
    shots = _fired(whole, questions, LANGUAGES if lang is None else (lang,), score)
    if as_json:
        typer.echo(json.dumps({"shape": 1, "questions": len(questions), **as_plain(shots)}))
    else:
        _show(shots, shown, verbose=verbose)
    if over_limit(attack_rows(shots)):
        raise typer.Exit(ExitCode.FINDINGS)


def _scorer(bank: Bank, encoder: str, rubric: Rubric) -> Callable[[Question, str, str], float | None]:
    from mock_interview.cli.wiring import make_grader
    from mock_interview.model import Answer

    grader = make_grader(bank, encoder)
    return lambda question, text, lang: grader.grade(question, Answer(parts=(text,)), rubric, lang=lang).score


def _fired(
    bank: Bank,
    questions: Sequence[Question],
    langs: Sequence[str],
    score: Callable[[Question, str, str], float | None],
) -> list[Shot]:
    """Every shot of a siege, with its progress on stderr."""
    from mock_interview.bank.assault import besiege
    from mock_interview.grading.battery import attacks_on, controls_on
    from mock_interview.terminal.progress import Progress

    rounds = besiege(
        questions, langs, score, attacks=lambda q, lang: attacks_on(q, bank, lang), controls=controls_on
    )
    total = len(questions) * len(langs)
    return [shot for shots in Progress().watch(rounds, total) for shot in shots]


def _show(shots: Sequence[Shot], lang: str, *, verbose: bool) -> None:
    from mock_interview.bank.siege import attack_rows, control_rows, offenders, over_limit, section_rows
    from mock_interview.terminal.attack_view import show_over, show_siege, show_worst
    from mock_interview.terminal.screen import console

    out, attacks = console(), attack_rows(shots)
    show_siege(out, attacks, section_rows(shots), control_rows(shots), lang)
    if verbose:
        show_worst(out, offenders(shots), lang)
    show_over(out, over_limit(attacks), lang)
