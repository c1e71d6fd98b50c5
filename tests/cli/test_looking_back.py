"""Orders, schedule, figures, comparisons, regrades, verification and appeals through the command line."""

from __future__ import annotations

import json
import os
import re
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import fsrs
import pytest

from mock_interview.model import Session
from mock_interview.transcript.folder import files
from mock_interview.transcript.read import read_session
from tests.cli.conftest import Call, Said
from tests.cli.test_json import documented

RIGHT = "RMSNorm divides the input by its root mean square, then multiplies the result by a learned gain."
HALF_FALSE = "The mean is subtracted first. The result is not divided by the standard deviation."
WRONG = "Bananas are yellow and the weather is nice today in Paris."


@pytest.fixture
def session(call: Call, answers) -> Session:
    """A session of both questions, one answered well and surely, one not."""
    return held(call, answers, WRONG)


def held(call: Call, answers, second: str) -> Session:
    """A session of both questions, the first answered well, the other by ``second``."""
    sheet = answers(
        {"question_id": "rms-formula", "answer": RIGHT, "confidence": 4},
        {"question_id": "layer-formula", "answer": second, "confidence": 3},
    )
    said = call(
        "run", "--questions", 2, "--order", "interview", "--seed", 3, "--lang", "en", "--answers", sheet
    )
    assert said.code == 0, said.err
    return read_session(latest())


def latest() -> Path:
    return files(Path("transcripts"))[-1].path


def keys(data: object) -> set[str]:
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in keys(value)}
    return {key for value in data for key in keys(value)} if isinstance(data, list) else set()


ALWAYS = {"zh", "en", "shape"}


def all_documented(data: object, heading: str, *others: str) -> None:
    known = documented(heading).union(*(documented(other) for other in others), ALWAYS)
    assert keys(data) <= known, keys(data) - known


# --------------------------------------------------------------------------- without data


EMPTY = [
    ("review",),
    ("review", "list"),
    ("review", "show"),
    ("review", "stats"),
    ("review", "report"),
    ("review", "export"),
    ("review", "export", "-o", "gaps.apkg"),
    ("topics",),
    ("next",),
    ("plan", "--until", "TOMORROW"),
    ("review", "diff", "latest"),
    ("review", "timeline"),
    ("review", "verify"),
    ("review", "regrade", "latest"),
    ("review", "appeal", "latest", "-q", "1", "-p", "1", "--verdict", "covered", "--because", "x"),
    ("agreement", "--appeals"),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_any_session_every_command_says_what_to_do(
    golden, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8")
    tomorrow = (datetime.now() + timedelta(days=1)).strftime("%Y-%m-%d")
    shown = []
    for command in EMPTY:
        said = call(*(tomorrow if part == "TOMORROW" else part for part in command))
        text = re.sub(r"\d{4}-\d\d-\d\d (\w{3}|[一二三四五六日])", "DAY", said.out + said.err)
        shown.append(f"$ {' '.join(command)}  ({said.code})\n{text.replace(str(tmp_path), '.')}")
    golden(f"empty-{lang}", "\n".join(shown))


def test_without_any_session_json_is_empty_and_not_an_error(call: Call) -> None:
    assert call("review", "stats", "--json").json["totals"]["answers"] == 0
    found = call("next", "--json").json
    assert (found["due"], found["later"], found["not_asked"]) == ([], [], 2)


# --------------------------------------------------------------------------- asking


def test_every_asked_question_says_why_on_screen_and_in_the_transcript(
    call: Call, answers, session: Session
) -> None:
    assert all(turn.why.rule for turn in session.turns)
    for order, said in (
        ("due", "not asked before|due|drawn at random"),
        ("weak", "weak ones"),
        ("random", "drawn at random"),
    ):
        done = call("run", "-n", 1, "--order", order, "--lang", "en", "--answers", answers("I do not know."))
        assert re.search(f"Why this one: .*({said})", done.out), done.out
        assert read_session(latest()).turns[0].why.rule in (order, "new", "random")
        assert read_session(latest()).options.order == order


def test_the_reason_tells_what_was_missed_and_how_likely_it_is_recalled(call: Call, answers) -> None:
    sheet = answers({"question_id": "layer-formula", "answer": WRONG})
    for _ in range(2):
        call("run", "--answers", sheet)
    done = call("run", "-n", 2, "--order", "weak", "--lang", "en", "--answers", answers("x", "y"))
    assert "a key point missed 2 of 2 times; recall 100 %" in " ".join(done.out.split())


def test_prepared_answers_that_name_their_questions_choose_them_whatever_the_order(
    call: Call, answers
) -> None:
    sheet = answers({"question_id": "layer-formula", "answer": "x"})
    assert call("run", "--order", "due", "--answers", sheet).code == 0
    (turn,) = read_session(latest()).turns
    assert (turn.question.id, turn.why.rule) == ("layer-formula", "named")


def test_an_order_that_there_is_not_is_refused(call: Call, answers) -> None:
    said = call("run", "--order", "hardest", "--answers", answers("x"))
    assert said.code == 2 and "interview, due, weak, new, random" in said.err


def test_an_interview_that_was_stopped_goes_on_and_verifies(call: Call, answers) -> None:
    said = call("run", "-n", 2, "--order", "interview", "--answers", answers(RIGHT))
    assert said.code == 6
    assert call("resume", "--answers", answers(WRONG)).code == 0
    said = call("review", "verify")
    assert said.code == 0, said.out


def test_confidence_of_a_prepared_answer_is_recorded(session: Session) -> None:
    assert [turn.confidence for turn in session.turns] in ([4, 3], [3, 4])
    assert session.options.confidence


@pytest.mark.parametrize("confidence", [0, 5, "sure", True, 2.5])
def test_a_confidence_that_there_is_not_is_refused(call: Call, answers, confidence: object) -> None:
    said = call("run", "--answers", answers({"answer": "x", "confidence": confidence}))
    assert said.code == 6 and "whole number from 1 to 4" in said.err


# --------------------------------------------------------------------------- schedule


def test_dates_are_those_of_the_library(call: Call, session: Session) -> None:
    found = call("next", "--json").json
    all_documented(found, "next --json")
    scheduler = fsrs.Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
    ratings = {"covered": 3, "partial": 2, "missed": 1, "contradicted": 1}
    rows = {row["question_id"]: row for row in (*found["due"], *found["later"])}
    assert set(rows) == {"rms-formula", "layer-formula"}
    for turn in session.turns:
        at = datetime.fromisoformat(turn.asked_at.replace("Z", "+00:00"))
        at = at.astimezone(timezone.utc).replace(microsecond=0)
        for result in turn.grade.points if turn.grade else ():
            rated = fsrs.Rating(ratings[result.verdict.value])
            card, _ = scheduler.review_card(fsrs.Card(card_id=1), rated, at)
            (ours,) = [p for p in rows[turn.question.id]["points"] if p["point"] == result.point]
            assert datetime.fromisoformat(ours["due_at"].replace("Z", "+00:00")) == card.due


def test_a_plan_covers_the_days_up_to_the_interview(call: Call, session: Session) -> None:
    until = (datetime.now() + timedelta(days=4)).strftime("%Y-%m-%d")
    found = call("plan", "--until", until, "--minutes", 10, "--json").json
    all_documented(found, "plan --json", "review show --json")
    assert [day["day"] for day in found["days"]] == [
        (datetime.now() + timedelta(days=n)).strftime("%Y-%m-%d") for n in range(4)
    ]
    planned = {task["question_id"] for day in found["days"] for task in day["tasks"]}
    assert planned == {"rms-formula", "layer-formula"}
    assert call("plan", "--until", until, "--lang", "zh").out.startswith("到 ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "--until is missing"),
        (["--until", "soon"], "write it as 2026-11-01"),
        (["--until", "2020-01-01"], "must lie between today"),
        (["--until", "2999-01-01"], "366 days"),
        (["--until", "2026-12-01", "--topic", "nrom"], "did you mean"),
        (["--until", "2026-12-01", "--level", "9"], "--level 9"),
    ],
)
def test_a_plan_that_cannot_be_says_why(call: Call, args: list[str], said: str) -> None:
    found = call("plan", *args)
    assert found.code == 2 and said in found.err


# --------------------------------------------------------------------------- looking back


def test_figures_are_kept_by_topic_day_and_language(call: Call, session: Session) -> None:
    found = call("review", "stats", "--json").json
    all_documented(found, "review stats --json")
    assert found["totals"]["answers"] == 2 and found["calibration"]["answers"] == 2
    assert call("review", "stats", "--json").json == found, "remembered as they were worked out"
    rms = call("review", "stats", "--topic", "均方根", "--json").json
    assert rms["totals"]["answers"] == 1 and {p["question"] for p in rms["missed"]} <= {"rms-formula"}
    assert call("review", "stats", "--lang", "zh", "--json").json["totals"]["answers"] == 0
    assert call("review", "stats", "--lang", "en", "--json").json["totals"]["answers"] == 2
    assert call("review", "stats", "--since", "2999-01-01", "--json").json["totals"]["answers"] == 0
    assert "No answer fits" in call("review", "stats", "--since", "2999-01-01").out
    assert call("review", "stats", "--points", 0, "--json").json["missed"] == []
    assert "Your practice" in call("review", "stats").out


def test_figures_follow_a_new_session(call: Call, answers, session: Session) -> None:
    assert call("review", "stats", "--json").json["totals"]["sessions"] == 1
    call("run", "-n", 1, "--answers", answers("x"))
    assert call("review", "stats", "--json").json["totals"]["sessions"] == 2


def test_a_long_list_is_cut_on_screen_and_says_so(call: Call, answers) -> None:
    for _ in range(3):
        call("run", "-n", 1, "--followups", 0, "--answers", answers("x"))
    assert len(call("review", "list", "--json").json) == 3
    assert len(call("review", "list", "--json", "--limit", 2).json) == 2
    said = call("review", "list", "--limit", 2, "--lang", "en")
    assert "1 earlier one; --limit 0 lists all" in said.out
    assert "earlier" not in call("review", "list", "--limit", 0, "--lang", "en").out
    said = call("review", "list", "--limit", 1, "--topic", "norm", "--lang", "en")
    assert "2 earlier ones" in said.out


def test_a_damaged_index_is_told_once_and_one_that_cannot_be_kept_each_time(
    call: Call, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    listed = call("review", "list", "--json").json
    (kept,) = Path(os.environ["XDG_CACHE_HOME"]).rglob("transcripts-*.sqlite")
    kept.write_bytes(b"no database" * 1000)
    said = call("review", "list", "--json")
    assert said.json == listed and "damaged and has been built anew" in said.err
    assert call("review", "list", "--json").err == ""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for _ in range(2):
        said = call("review", "list", "--json", "--lang", "zh")
        assert said.json == listed and "逐个读取了所有场次" in said.err


def test_two_sessions_and_two_answers_are_compared(call: Call, answers, session: Session) -> None:
    time.sleep(1.1)  # names of transcripts tell sessions apart by the second
    call("run", "--lang", "en", "--answers", answers({"question_id": "layer-formula", "answer": RIGHT}))
    later = read_session(latest())
    whole = call("review", "diff", session.id, "--json").json
    all_documented(whole, "review diff --json")
    assert [one["question"] for one in whole["both"]] == ["layer-formula"]
    assert whole["only_before"] == ["rms-formula"]
    number = next(t.number for t in session.turns if t.question.id == "layer-formula")
    one = call("review", "diff", f"{session.id}:{number}", f"{later.id}:1", "--json").json
    all_documented(one, "review diff --json")
    assert one["after"]["session"] == later.id
    assert call("review", "diff", session.id, f"{later.id}:1", "--json").json == one
    assert call("review", "diff", f"{session.id}:{number}", "latest", "--json").json == one
    shown = call("review", "diff", f"{session.id}:{number}", "latest", "--lang", "zh").out
    assert "措辞" in shown
    other = 3 - number
    said = call("review", "diff", f"{session.id}:{other}", f"{later.id}:1")
    assert said.code == 2 and "only answers to the same question" in said.err
    said = call("review", "diff", f"{session.id}:{other}", later.id)
    assert said.code == 2 and "did not ask 'rms-formula'" in said.err


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("latest:9", 2, "latest:9: session"),
        ("latest:0", 2, "asked 2"),
        ("latest:x", 2, "such as latest:1"),
        ("zzz:1", 4, "no session 'zzz'"),
    ],
)
def test_a_place_that_is_not_there_is_named(
    call: Call, session: Session, place: str, code: int, said: str
) -> None:
    found = call("review", "diff", place, "latest:1")
    assert found.code == code and said in found.err


def test_a_timeline_is_remembered_and_documented(call: Call, session: Session) -> None:
    found = call("review", "timeline", "--json").json
    all_documented(found, "review timeline --json")
    assert [one["number"] for one in found["questions"]] == [1, 2]
    assert found == call("review", "timeline", "--json").json
    shown = call("review", "timeline", "-q", 1).out
    assert "No drafts were kept" in shown
    said = call("review", "timeline", "-q", 7)
    assert said.code == 2 and "asked 2" in said.err


# --------------------------------------------------------------------------- grading again


def test_another_rubric_is_recorded_beside_and_counts_when_it_is_put_to_use(call: Call, answers) -> None:
    session = held(call, answers, HALF_FALSE)
    before = call("review", "--json").json["mean"]
    (done,) = call("review", "regrade", session.id, "--rubric", "strict", "--json").json
    all_documented(done, "review regrade --json")
    assert (done["recorded"], done["used"]) == (2, False)
    assert call("review", "--json").json["mean"] == before
    (again,) = call("review", "regrade", session.id, "--rubric", "strict", "--json").json
    assert again["recorded"] == 0, "the same grade is not written twice"
    assert "graded again" in call("review", "show", "--lang", "en").out
    (used,) = call("review", "regrade", session.id, "--rubric", "strict", "--use", "--json").json
    assert used["recorded"] == 2
    after = call("review", "--json").json
    assert after["mean"] != before
    assert call("review", "list", "--json").json[0]["mean"] == after["mean"]
    assert "first score" in call("review", "show", "--lang", "en").out
    shown = call("review", "show", "--json").json["questions"]
    assert [len(one["regrades"]) for one in shown] == [2, 2]
    assert f"{after['mean']}" in latest().with_suffix(".md").read_text(encoding="utf-8")
    assert call("review", "verify").code == 0


def test_the_same_rubric_and_encoder_change_nothing(call: Call, session: Session) -> None:
    said = call("review", "regrade", "latest", "--diff", "--lang", "en")
    assert said.code == 0 and "unchanged" in said.out and "not recorded again" in said.out
    assert len(read_session(latest()).turns[0].regrades) == 0


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--rubric", "strickt"], 2, "did you mean 'strict'"),
        (["--encoder", "bundeld"], 7, "did you mean 'bundled'"),
        (["--judge"], 8, "no language model is chosen"),
        (["zzz"], 4, "no session 'zzz'"),
    ],
)
def test_a_regrade_that_cannot_be_changes_nothing(
    call: Call, session: Session, args: list[str], code: int, said: str
) -> None:
    raw = latest().read_bytes()
    found = call("review", "regrade", "latest", *args)
    assert found.code == code and said in found.err and latest().read_bytes() == raw


def test_a_stored_session_verifies(call: Call, session: Session) -> None:
    found = call("review", "verify", "--json").json
    all_documented(found, "review verify --json")
    assert (found["verified"], found["drawn_again"], found["findings"]) == (True, True, [])
    assert found["grades"] >= 2
    assert "as it was recorded" in call("review", "verify", "--lang", "en").out


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"seed":3', '"seed":4', "seed"),
        ("Divide by the root mean square", "Divide by the mean", "question rms-formula"),
        ('"lang":"en"', '"lang":"zh"', "lang"),
        (r'"score":(\d+\.\d+),"reason":"","band":"\w+"', '"score":99.5,"reason":"","band":"strong"', "99.5"),
    ],
)
def test_an_altered_session_does_not(call: Call, session: Session, old: str, new: str, named: str) -> None:
    raw = latest().read_text()
    changed = re.sub(old, new, raw, count=1)
    assert changed != raw
    latest().write_text(changed)
    said = call("review", "verify", "--lang", "en")
    assert said.code == 1 and "is not as it was recorded" in said.out and named in said.out
    assert call("review", "verify", "--json").code == 1


def test_a_changed_bank_is_no_alteration(call: Call, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "question_bank" / "norm.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("先减去均值", "首先减去均值"), encoding="utf-8")
    said = call("review", "verify", "--lang", "en")
    assert "altered" not in said.out and "is not as it was" not in said.out


def test_a_session_that_is_being_held_is_not_touched(call: Call, session: Session) -> None:
    from mock_interview.transcript.write import Recorder

    record = Recorder.reopen(latest(), now=lambda: "")
    try:
        said = call("review", "regrade", "latest", "--rubric", "strict")
        assert said.code == 4 and "another mock-interview is using this session" in said.err
    finally:
        record.close()


# --------------------------------------------------------------------------- appeals


def appeal(call: Call, *more: object, number: int = 1, point: object = 1, verdict: str = "partial") -> Said:
    return call(
        "review", "appeal", "latest", "-q", number, "-p", point, "--verdict", verdict, "--because",
        "It is in the last clause.", *more,
    )  # fmt: skip


def test_an_appeal_keeps_both_verdicts_and_changes_no_score(call: Call, session: Session) -> None:
    before = call("review", "--json").json["mean"]
    number = next(t.number for t in session.turns if t.question.id == "layer-formula")
    row = appeal(call, "--json", number=number, point="centres", verdict="covered").json
    all_documented(row, "review appeal --json")
    assert (row["graded"], row["verdict"], row["score"]) == ("missed", "covered", 1.0)
    found = call("review", "--json").json
    assert found["mean"] == before
    assert "centres" not in {weak["point"] for weak in found["weakest"]}
    stats = call("review", "stats", "--json").json
    assert "centres" not in {point["point"] for point in stats["missed"]}
    assert "you say: covered (It is in the last clause.)" in call("review", "show", "--lang", "en").out
    turn = read_session(latest()).turns[number - 1]
    assert (
        turn.appeals[0].because == "It is in the last clause."
        and turn.grade == session.turns[number - 1].grade
    )
    assert call("review", "verify").code == 0


def test_appeals_collect_in_a_gold_file_that_agreement_reads(call: Call, session: Session) -> None:
    place = Path(call("paths", "--json").json["appeals"]["path"])
    for number in (1, 2):
        for point in (1, 2):
            assert appeal(call, number=number, point=point, verdict="covered").code == 0
    said = appeal(call, number=2, point=2, verdict="missed")
    assert said.code == 0 and str(place) in said.out.replace("\n", "")
    assert len(place.read_text(encoding="utf-8").splitlines()) == 4, "the last word on a point counts"
    report = call("agreement", "--appeals", "--json").json
    assert (report["rows"], report["graded"], report["questions"]) == (4, 4, 2)
    assert report["overall"]["ours"]["mae"]["value"] is not None
    assert call("agreement", str(place), "--json").json["overall"] == report["overall"]
    assert call("agreement", str(place), "--appeals").code == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-q", "9"], "asked 2"),
        (["-p", "gian"], "did you mean"),
        (["-p", "7"], "there are 1 "),
        (["--verdict", "cover"], "did you mean 'covered'"),
        (["--because", "  \x1b[2J "], "--because is blank"),
        (["--because", "x" * 3000], "2000 are enough"),
    ],
)
def test_an_appeal_that_cannot_be_says_why_and_records_nothing(
    call: Call, session: Session, args: list[str], said: str
) -> None:
    raw = latest().read_bytes()
    number = next(t.number for t in session.turns if t.question.id == "rms-formula")
    fixed = ["-q", str(number), "-p", "gain", "--verdict", "covered", "--because", "x"]
    found = call("review", "appeal", "latest", *fixed, *args)
    assert found.code == 2 and said in found.err and latest().read_bytes() == raw


def test_a_row_whose_point_is_not_there_is_refused(call: Call, tmp_path: Path) -> None:
    row = {"question_id": "rms-formula", "point": "gian", "answer": "x", "score": 1, "max_score": 1}
    for changes, said in (
        ({}, "has no point 'gian' (did you mean 'gain'?)"),
        ({"question_id": "", "question": "Q?", "reference": "R."}, "'point' is a key point"),
        ({"point": "gain", "followups": "x"}, "'followups' must be a list"),
    ):
        (tmp_path / "rows.jsonl").write_text(json.dumps({**row, **changes}) + "\n")
        found = call("agreement", tmp_path / "rows.jsonl")
        assert found.code == 6 and said in found.err, found.err


def test_agreement_needs_marks_from_somewhere(call: Call) -> None:
    found = call("agreement")
    assert found.code == 2 and "--appeals" in found.err


def test_with_feedback_at_the_end_no_reason_tells_a_score(call: Call, answers) -> None:
    sheet = answers(RIGHT, RIGHT)
    said = call(
        "run", "-n", 2, "--order", "interview", "--feedback", "end", "--lang", "en", "--answers", sheet
    )
    assert said.code == 0 and "Why this one" in said.out and "after a mean of" not in said.out
