"""What is fuzzed: readers of files, and all that is done with what they read.

A target is a name, valid files to spoil, and a function that reads bytes; it may raise only errors of
the tree. To add one, append it to `TARGETS`.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.answer_rows import check_row, with_outcome
from mock_interview.answers import AnswerSheet, parse_answers
from mock_interview.bank.check import check_bank
from mock_interview.bank.load import read_bank
from mock_interview.codec import from_json, to_json
from mock_interview.dialogue import Hooks, Prompt, Reply
from mock_interview.errors import MockInterviewError, Problem
from mock_interview.fields import Report
from mock_interview.grading.blend import band, score_cap
from mock_interview.model import Bank, Flag, Session, Verdict
from mock_interview.review.markdown import to_markdown
from mock_interview.review.plain import session_json
from mock_interview.review.summary import summarise
from mock_interview.row_file import CSV, JSONL, open_rows, read_rows, row_writer
from mock_interview.rubric import read_rubric
from mock_interview.session import hold
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.tables import show_summary, titles
from mock_interview.transcript.events import Line, Started, encode
from mock_interview.transcript.read import Stored, fold, read_lines, repair
from mock_interview.transcript.write import Recorder
from tests.samples import (
    BANK_YAML,
    RUBRIC,
    MemoryRecord,
    QueueGrader,
    ScriptedInterviewer,
    finished,
    grade,
    planned,
    question,
    reply,
)

if TYPE_CHECKING:
    from rich.console import Console

ROOT = Path(__file__).parents[2]
LONGEST = 100  # columns of the screens drawn
NAME = "20261124T090000Z-all-abc234.jsonl"
SHIPPED_RUBRIC = (ROOT / "rubrics" / "strict.yaml").read_bytes()
SHIPPED_BANK = (ROOT / "question_bank" / "peft.yaml").read_bytes()[:6000]
ANSWERS = (
    b'{"answer": "By its root mean square.", "question_id": "rms-formula", "followups": ["the root"]}\n'
    b'{"answer": null}\n{"answer": "\\u9664\\u4ee5"}\n',
    '- answer: "除以均方根"\n  question_id: rms-formula\n- answer: null\n  followups: [a, b]\n'.encode(),
)
ROWS = (
    b'{"id": 1, "question_id": "rms-formula", "answer": "By the root.", "lang": "en", "score": 3}\n'
    b'{"question": "What is RMSNorm?", "reference": ["a", "b"], "answer": "x", "verdicts": [1]}\n',
)
CSV_ROWS = (
    'id,question_id,answer,lang\n1,rms-formula,"a, ""b""\nc",en\n2,2.18.2,除以,zh\n'.encode(),
    b'question,reference,answer,score\n"What?","[""a"", ""b""]",x,1\n',
)


def transcript(session: Session) -> bytes:
    """The transcript of a session held with ``session``'s questions, with a draft, a hint and a pause."""

    def first(prompt: Prompt, hooks: Hooks) -> Reply:
        hooks.hint(0)
        hooks.draft("half an ans", 4.0)
        hooks.pause(5.0)
        hooks.resume(5.0)
        return reply("in full", used=9.0)

    record = MemoryRecord()
    replies = [first, reply("more"), reply(how="skipped"), reply("half", how="quit")]
    hold(session, record, ScriptedInterviewer(replies), QueueGrader(grade(20.0, divides=Verdict.MISSED)))
    started = Started(id=session.id, options=session.options, planned=session.planned, topics=session.topics)
    events = enumerate([started, *record.events])
    return b"".join(encode(Line(at=session.started_at, seq=seq, event=event)) for seq, event in events)


TRANSCRIPTS = tuple(
    transcript(planned(question("q1"), question("q2"), question("q3"), lang=lang)) for lang in ("en", "zh")
)


def read_a_bank(raw: bytes) -> None:
    """A bank file: read, checked, kept and read back, and shown."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "x.yaml").write_bytes(raw)
        report = check_bank(Path(name))
        json.dumps(report.as_plain(), allow_nan=False).encode()
        bank = read_bank(Path(name)).bank
        assert from_json(to_json(bank).encode(), Bank) == bank
        if not report.errors:
            for lang in ("zh", "en"):
                view = QuestionView(_screen(), lang, {}, {})
                for one in bank.questions:
                    view.asked(one, number=1, total=1)
                    view.reference(one, sources=True)


def read_a_rubric(raw: bytes) -> None:
    """A rubric: read, and used for a grade."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "x.yaml"
        path.write_bytes(raw)
        report = Report(path)
        rubric = read_rubric(path, report)
    for problem in report.problems:
        str(problem).encode()
    if rubric is not None and not report.problems:
        summarise(finished(), rubric)
        assert band(55.0, rubric) and 0 <= score_cap(rubric, tuple(Flag), 3) <= 100


def read_a_transcript(raw: bytes) -> None:
    """A transcript: read, looked at in every way, mended, gone on with, and read again."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / NAME
        path.write_bytes(raw)
        stored = read_lines(path)
        session = fold(stored, path)
        look_back(session)
        if session.ended in ("", "quit"):
            go_on(path, stored, session)


def look_back(session: Session) -> None:
    """All that ``review`` does with a session."""
    summary = summarise(session, RUBRIC)
    json.dumps(session_json(session, summary), allow_nan=False)
    to_markdown(session, summary, {}).encode("utf-8", "replace")
    for lang in ("zh", "en"):
        screen = _screen()
        view = QuestionView(screen, lang, titles(session, lang), {})
        show_summary(screen, view, session, summary, lang)
        for turn in session.turns:
            view.asked(turn.question, number=turn.number, total=len(session.planned))
            view.answer(turn)
            view.grade(turn)
            view.similarity(turn.grade)
            view.reference(turn.question, sources=True)


def go_on(path: Path, stored: Stored, session: Session) -> None:
    """Finish a session as ``resume`` does; every answer it had is still there, and no event is lost."""
    repair(path, stored)
    record = Recorder.reopen(path, now=lambda: session.started_at)
    record.number_from(stored.lines[-1].seq + 1)
    replies = [reply(f"answer {n}") for n in range(1000)]
    hold(replace(session, ended=""), record, ScriptedInterviewer(replies), QueueGrader(grade()))
    record.close()
    after = read_lines(path)
    assert after.lines[: len(stored.lines)] == stored.lines, "an event was lost"
    then = fold(after, path)
    assert then.ended == "finished" or then.options.time is not None
    for before, turn in zip(session.turns, then.turns, strict=False):
        if before.main.how != "open":
            assert turn.main == before.main, "an answer was lost"
    look_back(then)


def read_answers(raw: bytes) -> None:
    """Prepared answers: read, and used up."""
    sheet = AnswerSheet(parse_answers(raw, Path("answers.jsonl")))
    for row in sheet.rows:
        assert sheet.take(row.question_id or "the next one") == row
    assert sheet.left == 0


def read_rows_of(kind: str) -> Callable[[bytes], None]:
    """A file of rows: read, checked, and written with an outcome."""

    def read(raw: bytes) -> None:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace")
        with open_rows(io.BytesIO(raw), kind) as file:
            rows = list(read_rows(file, kind))
        write = row_writer(out, kind, [name for row in rows[:1] for name in row.fields])
        for row in rows:
            try:
                check_row(row, {"rms-formula": None})
            except ValueError as error:
                str(Problem(path=Path("rows"), line=row.line, message=str(error))).encode()
            write(with_outcome(row.fields, {"score": None, "reason": row.problem}))
        out.flush()

    return read


def _screen() -> Console:
    return console(file=io.StringIO(), width=LONGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something that reads bytes; ``seeds`` are valid ones, ``lines`` says that they are JSON lines."""

    name: str
    seeds: tuple[bytes, ...]
    read: Callable[[bytes], None]
    lines: bool = False
    errors: tuple[type[Exception], ...] = (MockInterviewError,)


TARGETS = (
    Target(name="bank", seeds=(BANK_YAML.encode(), SHIPPED_BANK), read=read_a_bank),
    Target(name="rubric", seeds=(SHIPPED_RUBRIC,), read=read_a_rubric),
    Target(name="transcript", seeds=TRANSCRIPTS, read=read_a_transcript, lines=True),
    Target(name="answers", seeds=ANSWERS, read=read_answers),
    Target(name="answer-lines", seeds=ANSWERS[:1], read=read_answers, lines=True),
    Target(name="rows", seeds=ROWS, read=read_rows_of(JSONL), lines=True),
    Target(name="rows-csv", seeds=CSV_ROWS, read=read_rows_of(CSV)),
)
