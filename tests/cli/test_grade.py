"""``grade``: one answer, and files of them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_json import NO_UTF8, documented

RIGHT = "The input is divided by its root mean square, then multiplied by a learned gain."
FREE = {"question": "Why is the bulb off?", "reference": ["There is a gap.", "The circuit is open."]}


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# ------------------------------------------------------------------ one answer


def test_an_answer_from_stdin_is_shown_with_its_verdicts_and_quotes(run: Run) -> None:
    shown = run("grade", "--question", "rms-formula", stdin=RIGHT).stdout
    assert "rms-formula 2.18.2" in shown and "/100" in shown and "✓ covered" in shown
    assert "you said" in shown and "used 0:00" not in shown


@pytest.mark.parametrize("name", ["rms-formula", "2.18.2", "seed:2.18.2"])
@pytest.mark.parametrize("lead", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_a_question_is_named_by_id_or_number_and_json_is_the_documented_one(
    run: Run, tmp_path: Path, name: str, lead: str
) -> None:
    (tmp_path / "a.txt").write_text(lead + RIGHT, encoding="utf-8")
    done = run("grade", "-q", name, "a.txt", "--json")
    assert done.returncode == 0 and not done.stderr
    found = json.loads(done.stdout)
    assert found["question_id"] == "rms-formula" and found["score"] > 50
    assert found["low"] <= found["score"] <= found["high"] and found["lang"] == "en"
    quotes = [v["quote"] for v in found["verdicts"] if v["quote"]]
    assert quotes and all(RIGHT[q["start"] : q["end"]] == q["text"] for q in quotes)
    assert {*found, *found["verdicts"][0], *quotes[0]} <= documented("grade --json")


def test_the_language_is_that_of_the_answer_unless_given(run: Run) -> None:
    args, answer = ("grade", "-q", "rms-formula", "--json", "-"), "先除以均方根，再乘可学习的增益。"
    assert json.loads(run(*args, stdin=answer).stdout)["lang"] == "zh"
    assert json.loads(run(*args, "--lang", "en", stdin=answer).stdout)["flags"] == ["wrong_language"]


def test_an_empty_answer_scores_nothing_and_is_not_an_error(run: Run) -> None:
    done = run("grade", "-q", "rms-formula", "--json", stdin="")
    assert done.returncode == 0
    assert json.loads(done.stdout)["score"] == 0.0 and json.loads(done.stdout)["flags"] == ["empty"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("-q", "rms-fromula"), 2, "did you mean 'rms-formula'"),
        (("-q", "rms-formula", "none.txt"), 6, "none.txt: cannot be read"),
        (("-q", "rms-formula", "latin.txt"), 6, "is not UTF-8"),
        (("-q", "rms-formula", "--lang", "fr"), 2, "must be one of zh, en"),
        (("-q", "rms-formula", "--rubric", "stritc"), 2, "did you mean 'strict'"),
        (("-q", "rms-formula", "--encoder", "nonesuch"), 7, "nonesuch"),
        (("-q", "rms-formula", "-o", "x.jsonl"), 2, "--output is for rows"),
        ((), 2, "nothing to grade"),
        (("rows.jsonl",), 2, "--question ID"),
        (("rows.jsonl", "-o", "x.jsonl", "--json"), 2, "--json is for one answer"),
        (("rows.jsonl", "-o", "x.jsonl", "--on-error", "skp"), 2, "did you mean 'skip'"),
        (("none.jsonl", "-o", "x.jsonl"), 6, "none.jsonl: cannot be read"),
        (("rows.xlsx", "-o", "x.jsonl"), 2, "must end in .jsonl, .csv or .parquet"),
        (("rows.jsonl", "-o", "x.xlsx"), 2, "must end in .jsonl, .csv or .parquet"),
        (("rows.jsonl", "-o", "x.jsonl", "--engine", "rya"), 2, "did you mean 'ray'"),
        (("rows.jsonl", "-o", "-", "--resume"), 2, "--resume needs a file of rows"),
        (("-", "-o", "x.jsonl", "--resume"), 2, "--resume needs a file of rows"),
        (("-", "-o", "x.parquet"), 2, "cannot be written as Parquet"),
        (("rows.jsonl.parquet", "-o", "x.jsonl"), 6, "cannot be read as Parquet"),
        (("rows.jsonl", "-o", "none/x.jsonl"), 5, "none/x.jsonl: cannot be written"),
        (("rows.jsonl", "-o", "folder.jsonl"), 5, "folder.jsonl: cannot be written"),
        (("rows.jsonl", "-o", "./rows.jsonl"), 2, "is the file that is read"),
        (("rows.jsonl", "-o", "link.jsonl"), 2, "is the file that is read"),
        (("empty.jsonl", "-o", "x.jsonl"), 6, "empty.jsonl: holds no rows"),
        (("-", "-o", "x.jsonl"), 6, "holds no rows"),
        (("-", "-o", "x.csv"), 2, "cannot be written as CSV"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    run: Run, tmp_path: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "latin.txt").write_bytes(b"\xe9t\xe9")
    (tmp_path / "rows.jsonl").write_text(lines({"question_id": "rms-formula", "answer": "x"}))
    (tmp_path / "rows.jsonl.parquet").write_text(lines({"question_id": "rms-formula", "answer": "x"}))
    (tmp_path / "empty.jsonl").write_text("\n  \n")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "link.jsonl").symlink_to("rows.jsonl")
    done = run("grade", *args)
    assert done.returncode == code, done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr and not done.stdout
    assert not (tmp_path / "x.jsonl").exists() and (tmp_path / "rows.jsonl").stat().st_size > 5


# ------------------------------------------------------------------ files of rows


def test_rows_are_graded_by_the_bank_or_by_their_own_reference_in_order(run: Run, tmp_path: Path) -> None:
    rows = [
        {"n": 1, "question_id": "rms-formula", "answer": RIGHT, "score": 2.0},
        {"question_id": "seed:2.18.2", "answer": RIGHT, **FREE},
        {"question_id": "mine", "answer": "because of a gap", **FREE},
        {"answer": "", **FREE},
    ]
    (tmp_path / "in.jsonl").write_text("\ufeff" + lines(*rows), encoding="utf-8")
    done = run("grade", "in.jsonl", "--output", "out.jsonl")
    assert done.returncode == 0 and not done.stdout, done.stderr
    found = rows_of((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert list(found[0])[:4] == ["n", "question_id", "answer", "input_score"]
    assert found[0]["input_score"] == 2.0 and found[0]["score"] == found[1]["score"] > 50
    assert [v["point"] for v in found[1]["verdicts"]] == ["divides", "gain"]
    assert [v["point"] for v in found[2]["verdicts"]] != ["divides", "gain"] and found[2]["score"] > 0
    assert found[3]["score"] == 0.0 and found[3]["flags"] == ["empty"] and "reason" not in found[3]
    assert {"low", "high", "band", "engine"} <= set(found[0])
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["in.jsonl", "out.jsonl"]


def test_csv_comes_and_goes_with_the_same_grades_as_json_lines(run: Run, tmp_path: Path) -> None:
    answer = f'{RIGHT}\n再乘增益，"好"'
    rows = [
        {"question_id": "rms-formula", "answer": answer, "reference": "", "question": ""},
        {"question_id": "", "answer": "a gap", **FREE},
    ]
    (tmp_path / "in.jsonl").write_text(lines(*rows))
    listed = [rows[0], {**rows[1], "reference": json.dumps(FREE["reference"])}]
    with (tmp_path / "in.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(listed)
    texts = {}
    for source in ("in.jsonl", "in.csv"):
        for target in ("out.jsonl", "out.csv"):
            done = run("grade", source, "--output", target)
            assert done.returncode == 0, done.stderr
            texts[source, target] = (tmp_path / target).read_text(encoding="utf-8")
    scores = []
    for (_, target), text in texts.items():
        found = list(csv.DictReader(io.StringIO(text))) if target.endswith("csv") else rows_of(text)
        scores.append([float(row["score"]) for row in found])
        verdicts = found[0]["verdicts"]
        assert (json.loads(verdicts) if isinstance(verdicts, str) else verdicts)[0]["point"] == "divides"
        assert found[0]["answer"] == answer
    assert all(one == scores[0] for one in scores)
    assert texts["in.csv", "out.csv"] == texts["in.jsonl", "out.csv"]


BAD = lines({"question_id": "rms-formula", "answer": RIGHT, "n": 1}) + (
    '{"question_id": "rms-fromula", "answer": "x", "n": 2}\n\n'
    '{"question_id": "rms-formula", "answer": 3}\n'
    '{"answer": "x", "answer": "y"}\nnot json\n'
)


def test_every_bad_row_is_named_before_anything_is_graded(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(BAD)
    done = run("grade", "in.jsonl", "--output", "out.jsonl")
    assert done.returncode == 6 and not (tmp_path / "out.jsonl").exists()
    found = done.stderr.removeprefix("mock-interview: ").splitlines()
    assert [line.split(" ")[0] for line in found] == [f"in.jsonl:{n}:" for n in (2, 4, 5, 6)]
    assert "did you mean 'rms-formula'" in found[0] and "put it in quotes" in found[1]


@pytest.mark.parametrize("piped", [False, True])
def test_bad_rows_that_are_skipped_are_written_without_a_score(run: Run, tmp_path: Path, piped: bool) -> None:
    (tmp_path / "in.jsonl").write_text(BAD)
    source = "-" if piped else "in.jsonl"
    done = run("grade", source, "--output", "-", "--on-error", "skip", stdin=BAD)
    found = rows_of(done.stdout)
    assert [row["score"] is None for row in found] == [False, True, True, True, True]
    assert "did you mean" in found[1]["reason"] and found[1]["n"] == 2
    name = "<stdin>:" if piped else "in.jsonl:"
    assert sum(line.startswith(name) for line in done.stderr.splitlines()) == 4


def test_a_bad_row_from_a_pipe_stops_there_and_leaves_no_file(run: Run, tmp_path: Path) -> None:
    done = run("grade", "-", "--output", "out.jsonl", stdin=BAD)
    assert done.returncode == 6 and "<stdin>:2: no question 'rms-fromula'" in done.stderr
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_what_was_there_stays_when_the_rows_are_bad_and_a_device_is_never_replaced(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_text(BAD)
    (tmp_path / "out.jsonl").write_text("before")
    run("grade", "in.jsonl", "--output", "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text() == "before"
    if os.name == "posix":
        assert run("grade", "in.jsonl", "-o", "/dev/null", "--on-error", "skip").returncode == 0
        assert Path("/dev/null").is_char_device()


def test_rows_on_stdout_are_utf8_whatever_the_locale(run: Run) -> None:
    row = lines({"question_id": "rms-formula", "answer": "除以均方根\ud800", "note": "题\u2028"})
    done = run("grade", "-", "-o", "-", stdin=row, env=NO_UTF8)
    (found,) = rows_of(done.stdout)
    assert found["answer"] == "除以均方根\ud800" and found["note"] == "题\u2028"


def test_rows_come_out_while_others_are_still_awaited(run: Run, tmp_path: Path) -> None:
    """Nothing but the current row is held: the first is graded before the second is there."""
    command = [sys.executable, "-m", "mock_interview", "grade", "-", "-o", "out.jsonl"]
    child = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A background shell hands on an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert child.stdin is not None
    child.stdin.write(lines({"question_id": "rms-formula", "answer": RIGHT}).encode())
    child.stdin.flush()
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".out.jsonl-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(tmp_path.glob(".out.jsonl-*")) and not (tmp_path / "out.jsonl").exists()
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=60)
    assert child.returncode in (130, -signal.SIGINT)  # a shell shows both as 130
    assert not list(tmp_path.glob("*out.jsonl*"))


def test_a_long_answer_is_graded_by_its_beginning_and_kept_whole(run: Run) -> None:
    answer = RIGHT + " More words follow here." * 8000
    (found,) = rows_of(
        run("grade", "-", "-o", "-", stdin=lines({"question_id": "rms-formula", "answer": answer})).stdout
    )
    assert found["answer"] == answer and "truncated" in found["flags"] and found["score"] is not None
