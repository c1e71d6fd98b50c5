"""Everything that can be wrong with a bank, gathered in one report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview.bank.lint import Finding, lint
from mock_interview.bank.load import Reading, read_bank
from mock_interview.errors import Problem
from mock_interview.model import Bank

LookWithModels = Callable[[Bank], list[Finding]]


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


def check_bank(folder: Path, look: LookWithModels | None = None) -> BankReport:
    """Read ``folder`` and report on its form and content.

    ``look`` adds what only a model can see; it is not asked while the form is broken.
    """
    reading = read_bank(folder)
    findings = lint(reading.bank)
    if look is not None and not reading.problems:
        findings += look(reading.bank)
    problems = (*reading.problems, *(_placed(finding, reading, folder) for finding in findings))
    return BankReport(folder=folder, questions=len(reading.bank.questions), problems=problems)


def _placed(finding: Finding, reading: Reading, folder: Path) -> Problem:
    """A finding as a problem of the file that its question stands in."""
    in_section = [q.id for q in reading.bank.questions if finding.where == q.section]
    path, line = reading.places.get(finding.question, (folder, 0))
    if not finding.question and in_section:
        path = reading.places[in_section[0]][0]
    where = "/".join(part for part in (finding.question, finding.where) if part)
    return Problem(
        path=path,
        line=line,
        where=where,
        message=finding.message,
        severity=finding.severity,
        code=finding.code,
    )
