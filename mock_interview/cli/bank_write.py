"""``bank new``, ``edit``, ``pack`` and ``add``: questions written by hand, and shared."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.errors import Problem, UsageError

if TYPE_CHECKING:
    from mock_interview.bank.store import BankFolder
    from mock_interview.model import Question, Topic
    from mock_interview.terminal.writing import Written


def own_bank(option: Path | None, *, reading: bool = False, may_be_new: bool = False) -> BankFolder:
    """The bank to write to. Raises `UsageError` for the one that ships with the program.

    ``reading`` allows that one too; ``may_be_new`` a folder that is not there yet.
    """
    from mock_interview.bank.store import BankFolder, refuse_shipped
    from mock_interview.paths import bank_folder

    if may_be_new and option is not None and not option.exists():
        return BankFolder(option)
    place = bank_folder(option, os.environ)
    if not reading:
        refuse_shipped(place.path, place.why)
    return BankFolder(place.path)


def new(
    topic: Annotated[
        str,
        typer.Option("--topic", "-t", metavar="TOPIC", help="A topic of the bank, or the title of another."),
    ],
    question: Annotated[
        str, typer.Option("--question", "-q", metavar="TEXT", help="What is asked; no editor is opened.")
    ] = "",
    answer: Annotated[
        str, typer.Option("--answer", "-a", metavar="TEXT", help="The reference answer, with --question.")
    ] = "",
    lang: opt.Lang = None,
    bank: opt.Bank = None,
) -> None:
    """Write a question of your own.

    Opens your editor with an empty question and the schema as comments; it is checked when you save.

    Example: mock-interview bank new --topic lora --bank my_bank
    """
    folder = own_bank(bank, may_be_new=True)
    language = opt.language(lang)
    path, topics = _topic(folder, topic, language)
    section = next((t for t in (*folder.bank.topics, *topics) if t.path == path.split("/")[0]), None)
    only = section.title.langs[0] if section is not None and len(section.title.langs) == 1 else ""
    written = None
    if question:
        made = _made(folder, path, question, answer, only or language)
    else:
        if answer:
            raise UsageError("--answer goes with --question")
        written = _written(folder, path, (*folder.bank.topics, *topics), only, language)
        if written is None:
            _say("unchanged", language)
            return
        made = written.value
    with nullcontext() if written is None else written.put():
        folder.add([made], topics)
        folder.save()
    _say("saved", language, id=made.id, path=folder.place(made.id))


def _topic(folder: BankFolder, wanted: str, lang: str) -> tuple[str, list[Topic]]:
    """The path of a topic that is there, or of one to be made, with it."""
    from mock_interview.importing.topics import TopicMaker
    from mock_interview.topic_names import named_by

    known = named_by(folder.bank.topics, wanted)
    if len(known) == 1:
        return known[0], []
    maker = TopicMaker.of(folder.bank)
    path = maker.path([part.strip() for part in wanted.split("/") if part.strip()] or [wanted], lang)
    return path, maker.made


def _made(folder: BankFolder, topic: str, question: str, answer: str, lang: str) -> Question:
    from mock_interview.grading.draft import points_from
    from mock_interview.importing.plain import canonical
    from mock_interview.importing.plan import LEVEL, SECONDS, kind_of
    from mock_interview.model import Question, text_in

    reference = text_in(lang, canonical(answer))
    return Question(
        id=_fresh_id(folder, question), topic=topic, level=LEVEL, kind=kind_of(question), time_limit=SECONDS,
        question=text_in(lang, canonical(question)), reference=reference,
        points=points_from(reference) if reference.there else (),
    )  # fmt: skip


def _fresh_id(folder: BankFolder, question: str) -> str:
    from mock_interview.importing.names import digest, slug, unique

    taken = {one.id for one in folder.bank.questions}
    return unique(slug(question, fallback=f"q-{digest(question)[:6]}"), taken)


def _written(
    folder: BankFolder, topic: str, topics: Sequence[Topic], only: str, lang: str
) -> Written[Question] | None:
    """A question as a person wrote it in the editor; its id is made when there is none."""
    from mock_interview.bank.form import blank_form, with_schema
    from mock_interview.terminal.writing import write_text

    def check(text: str, path: Path) -> tuple[Question | None, tuple[Problem, ...]]:
        from mock_interview.bank.form import read_form

        first = re.search(r"^(?:question:\s*\|?-?|\s+(?:zh|en):\s*\|?-?)\s*\n?\s*(\S.*)$", text, re.MULTILINE)
        named = re.sub(
            r"^id:[ \t]*$", f"id: {_fresh_id(folder, first[1] if first else 'question')}", text, flags=re.M
        )
        return read_form(named, path, topics, only)

    blank = with_schema(blank_form(topic, only), lang)
    return write_text(blank, "new", check, env=os.environ, ask=_asking(lang))


def edit(
    question: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Question id, or outline number.", autocompletion=opt.complete_question
        ),
    ],
    lang: opt.Lang = None,
    bank: opt.Bank = None,
) -> None:
    """Edit a question in your editor.

    Shows it with the schema as comments, and checks it when you save. Everything else in its file
    stays as it is; what cannot be used yet is kept for you.

    Example: mock-interview bank edit rope-idea --bank my_bank
    """
    from mock_interview.bank.form import read_form, with_schema, without_schema
    from mock_interview.bank.search import get
    from mock_interview.terminal.writing import write_text

    folder = own_bank(bank)
    found = get(folder.bank, question)
    language = opt.language(lang)
    topics = [topic for topic in folder.bank.topics if topic.path.split("/")[0] == found.section]
    only = folder.lang_of(found.id)
    written = write_text(
        with_schema(folder.question_text(found.id), language),
        found.id,
        lambda text, path: read_form(text, path, topics, only),
        env=os.environ,
        ask=_asking(language),
    )
    if written is None:
        _say("unchanged", language)
        return
    with written.put():
        folder.rewrite(found.id, without_schema(written.text), written.value)
        folder.save()
    _say("saved", language, id=written.value.id, path=folder.place(written.value.id))


def _asking(lang: str) -> Callable[[Sequence[Problem], Path], bool]:
    """Shows what is wrong, and asks whether to go on editing."""
    from mock_interview.terminal.words import words
    from mock_interview.terminal.writing import ask_again

    word = words(lang)

    def ask(problems: Sequence[Problem], path: Path) -> bool:
        if not sys.stdin.isatty():
            return False
        typer.echo(word("broken"), err=True)
        for problem in problems:
            typer.echo(f"  {problem}", err=True)
        return ask_again(sys.stdin, lambda text: typer.echo(text, err=True), word("again", path=path))

    return ask


def pack(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE.zip", help="Where the pack goes; default NAME_OF_BANK.zip."
        ),
    ] = None,
    topic: opt.Topics = None,
    bank: opt.Bank = None,
) -> None:
    """Pack a bank into one file to share.

    Example: mock-interview bank pack --bank my_bank --out my_bank.zip
    """
    from mock_interview.bank.load import load_bank
    from mock_interview.bank.pack import default_out
    from mock_interview.bank.pack import pack as write_pack
    from mock_interview.bank.topics import match
    from mock_interview.paths import bank_folder

    folder = bank_folder(bank, os.environ).path
    target = out or default_out(folder)
    if target.suffix.lower() != ".zip":
        raise UsageError(f"--out {target}: must end in .zip")
    count = write_pack(folder, target, match(load_bank(folder), topic or ()))
    _say("packed", opt.language(None), n=count, path=target)


def add(
    pack_file: Annotated[Path, typer.Argument(metavar="PACK.zip", help="A pack that somebody shared.")],
    bank: opt.Bank = None,
) -> None:
    """Add the questions of a pack to a bank.

    What is there already stays as it is.

    Example: mock-interview bank add pack.zip --bank my_bank
    """
    from mock_interview.bank.pack import add_pack

    folder = own_bank(bank, may_be_new=True)
    added = add_pack(pack_file, folder)
    folder.save()
    lang = opt.language(None)
    _say("pack_added", lang, n=len(added.new), same=len(added.same))
    if added.differing:
        ids = ", ".join(question.id for question in added.differing)
        _say("pack_differs", lang, ids=ids)


def _say(key: str, lang: str, **blanks: object) -> None:
    from mock_interview.terminal.words import words

    typer.echo(words(lang)(key, **blanks))
