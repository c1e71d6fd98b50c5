"""A bank as one zip file to share, and one from somebody else, taken as hostile.

Only names of YAML files are taken from an archive, and nothing is unpacked to disk by its name.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mock_interview.archive import copy_bounded, open_archive
from mock_interview.atomic import write_bytes_atomic
from mock_interview.bank.load import bank_files, load_bank, read_texts
from mock_interview.bank.splice import Spliced
from mock_interview.bank.store import BankFolder
from mock_interview.errors import FileProblems, SourceError, UsageError, WriteError
from mock_interview.model import Question

MOST_FILES = 500
MOST_BYTES = 16 * 2**20  # of one file, unpacked
MOST_TOGETHER = 64 * 2**20
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the same bank always gives the same bytes


def pack(folder: Path, out: Path, topics: Sequence[str]) -> int:
    """Write the files of a bank, or of the sections that ``topics`` lie in, to a zip; returns its questions.

    Raises `FileProblems` for a bank that cannot be used, `WriteError`.
    """
    bank = load_bank(folder)
    sections = {topic.split("/")[0] for topic in topics}
    files = [path for path in bank_files(folder) if not sections or _section(path) in sections]
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    try:
        write_bytes_atomic(out, raw.getvalue())
    except OSError as error:
        raise WriteError(f"{out}: cannot be written: {error.strerror or error}") from None
    return sum(not sections or question.section in sections for question in bank.questions)


def _section(path: Path) -> str:
    topics = read_texts([(path, path.read_bytes().decode("utf-8-sig"))]).bank.topics
    return topics[0].path if topics else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a pack brought: ``new`` questions, those that were there already, and those that differ."""

    new: tuple[Question, ...]
    same: tuple[Question, ...]
    differing: tuple[Question, ...]


def add_pack(archive: Path, folder: BankFolder) -> Added:
    """Put the questions of a pack into ``folder`` (not yet on disk); what is there already stays as it is.

    Raises `SourceError` for an archive that cannot be used, `FileProblems` for files that are no bank.
    """
    texts = read_pack(archive)
    reading = read_texts((archive / name, text) for name, text in texts)
    if reading.problems:
        raise FileProblems(reading.problems, "Nothing was added.")
    there = {question.id: question for question in folder.bank.questions}
    seeds = {question.seed for question in folder.bank.questions}
    new = [question for question in reading.bank.questions if question.id not in there]
    old = [question for question in reading.bank.questions if question.id in there]
    for name, text in texts:
        own = [q for q in reading.bank.questions if reading.places[q.id][0] == archive / name]
        if not own or any(question.id not in there for question in own):
            folder.add_file(name, _trimmed(text, own, set(there), seeds))
    return Added(
        new=tuple(new),
        same=tuple(question for question in old if there[question.id] == question),
        differing=tuple(question for question in old if there[question.id] != question),
    )


def _trimmed(text: str, questions: Sequence[Question], there: set[str], seeds: set[str]) -> str:
    """A file without the questions that are there, and without outline numbers that are taken."""
    spliced = Spliced(text.replace("\r\n", "\n"))
    for question in questions:
        if question.id in there:
            spliced.remove_question(question.id)
        elif question.seed and question.seed in seeds:
            spliced.set_fields(question.id, {"seed": None})
    return spliced.text


def read_pack(archive: Path) -> list[tuple[str, str]]:
    """The names and texts of the YAML files in a pack. Raises `SourceError`."""
    found: dict[str, str] = {}
    together = 0
    with open_archive(archive, most_entries=MOST_FILES) as opened:
        for entry in opened.infolist():
            name = _plain_name(entry, archive)
            if not name:
                continue
            if name in found:
                raise SourceError(f"{archive}: has two files called {name}")
            raw = io.BytesIO()
            with opened.open(entry) as packed:
                copy_bounded(packed, raw, archive, most=MOST_BYTES)
            together += raw.tell()
            if together > MOST_TOGETHER:
                raise SourceError(f"{archive}: unpacks to more than {MOST_TOGETHER // 2**20} MB")
            try:
                found[name] = raw.getvalue().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise SourceError(f"{archive}: {name} is not UTF-8") from None
    if not found:
        raise SourceError(
            f"{archive}: has no question files (.yaml) in it; 'mock-interview bank pack' makes such packs"
        )
    return sorted(found.items())


def _plain_name(entry: zipfile.ZipInfo, archive: Path) -> str:
    """The name of an entry that is a bank file, empty for any other; refuses ways out of the folder."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if (
        entry.filename.startswith(("/", "\\"))
        or ".." in path.parts
        or ":" in entry.filename
        or "\0" in entry.filename
    ):
        raise SourceError(f"{archive}: has the entry '{entry.filename}', which leads out of its folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise SourceError(f"{archive}: has the entry '{entry.filename}', which is a link")
    is_bank = path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".")
    if entry.is_dir() or not is_bank or "__MACOSX" in path.parts:
        return ""
    if len(path.parts) > 2:
        raise SourceError(
            f"{archive}: has the entry '{entry.filename}' in a folder of a folder; a pack is flat"
        )
    if entry.file_size > MOST_BYTES:
        raise SourceError(f"{archive}: {path.name} unpacks to more than {MOST_BYTES // 2**20} MB")
    return path.name


def default_out(folder: Path) -> Path:
    """Where a pack goes when nobody says. Raises `UsageError` for a folder without a name."""
    if not folder.name:
        raise UsageError(f"{folder}: name the pack with --out FILE.zip")
    return Path(f"{folder.name}.zip")
