"""The nouns for what the interviewer says beside the questions, and at the end. Frozen and plain.

Nothing here words anything or asks a language model.
"""

from __future__ import annotations

from dataclasses import dataclass

from mock_interview.chat import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the interviewer says now, and how it came about.

    ``point`` is the key point a follow-up is after. ``model`` worded it; empty for words written
    beforehand. ``dropped`` says why a model's words were not used: ``no_reply`` (``why`` has the
    error), ``stopped`` by the candidate, ``fishing`` (the candidate asked for the answer, and no model
    was asked), or what was wrong with them (``leak``, ``judging``, ``language``, ``form``). ``usage``
    is what asking took.
    """

    text: str
    point: str = ""
    model: str = ""
    dropped: str = ""
    why: str = ""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something the interviewer said beside the questions, in part ``part`` of a turn.

    ``how`` is ``opening``, ``moving_on``, ``wrap_up``, or ``clarified``: the answer to what the
    candidate ``asked``. ``model`` worded it; empty for words written beforehand.
    """

    how: str
    text: str
    part: int = 0
    asked: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One finding of a session's debriefing, and the words it rests on.

    ``quote`` stands in question ``number``: ``said`` by the candidate in part ``part``, or else in
    what was asked there. ``point`` is the key point that the finding is about.
    """

    text: str
    number: int
    question: str
    point: str
    quote: str
    part: int = 0
    said: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """What a language model made of a session: strengths, gaps, what to study, by weight.

    Without any finding left, ``dropped`` says why: ``no_reply`` (``why`` has the error), ``stopped``,
    ``form``, or ``unfounded``. The number ``unfounded`` counts findings that were left out because their
    evidence was not in the session, or did not fit the verdict on their point.
    """

    strengths: tuple[Lesson, ...] = ()
    gaps: tuple[Lesson, ...] = ()
    study: tuple[Lesson, ...] = ()
    unfounded: int = 0
    model: str = ""
    dropped: str = ""
    why: str = ""
    usage: Usage = Usage()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All findings."""
        return (*self.strengths, *self.gaps, *self.study)
