"""The interview loop with a conductor: who words what, questions to the interviewer, and what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mock_interview.dialogue import Hooks, Prompt, Reply
from mock_interview.errors import Interrupted
from mock_interview.model import PointResult, Session, Verdict
from mock_interview.session import hold
from mock_interview.spoken import Words
from mock_interview.transcript.events import Answered, Asked, Debriefed, Draft, Ended, Graded, Probe, Said
from tests.samples import (
    USED,
    MemoryRecord,
    QueueGrader,
    ScriptedConductor,
    ScriptedInterviewer,
    grade,
    planned,
    question,
    reply,
)
from tests.test_session import kinds, stored, undated

MISSED = grade(0.0, divides=Verdict.MISSED)
PARTIAL = grade(40.0, divides=Verdict.PARTIAL)
GOOD = grade(90.0)


def run(session: Session, replies: list[object], *grades: object, conductor: ScriptedConductor | None = None):
    record, interviewer = MemoryRecord(), ScriptedInterviewer(replies)
    conductor = conductor or ScriptedConductor()
    grader = QueueGrader(*(grades or (GOOD,)))  # type: ignore[arg-type]
    ended = hold(session, record, interviewer, grader, conductor)
    return ended, record, interviewer, conductor


def asks(question: str, rest: str = "", used: float = 4.0) -> Reply:
    return reply(rest, how="asked", used=used, asked=question)


def test_words_come_before_every_question_and_after_the_last() -> None:
    _, record, interviewer, _ = run(planned(), [reply(), reply()])
    assert kinds(record) == [
        "Asked", "Said", "Answered", "Graded", "Asked", "Said", "Answered", "Graded",
        "Said", "Debriefed", "Ended",
    ]  # fmt: skip
    assert [remark.how for remark in interviewer.said] == ["opening", "moving_on", "wrap_up"]


def test_the_conductor_words_the_follow_up_and_chooses_its_point() -> None:
    ended, record, interviewer, conductor = run(planned(question()), [reply(), reply()], MISSED, GOOD)
    (probe,) = [event for event in record.events if isinstance(event, Probe)]
    assert (probe.text, probe.point, probe.model, probe.usage) == ("And what else?", "divides", "m", USED)
    assert interviewer.prompts[1].text == "And what else?" and interviewer.prompts[1].model == "m"
    assert ("follow_up", ("divides",), 30) in conductor.calls
    assert ended.turns[0].followups[0].model == "m"


def test_a_point_made_in_part_is_worth_a_follow_up_only_with_a_conductor() -> None:
    _, led, *_ = run(planned(question()), [reply(), reply()], PARTIAL)
    record = MemoryRecord()
    hold(planned(question()), record, ScriptedInterviewer([reply()]), QueueGrader(PARTIAL))
    assert "Probe" in kinds(led) and "Probe" not in kinds(record)


def test_a_fallback_is_told_and_recorded_with_its_reason() -> None:
    words = Words(text="What stands in the denominator?", point="divides", dropped="leak", usage=USED)
    _, record, interviewer, _ = run(
        planned(question()), [reply(), reply()], MISSED, conductor=ScriptedConductor(words)
    )
    (probe,) = [event for event in record.events if isinstance(event, Probe)]
    assert (probe.dropped, probe.model) == ("leak", "") and interviewer.fallen_back == [words]


@pytest.mark.parametrize(("used", "probed"), [(30.0, True), (40.0, True), (41.0, False), (60.0, False)])
def test_no_follow_up_is_begun_when_too_little_of_the_session_is_left(used: float, probed: bool) -> None:
    session = planned(question(), time=60)
    _, record, _, conductor = run(session, [reply(used=used), reply()], MISSED)
    assert ("Probe" in kinds(record)) == probed
    if probed:
        assert ("follow_up", ("divides",), min(30, 60 - used)) in conductor.calls


def test_a_question_to_the_interviewer_is_answered_and_the_answer_goes_on() -> None:
    replies = [asks("training or inference?", "So far", used=7.0), reply("So far so good", used=20.0)]
    ended, record, interviewer, conductor = run(planned(question()), replies)
    first, second = interviewer.prompts
    assert first.may_ask and not first.remarks
    assert (second.draft, second.used) == ("So far", 7.0)
    assert [(r.asked, r.text) for r in second.remarks] == [("training or inference?", "At inference.")]
    assert ("clarify", 0, "training or inference?", 53.0) in conductor.calls
    assert kinds(record)[1:5] == ["Said", "Said", "Draft", "Answered"]
    assert [type(e) for e in record.events if isinstance(e, Answered)] == [Answered]
    assert ended.turns[0].main.text == "So far so good" and ended.turns[0].main.used == 20.0
    assert ended.clock == 20.0, "the time of thinking is nobody's"


def test_the_question_itself_is_no_part_of_the_draft_that_is_kept() -> None:
    replies = [asks("why?", "So far", used=7.0), reply("So far.", how="quit", used=9.0)]
    _, record, *_ = run(planned(question()), replies)
    drafts = [event for event in record.events if isinstance(event, Draft)]
    assert drafts[0] == Draft(number=1, part=0, text="So far", used=7.0, clock=7.0)


def test_two_questions_are_answered_while_one_is_open_and_two_more_at_the_next() -> None:
    replies = [asks("a?"), asks("b?"), reply("x"), asks("c?"), reply("y")]
    _, _, interviewer, _ = run(planned(), replies)
    assert [prompt.may_ask for prompt in interviewer.prompts] == [True, True, False, True, True]


def test_the_limit_on_questions_holds_for_the_follow_ups_too() -> None:
    _, _, interviewer, _ = run(planned(question()), [asks("a?"), reply(), asks("b?"), reply()], MISSED, GOOD)
    shown = [(prompt.part, prompt.may_ask, len(prompt.remarks)) for prompt in interviewer.prompts]
    assert shown == [(0, True, 0), (0, True, 1), (1, True, 0), (1, False, 1)]


@pytest.mark.parametrize("conductor", [None, ScriptedConductor(listens=False)])
def test_without_anybody_to_answer_no_question_is_taken(conductor: ScriptedConductor | None) -> None:
    interviewer = ScriptedInterviewer([reply("is this training?")])
    hold(planned(question()), MemoryRecord(), interviewer, QueueGrader(GOOD), conductor)
    assert not interviewer.prompts[0].may_ask


def test_what_the_model_took_adds_up() -> None:
    ended, record, *_ = run(planned(question()), [asks("a?"), reply(), reply()], MISSED, GOOD)
    assert ended.usage == stored(planned(question()), record).usage
    assert (ended.usage.calls, ended.usage.prompt_tokens) == (3, 30), "clarifying, follow-up, debriefing"


def test_a_transcript_holds_all_that_was_said() -> None:
    session = planned(question("q1"), question("q2"))
    replies = [asks("a?", "dra"), reply("one"), asks("b?"), reply("more"), reply("two"), reply("more")]
    ended, record, *_ = run(session, replies, MISSED)
    assert undated(stored(session, record)) == undated(ended)
    hows = [[remark.how for remark in turn.remarks] for turn in ended.turns]
    assert hows == [["opening", "clarified", "clarified"], ["moving_on", "wrap_up"]]
    assert [remark.part for remark in ended.turns[0].remarks] == [0, 0, 1]


@pytest.mark.parametrize("cut", range(1, 24))
def test_after_a_crash_at_any_event_the_rest_is_held_and_nothing_is_said_twice(cut: int) -> None:
    session = planned(question("q1"), question("q2"))
    replies = [asks("a?", "dra"), reply("one"), reply("more"), reply("two"), reply("more")]
    _, record, *_ = run(session, replies, MISSED)
    whole = kinds(record)
    record.events = record.events[:cut]
    before = stored(session, record)
    if before.ended:
        return
    _, rest, *_ = run(before, [reply("later") for _ in range(9)], MISSED)
    record.events += rest.events
    asked = [event.question for event in record.events if isinstance(event, Asked)]
    assert asked == ["q1", "q2"]
    said = [event.remark.how for event in record.events if isinstance(event, Said)]
    assert len([how for how in said if how == "wrap_up"]) == 1
    assert kinds(record).count("Debriefed") == whole.count("Debriefed") == 1
    assert isinstance(record.events[-1], Ended)
    answers = [event.text for event in record.events if isinstance(event, Answered)]
    assert len(answers) == 4


def test_quitting_ends_without_good_bye_and_without_a_summary() -> None:
    _, record, _, conductor = run(planned(), [reply("half", how="quit")])
    assert kinds(record) == ["Asked", "Said", "Draft", "Ended"]
    assert ("wrap_up",) not in conductor.calls


def test_a_session_without_a_grade_is_not_summed_up() -> None:
    _, record, interviewer, _ = run(planned(question()), [reply(how="skipped")])
    assert interviewer.said[-1].how == "wrap_up" and "Debriefed" not in kinds(record)


def test_a_session_out_of_time_is_summed_up_too() -> None:
    ended, record, interviewer, _ = run(planned(time=30), [reply(used=31.0)])
    assert ended.ended == "time" and interviewer.told_time
    assert kinds(record)[-3:] == ["Said", "Debriefed", "Ended"]


def test_a_question_that_was_left_is_not_taken_up_again_by_a_stricter_interviewer() -> None:
    session = planned(question("q1"), question("q2"))
    record = MemoryRecord()
    replies = [reply("one"), reply("tw", how="quit")]
    hold(session, record, ScriptedInterviewer(replies), QueueGrader(PARTIAL))
    _, _, interviewer, _ = run(stored(session, record), [reply("two"), reply("more")], PARTIAL)
    assert [(prompt.number, prompt.part) for prompt in interviewer.prompts] == [(2, 0), (2, 1)]


def test_ctrl_c_at_the_prompt_after_a_clarification_keeps_the_draft() -> None:
    record = MemoryRecord()
    replies = [asks("a?", "dra", used=3.0), reply("draft", how="quit", used=5.0, interrupted=True)]
    with pytest.raises(Interrupted):
        hold(
            planned(question()), record, ScriptedInterviewer(replies), QueueGrader(GOOD), ScriptedConductor()
        )
    session = stored(planned(question()), record)
    assert session.turns[0].main.text == "draft" and session.clock == 5.0


def test_hints_and_pauses_survive_a_question_to_the_interviewer() -> None:
    def thinks(prompt: Prompt, hooks: Hooks) -> Reply:
        hooks.hint(0)
        hooks.pause(2.0)
        hooks.resume(2.0)
        return asks("a?", used=3.0)

    ended, _, interviewer, _ = run(planned(question()), [thinks, reply()])
    assert interviewer.prompts[1].hints_shown == 1
    assert (ended.turns[0].hints, ended.turns[0].pauses) == (1, 1)


def test_the_combined_grade_of_a_judge_counts_what_it_took() -> None:
    from mock_interview.model import Judgement

    judged = replace(GOOD, judgement=Judgement(score=80.0, usage=USED))
    record = MemoryRecord()
    ended = hold(planned(question()), record, ScriptedInterviewer([reply()]), QueueGrader(judged))
    assert ended.usage == USED and any(isinstance(event, Graded) for event in record.events)


def test_points_of_the_grade_that_the_question_lacks_are_not_asked_about() -> None:
    odd = replace(MISSED, points=(PointResult(point="ghost", weight=5, verdict=Verdict.MISSED, credit=0.0),))
    _, record, *_ = run(planned(question()), [reply()], odd)
    assert "Probe" not in kinds(record) and any(isinstance(event, Debriefed) for event in record.events)
