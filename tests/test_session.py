"""The interview loop, with a scripted interviewer, a record in memory and a queue of grades."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.dialogue import Hooks, Prompt, Reply
from mock_interview.errors import EncoderError, Interrupted, WriteError
from mock_interview.model import Session, Spare, Verdict, Why
from mock_interview.session import hold
from mock_interview.transcript.events import (
    Answered,
    Asked,
    Confidence,
    Draft,
    Ended,
    Graded,
    Line,
    Probe,
    Resumed,
    Started,
)
from mock_interview.transcript.read import Stored, fold
from tests.samples import MemoryRecord, QueueGrader, ScriptedInterviewer, grade, planned, question, reply

MISSED = grade(0.0, divides=Verdict.MISSED)
GOOD = grade(90.0)


def run(session: Session, replies: list[object], *grades: object):
    record, interviewer = MemoryRecord(), ScriptedInterviewer(replies)
    grader = QueueGrader(*(grades or (GOOD,)))  # type: ignore[arg-type]
    ended = hold(session, record, interviewer, grader)
    return ended, record, interviewer, grader


def kinds(record: MemoryRecord) -> list[str]:
    return [type(event).__name__ for event in record.events]


def stored(session: Session, record: MemoryRecord) -> Session:
    """The session as a reader of the transcript would see it."""
    started = Started(
        id=session.id,
        options=session.options,
        planned=session.planned,
        whys=session.whys,
        spares=session.spares,
        topics=session.topics,
    )
    events = [started, *record.events]
    lines = tuple(Line(at=session.started_at, seq=i, event=event) for i, event in enumerate(events))
    return fold(Stored(lines=lines, good_bytes=0), Path("memory"))


def test_the_answer_is_recorded_before_it_is_graded() -> None:
    _, record, _, _ = run(planned(question()), [reply()])
    assert kinds(record) == ["Asked", "Answered", "Graded", "Ended"]


def test_a_missed_weighty_point_is_probed_and_the_answer_adds_to_the_evidence() -> None:
    ended, record, interviewer, grader = run(
        planned(question()), [reply("first"), reply("more")], MISSED, GOOD
    )
    assert kinds(record) == ["Asked", "Answered", "Graded", "Probe", "Answered", "Graded", "Ended"]
    assert (
        interviewer.prompts[1].is_probe and interviewer.prompts[1].text == "What stands in the denominator?"
    )
    assert grader.seen[1].parts == ("first", "more") and grader.seen[1].probed == ("divides",)
    assert ended.turns[0].grade == GOOD


@pytest.mark.parametrize("followups", [0, 1, 2, 3])
def test_there_are_never_more_followups_than_asked_for(followups: int) -> None:
    session = planned(question(), followups=followups)
    _, record, _, _ = run(session, [reply() for _ in range(1 + followups)], MISSED)
    assert kinds(record).count("Probe") == min(followups, 1), "one point has a probe, so at most one is asked"


def test_a_skipped_question_has_no_score_and_no_followup() -> None:
    ended, record, _, grader = run(planned(question()), [reply("half", how="skipped")], MISSED)
    assert ended.turns[0].grade is not None and ended.turns[0].grade.score is None
    assert ended.turns[0].main.text == "" and not grader.seen
    assert "Probe" not in kinds(record)


def test_overtime_is_what_was_used_beyond_the_limit() -> None:
    ended, *_ = run(planned(question(limit=60)), [reply(used=75.0)])
    assert ended.turns[0].main.overtime == 15.0


def test_the_session_stops_asking_when_its_time_is_up() -> None:
    ended, record, interviewer, _ = run(planned(time=30), [reply(used=31.0)])
    assert ended.ended == "time" and len(ended.turns) == 1 and interviewer.told_time
    assert kinds(record)[-1] == "Ended"


def test_no_followup_is_asked_once_the_session_is_out_of_time() -> None:
    _, record, _, _ = run(planned(question(), time=30), [reply(used=31.0)], MISSED)
    assert "Probe" not in kinds(record)


def test_a_grader_that_fails_leaves_a_reason_and_the_session_goes_on() -> None:
    ended, *_ = run(planned(), [reply(), reply()], EncoderError("model is damaged"), GOOD)
    first, second = ended.turns
    assert first.grade is not None and (first.grade.score, first.grade.reason) == (None, "model is damaged")
    assert second.grade == GOOD and ended.ended == "finished"


def test_a_bug_in_the_grader_costs_a_grade_and_not_the_session() -> None:
    ended, *_ = run(planned(question()), [reply()], TypeError("no such thing"))
    grade_ = ended.turns[0].grade
    assert grade_ is not None and grade_.score is None and "TypeError: no such thing" in grade_.reason
    assert ended.ended == "finished"


def test_a_grade_that_failed_is_tried_again_on_resume() -> None:
    session = planned(question())
    _, record, _, _ = run(session, [reply()], EncoderError("model is damaged"))
    again = replace(stored(session, record), ended="")
    ended, *_ = run(again, [], GOOD)
    assert ended.turns[0].grade == GOOD


def test_quitting_keeps_the_draft_and_resume_starts_from_it() -> None:
    session = planned(question())
    _, record, _, _ = run(session, [reply("half an ans", how="quit", used=20.0)])
    assert isinstance(record.events[-2], Draft) and record.events[-1] == Ended(how="quit", clock=20.0)
    again = stored(session, record)
    assert again.ended == "quit"
    _, more, interviewer, _ = run(again, [reply("half an answer, done", used=50.0)])
    assert isinstance(more.events[0], Resumed)
    assert (interviewer.prompts[0].draft, interviewer.prompts[0].used) == ("half an ans", 20.0)
    assert isinstance(more.events[-1], Ended) and more.events[-1].clock == 50.0


def test_ctrl_c_saves_and_says_so() -> None:
    record = MemoryRecord()
    quit_ = reply("draft", how="quit", interrupted=True)
    with pytest.raises(Interrupted, match="session abc234 is saved"):
        hold(planned(), record, ScriptedInterviewer([quit_]), QueueGrader(GOOD))
    assert isinstance(record.events[-1], Ended)


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(129)])
def test_being_stopped_from_outside_ends_the_transcript_properly(stop: BaseException) -> None:
    record = MemoryRecord()
    with pytest.raises((Interrupted, SystemExit)):
        hold(planned(), record, ScriptedInterviewer([stop]), QueueGrader(GOOD))
    assert isinstance(record.events[-1], Ended) and record.events[-1].how == "quit"


def test_the_clock_stands_where_the_last_draft_was_when_the_terminal_is_closed() -> None:
    def types_and_dies(_prompt: Prompt, hooks: Hooks) -> Reply:
        hooks.draft("so far", 7.5)
        raise SystemExit(129)

    record = MemoryRecord()
    with pytest.raises(SystemExit):
        hold(planned(), record, ScriptedInterviewer([reply(used=10.0), types_and_dies]), QueueGrader(GOOD))
    assert record.events[-1] == Ended(how="quit", clock=17.5)


def test_an_answer_that_no_disk_takes_comes_back_in_the_error() -> None:
    record = MemoryRecord(fail_at=1, error=WriteError("disk full"))
    with pytest.raises(WriteError, match="my precious words"):
        hold(planned(), record, ScriptedInterviewer([reply("my precious words")]), QueueGrader(GOOD))


def test_hints_and_pauses_are_counted_and_recorded() -> None:
    def thinks(prompt: Prompt, hooks: Hooks) -> Reply:
        hooks.hint(0)
        hooks.pause(4.0)
        hooks.resume(4.0)
        hooks.hint(1)
        hooks.draft("so far", 6.0)
        return reply(used=9.0)

    session = planned(question())
    ended, record, _, grader = run(session, [thinks])
    assert (ended.turns[0].hints, ended.turns[0].pauses) == (2, 1)
    assert grader.seen[0].hints == 2
    assert stored(session, record).turns[0].hints == 2


def test_an_answer_that_was_not_graded_before_a_crash_is_graded_on_resume() -> None:
    session = planned(question())
    _, record, _, _ = run(session, [reply("safe")])
    cut = [event for event in record.events if not isinstance(event, (Graded, Ended))]
    record.events = cut
    _, more, interviewer, grader = run(stored(session, record), [])
    assert not interviewer.prompts and grader.seen[0].parts == ("safe",)
    assert any(isinstance(event, Graded) for event in more.events)


def test_an_open_followup_is_asked_again_without_grading_first() -> None:
    session = planned(question())
    quit_ = reply("half", how="quit", used=3.0)
    _, record, _, _ = run(session, [reply("first"), quit_], MISSED)
    _, more, interviewer, grader = run(stored(session, record), [reply("whole")], GOOD)
    assert interviewer.prompts[0].is_probe and interviewer.prompts[0].draft == "half"
    assert [type(e).__name__ for e in more.events] == ["Resumed", "Answered", "Graded", "Ended"]
    assert grader.seen[0].parts == ("first", "whole")


@given(
    st.lists(st.sampled_from(["submitted", "skipped", "cut", "quit"]), min_size=8, max_size=8),
    st.integers(0, 14),
)
def test_a_crash_after_any_event_loses_nothing_that_was_recorded(hows: list[str], cut: int) -> None:
    """Whatever the candidate does, and wherever the program dies, the rest can be held."""
    session = planned(question("q1"), question("q2"), followups=2)
    record = MemoryRecord()
    hold(
        session,
        record,
        ScriptedInterviewer([reply(f"w{i}", how=how) for i, how in enumerate(hows)]),
        QueueGrader(MISSED),
    )
    record.events = record.events[:cut]
    kept = [e.text for e in record.events if isinstance(e, Answered) and e.how != "skipped"]
    before = stored(session, record)
    if before.ended not in ("", "quit"):
        return
    rest = MemoryRecord()
    ended = hold(before, rest, ScriptedInterviewer([reply("later") for _ in range(9)]), QueueGrader(MISSED))
    record.events += rest.events
    assert ended.ended == "finished"
    texts = [e.text for turn in ended.turns for e in (turn.main, *turn.followups)]
    assert all(text in texts for text in kept)
    asked = [e.question for e in record.events if isinstance(e, Asked)]
    assert asked == ["q1", "q2"], "no question is asked twice"
    probes = [(e.number, e.part) for e in record.events if isinstance(e, Probe)]
    assert len(probes) == len(set(probes))
    assert undated(stored(session, record)) == undated(ended)


def undated(session: Session) -> Session:
    """Without the time each question was asked, which only a transcript knows."""
    return replace(session, turns=tuple(replace(turn, asked_at="") for turn in session.turns))


def adaptive(**options: object) -> Session:
    """Two questions, the second with an easier and a harder one beside it."""
    middle = question("q2", level=3)
    spares = tuple(
        Spare(number=2, question=question(name, level=level), why=Why(rule="spread", times=level))
        for name, level in (("easy", 2), ("hard", 4))
    )
    whys = (Why(rule="warm_up"), Why(rule="spread"))
    return replace(planned(question("q1", level=1), middle, **options), whys=whys, spares=spares)


@pytest.mark.parametrize(
    ("score", "asked", "why"),
    [
        (95.0, "hard", Why(rule="harder", times=4, score=95.0)),
        (55.0, "q2", Why(rule="spread")),
        (5.0, "easy", Why(rule="easier", times=2, score=5.0)),
    ],
)
def test_the_score_so_far_picks_the_next_question_and_says_why(score: float, asked: str, why: Why) -> None:
    ended, record, interviewer, _ = run(adaptive(), [reply(), reply()], grade(score))
    assert [turn.question.id for turn in ended.turns] == ["q1", asked]
    assert [prompt.why for prompt in interviewer.prompts] == [Why(rule="warm_up"), why]
    event = next(event for event in record.events if isinstance(event, Asked) and event.number == 2)
    assert (event.question, event.why) == (asked, why)
    assert [question.id for question in ended.planned] == ["q1", asked]
    assert stored(adaptive(), record).turns == tuple(
        replace(turn, asked_at=ended.started_at) for turn in ended.turns
    )


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_resumed_session_asks_what_it_would_have_asked(cut: int) -> None:
    _, whole, _, _ = run(adaptive(), [reply(), reply()], grade(95.0))
    half = MemoryRecord()
    half.events = whole.events[:cut]
    session = stored(adaptive(), half)
    ended, _, _, _ = run(session, [reply(), reply()], grade(95.0))
    assert [turn.question.id for turn in ended.turns] == ["q1", "hard"]


def test_confidence_is_asked_after_the_answer_and_before_the_grade() -> None:
    record, interviewer = MemoryRecord(), ScriptedInterviewer([reply(), reply()])
    interviewer.sure.extend([4, None])
    ended = hold(planned(confidence=True), record, interviewer, QueueGrader(GOOD))
    assert kinds(record)[:4] == ["Asked", "Answered", "Confidence", "Graded"]
    assert [turn.confidence for turn in ended.turns] == [4, None]
    assert [event for event in record.events if isinstance(event, Confidence)] == [
        Confidence(number=1, level=4)
    ]
    assert stored(planned(confidence=True), record).turns[0].confidence == 4


@pytest.mark.parametrize(("wished", "how"), [(False, "submitted"), (True, "skipped")])
def test_confidence_is_not_asked_unless_wished_for_nor_of_a_skipped_question(wished: bool, how: str) -> None:
    interviewer = ScriptedInterviewer([reply(how=how)])
    interviewer.sure.append(4)
    ended = hold(planned(question(), confidence=wished), MemoryRecord(), interviewer, QueueGrader(GOOD))
    assert ended.turns[0].confidence is None and list(interviewer.sure) == [4]


def test_whoever_has_seen_a_grade_is_not_asked_how_sure_they_were() -> None:
    _, whole, _, _ = run(planned(question()), [reply()])
    whole.events = [event for event in whole.events if not isinstance(event, Ended)]
    session = stored(planned(question(), confidence=True), whole)
    interviewer = ScriptedInterviewer([])
    interviewer.sure.append(4)
    hold(session, MemoryRecord(), interviewer, QueueGrader(GOOD))
    assert list(interviewer.sure) == [4]
