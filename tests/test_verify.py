"""A session done again, from a transcript that is whole and from ones that were altered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mock_interview.errors import EncoderError
from mock_interview.model import Answer, Candidate, Grade, PointResult, Question, Spare, Turn, Verdict
from mock_interview.selection.orders import Wish, plan
from mock_interview.session import hold
from mock_interview.transcript.events import Line, Regraded, Started, encode
from mock_interview.transcript.read import fold, read_lines
from mock_interview.transcript.seals import sealed
from mock_interview.verify import Again, Verified, verify
from tests.samples import MemoryRecord, ScriptedInterviewer, planned, point, question, reply

AT = "2026-11-24T09:00:00.000Z"
POOL = tuple(Candidate(f"q{n}", "norm/rms", 1 + n % 5, 60, n % 2) for n in range(12))
SEED = 7


def by_length(question: Question, answer: Answer) -> Grade:
    """A grade that follows from the words, as that of a grader does."""
    size = sum(len(part) for part in answer.parts)
    verdict = Verdict.COVERED if size > 12 else Verdict.MISSED
    results: tuple[PointResult, ...] = (point("divides", 5, verdict), point("gain", 2, Verdict.MISSED))
    return Grade(score=float(min(100, 7 * size)), points=results, rubric="default", engine="length/1")


def again(turn: Turn, lang: str, *, encoder: str, rubric: str) -> Again:
    assert (lang, encoder, rubric) == ("en", "bundled", "default")
    return Again(grade=by_length(turn.question, turn.answer), rubric="r1", bank="b1")


def transcript(folder: Path, *, order: str = "interview") -> Path:
    """A session of three questions, drawn from `POOL`, held and written."""
    drawn = plan(POOL, Wish(order=order, count=3, seed=SEED))
    by_id = {c.id: question(c.id, level=c.level) for c in POOL}
    session = planned(*[by_id[pick.id] for pick in drawn.picks], order=order, seed=SEED, followups=1)
    spares = tuple(Spare(number=s.number, question=by_id[s.id], why=s.why) for s in drawn.spares)
    started = sealed(
        Started(
            id=session.id, options=session.options, planned=session.planned, spares=spares, pool=POOL,
            whys=tuple(pick.why for pick in drawn.picks), bank="b1", rubric="r1", encoder="bundled",
        )
    )  # fmt: skip
    record = MemoryRecord()
    record.append(started)
    session = replace(session, spares=spares, whys=started.whys)
    answers = [reply("short"), reply("more of it"), reply("a long answer"), reply("x"), reply("y")]
    hold(session, record, ScriptedInterviewer(answers), by_length)
    path = folder / "20261124T090000Z-all-abc234.jsonl"
    path.write_bytes(b"".join(encode(Line(at=AT, seq=n, event=e)) for n, e in enumerate(record.events)))
    return path


def check(path: Path, grader: Callable[..., Again] = again) -> Verified:
    return verify(read_lines(path), path, grader)


def told(found: Verified) -> list[tuple[str, int, str]]:
    return [(finding.kind, finding.number, finding.name) for finding in found.findings]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return transcript(tmp_path)


def alter(path: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change the lines of a transcript, as an editor would."""
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(lines)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def of(lines: list[dict[str, Any]], kind: str, number: int = 1) -> dict[str, Any]:
    return next(line for line in lines if line["type"] == kind and line["number"] == number)


@pytest.mark.parametrize("order", ["interview", "due", "weak", "new", "random"])
def test_a_stored_session_is_found_as_it_was_recorded(tmp_path: Path, order: str) -> None:
    found = check(transcript(tmp_path, order=order))
    assert found.findings == () and found.grades >= 3 and found.drawn


def test_an_altered_score_is_named_with_both_values(path: Path) -> None:
    alter(path, lambda lines: of(lines, "graded", 3)["grade"].update(score=99.0))
    (finding,) = [f for f in check(path).findings if f.kind == "score"]
    assert (finding.number, finding.recorded, finding.altered) == (3, "99", True) and finding.found != "99"


def test_an_altered_verdict_is_named_by_its_point(path: Path) -> None:
    alter(path, lambda lines: of(lines, "graded", 3)["grade"]["points"][1].update(verdict="covered"))
    assert told(check(path)) == [("verdicts", 3, "gain")]


def test_other_details_of_a_grade_are_noticed_too(path: Path) -> None:
    alter(path, lambda lines: of(lines, "graded", 3)["grade"].update(high=100.0))
    assert told(check(path)) == [("details", 3, "")]


def test_an_altered_answer_is_noticed_by_its_grade(path: Path) -> None:
    alter(path, lambda lines: of(lines, "answered", 3).update(text="a better answer by far"))
    assert ("score", 3, "") in told(check(path))


def test_an_altered_seed_is_named_and_draws_other_questions(path: Path) -> None:
    wish = Wish(order="interview", count=3, seed=SEED)
    other = next(n for n in range(99) if plan(POOL, replace(wish, seed=n)) != plan(POOL, wish))
    alter(path, lambda lines: lines[0]["options"].update(seed=other))
    kinds = told(check(path))
    assert ("part", 0, "option seed") in kinds and any(kind == "drawing" for kind, _, _ in kinds)


def test_an_altered_question_is_named(path: Path) -> None:
    alter(path, lambda lines: lines[0]["planned"][1]["reference"].update(en="Anything goes."))
    name = json.loads(path.read_bytes().splitlines()[0])["planned"][1]["id"]
    assert told(check(path)) == [("part", 0, f"question {name}")]


def test_another_question_than_the_scores_call_for_is_noticed(tmp_path: Path) -> None:
    path = transcript(tmp_path)

    def swap(lines: list[dict[str, Any]]) -> None:
        spare = next(s for s in lines[0]["spares"] if s["number"] == 2)
        asked = of(lines, "asked", 2)
        asked["question"] = (
            spare["question"]["id"]
            if asked["question"] != spare["question"]["id"]
            else lines[0]["planned"][1]["id"]
        )

    alter(path, swap)
    assert ("asked", 2, "") in told(check(path))


def test_an_altered_limit_is_noticed(path: Path) -> None:
    alter(path, lambda lines: of(lines, "asked", 1).update(limit=600))
    assert told(check(path)) == [("limit", 1, "")]


def test_a_line_that_was_taken_out_is_noticed(path: Path) -> None:
    alter(path, lambda lines: lines.pop(3))
    assert any(kind == "line" for kind, _, _ in told(check(path)))


def test_a_torn_tail_is_told(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])
    assert [kind for kind, _, _ in told(check(path))] == ["line"]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [({"rubric": "r2"}, "rubric"), ({"bank": "b2"}, "bank")],
)
def test_what_changed_since_is_told_as_that_and_not_as_an_alteration(
    path: Path, changed: dict[str, str], kind: str
) -> None:
    def other(turn: Turn, lang: str, *, encoder: str, rubric: str) -> Again:
        grade = replace(by_length(turn.question, turn.answer), score=1.0)
        return replace(Again(grade=grade, rubric="r1", bank="b1"), **changed)

    found = check(path, other)
    assert {finding.kind for finding in found.findings} == {kind}
    assert not any(finding.altered for finding in found.findings)


def test_another_engine_is_told_as_that(path: Path) -> None:
    def other(turn: Turn, lang: str, *, encoder: str, rubric: str) -> Again:
        return Again(
            grade=replace(by_length(turn.question, turn.answer), score=1.0, engine="length/2"),
            rubric="r1",
            bank="b1",
        )

    found = check(path, other)
    assert {(f.kind, f.recorded, f.found) for f in found.findings} == {("engine", "length/1", "length/2")}


def test_another_engine_that_grades_alike_is_no_difference(path: Path) -> None:
    def other(turn: Turn, lang: str, *, encoder: str, rubric: str) -> Again:
        return Again(
            grade=replace(by_length(turn.question, turn.answer), engine="length/2"), rubric="r2", bank="b2"
        )

    assert check(path, other).findings == ()


def test_a_grader_that_cannot_be_had_is_told(path: Path) -> None:
    def missing(turn: Turn, lang: str, *, encoder: str, rubric: str) -> Again:
        raise EncoderError("no such encoder")

    found = check(path, missing)
    assert {(f.kind, f.name, f.altered) for f in found.findings} == {("ungraded", "no such encoder", False)}


def test_a_later_grade_is_checked_as_well(path: Path) -> None:
    stored = read_lines(path)
    turn = fold(stored, path).turns[0]
    event = Regraded(number=1, parts=2, grade=by_length(turn.question, turn.answer), rubric="r1", bank="b1")
    with path.open("ab") as file:
        file.write(encode(Line(at=AT, seq=len(stored.lines), event=event)))
    assert check(path).findings == ()
    alter(path, lambda lines: lines[-1]["grade"].update(score=1.5))
    assert told(check(path)) == [("score", 1, "")]


def test_a_transcript_from_before_there_were_pools_is_graded_again_only(path: Path) -> None:
    def strip(lines: list[dict[str, Any]]) -> None:
        for key in ("pool", "seals"):
            lines[0].pop(key)

    alter(path, strip)
    found = check(path)
    assert found.findings == () and not found.drawn and found.grades >= 3
