"""The interview loop: ask, save, grade, save, show, probe, move on.

Every step is recorded before the next begins, and the loop starts from what a transcript already
holds, so holding a session and resuming one are the same thing. Nothing here draws or grades.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from mock_interview.clean_text import printable
from mock_interview.errors import Interrupted, MockInterviewError, WriteError
from mock_interview.model import (
    Answer,
    Exchange,
    Grade,
    KeyPoint,
    Question,
    Session,
    Text,
    Turn,
    Verdict,
    Why,
)
from mock_interview.selection.interview import next_question
from mock_interview.transcript.events import (
    Answered,
    Asked,
    Confidence,
    Draft,
    Ended,
    Event,
    Graded,
    Hint,
    Paused,
    Probe,
    Resumed,
)

PROBE_WEIGHT = 3  # key points from this weight on are worth a follow-up when they are missed
PROBE_SHARE = 0.5  # a follow-up has this share of the question's limit
SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the candidate is asked now. Times are in seconds.

    ``used`` is time already spent on it and ``draft`` what was typed by then (after a resume);
    ``session_left`` is the session's time left, ``None`` without a limit. With ``cut`` the draft is
    taken as it is when time runs out; otherwise time runs on as overtime.
    """

    question: Question
    number: int
    total: int
    text: str
    is_probe: bool
    limit: int
    used: float
    draft: str
    session_left: float | None
    cut: bool
    hints: tuple[Text, ...]
    hints_shown: int
    why: Why = field(default_factory=Why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: ``how`` is ``submitted``, ``skipped``, ``cut`` or ``quit``; ``used`` in seconds.

    ``interrupted`` tells a quit by Ctrl-C from one by choice.
    """

    text: str
    how: str
    used: float
    interrupted: bool = False


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


class Record(Protocol):
    """Where events go; each is on disk when ``append`` returns."""

    def append(self, event: Event) -> None:
        """Put ``event`` on disk. Raises ``WriteError``."""


GradeAnswer = Callable[[Question, Answer], Grade]


def hold(session: Session, record: Record, interviewer: Interviewer, grade: GradeAnswer) -> Session:
    """Hold ``session`` from where it stands to its end, and return it as it ended.

    Raises `Interrupted` when the candidate stopped it by Ctrl-C, after recording the end, and
    ``WriteError`` when nothing can be recorded any more.
    """
    return _Loop(session, record, interviewer, grade).run()


class _Quit(Exception):
    """Internal: the candidate wants to stop here."""

    def __init__(self, *, interrupted: bool) -> None:
        super().__init__()
        self.interrupted = interrupted


class _Loop:
    """The state of one run of the loop; every change goes through `_record` and `_put`."""

    def __init__(
        self, session: Session, record: Record, interviewer: Interviewer, grade: GradeAnswer
    ) -> None:
        self.session = session
        self.record = record
        self.interviewer = interviewer
        self.grade = grade
        self.clock = session.clock

    def run(self) -> Session:
        if self.session.turns:
            self._record(Resumed(number=len(self.session.turns), clock=self.clock, after="restart"))
        try:
            return self._end(self._questions())
        except _Quit as quit_:
            self._end("quit")
            if quit_.interrupted:
                raise Interrupted(_saved(self.session)) from None
            return self.session
        except KeyboardInterrupt:
            self._end("quit")
            raise Interrupted(_saved(self.session)) from None
        except SystemExit:  # the terminal was closed, or the program was asked to stop
            self._end("quit")
            raise

    def _questions(self) -> str:
        total = len(self.session.planned)
        for number in range(1, total + 1):
            turn = self._opened(number)
            finished = turn.main.how != "open" and _settled(turn) and not self._next_probe(turn)
            if finished:
                continue
            if self._out_of_time() and turn.main.how == "open" and not turn.main.text:
                return self._stop_for_time()
            self._one_question(turn)
        return "finished"

    def _stop_for_time(self) -> str:
        self.interviewer.time_is_up()
        return "time"

    def _opened(self, number: int) -> Turn:
        """The turn of that number as the transcript has it, or one about to be asked."""
        if number <= len(self.session.turns):
            return self.session.turns[number - 1]
        asked = next_question(self.session)
        limit = asked.question.time_limit
        return Turn(number=number, question=asked.question, asked_at="", limit=limit, why=asked.why)

    def _one_question(self, turn: Turn) -> None:
        if turn.number > len(self.session.turns):
            self._record(Asked(number=turn.number, question=turn.question.id, limit=turn.limit, why=turn.why))
            planned = list(self.session.planned)
            planned[turn.number - 1] = turn.question
            turns = (*self.session.turns, turn)
            self.session = replace(self.session, planned=tuple(planned), turns=turns)
        turn = self._part(turn, 0)
        turn = self._sure(turn)
        turn = self._graded(turn)
        while point := self._next_probe(turn):
            turn = self._probe(turn, point)
            turn = self._graded(turn)
        if not self.interviewer.graded(turn, len(self.session.planned)):
            raise _Quit(interrupted=False)

    def _probe(self, turn: Turn, point: KeyPoint) -> Turn:
        """Ask the follow-up for ``point``; one that was left open before is asked again."""
        if not _open_followup(turn) and point.probe is not None:
            text = point.probe.get(self.session.options.lang)
            part = len(turn.followups) + 1
            self._record(Probe(number=turn.number, part=part, point=point.id, text=text))
            turn = self._put(replace(turn, followups=(*turn.followups, Exchange(probe=text, point=point.id))))
        return self._part(turn, len(turn.followups))

    def _part(self, turn: Turn, part: int) -> Turn:
        """Ask one thing and record the answer, unless the transcript has it already."""
        exchange = turn.main if part == 0 else turn.followups[part - 1]
        if exchange.how != "open":
            return turn
        prompt = self._prompt(turn, part, exchange)
        hooks = _Recording(self, turn.number, part, exchange.used)
        reply = self.interviewer.ask(prompt, hooks)
        self.clock = hooks.clock_at(reply.used)
        turn = self.session.turns[turn.number - 1]  # hints and pauses were counted meanwhile
        if reply.how == "quit":
            self._record(hooks.as_draft(reply.text, reply.used))
            self._put(_with_part(turn, part, replace(exchange, text=reply.text, used=reply.used)))
            raise _Quit(interrupted=reply.interrupted)
        heard = replace(
            exchange,
            text=reply.text if reply.how != SKIPPED else "",
            how=reply.how,
            used=reply.used,
            overtime=max(0.0, reply.used - prompt.limit),
        )
        self._record_answer(turn.number, part, heard)
        return self._put(_with_part(turn, part, heard))

    def _sure(self, turn: Turn) -> Turn:
        """Ask how sure the candidate is, where that is wished for and no grade was seen."""
        settled = turn.confidence is not None or turn.grade is not None or turn.main.how == SKIPPED
        if settled or not self.session.options.confidence:
            return turn
        level = self.interviewer.confidence()
        if level is None:
            return turn
        self._record(Confidence(number=turn.number, level=level))
        return self._put(replace(turn, confidence=level))

    def _record_answer(self, number: int, part: int, heard: Exchange) -> None:
        """Put an answer on disk; when no disk takes it, hand the words back in the error."""
        event = Answered(
            number=number,
            part=part,
            text=heard.text,
            how=heard.how,
            used=heard.used,
            overtime=heard.overtime,
            clock=self.clock,
        )
        try:
            self._record(event)
        except WriteError as error:
            raise WriteError(
                f"{error}\nYour answer, so that it is not lost:\n{printable(heard.text)}"
            ) from None

    def _prompt(self, turn: Turn, part: int, exchange: Exchange) -> Prompt:
        options = self.session.options
        limit = turn.limit if part == 0 else max(30, round(turn.limit * PROBE_SHARE))
        return Prompt(
            question=turn.question,
            number=turn.number,
            total=len(self.session.planned),
            text=turn.question.question.get(options.lang) if part == 0 else exchange.probe,
            is_probe=part > 0,
            limit=limit,
            used=exchange.used,
            draft=exchange.text,
            session_left=None if options.time is None else options.time - self.clock,
            cut=options.on_timeout == "cut",
            hints=turn.question.hints,
            hints_shown=turn.hints,
            why=turn.why,
        )

    def _graded(self, turn: Turn) -> Turn:
        """Grade everything said so far, unless the transcript has that grade already."""
        if _settled(turn) or _open_followup(turn):
            return turn
        if turn.main.how == SKIPPED and not turn.followups:
            grade = Grade(score=None, reason=SKIPPED)
        else:
            self.interviewer.grading()
            grade = self._grade_or_reason(turn)
        parts = 1 + len(turn.followups)
        self._record(Graded(number=turn.number, parts=parts, grade=grade))
        return self._put(replace(turn, grade=grade, graded_parts=parts))

    def _grade_or_reason(self, turn: Turn) -> Grade:
        """The grade, or none with the reason: a grader that fails must not end the session."""
        try:
            return self.grade(turn.question, turn.answer)
        except MockInterviewError as error:
            return Grade(score=None, reason=str(error))
        except Exception as error:  # a bug of ours; the answer is safe, and resume grades it later
            return Grade(score=None, reason=f"the grader failed: {type(error).__name__}: {error}")

    def _next_probe(self, turn: Turn) -> KeyPoint | None:
        """The weightiest missed point worth a follow-up, while there are follow-ups and time left."""
        if _open_followup(turn):
            aimed = turn.followups[-1].point
            return next((point for point in turn.question.points if point.id == aimed), None)
        if turn.main.how == SKIPPED or turn.grade is None or turn.grade.score is None:
            return None
        if len(turn.followups) >= self.session.options.followups or self._out_of_time():
            return None
        probed = {followup.point for followup in turn.followups}
        missed = {result.point for result in turn.grade.points if result.verdict is Verdict.MISSED}
        worth = [
            point
            for point in turn.question.points
            if point.id in missed - probed and point.probe and point.weight >= PROBE_WEIGHT
        ]
        return max(worth, key=lambda point: point.weight, default=None)

    def _out_of_time(self) -> bool:
        limit = self.session.options.time
        return limit is not None and self.clock >= limit

    def _end(self, how: str) -> Session:
        self._record(Ended(how=how, clock=self.clock))
        self.session = replace(self.session, ended=how, clock=self.clock)
        return self.session

    def _put(self, turn: Turn) -> Turn:
        turns = list(self.session.turns)
        turns[turn.number - 1] = turn
        self.session = replace(self.session, turns=tuple(turns))
        return turn

    def _record(self, event: Event) -> None:
        self.record.append(event)


class _Recording:
    """The hooks of one prompt: every report becomes an event."""

    def __init__(self, loop: _Loop, number: int, part: int, used_before: float) -> None:
        self._loop = loop
        self._number = number
        self._part = part
        self._clock_before = loop.clock - used_before  # the session's clock without this prompt

    def clock_at(self, used: float) -> float:
        """The session's clock when this prompt has used that many seconds."""
        return round(self._clock_before + used, 3)

    def as_draft(self, text: str, used: float) -> Draft:
        """The draft event for the text as it stands."""
        clock = self.clock_at(used)
        return Draft(number=self._number, part=self._part, text=text, used=used, clock=clock)

    def draft(self, text: str, used: float) -> None:
        event = self.as_draft(text, used)
        self._loop.clock = event.clock  # where it stands should the session end here
        self._loop.record.append(event)

    def hint(self, index: int) -> None:
        self._loop.record.append(Hint(number=self._number, index=index))
        turn = self._loop.session.turns[self._number - 1]
        self._loop._put(replace(turn, hints=max(turn.hints, index + 1)))

    def pause(self, used: float) -> None:
        self._loop.clock = self.clock_at(used)
        self._loop.record.append(Paused(number=self._number, clock=self._loop.clock))
        turn = self._loop.session.turns[self._number - 1]
        self._loop._put(replace(turn, pauses=turn.pauses + 1))

    def resume(self, used: float) -> None:
        clock = self.clock_at(used)
        self._loop.record.append(Resumed(number=self._number, clock=clock, after="pause"))


def _settled(turn: Turn) -> bool:
    """Whether all that was said is graded; a grade that failed is tried again."""
    if turn.grade is None or turn.graded_parts < 1 + len(turn.followups):
        return False
    return turn.grade.score is not None or turn.main.how == SKIPPED


def _open_followup(turn: Turn) -> bool:
    return bool(turn.followups) and turn.followups[-1].how == "open"


def _with_part(turn: Turn, part: int, exchange: Exchange) -> Turn:
    if part == 0:
        return replace(turn, main=exchange)
    followups = list(turn.followups)
    followups[part - 1] = exchange
    return replace(turn, followups=tuple(followups))


def _saved(session: Session) -> str:
    return f"interrupted; session {session.id} is saved"
