"""Everything that can be wrong with a bank, gathered in one report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview.bank.load import read_bank
from mock_interview.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReport:
    """What a check found; ``questions`` counts what could be read."""

    folder: Path
    questions: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many findings make the bank unusable."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def one_line(self) -> str:
        """The result in a line."""
        warnings = len(self.problems) - self.errors
        return f"{self.folder}: {self.questions} questions, {self.errors} errors, {warnings} warnings"

    def as_plain(self) -> dict[str, Any]:
        """The documented JSON shape."""
        return {
            "shape": 1,
            "folder": str(self.folder),
            "questions": self.questions,
            "errors": self.errors,
            "problems": [
                {
                    "file": str(problem.path),
                    "line": problem.line,
                    "where": problem.where,
                    "severity": problem.severity,
                    "code": problem.code,
                    "message": problem.message,
                }
                for problem in self.problems
            ],
        }


def check_bank(folder: Path) -> BankReport:
    """Read ``folder`` and report on it."""
    bank, problems = read_bank(folder)
    return BankReport(folder=folder, questions=len(bank.questions), problems=tuple(problems))
