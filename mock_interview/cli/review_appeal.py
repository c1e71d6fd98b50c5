"""``review appeal``: your own verdict on a key point, kept beside the grader's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.reading import folder_of, print_json, rubric_of, turn_of
from mock_interview.errors import UsageError, WriteError

if TYPE_CHECKING:
    from mock_interview.model import Session, Turn

SHAPE = 1
LONGEST_REASON = 2000
PATIENCE = 10.0  # seconds; adding a row takes some milliseconds


def appeal(
    session: opt.SessionId,
    question: Annotated[int, typer.Option("--question", "-q", metavar="N", min=1, help="Which question.")],
    point: Annotated[
        str, typer.Option("--point", "-p", metavar="P", help="Which key point: its id, or its place from 1.")
    ],
    verdict: Annotated[
        str,
        typer.Option(
            "--verdict", metavar="covered|partial|missed|contradicted", help="What you say it should be."
        ),
    ],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="Your reason.")],
    as_json: opt.Json = False,
    lang: opt.Lang = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Disagree with a verdict.

    Both verdicts are kept, with your reason. The score stays; what is due and what you missed go by your
    verdict. Your appeals collect in a file of your own that 'agreement --appeals' scores the grader on.

    Example: mock-interview review appeal k3f --question 2 --point gain --verdict covered --because "Line 2"
    """
    from mock_interview.cli.amending import amend, write_readable
    from mock_interview.model import Verdict
    from mock_interview.transcript.events import Appealed
    from mock_interview.transcript.folder import find
    from mock_interview.transcript.read import read_session

    own = Verdict(opt.choice("--verdict", verdict, tuple(one.value for one in Verdict)))
    path = find(folder_of(transcripts), session)
    before = read_session(path)
    turn = turn_of(before, question)
    name = _point(turn, point)
    event = Appealed(number=question, point=name, verdict=own, because=_reason(because))
    after = amend(path, [event])
    row, file = _collect(after, after.turns[question - 1])
    write_readable(after, path, rubric_of(before.options.rubric, rubrics))
    if as_json:
        print_json({"shape": SHAPE, **row})
        return
    from mock_interview.terminal.words import words

    word = words(opt.language(lang) if lang else after.options.lang)
    given = word(row["graded"]) if row["graded"] else word("not_graded")
    typer.echo(word("appealed", id=after.id, n=question, point=name, given=given, verdict=word(own.value)))
    typer.echo(word("appeal_note"))
    typer.echo(word("appeal_gold", path=file))


def _reason(because: str) -> str:
    """The reason, on one line. Raises `UsageError` when it is blank or a whole essay."""
    from mock_interview.clean_text import one_line

    reason = one_line(because)
    if not reason:
        raise UsageError("--because is blank; say in a few words why the verdict is wrong")
    if len(reason) > LONGEST_REASON:
        raise UsageError(f"--because has {len(reason)} characters; {LONGEST_REASON} are enough")
    return reason


def _point(turn: Turn, wanted: str) -> str:
    """The id of the point that ``wanted`` names, by id or by place. Raises `UsageError`."""
    from mock_interview.fields import nearest

    if turn.grade is None or turn.grade.score is None:
        raise UsageError(f"--question {turn.number}: has no grade to disagree with")
    ids = [point.id for point in turn.question.points]
    if wanted.isdecimal() and wanted not in ids and 0 < int(wanted) <= len(ids):
        return ids[int(wanted) - 1]
    if wanted not in ids:
        listed = ", ".join(f"{place} {name}" for place, name in enumerate(ids, start=1))
        raise UsageError(f"--point {wanted}: no such key point{nearest(wanted, ids)}; there are {listed}")
    return wanted


def _collect(session: Session, turn: Turn) -> tuple[dict[str, object], Path]:
    """Put the last appeal into the personal gold file. Raises ``WriteError``."""
    from mock_interview.paths import appeals_file
    from mock_interview.review.gold import gold_row

    file = appeals_file().path
    row = gold_row(session, turn, turn.appeals[-1])
    put_row(file, row)
    return row, file


def put_row(file: Path, row: dict[str, object], *, seconds: float = PATIENCE) -> None:
    """Put ``row`` into a gold file, which is made where it is missing; no row of another process is lost.

    Waits up to ``seconds`` for a process that is at the same. Raises `WriteError`.
    """
    from mock_interview.atomic import make_folder, write_atomic
    from mock_interview.locked_file import InUse, held
    from mock_interview.review.gold import with_row

    try:
        make_folder(file.parent)
        # A file beside it is held, for the file itself is put in place of what a waiting process has open.
        with held(file.with_name(f".{file.name}.lock"), seconds=seconds):
            # Not splitlines: a row that a person added may hold other line breaks.
            lines = file.read_text(encoding="utf-8").split("\n") if file.exists() else []
            write_atomic(file, "\n".join([*with_row(lines, row), ""]))
    except InUse:
        why = "another mock-interview is adding to it; give the appeal again when that has ended"
        raise WriteError(f"{file}: {why}; the transcript has it already") from None
    except (OSError, UnicodeDecodeError) as error:
        raise WriteError(f"{file}: cannot be added to: {error}; the appeal is in the transcript") from None
