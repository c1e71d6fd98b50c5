"""The one error tree and the exit codes. Nothing here prints.

Every error a person can cause or meet is a ``MockInterviewError``; the door turns it into one
message and its ``exit_code``. Anything outside the tree is a bug and keeps its traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from mock_interview.clean_text import one_line


class ExitCode(IntEnum):
    """Exit codes of every command, documented in the README."""

    OK = 0
    FINDINGS = 1  # a check ran and found something wrong
    USAGE = 2  # the command line or the config file is wrong
    BAD_BANK = 3  # question bank or rubric cannot be used as it is
    BAD_TRANSCRIPT = 4  # transcript missing, unreadable, ambiguous, or too new
    CANNOT_WRITE = 5  # a file could not be written
    BAD_ANSWERS = 6  # the file of answers cannot be used as it is
    ENCODER = 7  # the sentence encoder cannot be loaded
    JUDGE = 8  # the language model server cannot be used
    BAD_SOURCE = 9  # a file to import or to add cannot be used
    INTERRUPTED = 130  # stopped by the candidate; everything is saved


class MockInterviewError(Exception):
    """Base of the tree. ``str(error)`` is the whole message, remedy included."""

    exit_code = ExitCode.FINDINGS


class UsageError(MockInterviewError):
    """An option or argument has a value that cannot be used."""

    exit_code = ExitCode.USAGE


class AnswersError(MockInterviewError):
    """The file of prepared answers is missing, malformed, or does not fit the session."""

    exit_code = ExitCode.BAD_ANSWERS


class SourceError(MockInterviewError):
    """A file to import, or a pack to add, is missing, damaged, too large, or no notes at all."""

    exit_code = ExitCode.BAD_SOURCE


class TranscriptError(MockInterviewError):
    """A transcript is missing, ambiguous, unreadable, or of a newer version."""

    exit_code = ExitCode.BAD_TRANSCRIPT


class WriteError(MockInterviewError):
    """A file could not be written; the message says which, why, and what is still safe."""

    exit_code = ExitCode.CANNOT_WRITE


class EncoderError(MockInterviewError):
    """A sentence encoder is unknown, damaged, or not installed."""

    exit_code = ExitCode.ENCODER


class LlmError(MockInterviewError):
    """The language model server cannot be reached, refuses, or is not set up."""

    exit_code = ExitCode.JUDGE


class BudgetSpent(LlmError):
    """No more calls may be made: the limit on calls or cost is reached."""


class Interrupted(MockInterviewError):
    """The candidate stopped the session; everything up to now is on disk."""

    exit_code = ExitCode.INTERRUPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding in a file: where, what, and what to do.

    ``line`` is 1-based, 0 when the finding is about the whole file. ``where`` names the
    question, rubric or field. ``severity`` is ``"error"`` or ``"warning"``. Its text is one line,
    safe to print.
    """

    path: Path
    line: int
    message: str
    where: str = ""
    severity: str = "error"
    code: str = "schema"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        subject = f" [{self.where}]" if self.where else ""
        return one_line(f"{place}:{subject} {self.message}")


class FileProblems(MockInterviewError):
    """Everything wrong with a set of files, gathered in one run."""

    exit_code = ExitCode.BAD_BANK

    def __init__(self, problems: tuple[Problem, ...], remedy: str = "") -> None:
        self.problems = problems
        self.remedy = remedy
        lines = [str(problem) for problem in problems]
        super().__init__("\n".join([*lines, remedy] if remedy else lines))


class SettingsError(FileProblems):
    """The config file, a variable or an option sets something that cannot be."""

    exit_code = ExitCode.USAGE
