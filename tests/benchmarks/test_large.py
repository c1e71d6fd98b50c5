"""The large inputs of the benchmarks are what the commands take."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import files, large_bank
from mock_interview.bank.check import check_bank


def test_a_large_bank_is_a_bank_without_errors(tmp_path: Path) -> None:
    large_bank.write_bank(tmp_path / "bank", large_bank.FILE + 3)
    report = check_bank(tmp_path / "bank")
    assert (report.questions, report.errors) == (large_bank.FILE + 3, 0)
    assert len(list((tmp_path / "bank").iterdir())) == 2


def test_the_rows_of_a_file_are_in_both_languages_and_all_different(tmp_path: Path) -> None:
    files.write_rows(tmp_path / "rows.jsonl", 60)
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()]
    assert {row["lang"] for row in rows} == {"zh", "en"}
    assert len({row["answer"] for row in rows}) == 60
    assert all(row["points"] and row["sentences"] for row in rows)
