"""``review regrade --judge`` against the scripted server: beside the old grade, from disk, and failing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from mock_interview.chat import Usage
from mock_interview.model import Session, Verdict
from mock_interview.transcript.folder import files
from mock_interview.transcript.read import read_session
from tests.cli.conftest import Call
from tests.cli.test_json import documented
from tests.judge.samples import reply, said
from tests.llm_server import KEY, Asked, LlmServer, error

RIGHT = "RMSNorm divides the input by its root mean square, then multiplies the result by a learned gain."
OTHER = "The mean is subtracted first. The result is divided by the standard deviation."
WHY = "Dividing is said, but a gain that is learned is not."


@pytest.fixture
def session(call: Call, answers: Any) -> Session:
    """A session of both questions, graded offline alone."""
    sheet = answers(
        {"question_id": "rms-formula", "answer": RIGHT}, {"question_id": "layer-formula", "answer": OTHER}
    )
    done = call("run", "--followups", 0, "--lang", "en", "--answers", sheet)
    assert done.code == 0, done.err
    return stored()


@pytest.fixture
def server(session: Session, llm_server: LlmServer, monkeypatch: pytest.MonkeyPatch) -> LlmServer:
    """A judge who has the gain missed, and agrees otherwise; asked without retries."""
    for name, value in llm_server.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MOCK_INTERVIEW_RETRIES", "0")
    llm_server.answer = judges
    return llm_server


def judges(asked: Asked) -> Any:
    if "- divides (weight" in asked.messages[1]["content"]:
        first = said("divides", "covered", "RMSNorm divides the input by its root mean square")
        return reply(first, said("gain", "missed", reasoning=WHY))
    quotes = ("The mean is subtracted first", "The result is divided by the standard deviation")
    return reply(said("centres", "covered", quotes[0]), said("scales", "covered", quotes[1]))


def transcript() -> Path:
    return files(Path("transcripts"))[-1].path


def stored() -> Session:
    return read_session(transcript())


def rms(session: Session) -> Any:
    return next(turn for turn in session.turns if turn.question.id == "rms-formula")


REGRADE = ("review", "regrade", "latest", "--judge")


def test_the_judged_grade_is_recorded_beside_the_old_one_which_still_counts(
    call: Call, session: Session, server: LlmServer
) -> None:
    mean = call("review", "--json").json["mean"]
    (done,) = call(*REGRADE, "--json").json
    assert (done["recorded"], done["used"], done["usage"]["calls"]) == (2, False, 2)
    known = documented("review regrade --json") | {"zh", "en", "shape"}
    assert set(done) | {key for row in done["questions"] for key in row} <= known
    assert {key for row in done["questions"] for flip in row["flips"] for key in flip} <= known
    turn = rms(stored())
    (again,) = turn.regrades
    assert turn.counted == turn.grade == rms(session).grade and turn.grade.judgement is None
    assert again.grade.judgement.model == "scripted-1" and again.grade.offline is not None
    assert again.grade.contested == ("gain",) and again.grade.score < turn.grade.score
    assert call("review", "--json").json["mean"] == mean
    assert call("review", "verify").code == 0, "the offline half comes out the same again"


def test_put_to_use_it_counts_and_is_shown_with_both_tracks(
    call: Call, session: Session, server: LlmServer
) -> None:
    mean = call("review", "--json").json["mean"]
    assert call(*REGRADE, "--use").code == 0
    assert call("review", "--json").json["mean"] < mean
    shown = call("review", "show", "--lang", "en").out
    assert "Graded twice" in shown and "≠ offline: ✓ covered, judge: ✗ missed" in shown
    page = call("review", "report", "latest", "-o", "-").out
    assert WHY in page and "Graded twice" in page
    assert WHY in call("review", "export", "latest", "--format", "md").out


@pytest.mark.parametrize(("lang", "told"), [("en", "judge says ✗ missed: "), ("zh", "模型判 ✗ 缺失：")])
def test_diff_shows_the_points_that_flipped_and_why(
    call: Call, session: Session, server: LlmServer, lang: str, told: str
) -> None:
    said_ = call(*REGRADE, "--diff", "--lang", lang)
    assert said_.code == 0 and said_.err == ""
    assert f"{told}{WHY}".replace(" ", "") in said_.out.replace("\n", "").replace(" ", "")
    (done,) = call(*REGRADE, "--json").json
    (flip,) = [flip for row in done["questions"] for flip in row["flips"]]
    assert (flip["point"], flip["judge"], flip["reasoning"]) == ("gain", "missed", WHY)


def test_a_second_run_makes_no_call_and_records_nothing(
    call: Call, session: Session, server: LlmServer
) -> None:
    call(*REGRADE)
    raw, asked = transcript().read_bytes(), len(server.requests)
    (done,) = call(*REGRADE, "--json").json
    assert len(server.requests) == asked == 2 and transcript().read_bytes() == raw
    assert (done["recorded"], done["usage"]["calls"], done["usage"]["cached"]) == (0, 0, 2)
    said_ = call(*REGRADE, "--lang", "en").out
    assert "not recorded again" in said_ and "from cache 2" in said_


def test_what_a_regrade_took_is_added_to_what_the_session_took(
    call: Call, session: Session, server: LlmServer
) -> None:
    assert session.usage == Usage()
    (done,) = call(*REGRADE, "--json").json
    took = call("review", "show", "--json").json["usage"]
    assert took == done["usage"] and took["calls"] == 2 and took["prompt_tokens"] > 0
    tokens = f"{took['prompt_tokens'] + took['completion_tokens']:,}"
    assert f"Language model: calls 2, tokens {tokens}" in call("review", "show", "--lang", "en").out
    assert f"语言模型：请求 2 次，{tokens} 个 token" in call("review", "show", "--lang", "zh").out
    call(*REGRADE)  # records nothing
    assert call("review", "show", "--json").json["usage"] == took
    call(*REGRADE, "--use")  # records the same grades again, with replies from disk
    assert call("review", "show", "--json").json["usage"] == {**took, "cached": 2}


def test_a_session_that_was_judged_from_the_start_has_the_regrade_on_top(
    call: Call, answers: Any, server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCK_INTERVIEW_CACHE", "false")
    sheet = answers({"question_id": "rms-formula", "answer": RIGHT})
    call("run", "--judge", "--followups", 0, "--lang", "en", "--answers", sheet)
    assert stored().usage.calls == 1
    call("review", "regrade", "latest", "--judge", "--rubric", "strict")
    assert stored().usage.calls == len(server.requests) == 2


def test_a_regrade_without_a_judge_takes_nothing(call: Call, session: Session) -> None:
    assert call("review", "regrade", "latest", "--rubric", "strict").code == 0
    assert len(rms(stored()).regrades) == 1 and stored().usage == Usage()


def test_a_server_that_dies_midway_leaves_the_old_grade_and_says_so(
    call: Call, session: Session, server: LlmServer
) -> None:
    def dies(asked: Asked) -> Any:
        if len(server.requests) > 1:
            server.stop()
        return judges(asked)

    server.answer = dies
    found = call(*REGRADE, "--use", "--diff", "--lang", "en")
    assert found.code == 8, found.err
    assert (
        found.err.count("\n") == 1 and "1 answer was not graded again, and the old grade stays" in found.err
    )
    assert "(not regraded)" in found.out and "the old grade stays" in found.out
    first, second = stored().turns
    assert len(first.regrades) == 1 and first.counted == first.regrades[0].grade, "what was had is kept"
    assert second.regrades == () and second.counted == session.turns[1].grade
    assert call("review", "verify").code == 0


def test_the_same_command_goes_on_where_the_server_failed(
    call: Call, session: Session, server: LlmServer
) -> None:
    server.answer = None
    server.queue(judges, error(503, "gone"))
    assert call(*REGRADE).code == 8
    server.answer = judges
    (done,) = call(*REGRADE, "--json").json
    assert len(server.requests) == 3 and done["recorded"] == 1
    assert [len(turn.regrades) for turn in stored().turns] == [1, 1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_with_a_server_that_says_no_nothing_is_written(
    call: Call, session: Session, server: LlmServer, lang: str
) -> None:
    server.answer = lambda _asked: error(401, "no such key")
    raw = transcript().read_bytes()
    found = call(*REGRADE, "--lang", lang, "--json")
    assert found.code == 8 and transcript().read_bytes() == raw
    (done,) = json.loads(found.out)
    assert done["recorded"] == 0 and all(row["kept"] and row["same"] for row in done["questions"])
    assert all("HTTP 401" in row["unjudged"] for row in done["questions"])
    assert ("2 answers were not" if lang == "en" else "2 题没有重评") in found.err


def test_a_spent_budget_is_told_as_such(
    call: Call, session: Session, server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCK_INTERVIEW_MAX_CALLS", "1")
    found = call(*REGRADE, "--lang", "en")
    assert found.code == 8 and "The limit on the language model was reached" in found.err
    assert [len(turn.regrades) for turn in stored().turns] == [1, 0]


def test_an_answer_that_nobody_would_ask_a_judge_about_is_no_failure(
    call: Call, answers: Any, server: LlmServer
) -> None:
    row = {"question_id": "rms-formula", "answer": "Write down the formula of RMSNorm."}
    call("run", "--followups", 0, "--lang", "en", "--answers", answers(row))
    found = call(*REGRADE, "--diff", "--lang", "en")
    assert found.code == 0 and server.requests == []
    assert "Not given to the language model" in found.out


def repeats(asked: Asked) -> Any:
    key = asked.headers["authorization"]
    made = judges(asked)
    points = [{**point, "reasoning": f"{key} {KEY}"} for point in made["points"]]
    return {**made, "points": points}


def complains(asked: Asked) -> Any:
    return error(400, f"bad key {asked.headers['authorization']}: {KEY}")


@pytest.mark.parametrize("behaves", [repeats, complains])
def test_the_key_appears_nowhere(
    call: Call, session: Session, server: LlmServer, tmp_path: Path, behaves: Any
) -> None:
    server.answer = behaves
    seen = []
    for more in (("--diff", "--use"), ("--json",)):
        found = call(*REGRADE, *more)
        seen += [found.out, found.err]
    for args in (("show",), ("show", "--json"), ("report", "latest", "-o", "-"), ("export", "latest")):
        found = call("review", *args)
        seen += [found.out, found.err]
    assert server.requests and not [text for text in seen if KEY in text]
    folders = (Path(os.environ["HOME"]), tmp_path)
    written = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert written and not [path for path in written if KEY.encode() in path.read_bytes()]


def test_every_verdict_of_the_judge_stays_in_the_transcript(
    call: Call, session: Session, server: LlmServer
) -> None:
    call(*REGRADE)
    points = rms(stored()).regrades[0].grade.judgement.points
    assert [point.verdict for point in points] == [Verdict.COVERED, Verdict.MISSED]
    assert points[1].votes[0].reasoning == WHY
