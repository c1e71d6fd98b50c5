"""A folder of bank files to one `Bank`: finds the files, checks what only shows across files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mock_interview.bank.schema import read_file
from mock_interview.errors import FileProblems, Problem
from mock_interview.fields import Report
from mock_interview.model import Bank, Question, Topic
from mock_interview.yaml_file import parse_bytes, read


def bank_files(folder: Path) -> list[Path]:
    """The YAML files of a bank folder, in name order; hidden ones are an editor's or a system's.

    Raises ``OSError``.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What could be read of a folder, what was wrong with it, and where each question id stands."""

    bank: Bank
    problems: tuple[Problem, ...]
    places: Mapping[str, tuple[Path, int]]


def load_bank(folder: Path) -> Bank:
    """Read every file of ``folder``. Raises `FileProblems` with everything that is wrong."""
    reading = read_bank(folder)
    if reading.problems:
        raise FileProblems(
            reading.problems, "Mend the lines above; 'mock-interview bank check' tells when all is well."
        )
    return reading.bank


def read_bank(folder: Path) -> Reading:
    """What could be read of ``folder``, and what was wrong with it."""
    try:
        files, what = bank_files(folder), "has no .yaml files"
    except (FileNotFoundError, NotADirectoryError):
        files, what = [], "is not a folder"
    except OSError as error:
        files, what = [], f"cannot be read: {error.strerror or error}"
    if not files:
        nothing = Problem(path=folder, line=0, message=f"{what}; name a folder of questions with --bank")
        return Reading(bank=Bank(questions=(), topics=(), digest=""), problems=(nothing,), places={})
    return _read((path, None) for path in files)


def read_texts(files: Iterable[tuple[Path, str]]) -> Reading:
    """Like `read_bank`, for texts that may not be on disk; their paths only name them."""
    return _read(files)


def _read(files: Iterable[tuple[Path, str | None]]) -> Reading:
    digest = hashlib.sha256()
    topics: list[tuple[Topic, Path]] = []
    questions: list[tuple[Question, Path, int]] = []
    problems: list[Problem] = []
    for path, text in files:
        report = Report(path)
        raw = read(path, report) if text is None else text.encode()
        root = None if raw is None else parse_bytes(raw, path, report)
        if raw is not None and root is not None:
            found_topics, found = read_file(root, report)
            topics += [(topic, path) for topic in found_topics]
            questions += [(question, path, line) for question, line in found]
            digest.update(raw)
        problems += sorted(report.problems, key=lambda problem: problem.line)
    problems += [*_duplicates(questions), *_disagreements(topics)]
    bank = Bank(
        questions=tuple(question for question, _, _ in questions),
        topics=tuple({topic.path: topic for topic, _ in topics}.values()),
        digest=digest.hexdigest()[:16],
    )
    places = {question.id: (path, line) for question, path, line in questions}
    return Reading(bank=bank, problems=tuple(problems), places=places)


def _duplicates(questions: Iterable[tuple[Question, Path, int]]) -> list[Problem]:
    problems = []
    first: dict[tuple[str, str], tuple[Path, int]] = {}
    for question, path, line in questions:
        for what, value in (("id", question.id), ("seed", question.seed)):
            if not value:
                continue
            if (what, value) in first:
                other, other_line = first[what, value]
                message = f"the {what} '{value}' is already used at {other.name}:{other_line}"
                problems.append(Problem(path=path, line=line, where=question.id, message=message))
            else:
                first[what, value] = (path, line)
    return problems


def _disagreements(topics: Iterable[tuple[Topic, Path]]) -> list[Problem]:
    """Topics that two files describe in different words; only one of them could be shown."""
    problems = []
    first: dict[str, tuple[Topic, Path]] = {}
    for topic, path in topics:
        other, place = first.setdefault(topic.path, (topic, path))
        if other != topic:
            message = f"the topic '{topic.path}' has another title or outline number in {place.name}"
            problems.append(Problem(path=path, line=0, where="section", message=message))
    return problems
