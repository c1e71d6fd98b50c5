"""Files of rows: in processes, on a cluster, from a pipe, through a kill; always the same grades."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from mock_interview.answer_rows import AnswerRow, Done
from mock_interview.cli.local_engine import AHEAD, FEW, default_jobs, local_engine
from mock_interview.cli.ray_engine import ray_engine
from mock_interview.cli.row_grading import CHUNK, RowGrader, at_hand
from mock_interview.cli.wiring import make_grader, open_rubric
from mock_interview.grading.draft import drafted
from mock_interview.model import Answer, Bank, Grade, Rubric
from mock_interview.row_file import Row
from tests.cli.conftest import Run
from tests.grading.samples import BANK, QUESTION

WORDS = (
    "It divides by the root mean square",
    "先除以均方根",
    "no mean is taken away",
    "it is a popular layer",
)
FREE = {"question": "Why is the bulb off?", "reference": ["There is a gap.", "The circuit is open."]}


def answer(number: int) -> str:
    return f"{WORDS[number % 4]}, as in number {number}. {' '.join(WORDS[: number % 3])}"


def row(number: int) -> dict[str, object]:
    if number % 5 == 4:
        return {"n": number, "answer": answer(number), **FREE}
    return {"n": number, "question_id": "rms-formula", "answer": answer(number)}


def lines(numbers: Iterable[int]) -> str:
    return "".join(json.dumps(row(number)) + "\n" for number in numbers)


# ------------------------------------------------------------------ engines


def asked(number: int) -> AnswerRow:
    text = answer(number)
    if number % 5 == 4:
        return AnswerRow(
            answer=text, lang="en", group="g", question="Why?", references=("a gap", "It is open")
        )
    return AnswerRow(answer=text, lang="en", group="g", known=QUESTION.id)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return open_rubric(Path(__file__).parents[2] / "rubrics", "default")


@pytest.fixture
def alone(rubric: Rubric) -> dict[int, Grade]:
    """Grades one at a time, by the grader that a session has."""
    grader = make_grader(BANK, "bundled")

    def grade(number: int) -> Grade:
        one = asked(number)
        text = Answer(parts=(one.answer,))
        if one.known:
            return grader.grade(QUESTION, text, rubric, lang="en")
        assert drafted(one.question, one.references)
        return grader.grade_free(one.question, one.references, text, rubric, lang="en")

    return {number: grade(number) for number in range(12)}


def same(found: Grade, other: Grade) -> bool:
    """All but the signals, which a file of rows does not tell."""
    points = [(p.point, p.verdict, p.credit, p.quote) for p in other.points]
    return (
        (found.score, found.low, found.high, found.similarity)
        == (other.score, other.low, other.high, other.similarity)
        and [(p.point, p.verdict, p.credit, p.quote) for p in found.points] == points
        and found.engine == other.engine
    )


def test_processes_give_the_grades_of_one_answer_at_a_time_in_order(
    rubric: Rubric, alone: dict[int, Grade]
) -> None:
    chunks = [[asked(n) for n in numbers] for numbers in ([0, 1, 2], [3], [4, 5, 6, 7], [8, 9, 10, 11])]
    here = list(local_engine(RowGrader(BANK, "bundled", rubric), jobs=1, expected=None)(chunks))
    many = list(local_engine(RowGrader(BANK, "bundled", rubric), jobs=2, expected=FEW + 1)(chunks))
    assert [len(grades) for grades in many] == [3, 1, 4, 4]
    assert many == here
    assert all(same(grade, alone[n]) for n, grade in enumerate(g for grades in many for g in grades))


def test_an_empty_list_brings_what_is_under_way(rubric: Rubric) -> None:
    seen: list[str] = []

    def chunks() -> Iterator[list[AnswerRow]]:
        for number in range(2):
            seen.append(f"sent {number}")
            yield [asked(number)]
        seen.append("nothing at hand")
        yield []
        seen.append("end")

    engine = local_engine(RowGrader(BANK, "bundled", rubric), jobs=2, expected=FEW + 1)
    for grades in engine(chunks()):
        seen.append(f"got {len(grades)}")
    assert seen == ["sent 0", "sent 1", "nothing at hand", "got 1", "got 1", "got 0", "end"]


def test_few_rows_start_no_process(rubric: Rubric) -> None:
    grader = RowGrader(BANK, "bundled", rubric)
    called: list[int] = []

    def grade_all(asked: Sequence[AnswerRow]) -> list[Grade]:
        called.append(os.getpid())
        return []

    grader.grade_all = grade_all  # type: ignore[method-assign]
    list(local_engine(grader, jobs=8, expected=FEW)([[asked(1)]]))
    list(local_engine(grader, jobs=8, expected=None)([[asked(1)], []]))
    assert called == [os.getpid()] * 3


def test_other_encoders_take_all_processors_in_one_process() -> None:
    assert default_jobs("sentence-transformers:x") == 1 <= default_jobs("bundled")


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="the extra 'ray' is not installed")
def test_a_cluster_of_two_workers_gives_the_same_to_the_last_bit(
    rubric: Rubric, alone: dict[int, Grade], monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_BACKEND_LOG_LEVEL", "fatal")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    chunks = [[asked(n) for n in numbers] for numbers in ([0, 1, 2], [3, 4, 5, 6], [], [7, 8], [9, 10, 11])]
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(2):
            cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False)
        engine = ray_engine(RowGrader(BANK, "bundled", rubric), jobs=None)
        found = list(engine(chunks))
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert [len(grades) for grades in found] == [3, 4, 0, 2, 3]
    grades = [grade for several in found for grade in several]
    assert all(same(grade, alone[n]) for n, grade in enumerate(grades))
    here = local_engine(RowGrader(BANK, "bundled", rubric), jobs=1, expected=None)
    assert found == list(here(chunks))


def test_without_ray_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, rubric: Rubric) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Exception, match=r"pip install 'mock-interview\[ray\]'"):
        ray_engine(RowGrader(Bank(questions=(), topics=(), digest=""), "bundled", rubric), jobs=1)


# ------------------------------------------------------------------ as they come


def done(number: int) -> Done:
    return Done(row=Row(line=number))


def test_rows_come_in_lists_of_what_is_at_hand_and_an_empty_one_before_waiting() -> None:
    go_on = iter([0.0, 0.0, 0.4, 0.0])

    def rows() -> Iterator[Done]:
        for number in range(4):
            time.sleep(next(go_on))
            yield done(number)

    found = [[one.row.line for one in chunk] for chunk in at_hand(rows(), 3)]
    assert [line for chunk in found for line in chunk] == [0, 1, 2, 3]
    pause = found.index([], next(i for i, chunk in enumerate(found) if 1 in chunk))
    assert 2 in [line for chunk in found[pause:] for line in chunk]
    assert all(len(chunk) <= 3 for chunk in found)


def test_what_goes_wrong_in_reading_comes_after_the_rows_before_it() -> None:
    def rows() -> Iterator[Done]:
        yield done(1)
        raise OSError("gone")

    found = []
    with pytest.raises(OSError, match="gone"):
        found += [one.row.line for chunk in at_hand(rows(), 8) for one in chunk if not found.append(0)]  # type: ignore[func-returns-value]
    assert found


def test_a_row_from_a_pipe_is_graded_before_the_next_is_there(run: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mock_interview", "grade", "-", "-o", "-"]
    child = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None and child.stdout is not None
    for number in range(2):
        child.stdin.write(lines([number]).encode())
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["n"] == number
    child.stdin.close()
    assert child.wait(timeout=60) == 0


def test_rows_before_a_bad_one_from_a_pipe_come_out(run: Run) -> None:
    done = run("grade", "-", "-o", "-", stdin=lines([0, 1]) + '{"answer": 3}\n' + lines([2]))
    assert done.returncode == 6 and "<stdin>:3:" in done.stderr
    assert [json.loads(line)["n"] for line in done.stdout.splitlines()] == [0, 1]


# ------------------------------------------------------------------ killed


def children_of(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet"])
def test_after_a_kill_the_rest_is_graded_and_the_file_is_the_same_byte_for_byte(
    run: Run, tmp_path: Path, name: str
) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    # More chunks than can wait behind a slow first one, so that some are left when it is written down.
    rows = (2 * (1 + AHEAD) + 4) * CHUNK
    (tmp_path / "in.jsonl").write_text(lines(range(rows)))
    command = [sys.executable, "-m", "mock_interview", "grade", "in.jsonl", "-o", name, "--jobs", "2"]
    child = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)
    journal = tmp_path / f"{name}.part.journal"
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline and not (journal.exists() and '"rows": 32' in journal.read_text()):
        time.sleep(0.01)
    workers = children_of(child.pid)
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=60)
    assert not (tmp_path / name).exists()
    assert run("grade", "in.jsonl", "-o", name).returncode == 2  # nothing is thrown away unasked
    kept = journal.read_text().count('"rows": ') - 1
    resumed = run("grade", "in.jsonl", "-o", name, "--resume", "--jobs", "1")
    assert resumed.returncode == 0, resumed.stderr
    assert kept >= 1 and f"with a score: {rows} · without: 0" in resumed.stderr
    whole = run("grade", "in.jsonl", "-o", f"whole-{name}", "--jobs", "1")
    assert whole.returncode == 0
    assert (tmp_path / name).read_bytes() == (tmp_path / f"whole-{name}").read_bytes()
    assert not list(tmp_path.glob("*.part*"))
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers and not any(map(is_running, workers))  # they end with the one that started them


def test_ctrl_c_keeps_what_is_graded_and_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines(range(3 * CHUNK)))
    command = [sys.executable, "-m", "mock_interview", "grade", "in.jsonl", "-o", "out.jsonl", "--jobs", "1"]
    child = subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    journal = tmp_path / "out.jsonl.part.journal"
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline and not (journal.exists() and '"rows": 32' in journal.read_text()):
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode in (130, -signal.SIGINT)
    assert b"32 rows are graded and kept in out.jsonl.part" in told or b"64 rows are graded" in told
    assert b"--resume" in told and b"Traceback" not in told


def test_resuming_with_other_rows_is_refused_and_the_kept_ones_stay(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines(range(3)))
    (tmp_path / "out.jsonl.part").write_text("{}\n")
    about = {"format": 1, "about": {"rows": "other"}}
    mark = {"rows": 1, "size": 3, "scored": 1, "engine": ""}
    log = tmp_path / "out.jsonl.part.journal"
    log.write_text(json.dumps(about) + "\n" + json.dumps(mark) + "\n")
    done = run("grade", "in.jsonl", "-o", "out.jsonl", "--resume")
    assert done.returncode == 2 and "with other rows, version, question bank" in done.stderr
    assert (tmp_path / "out.jsonl.part").read_text() == "{}\n"


# ------------------------------------------------------------------ Parquet


def test_parquet_comes_and_goes_with_the_same_grades(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [row(number) for number in range(6)]
    (tmp_path / "in.jsonl").write_text(lines(range(6)))
    pq.write_table(
        pa.Table.from_pylist([{**dict.fromkeys(FREE), **one} for one in rows]), tmp_path / "in.parquet"
    )
    for source, target in (("in.jsonl", "a.jsonl"), ("in.parquet", "b.jsonl"), ("in.parquet", "c.parquet")):
        done = run("grade", source, "-o", target)
        assert done.returncode == 0, done.stderr
    plain = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    again = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]
    typed = pq.read_table(tmp_path / "c.parquet").to_pylist()
    for one, other, third in zip(plain, again, typed, strict=True):
        for name in ("n", "score", "low", "high", "verdicts", "flags", "engine"):
            assert one[name] == other[name] == third[name]
