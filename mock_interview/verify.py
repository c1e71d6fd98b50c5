"""Does a session again from what its transcript recorded, and tells every difference. Prints nothing.

The questions are drawn again from the recorded pool, each next question is chosen again, and each grade
is made again from the words as they stood when it was given. A difference that another program, bank or
rubric may explain is told as that, and not as an alteration.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from mock_interview.codec import to_json
from mock_interview.errors import MockInterviewError
from mock_interview.model import Grade, Question, Session, Turn
from mock_interview.selection.interview import next_question
from mock_interview.selection.orders import Wish, plan
from mock_interview.transcript.events import Asked, Graded, Regraded, Started
from mock_interview.transcript.read import Stored, fold
from mock_interview.transcript.seals import changed

# What was altered, and what only cannot be told because something else has changed since.
ALTERED = ("line", "part", "drawing", "asked", "limit", "score", "verdicts", "details")
UNSURE = ("engine", "bank", "rubric", "ungraded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference: ``kind`` is of `ALTERED` or `UNSURE`; ``number`` is the question's, 0 for the session.

    ``name`` says which line, part, point or thing; ``recorded`` and ``found`` are the two values.
    """

    kind: str
    number: int = 0
    name: str = ""
    recorded: str = ""
    found: str = ""

    @property
    def altered(self) -> bool:
        """Whether the transcript itself was changed."""
        return self.kind in ALTERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of it: ``grades`` were compared; ``drawn`` says whether the drawing could be done again."""

    findings: tuple[Finding, ...]
    grades: int
    drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A grade made again, and by what: digests of the rubric and the bank in use."""

    grade: Grade
    rubric: str
    bank: str


class GradeAgain(Protocol):
    """Grades a turn's words as they stand, with the encoder and rubric that are named."""

    def __call__(self, turn: Turn, lang: str, *, encoder: str, rubric: str) -> Again:
        """Raises ``MockInterviewError`` when the encoder or the rubric cannot be had."""


def verify(stored: Stored, path: Path, grade: GradeAgain) -> Verified:
    """Everything that differs from what ``stored`` records. Raises ``TranscriptError`` for no session."""
    whole = fold(stored, path)
    first = stored.lines[0].event
    assert isinstance(first, Started)  # or there would be no session
    findings = [*_lines(stored), *_parts(path), *_drawing(first)]
    grades = 0
    for index, line in enumerate(stored.lines):
        event = line.event
        if not isinstance(event, (Asked, Graded, Regraded)):
            continue
        before = fold(Stored(lines=stored.lines[:index], good_bytes=0), path)
        if isinstance(event, Asked):
            findings += _asked(before, event)
            continue
        if event.grade.score is None or not 0 < event.number <= len(before.turns):
            continue
        grades += 1
        findings += _graded(before, first, event, grade)
    findings += [Finding(kind="line", name=note) for note in whole.notes]
    return Verified(findings=tuple(dict.fromkeys(findings)), grades=grades, drawn=bool(first.pool))


def _lines(stored: Stored) -> Iterator[Finding]:
    """Lines that are missing, doubled or out of order."""
    for expected, line in enumerate(stored.lines):
        if line.seq != expected:
            yield Finding(kind="line", name=str(expected), recorded=str(line.seq), found=str(expected))
            return


def _parts(path: Path) -> Iterator[Finding]:
    """Parts of the first line that do not fit their seals."""
    with path.open("rb") as file:
        plain: Mapping[str, Any] = json.loads(file.readline())
    for name in changed(plain):
        yield Finding(kind="part", name=name, recorded=_short(plain, name))


def _short(plain: Mapping[str, Any], name: str) -> str:
    """The value as it stands now, where it is short enough to be shown."""
    kind, _, rest = name.partition(" ")
    value = plain.get("options", {}).get(rest) if kind == "option" else plain.get(name)
    return str(value) if isinstance(value, (str, int, float)) else ""


def _drawing(first: Started) -> Iterator[Finding]:
    """The questions drawn again from the pool."""
    if not first.pool:
        return
    options = first.options
    per = "topic" if len(options.topics) == 1 else "section"
    wish = Wish(order=options.order, count=len(first.planned), seed=options.seed, per=per)
    drawn = plan(first.pool, wish)
    pairs = (
        ("planned", _ids(first.planned), [pick.id for pick in drawn.picks]),
        (
            "spares",
            [f"{spare.number} {spare.question.id}" for spare in first.spares],
            [f"{spare.number} {spare.id}" for spare in drawn.spares],
        ),
    )
    for name, recorded, found in pairs:
        if recorded != found:
            yield Finding(kind="drawing", name=name, recorded=", ".join(recorded), found=", ".join(found))
            return  # where the questions differ, the others do of course


def _ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]


def _asked(before: Session, event: Asked) -> Iterator[Finding]:
    """The next question chosen again by the scores up to then."""
    if event.number != len(before.turns) + 1 or event.number > len(before.planned):
        return  # told as a line that is missing or out of turn
    found = next_question(before).question
    if found.id != event.question:
        yield Finding(kind="asked", number=event.number, recorded=event.question, found=found.id)
    elif found.time_limit != event.limit:
        yield Finding(
            kind="limit", number=event.number, recorded=str(event.limit), found=str(found.time_limit)
        )


def _graded(
    before: Session, first: Started, event: Graded | Regraded, grade: GradeAgain
) -> Iterator[Finding]:
    """A grade made again from the words that it was given for."""
    turn, recorded = before.turns[event.number - 1], _offline(event.grade)
    by = event if isinstance(event, Regraded) else first  # who says what it was graded with
    try:
        again = grade(turn, before.options.lang, encoder=by.encoder, rubric=recorded.rubric)
    except MockInterviewError as error:
        yield Finding(kind="ungraded", number=event.number, name=str(error))
        return
    if _repeatable(again.grade) == _repeatable(recorded):
        return
    changes = (
        ("engine", recorded.engine, again.grade.engine),
        ("rubric", by.rubric, again.rubric),
        ("bank", by.bank, again.bank),
    )
    reasons = [
        Finding(kind=kind, number=event.number, recorded=a, found=b) for kind, a, b in changes if a and a != b
    ]
    yield from reasons or [_difference(event.number, recorded, again.grade)]


def _repeatable(grade: Grade) -> str:
    """The part of a grade that comes out the same each time, in its stored form."""
    return to_json(replace(grade, engine=""))


def _offline(grade: Grade) -> Grade:
    """The offline track of a grade: what a language model said of it does not come out the same again."""
    return replace(grade.offline or grade, judgement=None, offline=None, contested=())


def _difference(number: int, recorded: Grade, found: Grade) -> Finding:
    if recorded.score != found.score:
        return Finding(
            kind="score", number=number, recorded=_number(recorded.score), found=_number(found.score)
        )
    then = {result.point: result.verdict.value for result in recorded.points}
    now = {result.point: result.verdict.value for result in found.points}
    apart = [point for point in {**then, **now} if then.get(point) != now.get(point)]
    if apart:
        return Finding(
            kind="verdicts",
            number=number,
            name=", ".join(apart),
            recorded=", ".join(then.get(point, "–") for point in apart),
            found=", ".join(now.get(point, "–") for point in apart),
        )
    return Finding(kind="details", number=number)


def _number(score: float | None) -> str:
    return "–" if score is None else f"{score:g}"
