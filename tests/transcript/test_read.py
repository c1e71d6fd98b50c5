from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.errors import TranscriptError
from mock_interview.model import Appeal, Regrade, Session, Spare, Verdict, Why
from mock_interview.session import hold
from mock_interview.transcript.events import (
    Answered,
    Appealed,
    Asked,
    Confidence,
    Draft,
    Ended,
    Event,
    Graded,
    Hint,
    Line,
    Paused,
    Probe,
    Regraded,
    Resumed,
    Started,
    encode,
)
from mock_interview.transcript.read import Stored, fold, read_lines, read_session, repair
from tests.samples import (
    MemoryRecord,
    QueueGrader,
    ScriptedInterviewer,
    finished,
    grade,
    planned,
    question,
    reply,
)

AT = "2026-11-24T09:00:00.000Z"


def started(session: Session) -> Started:
    return Started(
        id=session.id,
        options=session.options,
        planned=session.planned,
        topics=session.topics,
        bank="b4nk",
        encoder="bundled",
        versions={"mock-interview": "0.1.0"},
    )


def held(questions: int = 2) -> list[Event]:
    """The events of a session with a draft, a hint, a pause and a probe in every question."""
    session = planned(*[question(f"q{number}") for number in range(1, questions + 1)])
    record = MemoryRecord()
    record.append(started(session))

    def answers(prompt, hooks):  # type: ignore[no-untyped-def]
        hooks.draft("dra", 1.0)
        hooks.hint(0)
        hooks.pause(2.0)
        hooks.resume(2.0)
        return reply(f"{prompt.question.id} {'follow' if prompt.is_probe else 'main'} 题 \ud800", used=9.0)

    hold(
        session, record, ScriptedInterviewer([answers] * 20), QueueGrader(grade(0.0, divides=Verdict.MISSED))
    )
    return record.events


def raw_lines(events: list[Event]) -> list[bytes]:
    return [encode(Line(at=AT, seq=seq, event=event)) for seq, event in enumerate(events)]


def write(tmp_path: Path, raw: bytes) -> Path:
    path = tmp_path / "20261124T090000Z-all-abc234.jsonl"
    path.write_bytes(raw)
    return path


def said(session: Session) -> list[str]:
    return [e.text for turn in session.turns for e in (turn.main, *turn.followups) if e.how != "open"]


def folded(*events: Event) -> Session:
    lines = tuple(Line(at=AT, seq=seq, event=event) for seq, event in enumerate(events))
    return fold(Stored(lines=lines, good_bytes=0), Path("memory"))


def answered(text: str, *, number: int = 1, part: int = 0) -> Answered:
    return Answered(
        number=number, part=part, text=text, how="submitted", used=5.0, overtime=0.0, clock=5.0 * number
    )


def test_everything_that_happened_is_in_the_session(tmp_path: Path) -> None:
    session = read_session(write(tmp_path, b"".join(raw_lines(held()))))
    assert (session.id, session.started_at, session.ended, session.notes) == ("abc234", AT, "finished", ())
    assert session.versions == (("mock-interview", "0.1.0"),) and session.bank == "b4nk"
    assert said(session) == [f"q{n} {what} 题 \ud800" for n in (1, 2) for what in ("main", "follow")]
    first = session.turns[0]
    assert (first.hints, first.pauses, first.limit, first.asked_at) == (1, 2, 60, AT)
    assert first.followups[0].point == "divides" and first.graded_parts == 2
    assert first.grade is not None and first.grade.score == 0.0
    assert session.clock == 36.0


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_cutting_a_transcript_at_any_byte_loses_only_the_line_cut(tmp_path: Path, newline: bytes) -> None:
    lines = [line.replace(b"\n", newline) for line in raw_lines(held(1))]
    whole = b"".join(lines)
    ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    answers_at = [end for end, line in zip(ends, lines, strict=True) if b'"type":"answered"' in line]
    near_a_line_end = {end + step for end in ends for step in range(-4, 4)}
    for cut in range(len(whole)):
        if len(whole) - cut > 450 and newline == b"\r\n" and cut not in near_a_line_end:
            continue  # every byte once is enough
        path = write(tmp_path, whole[:cut])
        complete = sum(end <= cut for end in ends)
        if cut < len(lines[0].rstrip()):
            with pytest.raises(TranscriptError, match="holds no session"):
                read_session(path)
            continue
        stored = read_lines(path)
        assert len(stored.lines) - complete in (0, 1), "a line that lost only its line end counts"
        session = fold(stored, path)
        assert len(said(session)) >= sum(end <= cut for end in answers_at)
        at_a_line_end = not whole[:cut].rstrip(b"\r\n") or len(stored.lines) > complete or cut in ends
        assert bool(session.notes) == (not at_a_line_end), (cut, session.notes)


def test_a_torn_tail_is_told_with_file_and_line(tmp_path: Path) -> None:
    lines = raw_lines(held(1))
    path = write(tmp_path, b"".join(lines[:3]) + lines[3][:17])
    (note,) = read_session(path).notes
    assert note == f"{path.name}:4: the last 17 bytes were torn off in mid-write; all before is intact"


def test_a_damaged_line_in_the_middle_costs_itself_and_is_told(tmp_path: Path) -> None:
    lines = raw_lines(held())
    for number, line in enumerate(lines[1:], start=2):
        damaged = [*lines]
        damaged[number - 1] = b"#" + line[1:]
        session = read_session(write(tmp_path, b"".join(damaged)))
        kept = sum(b'"type":"answered"' in line for line in damaged if not line.startswith(b"#"))
        assert len(said(session)) == kept, f"line {number}: {line[:60]!r}"
        assert session.notes and f":{number}: this line is not JSON" in session.notes[0], session.notes


@given(st.data())
@settings(max_examples=60)
def test_damage_anywhere_is_never_more_than_a_transcript_error(data: st.DataObject) -> None:
    raw = bytearray(b"".join(raw_lines(held(1))))
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(raw) - 1))
        raw[where : where + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    with TemporaryDirectory() as folder:
        path = write(Path(folder), bytes(raw))
        try:
            assert isinstance(read_session(path), Session)
        except TranscriptError as error:
            assert path.name in str(error)


@given(st.lists(st.integers(0, 16), min_size=1, max_size=40))
@settings(max_examples=150)
def test_lines_in_any_order_are_never_a_crash(order: list[int]) -> None:
    events = held()
    session = folded(events[0], *[events[1:][index % len(events[1:])] for index in order])
    assert len(session.turns) <= len(session.planned)
    assert [turn.number for turn in session.turns] == list(range(1, len(session.turns) + 1))
    for turn in session.turns:
        assert turn.question == session.planned[turn.number - 1]


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n", b"\x00" * 5000, b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"{}\n", b'{"v":1}\n[]\n'],
    ids=["empty", "newline", "zeros", "picture", "object", "list"],
)
def test_a_file_that_is_no_transcript_is_named(tmp_path: Path, raw: bytes) -> None:
    path = write(tmp_path, raw)
    with pytest.raises(TranscriptError, match=rf"{path.name}.*holds no session"):
        read_session(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "20261124T090000Z-all-abc234.jsonl"
    folder.mkdir()
    with pytest.raises(TranscriptError, match="cannot be read: Is a directory"):
        read_session(folder)
    with pytest.raises(TranscriptError, match="cannot be read: No such file"):
        read_session(tmp_path / "gone.jsonl")


@pytest.mark.parametrize("place", [0, 2, -1])
def test_a_newer_version_anywhere_is_refused_with_the_way_out(tmp_path: Path, place: int) -> None:
    lines = raw_lines(held(1))
    lines[place] = b'{"v":2,"type":"hologram"}\n'
    with pytest.raises(TranscriptError, match=r"version 2.*pip install -U mock-interview"):
        read_session(write(tmp_path, b"".join(lines)))


def test_a_note_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    lines = raw_lines(held(1))
    evil = encode(Line(at=AT, seq=1, event=Graded(number=1, parts=1, grade=grade())))
    evil = evil.replace(b'"flags":[]', b'"flags":["\\u001b[2J"]')
    asks = encode(Line(at=AT, seq=2, event=Asked(number=1, question="\x1b[2Jq1", limit=1)))
    session = read_session(write(tmp_path, lines[0] + evil + asks))
    assert len(session.notes) == 2 and not any("\x1b" in note for note in session.notes)


def test_a_draft_is_kept_as_what_was_typed_so_far() -> None:
    draft = Draft(number=1, part=0, text="half an ans", used=7.0, clock=7.0)
    session = folded(started(planned()), Asked(number=1, question="q1", limit=60), draft)
    assert (session.turns[0].main.text, session.turns[0].main.how) == ("half an ans", "open")
    assert (session.turns[0].main.used, session.clock) == (7.0, 7.0)


def test_a_draft_saved_late_never_replaces_the_answer() -> None:
    late = Draft(number=1, part=0, text="half", used=4.0, clock=4.0)
    asked = Asked(number=1, question="q1", limit=60)
    session = folded(started(planned()), asked, answered("whole"), late)
    assert (session.turns[0].main.text, session.turns[0].main.how) == ("whole", "submitted")


def test_answers_behind_a_lost_asked_line_are_kept() -> None:
    rest = [Asked(number=2, question="q2", limit=45), answered("second", number=2)]
    session = folded(started(planned()), answered("first"), *rest)
    assert [turn.main.text for turn in session.turns] == ["first", "second"]
    assert [turn.limit for turn in session.turns] == [60, 45]


def test_an_answer_behind_a_lost_probe_line_is_kept() -> None:
    asked = Asked(number=1, question="q1", limit=60)
    session = folded(started(planned()), asked, answered("main"), answered("more", part=1))
    assert [followup.text for followup in session.turns[0].followups] == ["more"]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Asked(number=1, question="q2", limit=60), "asks 'q2' out of turn"),
        (Asked(number=9, question="q9", limit=60), "asks 'q9' out of turn"),
        (Asked(number=0, question="q1", limit=60), "asks 'q1' out of turn"),
        (answered("x", number=9), "belongs to question 9, which was not planned"),
        (answered("x", number=-1), "belongs to question -1, which was not planned"),
        (answered("x", part=2), "belongs to follow-up 2, which was not asked"),
        (answered("x", part=-1), "belongs to follow-up -1, which was not asked"),
        (Draft(number=1, part=1, text="x", used=1.0, clock=1.0), "belongs to follow-up 1"),
        (Probe(number=1, part=3, point="divides", text="?"), "asks follow-up 3 out of turn"),
        (Hint(number=10**30, index=0), "which was not planned"),
        (Hint(number=1, index=2), "shows hint 3 of 2"),
        (Hint(number=1, index=-1), "shows hint 0 of 2"),
        (Graded(number=3, parts=1, grade=grade()), "which was not planned"),
        (started(planned()), "starts a second session"),
    ],
)
def test_an_event_that_does_not_fit_is_told_and_left_out(event: Event, said: str) -> None:
    session = folded(started(planned()), event)
    (note,) = session.notes
    assert said in note and note.startswith("event 1 ") and note.endswith("it was left out")
    assert all(turn.main.text == "" for turn in session.turns)


def test_an_id_that_a_shell_would_act_on_is_no_session() -> None:
    """It is shown in commands that are there to be copied."""
    for bad in ("abc; rm -rf ~", "$(x)", "", "\x1b[2J"):
        with pytest.raises(TranscriptError, match="holds no session"):
            folded(started(replace(planned(), id=bad)))


def test_being_asked_again_after_the_end_opens_the_session_again() -> None:
    asked = Asked(number=1, question="q1", limit=60)
    ended = Ended(how="quit", clock=3.0)
    resumed = Resumed(number=1, clock=3.0, after="restart")
    assert folded(started(planned()), asked, ended).ended == "quit"
    assert folded(started(planned()), asked, ended, resumed).ended == ""
    assert folded(started(planned()), asked, ended, resumed, Paused(number=1, clock=4.0)).turns[0].pauses == 1


def test_mending_a_whole_file_changes_no_byte(tmp_path: Path) -> None:
    whole = b"".join(raw_lines(held()))
    path = write(tmp_path, whole)
    repair(path, read_lines(path))
    assert path.read_bytes() == whole


def test_mending_cuts_the_torn_tail_and_nothing_else(tmp_path: Path) -> None:
    lines = raw_lines(held())
    whole = b"".join(lines)
    rng = random.Random(3)
    for cut in rng.sample(range(len(lines[0]), len(whole)), 150):
        path = write(tmp_path, whole[:cut])
        before = read_lines(path)
        repair(path, before)
        after = read_lines(path)
        assert after.lines == before.lines and after.notes == ()
        assert path.read_bytes().endswith(b"\n") and whole.startswith(path.read_bytes())


def test_mending_keeps_what_came_after_it_was_read(tmp_path: Path) -> None:
    lines = raw_lines(held(1))
    path = write(tmp_path, b"".join(lines[:3]))
    stored = read_lines(path)
    path.write_bytes(b"".join(lines[:5]) + b"torn")
    repair(path, stored)
    assert path.read_bytes() == b"".join(lines[:5])


def test_mending_keeps_a_damaged_line_as_evidence(tmp_path: Path) -> None:
    lines = raw_lines(held(1))
    path = write(tmp_path, b"".join([*lines[:3], b"damaged\n", b"torn"]))
    repair(path, read_lines(path))
    assert path.read_bytes() == b"".join([*lines[:3], b"damaged\n"])


def test_a_finished_session_comes_back_as_it_was_held(tmp_path: Path) -> None:
    """The sample session of every other test, written as events and read again."""
    session = finished()
    events: list[Event] = [started(session)]
    for turn in session.turns:
        events.append(Asked(number=turn.number, question=turn.question.id, limit=turn.limit))
        for part, exchange in enumerate((turn.main, *turn.followups)):
            if part:
                events.append(Probe(number=turn.number, part=part, point=exchange.point, text=exchange.probe))
            events.append(
                Answered(
                    number=turn.number,
                    part=part,
                    text=exchange.text,
                    how=exchange.how,
                    used=exchange.used,
                    overtime=exchange.overtime,
                    clock=0.0,
                )
            )
        events += [Hint(number=turn.number, index=index) for index in range(turn.hints)]
        events += [Paused(number=turn.number, clock=0.0) for _ in range(turn.pauses)]
        assert turn.grade is not None
        events.append(Graded(number=turn.number, parts=turn.graded_parts, grade=turn.grade))
    events.append(Ended(how=session.ended, clock=session.clock))
    found = read_session(write(tmp_path, b"".join(raw_lines(events))))
    undated = tuple(replace(turn, asked_at=AT) for turn in session.turns)
    assert found == replace(
        session, turns=undated, bank="b4nk", encoder="bundled", versions=(("mock-interview", "0.1.0"),)
    )


def test_later_grades_and_appeals_stand_beside_the_first_grade() -> None:
    events = [
        Asked(number=1, question="q1", limit=60, why=Why(rule="new")),
        Answered(number=1, part=0, text="x", how="submitted", used=1.0, overtime=0.0, clock=1.0),
        Confidence(number=1, level=3),
        Graded(number=1, parts=1, grade=grade(50.0)),
        Ended(how="finished", clock=1.0),
        Regraded(number=1, parts=1, grade=grade(60.0)),
        Appealed(number=1, point="gain", verdict=Verdict.COVERED, because="line 2"),
    ]
    (turn,) = folded(started(planned()), *events).turns
    assert (turn.why.rule, turn.confidence) == ("new", 3)
    assert turn.regrades == (Regrade(at=AT, parts=1, grade=grade(60.0)),) and turn.counted == grade(50.0)
    assert turn.appeals == (Appeal(at=AT, point="gain", verdict=Verdict.COVERED, because="line 2"),)
    assert folded(started(planned()), *events).ended == "finished"
    used = Regraded(number=1, parts=1, grade=grade(70.0), used=True)
    later = folded(
        started(planned()),
        *events,
        used,
        Appealed(number=1, point="gain", verdict=Verdict.PARTIAL, because="hm"),
    ).turns[0]
    assert later.counted == grade(70.0) and later.grade == grade(50.0)
    assert later.appealed("gain") == later.appeals[1] and later.appealed("divides") is None


def test_a_spare_that_was_asked_takes_the_place_of_the_planned_question() -> None:
    spare = Spare(number=2, question=question("q3"), why=Why(rule="spread"))
    session = replace(planned(question("q1"), question("q2")), spares=(spare,))
    first = replace(started(session), spares=session.spares)
    asked = [Asked(number=1, question="q1", limit=60), Asked(number=2, question="q3", limit=60)]
    lines = tuple(Line(at=AT, seq=seq, event=event) for seq, event in enumerate((first, *asked)))
    found = fold(Stored(lines=lines, good_bytes=0), Path("memory"))
    assert [turn.question.id for turn in found.turns] == ["q1", "q3"] and found.notes == ()
    assert [question.id for question in found.planned] == ["q1", "q3"]


def test_a_question_that_is_no_spare_of_its_place_was_asked_out_of_turn() -> None:
    spare = Spare(number=1, question=question("q3"))
    session = replace(planned(question("q1"), question("q2")), spares=(spare,))
    first = replace(started(session), spares=session.spares)
    asked = [Asked(number=1, question="q1", limit=60), Asked(number=2, question="q3", limit=60)]
    lines = tuple(Line(at=AT, seq=seq, event=event) for seq, event in enumerate((first, *asked)))
    found = fold(Stored(lines=lines, good_bytes=0), Path("memory"))
    assert len(found.turns) == 1 and "out of turn" in found.notes[0]


def test_what_is_said_of_a_question_that_was_not_planned_is_left_out() -> None:
    found = folded(started(planned()), Appealed(number=9, point="gain", verdict=Verdict.MISSED, because="x"))
    assert found.turns[0].appeals == () and "was not planned" in found.notes[0]
