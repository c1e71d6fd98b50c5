"""Whole sessions through the command line, with prepared answers and the real grader."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mock_interview.transcript.folder import files
from mock_interview.transcript.read import read_session

RIGHT = "RMSNorm divides the input by its root mean square, then multiplies the result by a learned gain."
WRONG = "Bananas are yellow and the weather is nice today in Paris."


def transcript(folder: Path) -> Path:
    (found,) = files(folder / "transcripts")
    return found.path


def test_a_session_from_a_file_is_graded_saved_and_rendered(run, answers, tmp_path: Path) -> None:
    sheet = answers(
        {"question_id": "rms-formula", "answer": RIGHT}, {"question_id": "layer-formula", "answer": WRONG}
    )
    done = run("run", "--lang", "en", "--answers", sheet)
    assert done.returncode == 0, done.stderr
    session = read_session(transcript(tmp_path))
    assert [turn.question.id for turn in session.turns] == ["rms-formula", "layer-formula"]
    good, bad = (turn.grade for turn in session.turns)
    assert good and bad and good.score is not None and bad.score is not None
    assert good.score > bad.score
    assert session.ended == "finished"
    assert RIGHT[:30] in transcript(tmp_path).with_suffix(".md").read_text(encoding="utf-8")
    assert "Summary" in done.stdout and session.id in done.stdout


def test_every_credit_quotes_words_of_the_answer(run, answers, tmp_path: Path) -> None:
    run("run", "-n", 1, "--topic", "norm/rms", "--lang", "en", "--answers", answers(RIGHT))
    (turn,) = read_session(transcript(tmp_path)).turns
    credited = [result for result in turn.grade.points if result.credit > 0]
    assert credited
    for result in credited:
        assert result.quote is not None
        assert RIGHT[result.quote.start : result.quote.end] == result.quote.text


def test_answers_come_from_stdin_too_and_in_chinese(run, tmp_path: Path) -> None:
    row = json.dumps({"answer": "把输入除以它的均方根，再乘一个可学习的增益。"}, ensure_ascii=False)
    done = run("run", "-n", 1, "--topic", "均方根", "--lang", "zh", "--answers", "-", stdin=row)
    assert done.returncode == 0, done.stderr
    assert "本场小结" in done.stdout
    assert (read_session(transcript(tmp_path)).turns[0].grade.score or 0) > 50


def test_the_same_seed_draws_the_same_questions(run, answers, tmp_path: Path) -> None:
    drawn = []
    for folder in ("a", "b"):
        run("run", "-n", 2, "--seed", 5, "--answers", answers("x", "y"), "--transcripts", tmp_path / folder)
        (found,) = files(tmp_path / folder)
        drawn.append([q.id for q in read_session(found.path).planned])
    assert drawn[0] == drawn[1]


def test_questions_not_asked_before_come_first(run, answers, tmp_path: Path) -> None:
    seen = set()
    for _ in range(2):
        run("run", "-n", 1, "--answers", answers("x"))
    for found in files(tmp_path / "transcripts"):
        seen |= {turn.question.id for turn in read_session(found.path).turns}
    assert seen == {"rms-formula", "layer-formula"}


def test_answers_that_run_out_stop_the_session_which_can_be_resumed(run, answers, tmp_path: Path) -> None:
    done = run("run", "-n", 2, "--answers", answers("only one"))
    assert done.returncode == 6 and "ran out" in done.stderr
    assert read_session(transcript(tmp_path)).ended == "quit"
    done = run("resume", "--answers", answers("the other"))
    assert done.returncode == 0, done.stderr
    session = read_session(transcript(tmp_path))
    assert [turn.main.text for turn in session.turns] == ["only one", "the other"]
    assert session.ended == "finished"
    done = run("resume", session.id, "--answers", answers("again"))
    assert done.returncode == 4 and "has ended" in done.stderr


def test_without_a_terminal_and_without_answers_nothing_is_asked(run, tmp_path: Path) -> None:
    done = run("run")
    assert done.returncode == 2 and "--answers" in done.stderr
    assert not files(tmp_path / "transcripts")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["run", "--topic", "nrom"], 2, "did you mean 'norm'"),
        (["run", "--level", "9"], 2, "--level 9"),
        (["run", "--time", "soon"], 2, "--time soon"),
        (["run", "--lang", "fr"], 2, "zh, en"),
        (["run", "--rubric", "defalt"], 2, "did you mean 'default'"),
        (["run", "--feedback", "never"], 2, "each, end"),
        (["run", "--encoder", "bundeld"], 7, "did you mean 'bundled'"),
        (["run", "--bank", "nowhere"], 2, "is not a folder"),
        (["run", "--topic", "norm", "--level", "5"], 2, "no question fits"),
        (["resume", "zzz"], 4, "no sessions yet"),
        (["review", "show", "zzz"], 4, "no sessions yet"),
        (["review", "list", "--since", "yesterday"], 2, "2026-11-01"),
    ],
)
def test_bad_input_says_what_to_do(run, answers, args: list[str], code: int, said: str) -> None:
    if args[0] == "run":
        args = [*args, "--answers", str(answers("x"))]
    done = run(*args)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert said in done.stderr


def test_a_broken_bank_lists_everything_that_is_wrong(run, tmp_path: Path) -> None:
    path = tmp_path / "question_bank" / "norm.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("weight: 5", "weight: 9").replace("en: RMS norm", "fr: RMS"), encoding="utf-8"
    )
    for command, code in ((["bank", "check"], 1), (["topics"], 3)):
        done = run(*command)
        assert done.returncode == code
        assert done.stdout.count("norm.yaml:") + done.stderr.count("norm.yaml:") >= 3
        assert "Traceback" not in done.stderr


def test_a_read_only_folder_is_named_before_any_question_is_asked(run, answers) -> None:
    done = run("run", "--answers", answers("x"), "--transcripts", "/proc/nowhere")
    assert done.returncode == 5 and "--transcripts" in done.stderr
    assert "Question" not in done.stdout


def test_a_megabyte_and_control_characters_are_kept_whole_and_shown_clean(
    run, answers, tmp_path: Path
) -> None:
    big = "RMSNorm divides by the root mean square. " * 25_000
    nasty = "\x1b[2J\x07\u202eevil\x00 divides by the root mean square\ud800"
    done = run("run", "-n", 2, "--lang", "en", "--answers", answers(big, nasty))
    assert done.returncode == 0, done.stderr
    texts = [turn.main.text for turn in read_session(transcript(tmp_path)).turns]
    assert texts == [big, nasty]
    assert "\x1b" not in done.stdout and "\x07" not in done.stdout and "\u202e" not in done.stdout
    assert "only its beginning was graded" in done.stdout
    shown = run("review", "show", "-q", 2)
    assert shown.returncode == 0 and "\x1b" not in shown.stdout


def test_a_transcript_of_a_newer_version_is_refused_by_name(run, answers, tmp_path: Path) -> None:
    run("run", "-n", 1, "--answers", answers("x"))
    path = transcript(tmp_path)
    path.write_text(path.read_text().replace('{"v":1,', '{"v":2,'))
    done = run("review", "show")
    assert done.returncode == 4 and "version 2" in done.stderr and path.name in done.stderr
    listed = run("review", "list")
    assert listed.returncode == 0 and path.name in listed.stderr


def test_truncating_a_transcript_anywhere_near_its_end_never_breaks_review(
    run, answers, tmp_path: Path
) -> None:
    from typer.testing import CliRunner

    from mock_interview.cli import app

    run("run", "-n", 1, "--answers", answers("one answer"))
    path = transcript(tmp_path)
    whole = path.read_bytes()
    for cut in range(1, 401):
        path.write_bytes(whole[:-cut])
        args = ["review", "--transcripts", str(path.parent)]
        done = CliRunner().invoke(app, args)
        assert done.exit_code == 0, (cut, done.output, done.exception)


def test_review_list_and_show_as_json(run, answers) -> None:
    run("run", "-n", 1, "--topic", "norm/rms", "--answers", answers(RIGHT))
    (listed,) = json.loads(run("review", "list", "--json").stdout)
    shown = json.loads(run("review", "show", "--json").stdout)
    assert shown["id"] == listed["id"] == json.loads(run("review", "--json").stdout)["id"]
    (question,) = shown["questions"]
    assert question["answer"]["text"] == RIGHT and question["question_id"] == "rms-formula"


def test_no_answered_question_is_lost_to_kill_9(tmp_path: Path, answers, run) -> None:
    """Killed at random moments; whatever was reported as answered on disk stays, and the rest resumes."""
    rng = random.Random(7)
    sheet = answers(
        *[{"question_id": q, "answer": f"{q}: {RIGHT}"} for q in ("rms-formula", "layer-formula")]
    )
    rounds = int(os.environ.get("MOCK_INTERVIEW_KILL_ROUNDS", "12"))
    for number in range(rounds):
        folder = tmp_path / f"t{number}"
        command = [sys.executable, "-m", "mock_interview", "run", "--answers", sheet, "--transcripts", folder]
        child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not folder.exists() and child.poll() is None:
            time.sleep(0.005)
        time.sleep(rng.random() * 1.2)
        child.send_signal(signal.SIGKILL)
        child.wait()
        for found in files(folder):
            raw = found.path.read_bytes()
            answered = raw.count(b'"type":"answered"') - (
                not raw.endswith(b"\n") and b'"answered"' in raw.rpartition(b"\n")[2]
            )
            if not raw.partition(b"\n")[1]:
                continue
            before = read_session(found.path)
            assert (
                sum(turn.main.how == "submitted" for turn in before.turns)
                + sum(f.how != "open" for turn in before.turns for f in turn.followups)
                == answered
            )
            done = run("resume", "--answers", sheet, "--transcripts", folder)
            if before.ended == "finished":
                assert done.returncode == 4
                continue
            assert done.returncode == 0, done.stderr
            after = read_session(found.path)
            assert [turn.main.text[:11] for turn in after.turns] == [
                f"{q}"[:11] for q in ("rms-formula", "layer-formula")
            ]
            assert all(turn.grade is not None and turn.grade.score is not None for turn in after.turns)


def test_a_full_disk_moves_the_session_and_loses_nothing(run, answers, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", small], capture_output=True)
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        answer = RIGHT + " x" * 30_000
        done = run(
            "run",
            "-n",
            1,
            "--topic",
            "norm/rms",
            "--lang",
            "en",
            "--answers",
            answers(answer),
            "--transcripts",
            small,
        )
        assert done.returncode == 0, done.stderr
        assert "No space left" in done.stderr
        (rescued,) = Path(os.environ["XDG_STATE_HOME"]).rglob("*.jsonl")
        assert read_session(rescued).turns[0].main.text == answer
        assert str(rescued) in done.stdout.replace("\n", "")
    finally:
        subprocess.run(["umount", small], check=True)
