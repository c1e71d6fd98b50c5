"""A file of rows being graded, on a disk that fails, or that the program dies on, at every single step."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from mock_interview.answer_rows import AnswerRow
from mock_interview.cli.row_files import KEEP, Kept, open_file, row_output
from mock_interview.cli.row_grading import RowGrader, Way, graded
from mock_interview.errors import WriteError
from mock_interview.model import Grade
from mock_interview.rubric import load_rubrics
from tests.faults.acts import deaths, failures, run, steps_of
from tests.faults.disk import Killed, dies_at, harmless
from tests.grading.samples import BANK
from tests.samples import grade, write_bank

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to tell which file is synced")
ROWS = 2 * KEEP + 6
LINES = "".join(
    json.dumps({"question_id": "lora-idea", "answer": f"number {n} \u9898"}) + "\n" for n in range(ROWS)
)
RUBRIC = load_rubrics(Path(__file__).parents[2] / "rubrics")["strict"]
NAMES = ("out.jsonl", "out.csv", "out.parquet")


def grading(name: str, told: list[str], *, resume: bool = True) -> Callable[[Path], object]:
    """Grade the rows beside ``root`` to ``name`` in it; ``told`` collects the answers that were graded."""

    def engine(chunks: Iterable[Sequence[AnswerRow]]) -> Iterator[list[Grade]]:
        for chunk in chunks:
            told.extend(row.answer for row in chunk)
            yield [grade(float(len(row.answer) + int(row.answer.split()[1]))) for row in chunk]

    def act(root: Path) -> None:
        grader = RowGrader(BANK, "bundled", RUBRIC)
        source = open_file(root.parent / "in.jsonl", grader.check, on_error="stop")
        with row_output(root / name, source, Kept(about={"rubric": "x"}, resume=resume)) as out:
            way = Way(engine=engine, on_error="stop", start=out.rows)
            for done in graded(source, grader, way, check=grader.check):
                out.write(done)

    return act


def place(folder: Path) -> Path:
    """An empty folder to write in, with the rows beside it."""
    (folder / "disk").mkdir(parents=True)
    (folder / "in.jsonl").write_text(LINES, encoding="utf-8")
    return folder / "disk"


def kept_rows(root: Path, name: str) -> int:
    """The rows that the journal counts."""
    log = root / f"{name}.part.journal"
    marks = [json.loads(line) for line in log.read_bytes().split(b"\n")[:-1]] if log.exists() else []
    return max((mark.get("rows", 0) for mark in marks), default=0)


def check_resumed(root: Path, name: str, whole: bytes) -> None:
    """``--resume`` makes the file what it would have been, and grades nothing that was kept."""
    told: list[str] = []
    kept = kept_rows(root, name)
    _, error = run(root, harmless, grading(name, told))
    assert error is None
    assert (root / name).read_bytes() == whole
    assert len(told) == ROWS - kept and len(set(told)) == len(told)
    strays = [path.name for path in root.iterdir() if path.name != name and not path.name.startswith(".")]
    assert not strays, "the journal and the part are gone"


@pytest.fixture
def whole(tmp_path: Path, request: pytest.FixtureRequest) -> bytes:
    """The output of a run that nothing disturbs."""
    name = request.getfixturevalue("name")
    root = place(tmp_path / "whole")
    grading(name, [])(root)
    return (root / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("power", [False, True], ids=["killed", "power-cut"])
def test_dying_at_any_step_loses_no_row_and_grades_none_twice(
    tmp_path: Path, name: str, whole: bytes, power: bool
) -> None:
    total = steps_of(place(tmp_path / "dry"), grading(name, []))
    assert total > 15
    for number, (label, plan) in enumerate(deaths(total)):
        root = place(tmp_path / label)
        disk, error = run(root, plan, grading(name, []))
        assert isinstance(error, Killed)
        if power:
            disk.cut_power(random.Random(number))
        check_resumed(root, name, whole)


@pytest.mark.parametrize("name", NAMES)
def test_dying_at_any_step_of_resuming_loses_nothing_either(tmp_path: Path, name: str, whole: bytes) -> None:
    def half(folder: Path) -> Path:
        root = place(folder)
        run(root, dies_at(11), grading(name, []))
        return root

    assert kept_rows(half(tmp_path / "half"), name) == KEEP
    total = steps_of(half(tmp_path / "dry"), grading(name, []))
    for label, plan in deaths(total):
        root = half(tmp_path / label)
        _, error = run(root, plan, grading(name, []))
        assert isinstance(error, Killed)
        check_resumed(root, name, whole)


@pytest.mark.parametrize("name", NAMES)
def test_a_disk_that_fails_at_any_step_is_told_and_what_was_kept_is_gone_on_with(
    tmp_path: Path, name: str, whole: bytes
) -> None:
    total = steps_of(place(tmp_path / "dry"), grading(name, []))
    for label, plan in failures(total):
        root = place(tmp_path / label)
        _, error = run(root, plan, grading(name, []))
        assert error is None or isinstance(error, WriteError)
        assert error is not None or (root / name).read_bytes() == whole
        check_resumed(root, name, whole)


def test_without_resume_a_run_that_was_cut_off_is_never_written_over(tmp_path: Path) -> None:
    name = "out.jsonl"
    root = place(tmp_path)
    _, error = run(root, dies_at(11), grading(name, []))
    assert isinstance(error, Killed)
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    _, error = run(root, harmless, grading(name, [], resume=False))
    assert error is not None and "--resume" in str(error)
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before


# ---------------------------------------------------------------- real processes


def start(place: Path, *args: str) -> subprocess.Popen[str]:
    line = [
        sys.executable,
        "-m",
        "mock_interview",
        "grade",
        "in.jsonl",
        "-o",
        "out.jsonl",
        "--jobs",
        "1",
        *args,
    ]
    return subprocess.Popen(line, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def test_of_two_runs_on_one_output_the_second_is_refused_and_the_first_ends_as_ever(tmp_path: Path) -> None:
    write_bank(tmp_path / "question_bank")
    row = {"question_id": "rms-formula", "answer": "It divides by the root mean square. " * 12}
    rows = [json.dumps({"n": n, **row, "answer": f"{n} {row['answer']}"}) for n in range(300)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    first = start(tmp_path, "--resume")
    until = time.monotonic() + 60
    while kept_rows(tmp_path, "out.jsonl") < 1 and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        for args in (("--resume",), ()):
            second = start(tmp_path, *args)
            _, said = second.communicate(timeout=60)
            assert second.returncode == 5, said
            assert "out.jsonl: another mock-interview is writing this file" in said
    finally:
        os.kill(first.pid, signal.SIGCONT)
    _, said = first.communicate(timeout=120)
    assert first.returncode == 0, said
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["n"] for line in lines] == list(range(300))
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.jsonl"]


def test_two_runs_started_at_once_never_mix(tmp_path: Path) -> None:
    write_bank(tmp_path / "question_bank")
    rows = [json.dumps({"n": n, "question_id": "rms-formula", "answer": f"{n} roots"}) for n in range(100)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    both = [start(tmp_path, "--resume") for _ in range(2)]
    ends = sorted((one.communicate(timeout=120)[1], one.returncode) for one in both)
    assert {code for _, code in ends} <= {0, 5} and any(code == 0 for _, code in ends), ends
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["n"] for line in lines] == list(range(100))
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.jsonl"]
