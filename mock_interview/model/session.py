"""An interview: how it was asked for, what was asked and why, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mock_interview.chat import Usage
from mock_interview.model.grade import Answer, Appeal, Grade, Regrade
from mock_interview.model.question import Question, Topic
from mock_interview.spoken import Debrief, Remark

ORDERS = ("interview", "due", "weak", "new", "random")

# Why a question is asked: as named by prepared answers, by chance, not asked before, weak or due; in an
# interview as its warm-up, as the next of its topics, or harder or easier than that by the score so far.
WHY = ("", "named", "random", "new", "weak", "due", "warm_up", "spread", "harder", "easier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The choices a session was started with, as the transcript records them.

    ``time`` is the session's length in seconds (``None``: unlimited); ``seed`` drives sampling;
    ``order`` is one of `ORDERS`; with ``confidence`` the candidate is asked how sure they are.
    ``interviewer`` is ``authored`` or ``llm``, which speaks in the manner of ``persona``; ``judge``
    says whether a language model grades too, with ``judge_samples`` votes a point; ``model`` is the
    language model asked for by name, empty for the configured one.
    """

    topics: tuple[str, ...] = ()
    questions: int = 5
    time: int | None = None
    levels: tuple[int, int] = (1, 5)
    lang: str = "en"
    seed: int = 0
    rubric: str = "default"
    followups: int = 1
    feedback: str = "each"
    on_timeout: str = "warn"
    encoder: str = "bundled"
    interviewer: str = "authored"
    persona: str = ""
    judge: bool = False
    judge_samples: int = 1
    model: str = ""
    order: str = "new"
    confidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a question was asked.

    ``rule`` is one of `WHY`; the rest is there where history had a say. ``missed`` of ``times``: how
    often its weakest key point was not covered when it was asked; ``recall`` (0-1) is the chance
    that this point would be recalled, ``overdue`` the days since it was due; ``score`` is the
    session's mean that led to a harder or easier question.
    """

    rule: str = ""
    times: int = 0
    missed: int = 0
    recall: float | None = None
    overdue: int | None = None
    score: float | None = None


class Candidate(NamedTuple):
    """A question that could be drawn, as far as the drawing looks at it.

    ``limit`` is in seconds; ``asked`` is how often it was put in earlier sessions; ``urgency`` (>= 0) is
    what the order by need goes by. A named tuple, so that a whole bank of them is short when stored.
    """

    id: str
    topic: str
    level: int
    limit: int
    asked: int = 0
    urgency: float = 0.0

    @property
    def section(self) -> str:
        """The first part of the topic path."""
        return self.topic.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """A question that may be asked as number ``number`` instead of the planned one."""

    number: int
    question: Question
    why: Why = Why()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One thing asked and what came back: the main question, or a probe.

    ``how`` is ``submitted``, ``skipped``, ``cut`` (time ran out), or ``open`` while no answer was
    given up; then ``text`` is the last draft.
    ``used`` and ``overtime`` are seconds. ``model`` worded the probe; empty for one of the bank.
    """

    text: str = ""
    how: str = "open"
    used: float = 0.0
    overtime: float = 0.0
    probe: str = ""
    point: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a session, as asked, with what came back and what it earned.

    ``question`` is the text as it stood in the bank at that time, so that a transcript can be
    reviewed whatever becomes of the bank. ``confidence`` (1 guessing, 2 unsure, 3 fairly sure,
    4 sure) is what the candidate said before seeing the grade; ``None``: nothing.
    """

    number: int
    question: Question
    asked_at: str
    limit: int
    why: Why = Why()
    main: Exchange = Exchange()
    followups: tuple[Exchange, ...] = ()
    hints: int = 0
    pauses: int = 0
    confidence: int | None = None
    grade: Grade | None = None
    graded_parts: int = 0
    remarks: tuple[Remark, ...] = ()
    regrades: tuple[Regrade, ...] = ()
    appeals: tuple[Appeal, ...] = ()

    @property
    def answer(self) -> Answer:
        """The turn's words in the form the grader takes."""
        return Answer(
            parts=(self.main.text, *(f.text for f in self.followups)),
            probes=tuple(f.probe for f in self.followups),
            probed=tuple(f.point for f in self.followups),
            hints=self.hints,
        )

    @property
    def closed(self) -> bool:
        """Whether nothing of it waits for an answer: to show it gives nothing away to whoever goes on."""
        return all(exchange.how != "open" for exchange in (self.main, *self.followups))

    @property
    def counted(self) -> Grade | None:
        """The grade that counts: the last regrade that was put to use, else the first one."""
        used = [regrade.grade for regrade in self.regrades if regrade.used]
        return used[-1] if used else self.grade

    def appealed(self, point: str) -> Appeal | None:
        """The candidate's last word on that key point, if there is one."""
        return next((appeal for appeal in reversed(self.appeals) if appeal.point == point), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A transcript, read. Times are UTC, ISO 8601; ``clock`` is seconds of session time used.

    ``planned`` holds the questions drawn at the start, in order, as they stood in the bank then; where a
    ``spare`` was asked instead, it stands in its place. ``whys`` go with them.
    ``ended`` is ``finished``, ``time``, ``quit``, or ``""`` when the program was killed; the last
    two can be resumed. ``notes`` says what was wrong with the file, if anything. ``usage`` is what
    the language model took, if there was one, recorded regrades included.
    """

    id: str
    started_at: str
    options: Options
    planned: tuple[Question, ...]
    whys: tuple[Why, ...] = ()
    spares: tuple[Spare, ...] = ()
    topics: tuple[Topic, ...] = ()
    turns: tuple[Turn, ...] = ()
    ended: str = ""
    clock: float = 0.0
    bank: str = ""
    encoder: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    debrief: Debrief | None = None
    usage: Usage = Usage()

    @property
    def unfinished(self) -> tuple[Turn, ...]:
        """Turns that whoever goes on with the session will be asked about again; none when it has ended."""
        can_go_on = self.ended in ("", "quit")
        return tuple(turn for turn in self.turns if can_go_on and not turn.closed)
