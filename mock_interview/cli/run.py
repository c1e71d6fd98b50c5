"""``run`` and ``resume``: hold a session."""

from __future__ import annotations

import os
import secrets
import sys
from typing import Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.model import ORDERS


def run(
    topic: opt.Topics = None,
    questions: Annotated[
        int | None,
        typer.Option(
            "--questions", "-n", metavar="N", min=1, max=200, help="How many main questions. Default 5."
        ),
    ] = None,
    time: Annotated[
        str | None,
        typer.Option("--time", metavar="30m", help="Length of the session; the questions are chosen to fit."),
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="2-4", help="Level or range of levels, 1 to 5.")
    ] = None,
    lang: opt.Lang = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="N", min=0, max=2**63 - 1, help="Draw the same questions again."),
    ] = None,
    rubric: opt.RubricName = "default",
    followups: Annotated[
        int, typer.Option("--followups", metavar="0-3", min=0, max=3, help="Follow-ups a question at most.")
    ] = 1,
    feedback: Annotated[
        str, typer.Option("--feedback", metavar="each|end", help="When grades are shown.")
    ] = "each",
    on_timeout: Annotated[
        str,
        typer.Option(
            "--on-timeout", metavar="warn|cut", help="At time-out: warn and go on, or take the draft."
        ),
    ] = "warn",
    order: Annotated[
        str | None,
        typer.Option(
            "--order",
            metavar="interview|due|weak|new|random",
            help="How questions are chosen. Default interview; with --answers new.",
        ),
    ] = None,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Ask how sure you are of each answer before its grade.")
    ] = False,
    encoder: opt.Encoder = "bundled",
    judge: opt.Judge = None,
    judge_samples: opt.JudgeSamples = None,
    interviewer: opt.Interviewer = None,
    persona: opt.Persona = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    max_cost: opt.MaxCost = None,
    max_calls: opt.MaxCalls = None,
    answers: opt.Answers = None,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Hold a timed interview.

    Example: mock-interview run --topic position --questions 3 --lang en
    """
    from mock_interview.cli.drawing import Request
    from mock_interview.cli.holding import start
    from mock_interview.settings.values import LlmOptions

    request = Request(
        topics=tuple(topic or ()),
        questions=questions,
        time=opt.seconds(time),
        levels=opt.levels(level),
        lang=opt.language(lang),
        lang_given=lang is not None,
        seed=secrets.randbelow(2**31) if seed is None else seed,
        rubric=rubric,
        followups=followups,
        feedback=opt.choice("--feedback", feedback, ("each", "end")),
        on_timeout=opt.choice("--on-timeout", on_timeout, ("warn", "cut")),
        encoder=encoder,
        order=None if order is None else opt.choice("--order", order, ORDERS),
        confidence=confidence,
        answers=answers,
        bank=bank,
        rubrics=rubrics,
        transcripts=transcripts,
        llm=LlmOptions(
            model=model,
            base_url=base_url,
            judge=judge,
            judge_samples=judge_samples,
            interviewer=interviewer,
            persona=persona,
            max_cost=max_cost,
            max_calls=max_calls,
        ),
    )
    start(request, sys.stdin, os.environ)


def resume(
    session: opt.SessionId = "latest",
    judge: opt.Judge = None,
    judge_samples: opt.JudgeSamples = None,
    interviewer: opt.Interviewer = None,
    persona: opt.Persona = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    max_cost: opt.MaxCost = None,
    max_calls: opt.MaxCalls = None,
    answers: opt.Answers = None,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Go on with a session that was stopped.

    The clock continues as it stood, and so do judge and interviewer unless told otherwise.

    Example: mock-interview resume latest
    """
    from mock_interview.cli.holding import Continuation, go_on
    from mock_interview.settings.values import LlmOptions

    request = Continuation(
        wanted=session,
        answers=answers,
        bank=bank,
        rubrics=rubrics,
        transcripts=transcripts,
        llm=LlmOptions(
            model=model,
            base_url=base_url,
            judge=judge,
            judge_samples=judge_samples,
            interviewer=interviewer,
            persona=persona,
            max_cost=max_cost,
            max_calls=max_calls,
        ),
    )
    go_on(request, sys.stdin, os.environ)
