"""``review diff`` and ``review timeline``: two answers side by side, and one as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.reading import folder_of, print_json, read_one, turn_of
from mock_interview.errors import UsageError

if TYPE_CHECKING:
    from mock_interview.model import Session, Turn
    from mock_interview.practice import Typing
    from mock_interview.review.timeline import PointLine, Timeline

SHAPE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A session, and one of its questions where one was named."""

    session: Session
    turn: Turn | None


_Wanted = Annotated[
    str,
    typer.Argument(metavar="ID[:N]", help="A session, or question N of it, as in k3f:2."),
]


def diff(
    before: _Wanted,
    after: _Wanted = "latest",
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    transcripts: opt.Transcripts = None,
) -> None:
    """Compare two answers, or two sessions.

    The points you gained, lost and still miss, and how your wording changed. With a question on one side
    only, the same question is looked for on the other.

    Example: mock-interview review diff k3f:2 m9q:1
    """
    from mock_interview.codec import to_plain
    from mock_interview.review.compare import diff_sessions, diff_turns

    first, second = _place(before, transcripts), _place(after, transcripts)
    language = opt.language(lang) if lang else second.session.options.lang
    if first.turn is None and second.turn is None:
        found = diff_sessions(first.session, second.session)
        if as_json:
            print_json({"shape": SHAPE, **to_plain(found)})
            return
        from mock_interview.terminal.diff_view import show_session_diff
        from mock_interview.terminal.screen import console

        show_session_diff(console(), found, language)
        return
    one = first.turn or _same(first.session, second.turn)
    two = second.turn or _same(second.session, first.turn)
    if one.question.id != two.question.id:
        raise UsageError(
            f"{before} is '{one.question.id}' and {after} is '{two.question.id}'; "
            "only answers to the same question can be compared"
        )
    turns = diff_turns(first.session, one, second.session, two)
    if as_json:
        print_json({"shape": SHAPE, **to_plain(turns)})
        return
    from mock_interview.terminal.diff_view import show_turn_diff
    from mock_interview.terminal.screen import console

    show_turn_diff(console(), turns, language)


def _place(wanted: str, transcripts: Path | None) -> _Place:
    """What ``wanted`` names. Raises `UsageError` for a question that is not there."""
    name, colon, number = wanted.partition(":")
    session = read_one(name, transcripts)
    if not colon:
        return _Place(session=session, turn=None)
    if not number.isdecimal():
        raise UsageError(f"{wanted}: write a session and the number of a question, such as {name}:1")
    return _Place(session=session, turn=turn_of(session, int(number), wanted))


def _same(session: Session, other: Turn | None) -> Turn:
    """The turn of ``session`` with the question of ``other``. Raises `UsageError`."""
    wanted = other.question.id if other else ""
    for turn in session.turns:
        if turn.question.id == wanted:
            return turn
    raise UsageError(
        f"session {session.id} did not ask '{wanted}'; 'review show {session.id}' lists what it did"
    )


def timeline(
    session: opt.SessionId = "latest",
    question: Annotated[
        int | None, typer.Option("--question", "-q", metavar="N", min=1, help="Only this question.")
    ] = None,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Show when each point appeared while you typed.

    From the drafts that were saved: they are graded offline, which takes a moment the first time. Pauses
    in typing and of the clock are told as well.

    Example: mock-interview review timeline latest --question 2
    """
    from mock_interview.codec import to_plain

    found = read_one(session, transcripts)
    numbers = [turn_of(found, question).number] if question else [turn.number for turn in found.turns]
    language = opt.language(lang) if lang else found.options.lang
    lines = _timelines(found, numbers, (bank, rubrics, transcripts))
    if as_json:
        plain = [{**to_plain(line), "points": [_point_json(p) for p in line.points]} for line in lines]
        print_json({"shape": SHAPE, "id": found.id, "questions": plain})
        return
    from mock_interview.terminal.screen import console
    from mock_interview.terminal.timeline_view import legend, show_timeline
    from mock_interview.terminal.words import words

    out = console()
    if not lines:
        out.print(words(language)("nothing_typed"))
        return
    out.print(legend(language), style="dim", soft_wrap=True)
    for line in lines:
        out.print()
        show_timeline(out, line, language)


def _point_json(point: PointLine) -> dict[str, Any]:
    from mock_interview.codec import to_plain

    return {**to_plain(point), "verdict": point.last.value}


def _timelines(
    session: Session, numbers: Sequence[int], places: tuple[Path | None, Path | None, Path | None]
) -> list[Timeline]:
    """The timelines of the questions that were answered; drafts are graded as far as they never were."""
    from mock_interview.cli.regrading import DraftJudge
    from mock_interview.review.timeline import timeline as made
    from mock_interview.terminal.progress import Progress
    from mock_interview.transcript.drafts import typings
    from mock_interview.transcript.folder import find
    from mock_interview.transcript.read import read_lines

    bank, rubrics, transcripts = places
    stored = read_lines(find(folder_of(transcripts), session.id))
    typed = {number: typing for number, typing in typings(stored).items() if _is_answer(typing)}
    wanted = [number for number in numbers if number in typed]
    if not wanted:
        return []
    with DraftJudge(session, bank, rubrics, folder_of(transcripts)) as judge:
        return [
            made(number, session.turns[number - 1].question, typed[number], judge.of(number))
            for number in Progress().watch(wanted, len(wanted))
        ]


def _is_answer(typing: Typing) -> bool:
    return any(part.strip() for moment in typing.moments for part in moment.parts)
