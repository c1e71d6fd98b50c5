"""Transcripts of sessions led by a language model, and those from before there was one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from mock_interview.model import Session, Verdict
from mock_interview.session import hold
from mock_interview.spoken import Debrief
from mock_interview.transcript.events import VERSION, Event, Line, encode
from mock_interview.transcript.read import read_lines, read_session
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
from tests.transcript.test_read import AT, started

NEW_KINDS = ("said", "debriefed")


def led() -> list[Event]:
    """A session with a clarification, a follow-up by a model and a debriefing."""
    session = planned(question("q1"), question("q2"))
    record = MemoryRecord()
    record.append(started(session))
    asks = reply("so far", how="asked", used=2.0, asked="training?")
    replies = [asks, reply("one"), reply("more"), reply("two"), reply("more")]
    grades = QueueGrader(grade(0.0, divides=Verdict.MISSED))
    hold(session, record, ScriptedInterviewer(replies), grades, ScriptedConductor())
    return record.events


def write(tmp_path: Path, events: list[Event], change: Any = lambda plain: plain) -> Path:
    """A transcript whose lines went through ``change``."""
    path = tmp_path / "t.jsonl"
    lines = []
    for seq, event in enumerate(events):
        plain = change(json.loads(encode(Line(at=AT, seq=seq, event=event))))
        lines.append(json.dumps(plain).encode() + b"\n")
    path.write_bytes(b"".join(lines))
    return path


def bare(session: Session) -> Session:
    """Without what only a language model brings."""
    turns = tuple(
        replace(turn, remarks=(), followups=tuple(replace(followup, model="") for followup in turn.followups))
        for turn in session.turns
    )
    return replace(session, turns=turns, debrief=None, notes=(), usage=type(session.usage)())


def test_a_led_session_comes_back_whole(tmp_path: Path) -> None:
    session = read_session(write(tmp_path, led()))
    hows = [[remark.how for remark in turn.remarks] for turn in session.turns]
    assert hows == [["opening", "clarified"], ["moving_on", "wrap_up"]]
    assert session.turns[0].followups[0].model == "m" and not session.notes
    assert session.debrief == Debrief(model="m", dropped="unfounded", usage=USED)
    assert session.usage.calls == 4 and session.turns[0].main.text == "one"


def test_a_program_that_knows_no_such_events_reads_the_rest_as_it_was(tmp_path: Path) -> None:
    def older(plain: dict[str, Any]) -> dict[str, Any]:
        return {**plain, "type": "unheard-of"} if plain["type"] in NEW_KINDS else plain

    whole = read_session(write(tmp_path, led()))
    path = write(tmp_path, led(), older)
    assert bare(read_session(path)) == bare(whole)
    assert len(read_lines(path).notes) == 5, "each line it leaves out is named"
    assert VERSION == 1


def test_a_transcript_from_before_there_was_a_model_reads_as_it_did(tmp_path: Path) -> None:
    options = ("interviewer", "persona", "judge", "judge_samples", "model")

    def before(plain: dict[str, Any]) -> dict[str, Any]:
        if plain["type"] == "session":
            plain["options"] = {k: v for k, v in plain["options"].items() if k not in options}
        for key in ("model", "dropped", "usage"):
            plain.pop(key, None)
        if "grade" in plain:
            for key in ("judgement", "offline", "contested"):
                plain["grade"].pop(key, None)
        return plain

    kept = [event for event in led() if type(event).__name__ not in ("Said", "Debriefed")]
    session = read_session(write(tmp_path, kept, before))
    assert session == bare(read_session(write(tmp_path, led())))
    assert (session.options.interviewer, session.options.judge) == ("authored", False)
