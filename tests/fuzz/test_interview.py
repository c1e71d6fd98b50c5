"""Any course of an interview: drafts, hints, pauses, answers, hang-ups, kills, full disks, resumes.

The transcript is the witness. Whatever happens, no answer is lost, no event that was taken is gone, the
clock never runs backwards, and what the loop holds in memory is what a reader of the file sees.
"""

from __future__ import annotations

import errno
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Queue
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mock_interview.dialogue import Hooks, Prompt, Reply
from mock_interview.errors import Interrupted
from mock_interview.model import Session, Turn, Verdict
from mock_interview.session import hold
from mock_interview.transcript.events import Event, Started
from mock_interview.transcript.folder import find
from mock_interview.transcript.read import Stored, fold, read_lines, repair
from mock_interview.transcript.write import Recorder
from tests.fuzz.modes import examples
from tests.fuzz.mutate import HOSTILE_TEXTS
from tests.fuzz.targets import look_back
from tests.samples import QueueGrader, grade, planned, question

NAME = "20261124T090000Z-all-abc234.jsonl"
GRADES = (grade(20.0, divides=Verdict.MISSED), grade(90.0), RuntimeError("the grader broke"))
texts = st.one_of(st.sampled_from(HOSTILE_TEXTS), st.text(min_size=1, max_size=12))
seconds = st.one_of(st.just(0.0), st.floats(0.001, 400.0).map(lambda value: round(value, 3)))


class Killed(BaseException):
    """The program is gone: no handler of ours runs any more."""


@dataclass(slots=True)
class Disk:
    """A recorder as the loop sees it; dead, it writes nothing, and full, it says so."""

    record: Recorder
    taken: list[Event]
    dead: bool = False

    def append(self, event: Event) -> None:
        if self.dead:
            raise Killed
        self.record.append(event)
        self.taken.append(event)


class Candidate:
    """Stands where the terminal stands, and waits at every prompt for what the test says."""

    def __init__(self) -> None:
        self.prompts: Queue[tuple[str, Any, Any]] = Queue()
        self.replies: Queue[Reply | bool | BaseException] = Queue()

    def ask(self, prompt: Prompt, hooks: Hooks) -> Reply:
        reply = self._wait("ask", prompt, hooks)
        assert isinstance(reply, Reply)
        return reply

    def graded(self, turn: Turn, total: int) -> bool:
        return bool(self._wait("graded", turn, None))

    def grading(self) -> None:
        pass

    def time_is_up(self) -> None:
        pass

    def _wait(self, kind: str, about: Any, hooks: Any) -> Reply | bool:
        self.prompts.put((kind, about, hooks))
        reply = self.replies.get()
        if isinstance(reply, BaseException):
            raise reply
        return reply


class Interview(RuleBasedStateMachine):
    """The loop runs in a thread of its own and stands still whenever it waits for the candidate."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.home = Path(self._folder.name) / "home"
        # As many as there are steps: each may be full as well.
        self.rescue = [Path(self._folder.name) / f"rescued-{number}" for number in range(50)]
        self.taken: list[Event] = []
        self.answers: dict[tuple[int, int], str] = {}
        self.thread: threading.Thread | None = None
        self.at: tuple[str, Any, Any] | None = None  # what the loop waits for
        self.used = 0.0
        self.clock = 0.0
        self.over = False
        self.seen: tuple[tuple[Path, int], Stored] | None = None

    # ------------------------------------------------------------------ beginning, and going on

    @initialize(
        questions=st.integers(1, 3),
        time=st.sampled_from((None, 60, 600)),
        followups=st.integers(0, 2),
        cut=st.booleans(),
        grades=st.lists(st.sampled_from(GRADES), min_size=1, max_size=5),
    )
    def begin(self, questions: int, time: int | None, followups: int, cut: bool, grades: list[Any]) -> None:
        self.grades = grades
        asked = [question(f"q{number}") for number in range(1, questions + 1)]
        session = planned(*asked, time=time, followups=followups, on_timeout="cut" if cut else "warn")
        record = Recorder.create(self.home / NAME, now=lambda: session.started_at, fallbacks=self.rescue)
        self.disk = Disk(record, self.taken)
        self.disk.append(Started(id=session.id, options=session.options, planned=session.planned))
        self._hold(session)

    @precondition(lambda self: self.thread is None and not self.over)
    @rule(torn=st.binary(max_size=9).filter(lambda raw: b"\n" not in raw))
    def resume(self, torn: bytes) -> None:
        path = find(self.home, "abc234", self.rescue)
        with path.open("ab") as file:
            file.write(torn)  # what a cut in power may leave
        record = Recorder.reopen(path, now=lambda: "2026-11-24T10:00:00.000Z", fallbacks=self.rescue)
        stored = read_lines(path)
        session = fold(stored, path)
        repair(path, stored)
        record.number_from(stored.lines[-1].seq + 1)
        self.disk = Disk(record, self.taken)
        self._hold(replace(session, ended=""))

    def _hold(self, session: Session) -> None:
        self.candidate = Candidate()
        self.result: list[Session | BaseException] = []

        def run() -> None:
            try:
                self.result.append(hold(session, self.disk, self.candidate, QueueGrader(*self.grades)))
            except BaseException as error:
                self.result.append(error)
            self.candidate.prompts.put(("end", None, None))

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        self._next()

    def _next(self, *, wait: bool = True) -> None:
        """Let the loop come to where it waits, or to its end."""
        assert self.thread is not None
        self.at = self.candidate.prompts.get(timeout=30) if wait else self.at
        if self.at is not None and self.at[0] == "end":
            self.thread.join(30)
            self.thread, self.at = None, None
            self.disk.record.close()
            (result,) = self.result
            self._check_end(result)
        elif self.at is not None and self.at[0] == "ask":
            self.used = self.at[1].used

    def _check_end(self, result: Session | BaseException) -> None:
        if isinstance(result, Session):
            self.over = result.ended in ("finished", "time")
            assert _seen(result) == _seen(self._stored()), "what was held in memory is not what was written"
        else:
            assert isinstance(result, (Killed, Interrupted, SystemExit)), repr(result)

    # ------------------------------------------------------------------ at a prompt

    typing = precondition(lambda self: self.at is not None and self.at[0] == "ask")

    def _reply(self, reply: Reply | bool | BaseException) -> None:
        self.candidate.replies.put(reply)
        self._next()

    @typing
    @rule(text=texts, spent=seconds)
    def type(self, text: str, spent: float) -> None:
        self.used += spent
        self.at[2].draft(text, round(self.used, 3))

    @typing
    @rule()
    def hint(self) -> None:
        prompt, hooks = self.at[1], self.at[2]
        shown = self._stored().turns[prompt.number - 1].hints
        if shown < len(prompt.hints):
            hooks.hint(shown)

    @typing
    @rule(spent=seconds)
    def pause_and_go_on(self, spent: float) -> None:
        self.used += spent
        self.at[2].pause(round(self.used, 3))
        self.at[2].resume(round(self.used, 3))

    @typing
    @rule(text=texts, spent=seconds, how=st.sampled_from(("submitted", "submitted", "cut", "skipped")))
    def give_up(self, text: str, spent: float, how: str) -> None:
        prompt = self.at[1]
        part = len(self._stored().turns[prompt.number - 1].followups) if prompt.is_probe else 0
        self.answers[prompt.number, part] = "" if how == "skipped" else text
        self.used += spent
        self._reply(Reply(text=text, how=how, used=round(self.used, 3)))

    @typing
    @rule(text=texts, spent=seconds, interrupted=st.booleans())
    def quit(self, text: str, spent: float, interrupted: bool) -> None:
        self.used += spent
        self._reply(Reply(text=text, how="quit", used=round(self.used, 3), interrupted=interrupted))

    @typing
    @rule(error=st.sampled_from((KeyboardInterrupt(), SystemExit(129), SystemExit(143))))
    def be_told_to_stop(self, error: BaseException) -> None:
        self._reply(error)

    @precondition(lambda self: self.at is not None)
    @rule()
    def be_killed(self) -> None:
        self.disk.dead = True
        self._reply(Killed())

    @precondition(lambda self: self.at is not None and self.at[0] == "graded")
    @rule(go_on=st.sampled_from((True, True, True, False)))
    def read_the_grade(self, go_on: bool) -> None:
        self._reply(go_on)

    @precondition(lambda self: self.thread is not None)
    @rule(code=st.sampled_from((errno.ENOSPC, errno.EIO)))
    def fill_the_disk(self, code: int) -> None:
        """The next write fails, after a part of it."""
        self.disk.record._file = _Full(self.disk.record._file, code)  # type: ignore[assignment,arg-type]

    @precondition(lambda self: self.over)
    @rule()
    def look_back(self) -> None:
        session = self._stored()
        assert session.ended in ("finished", "time")
        assert all(turn.main.how != "open" for turn in session.turns[:-1])
        look_back(session)

    # ------------------------------------------------------------------ what always holds

    def _stored(self) -> Session:
        """What a reader of the transcript sees; read again when there is more of it."""
        path = find(self.home, "abc234", self.rescue)
        state = (path, path.stat().st_size)
        if self.seen is None or self.seen[0] != state:
            self.seen = (state, read_lines(path))
        return fold(self.seen[1], path)

    @invariant()
    def nothing_is_lost(self) -> None:
        if not self.taken:
            return
        session = self._stored()
        lines = self.seen[1].lines
        assert [line.event for line in lines] == self.taken, "an event is gone"
        assert [line.seq for line in lines] == list(range(len(lines)))
        assert all("torn off" in note for note in session.notes)
        for (number, part), text in self.answers.items():
            turn = session.turns[number - 1]
            exchange = turn.main if part == 0 else turn.followups[part - 1]
            assert exchange.how != "open" and exchange.text == text, "an answer is gone"
        clocks = [event.clock for event in self.taken if hasattr(event, "clock")]
        assert clocks == sorted(clocks), "the clock ran backwards"
        if self.at is not None and self.at[0] == "graded":
            turn = session.turns[self.at[1].number - 1]
            assert turn.grade is not None and turn.graded_parts == 1 + len(turn.followups)

    def teardown(self) -> None:
        if self.thread is not None:
            self.disk.dead = True
            self.candidate.replies.put(Killed())
            self.thread.join(30)
            self.disk.record.close()
        self._folder.cleanup()


class _Full:
    """The open file of a recorder that takes ten bytes more."""

    def __init__(self, file: Any, code: int) -> None:
        self._file, self._code, self._left = file, code, 10

    def write(self, raw: memoryview) -> int:
        if not self._left:
            raise OSError(self._code, "the disk")
        count = self._file.write(raw[: self._left])
        self._left -= count
        return count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _seen(session: Session) -> tuple[Any, ...]:
    """A session without what only one of the two knows: when a question was asked, what was odd."""
    turns = [
        (turn.number, turn.main, turn.followups, turn.hints, turn.pauses, turn.grade, turn.graded_parts)
        for turn in session.turns
    ]
    return turns, session.ended, session.clock


TestInterview = Interview.TestCase
TestInterview.settings = examples(40, steps=25)
