"""The personal gold file when several appeals are given at the same moment."""

from __future__ import annotations

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from mock_interview.cli.review_appeal import put_row
from mock_interview.errors import WriteError
from mock_interview.locked_file import held

AT_ONCE, EACH = 4, 6


def row(writer: int, number: int) -> dict[str, object]:
    return {"session": f"s{writer}", "number": number, "point": "gain", "score": 1.0}


def put_rows(file: Path, writer: int) -> None:
    for number in range(1, EACH + 1):
        put_row(file, row(writer, number))


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def every_row_is_in(file: Path) -> None:
    found = Counter((found["session"], found["number"]) for found in rows(file))
    wanted = Counter((f"s{writer}", number) for writer in range(AT_ONCE) for number in range(1, EACH + 1))
    assert found == wanted


def test_threads_that_put_rows_at_once_lose_none(tmp_path: Path) -> None:
    file = tmp_path / "data" / "appeals.jsonl"
    begin = threading.Barrier(AT_ONCE)

    def write(writer: int) -> None:
        begin.wait()
        put_rows(file, writer)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(write, range(AT_ONCE)))
    every_row_is_in(file)


def test_processes_that_put_rows_at_once_lose_none(tmp_path: Path) -> None:
    file = tmp_path / "data" / "appeals.jsonl"
    processes = [get_context("spawn").Process(target=put_rows, args=(file, one)) for one in range(AT_ONCE)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * AT_ONCE
    every_row_is_in(file)


def test_a_row_waits_for_the_one_that_is_being_put(tmp_path: Path) -> None:
    file = tmp_path / "appeals.jsonl"
    with held(tmp_path / ".appeals.jsonl.lock", seconds=0):
        late = threading.Thread(target=put_row, args=(file, row(1, 1)))
        late.start()
        late.join(0.3)
        assert late.is_alive() and not file.exists()
        file.write_text(json.dumps(row(0, 1)) + "\n", encoding="utf-8")
    late.join(30)
    assert rows(file) == [row(0, 1), row(1, 1)]


def test_a_file_that_another_process_goes_on_holding_is_left_alone_and_named(tmp_path: Path) -> None:
    file = tmp_path / "appeals.jsonl"
    file.write_text("mine\n", encoding="utf-8")
    with (
        held(tmp_path / ".appeals.jsonl.lock", seconds=0),
        pytest.raises(WriteError, match=r"appeals\.jsonl: another mock-interview .* transcript has it"),
    ):
        put_row(file, row(1, 1), seconds=0)
    assert file.read_text(encoding="utf-8") == "mine\n"
    put_row(file, row(1, 1))
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2
