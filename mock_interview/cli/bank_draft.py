"""``bank draft``: key points from a reference, by its structure or proposed by a language model."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import SourceError, UsageError

if TYPE_CHECKING:
    from mock_interview.bank.proposal import Proposal
    from mock_interview.bank.store import BankFolder
    from mock_interview.model import Question

STDIN = Path("-")


def draft(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Question ids, or outline numbers.",
            autocompletion=opt.complete_question,
        ),
    ],
    judge: Annotated[
        bool, typer.Option("--judge", help="Let a language model propose points, mistakes and follow-ups.")
    ] = False,
    print_prompt: Annotated[
        bool, typer.Option("--print-prompt", help="Print what to ask a language model, and ask none.")
    ] = False,
    import_draft: Annotated[
        Path | None,
        typer.Option("--import-draft", metavar="FILE|-", help="Take the reply that a language model gave."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Draft anew where nobody has looked at the drafted points.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Accept without asking.")] = False,
    lang: opt.Lang = None,
    bank: opt.Bank = None,
) -> None:
    """Draft key points from the reference answer.

    Alone it writes what the reference states, item by item, marked 'drafted: true'. With --judge a
    language model proposes better points, wrong claims and follow-up questions; you see what would
    change, and accept it or not.

    Example: mock-interview bank draft rope-idea --judge --bank my_bank
    """
    from mock_interview.bank.proposal import prompt_text
    from mock_interview.bank.search import get
    from mock_interview.cli.bank_write import own_bank

    _refuse_mixture(ids, judge=judge, print_prompt=print_prompt, reply=import_draft)
    folder = own_bank(bank, reading=print_prompt)
    questions = [get(folder.bank, name) for name in ids]
    language = opt.language(lang)
    if print_prompt:
        typer.echo("\n".join(prompt_text(_answered(question)) for question in questions), nl=False)
    elif import_draft is not None:
        take(folder, from_reply(_answered(questions[0]), _read(import_draft)), language, yes=yes)
    elif judge:
        from mock_interview.bank.proposal import propose
        from mock_interview.cli.drafting_chat import drafting_chat

        chat = drafting_chat()
        for question in questions:
            take(folder, propose(chat, _answered(question)), language, yes=yes)
    else:
        write_drafted(folder, questions, language, again=again)


def _refuse_mixture(ids: list[str], *, judge: bool, print_prompt: bool, reply: Path | None) -> None:
    if sum((judge, reply is not None)) > 1 or (print_prompt and reply is not None):
        raise UsageError("choose one of --judge, --print-prompt and --import-draft")
    if reply is not None and len(ids) != 1:
        raise UsageError("--import-draft takes the reply about one question; name one")


def _answered(question: Question) -> Question:
    if not question.reference.there:
        raise UsageError(
            f"{question.id}: has no reference answer to draft from; write one with 'mock-interview bank edit'"
        )
    return question


def _read(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(2**20) if path == STDIN else path.read_bytes()[: 2**20]
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from None
    return raw.decode("utf-8-sig", "replace")


def from_reply(question: Question, text: str) -> Proposal:
    """The proposal that a reply given by hand makes. Raises ``LlmError``."""
    from mock_interview.bank.proposal import Proposal, read_reply
    from mock_interview.chat import ChatReply

    return Proposal(before=question, after=read_reply(text, question), reply=ChatReply(text=text, model=""))


def take(
    folder: BankFolder, proposal: Proposal, lang: str, *, yes: bool, ask: Callable[[str], bool] | None = None
) -> bool:
    """Show a proposal and write it once a person accepts it; returns whether that was so."""
    from mock_interview.terminal.draft_view import show_proposal
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.words import words

    screen, word = console(), words(lang)
    show_proposal(screen, proposal, lang)
    if not (yes or (ask or _confirmed)(word("accept"))):
        typer.echo(word("not_accepted"), err=True)
        return False
    folder.change(proposal.before, proposal.after)
    folder.save()
    typer.echo(word("saved", id=proposal.after.id, path=folder.place(proposal.after.id)), err=True)
    return True


def _confirmed(question: str) -> bool:
    """Whether a person at the terminal says yes; nobody there is a no."""
    if not sys.stdin.isatty():
        return False
    typer.echo(question, nl=False, err=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


def write_drafted(folder: BankFolder, questions: list[Question], lang: str, *, again: bool) -> None:
    """Write points drafted from the references where there are none; ``again`` also over drafted ones."""
    from dataclasses import replace

    from mock_interview.grading.draft import points_from
    from mock_interview.terminal.words import words

    word = words(lang)
    said: list[str] = []
    for question in questions:
        if not question.reference.there:
            said.append(word("draft_no_answer", id=question.id))
        elif question.points and not (again and question.drafted):
            said.append(word("has_points", id=question.id))
        else:
            after: Any = replace(question, points=points_from(question.reference))
            if after != question:
                folder.change(question, after)
            said.append(word("points_drafted", id=question.id, n=len(after.points)))
    folder.save()
    for line in said:
        typer.echo(line)
