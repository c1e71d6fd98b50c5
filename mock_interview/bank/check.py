"""Everything that can be wrong with a bank, gathered in one report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview.bank.lint import Finding, lint
from mock_interview.bank.load import read_bank
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
    questions = reading.bank.questions
    findings = lint(reading.bank)
    sections = {question.section: reading.places[question.id][0] for question in reversed(questions)}
    if look is not None and not reading.problems:
        findings += look(reading.bank)
    places = _Places(folder=folder, questions=reading.places, sections=sections)
    problems = (*reading.problems, *(_placed(finding, places) for finding in findings))
    return BankReport(folder=folder, questions=len(questions), problems=problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where questions stand, and the file that each section begins in."""

    folder: Path
    questions: Mapping[str, tuple[Path, int]]
    sections: Mapping[str, Path]


def _placed(finding: Finding, places: _Places) -> Problem:
    """A finding as a problem of the file that its question stands in."""
    path, line = places.questions.get(finding.question, (places.folder, 0))
    if not finding.question:
        path = places.sections.get(finding.where, path)
    where = "/".join(part for part in (finding.question, finding.where) if part)
    return Problem(
        path=path,
        line=line,
        where=where,
        message=finding.message,
        severity=finding.severity,
        code=finding.code,
    )
