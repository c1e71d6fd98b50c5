from __future__ import annotations

import json
from pathlib import Path

from mock_interview.bank.check import BankReport, check_bank
from mock_interview.errors import Problem
from tests.bank.conftest import changed
from tests.samples import write_bank


def test_a_bank_of_the_right_form_has_no_finding_about_its_form(tmp_path: Path) -> None:
    report = check_bank(write_bank(tmp_path))
    assert report.questions == 2 and report.one_line.startswith(f"{tmp_path}: 2 questions, ")
    assert not [problem for problem in report.problems if problem.code == "schema"]


def test_every_finding_is_in_the_report_with_file_line_and_place(tmp_path: Path) -> None:
    report = check_bank(write_bank(tmp_path, changed("level: 2", "level: 9")))
    plain = json.loads(json.dumps(report.as_plain()))
    assert plain["errors"] == report.errors == sum(row["severity"] == "error" for row in plain["problems"])
    assert len(plain["problems"]) == len(report.problems)
    (error,) = [row for row in plain["problems"] if row["code"] == "schema"]
    assert error == {
        "file": str(tmp_path / "norm.yaml"),
        "line": 11,
        "where": "rms-formula",
        "severity": "error",
        "code": "schema",
        "message": "'level' must be a whole number from 1 to 5",
    }


def test_warnings_are_counted_apart_from_errors() -> None:
    def problem(severity: str) -> Problem:
        return Problem(path=Path("a"), line=1, message="x", severity=severity)

    problems = (problem("warning"), problem("error"), problem("warning"))
    report = BankReport(folder=Path("bank"), questions=3, problems=problems)
    assert report.errors == 1 and report.one_line == "bank: 3 questions, 1 errors, 2 warnings"


def test_a_folder_without_a_bank_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    assert check_bank(tmp_path / "gone").errors == 1
