"""The interview loop: ask, save, grade, save, show, probe, move on.

Every step is recorded before the next begins, and the loop starts from what a transcript already
holds, so holding a session and resuming one are the same thing. Nothing here draws or grades.
"""

from __future__ import annotations

from dataclasses import replace

from mock_interview.clean_text import printable
from mock_interview.course import (
    exchange_of,
    is_settled,
    limit_of,
    open_followup,
    prompt_for,
    seconds_left,
    with_part,
    worth_asking,
)
from mock_interview.dialogue import (
    ASKED,
    SKIPPED,
    Conductor,
    GradeAnswer,
    Interviewer,
    Record,
    Reply,
)
from mock_interview.errors import Interrupted, MockInterviewError, WriteError
from mock_interview.model import NO_REFERENCE, Exchange, Grade, KeyPoint, Session, Turn
from mock_interview.selection.interview import next_question
from mock_interview.spoken import Remark, Words
from mock_interview.transcript.events import (
    Answered,
    Asked,
    Confidence,
    Debriefed,
    Draft,
    Ended,
    Event,
    Graded,
    Hint,
    Paused,
    Probe,
    Resumed,
    Said,
    usage_of,
)


def hold(
    session: Session,
    record: Record,
    interviewer: Interviewer,
    grade: GradeAnswer,
    conductor: Conductor | None = None,
) -> Session:
    """Hold ``session`` from where it stands to its end, and return it as it ended.

    Without a ``conductor`` the interviewer has no words but those of the bank.
    Raises `Interrupted` when the candidate stopped it by Ctrl-C, after recording the end, and
    ``WriteError`` when nothing can be recorded any more.
    """
    return _Loop(session, record, interviewer, grade, conductor).run()


class _Quit(Exception):
    """Internal: the candidate wants to stop here."""

    def __init__(self, *, interrupted: bool) -> None:
        super().__init__()
        self.interrupted = interrupted


class _Loop:
    """The state of one run of the loop; every change goes through `_record` and `_put`."""

    def __init__(
        self,
        session: Session,
        record: Record,
        interviewer: Interviewer,
        grade: GradeAnswer,
        conductor: Conductor | None,
    ) -> None:
        self.session = session
        self.record = record
        self.interviewer = interviewer
        self.grade = grade
        self.conductor = conductor
        self.clock = session.clock

    def run(self) -> Session:
        if self.session.turns:
            self._record(Resumed(number=len(self.session.turns), clock=self.clock, after="restart"))
        try:
            how = self._questions()
            self._take_leave()
            return self._end(how)
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
            finished = turn.main.how != "open" and is_settled(turn) and not self._worth_asking(turn)
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
            turn = self._put_question(turn)
        turn = self._part(turn, 0)
        turn = self._sure(turn)
        turn = self._graded(turn)
        while points := self._worth_asking(turn):
            turn = self._probe(turn, points)
            turn = self._graded(turn)
        if not self.interviewer.graded(turn, len(self.session.planned)):
            raise _Quit(interrupted=False)

    def _put_question(self, turn: Turn) -> Turn:
        words = self.conductor.lead_in(self.session, turn.question) if self.conductor else None
        self._record(Asked(number=turn.number, question=turn.question.id, limit=turn.limit, why=turn.why))
        planned = list(self.session.planned)
        planned[turn.number - 1] = turn.question
        turns = (*self.session.turns, turn)
        self.session = replace(self.session, planned=tuple(planned), turns=turns)
        if words is None:
            return turn
        return self._say(turn, words, how="opening" if turn.number == 1 else "moving_on")

    def _say(self, turn: Turn, words: Words, *, how: str, part: int = 0, asked: str = "") -> Turn:
        """Record and show something said beside the questions."""
        remark = Remark(how=how, text=words.text, part=part, asked=asked, model=words.model)
        self._record(Said(number=turn.number, remark=remark, dropped=words.dropped, usage=words.usage))
        if words.dropped:
            self.interviewer.fell_back(words)
        self.interviewer.says(remark)
        return self._put(replace(turn, remarks=(*turn.remarks, remark)))

    def _probe(self, turn: Turn, points: tuple[KeyPoint, ...]) -> Turn:
        """Ask a follow-up after one of ``points``; one that was left open before is asked again."""
        if not open_followup(turn):
            words = self._follow_up(turn, points)
            part = len(turn.followups) + 1
            self._record(
                Probe(
                    number=turn.number,
                    part=part,
                    point=words.point,
                    text=words.text,
                    model=words.model,
                    dropped=words.dropped,
                    usage=words.usage,
                )
            )
            asked = Exchange(probe=words.text, point=words.point, model=words.model)
            turn = self._put(replace(turn, followups=(*turn.followups, asked)))
        return self._part(turn, len(turn.followups))

    def _follow_up(self, turn: Turn, points: tuple[KeyPoint, ...]) -> Words:
        """The conductor's words, or the authored ones for the weightiest of ``points``."""
        if self.conductor is None:
            point = max(points, key=lambda point: point.weight)
            text = point.probe.get(self.session.options.lang) if point.probe else ""
            return Words(text=text, point=point.id)
        seconds = seconds_left(self.session, self.clock, limit_of(turn, part=1))
        words = self.conductor.follow_up(turn, points, seconds)
        if words.dropped:
            self.interviewer.fell_back(words)
        return words

    def _part(self, turn: Turn, part: int) -> Turn:
        """Ask one thing and record the answer, unless the transcript has it already."""
        if exchange_of(turn, part).how != "open":
            return turn
        reply = self._ask(turn, part)
        turn = self.session.turns[turn.number - 1]  # hints, pauses and remarks were added meanwhile
        exchange = replace(exchange_of(turn, part), text=reply.text, used=reply.used)
        if reply.how == "quit":
            self._put(with_part(turn, part, exchange))
            raise _Quit(interrupted=reply.interrupted)
        heard = replace(
            exchange,
            text=reply.text if reply.how != SKIPPED else "",
            how=reply.how,
            overtime=max(0.0, reply.used - limit_of(turn, part)),
        )
        self._record_answer(turn.number, part, heard)
        return self._put(with_part(turn, part, heard))

    def _ask(self, turn: Turn, part: int) -> Reply:
        """What the candidate replies, once the questions to the interviewer are answered."""
        while True:
            listens = self.conductor is not None and self.conductor.listens
            prompt = prompt_for(self.session, turn, part, clock=self.clock, listens=listens)
            hooks = _Recording(self, turn.number, part, prompt.used)
            reply = self.interviewer.ask(prompt, hooks)
            self.clock = hooks.clock_at(reply.used)
            if reply.how == "quit":
                self._record(hooks.as_draft(reply.text, reply.used))
            if reply.how != ASKED or self.conductor is None:
                return reply
            turn = self.session.turns[turn.number - 1]
            seconds = seconds_left(self.session, self.clock, prompt.limit - reply.used)
            words = self.conductor.clarify(turn, part, reply.asked, seconds)
            turn = self._say(turn, words, how="clarified", part=part, asked=reply.asked)
            hooks.draft(reply.text, reply.used)  # the question is no part of the answer
            exchange = replace(exchange_of(turn, part), text=reply.text, used=reply.used)
            turn = self._put(with_part(turn, part, exchange))

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

    def _graded(self, turn: Turn) -> Turn:
        """Grade everything said so far, unless the transcript has that grade already."""
        if is_settled(turn) or open_followup(turn):
            return turn
        if turn.main.how == SKIPPED and not turn.followups:
            grade = Grade(score=None, reason=SKIPPED)
        elif not turn.question.points:
            grade = Grade(score=None, reason=NO_REFERENCE)
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

    def _worth_asking(self, turn: Turn) -> tuple[KeyPoint, ...]:
        return worth_asking(self.session, turn, clock=self.clock, partial=self.conductor is not None)

    def _take_leave(self) -> None:
        """Say good-bye, and sum up what the session showed, unless the transcript has it already."""
        if self.conductor is None or not self.session.turns:
            return
        last = self.session.turns[-1]
        if not any(remark.how == "wrap_up" for remark in last.remarks):
            self._say(last, self.conductor.wrap_up(), how="wrap_up")
        if self.session.debrief is None and any(
            turn.grade is not None and turn.grade.score is not None for turn in self.session.turns
        ):
            debrief = self.conductor.debrief(self.session)
            self._record(Debriefed(debrief=debrief))
            self.session = replace(self.session, debrief=debrief)

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
        self.session = replace(self.session, usage=self.session.usage.plus(usage_of(event)))


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


def _saved(session: Session) -> str:
    return f"interrupted; session {session.id} is saved"
