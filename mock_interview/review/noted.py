"""What a language model noted of a session, as a page shows it: findings with the words they rest on.

Pure; draws nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_interview.clean_text import one_line
from mock_interview.model import Session
from mock_interview.review.answered import Answered
from mock_interview.spoken import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One finding; ``anchor`` is where question ``number`` stands on the page.

    ``quote`` was ``said`` by the candidate, or else asked there.
    """

    text: str
    number: int
    anchor: str
    quote: str
    said: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The findings of a session by kind, each a name of its label and at least one note.

    They are in the language ``said_in``; ``model`` wrote them.
    """

    model: str
    said_in: str
    kinds: tuple[tuple[str, tuple[Note, ...]], ...]


def noted(session: Session, answers: Sequence[Answered]) -> Noted | None:
    """The findings about ``answers``, those of ``session`` that are shown; ``None`` when there are none."""
    found = session.debrief
    if found is None:
        return None
    anchors = {answer.number: answer.anchor for answer in answers}
    kinds = (("strengths", found.strengths), ("gaps", found.gaps), ("study_first", found.study))
    noted_ = tuple((name, notes) for name, lessons in kinds if (notes := _notes(lessons, anchors)))
    if not noted_:
        return None
    return Noted(model=one_line(found.model), said_in=session.options.lang, kinds=noted_)


def _notes(lessons: Sequence[Lesson], anchors: Mapping[int, str]) -> tuple[Note, ...]:
    return tuple(
        Note(
            text=one_line(lesson.text),
            number=lesson.number,
            anchor=anchors[lesson.number],
            quote=one_line(lesson.quote),
            said=lesson.said,
        )
        for lesson in lessons
        if lesson.number in anchors
    )
