"""What the interview loop and those it deals with say to each other: prompts, replies, who asks, who words.

Nothing here draws, grades, or decides what comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from mock_interview.model import Answer, Grade, KeyPoint, Question, Session, Text, Turn, Why
from mock_interview.spoken import Debrief, Remark, Words
from mock_interview.transcript.events import Event

SKIPPED = "skipped"
NO_WHY = Why()
ASKED = "asked"  # not an answer: a question to the interviewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the candidate is asked now. Times are in seconds.

    ``used`` is time already spent on it and ``draft`` what was typed by then (after a resume);
    ``session_left`` is the session's time left, ``None`` without a limit. With ``cut`` the draft is
    taken as it is when time runs out; otherwise time runs on as overtime. ``part`` is 0 for the main
    question, 1.. for the follow-ups; ``model`` worded the text, empty for a text of the bank. With
    ``may_ask`` a question to the interviewer is answered; ``remarks`` are those already answered here.
    """

    question: Question
    number: int
    total: int
    text: str
    part: int = 0
    model: str = ""
    limit: int
    used: float
    draft: str
    session_left: float | None
    cut: bool
    hints: tuple[Text, ...]
    hints_shown: int
    may_ask: bool = False
    remarks: tuple[Remark, ...] = ()
    why: Why = NO_WHY

    @property
    def is_probe(self) -> bool:
        """Whether it is a follow-up."""
        return self.part > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: ``how`` is ``submitted``, ``skipped``, ``cut``, ``quit`` or ``asked``; ``used`` in
    seconds.

    ``interrupted`` tells a quit by Ctrl-C from one by choice. What the interviewer was ``asked`` is no
    answer; ``text`` is then the answer begun.
    """

    text: str
    how: str
    used: float
    interrupted: bool = False
    asked: str = ""


class Hooks(Protocol):
    """What the one who asks reports while the candidate types; ``used`` is seconds on this prompt."""

    def draft(self, text: str, used: float) -> None:
        """The text as it stands."""

    def hint(self, index: int) -> None:
        """A hint was shown."""

    def pause(self, used: float) -> None:
        """The clock was stopped."""

    def resume(self, used: float) -> None:
        """The clock runs again."""


class Interviewer(Protocol):
    """Puts questions to the candidate and shows what became of them."""

    def ask(self, prompt: Prompt, hooks: Hooks) -> Reply:
        """Show the prompt and wait for the answer."""

    def confidence(self) -> int | None:
        """How sure the candidate is of the answer just given, 1 to 4; ``None``: rather not said."""

    def grading(self) -> None:
        """An answer is safe on disk and is being graded."""

    def graded(self, turn: Turn, total: int) -> bool:
        """A question is done; show what it earned (with feedback after each question).

        Returns whether to go on; the clock stands still meanwhile.
        """

    def time_is_up(self) -> None:
        """The session's time has run out."""

    def says(self, remark: Remark) -> None:
        """Show something said beside the questions."""

    def fell_back(self, words: Words) -> None:
        """A model's words were not used (``words.dropped``); others take their place."""


class Conductor(Protocol):
    """Words what the interviewer says, where a language model gives it a voice.

    Never raises for a model that fails: it has other words ready, and says in them why. The course of
    the interview is not its business. Times are in seconds.
    """

    @property
    def listens(self) -> bool:
        """Whether questions to the interviewer are answered."""

    def lead_in(self, session: Session, question: Question) -> Words:
        """What is said before ``question`` is put."""

    def follow_up(self, turn: Turn, worth: Sequence[KeyPoint], seconds: float) -> Words:
        """A follow-up after one of the points ``worth`` asking about, to be answered in ``seconds``."""

    def clarify(self, turn: Turn, part: int, asked: str, seconds: float) -> Words:
        """The answer to what the candidate ``asked`` in part ``part``; ``seconds`` are left."""

    def wrap_up(self) -> Words:
        """What is said when no more questions follow."""

    def debrief(self, session: Session) -> Debrief:
        """What the session showed, resting on what was said in it."""


class Record(Protocol):
    """Where events go; each is on disk when ``append`` returns."""

    def append(self, event: Event) -> None:
        """Put ``event`` on disk. Raises ``WriteError``."""


GradeAnswer = Callable[[Question, Answer], Grade]
