"""Files to read, one at a time, by what kind they are; their sizes are bounded before they are read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mock_interview.errors import SourceError
from mock_interview.fields import nearest
from mock_interview.importing.anki import read_apkg
from mock_interview.importing.decode import decode
from mock_interview.importing.document import read_document
from mock_interview.importing.found import Reading
from mock_interview.importing.rows import (
    is_anki_text,
    read_anki_text,
    read_csv,
    read_json,
    read_jsonl,
)

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rmd", ".qmd")
TEXT = (".txt", ".text", "")
ROWS = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json")
DECKS = (".apkg", ".colpkg")
KNOWN = (*MARKDOWN, *TEXT, *ROWS, *DECKS)
MOST_BYTES = 16 * 2**20  # of a text file: three times the largest notes that were met
MOST_DECK_BYTES = 512 * 2**20  # of a packed deck, most of which are pictures and sounds
MOST_FILES = 2_000  # in the folders that were named


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How files are read: ``mapping`` of columns, and an ``encoding`` where it is known."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


def source_files(paths: Iterable[Path]) -> dict[Path, str]:
    """The files that ``paths`` name, each with the name under which its questions are remembered.

    Of a folder, the Markdown files in it and below, in order of name; links to folders are not
    followed. Raises `SourceError` for a folder without any, or with too many.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = path.name
            continue
        before = len(found)
        for file in _below(path):
            found[file] = file.relative_to(path.parent).as_posix()
            if len(found) > MOST_FILES:
                raise SourceError(f"{path}: has more than {MOST_FILES:,} files; import it in parts")
        if len(found) == before:
            raise SourceError(f"{path}: has no Markdown file in it; name the files")
    return found


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(files):
            if Path(name).suffix.lower() in MARKDOWN and not name.startswith("."):
                yield Path(root) / name


def read_source(path: Path, options: SourceOptions) -> Reading:
    """What is found in one file. Raises `SourceError` when it cannot be read at all."""
    kind = path.suffix.lower()
    if kind not in KNOWN:
        raise SourceError(
            f"{path}: files that end in '{kind}' are not read{nearest(kind, KNOWN)}; "
            "Markdown, text, CSV, TSV, JSON lines and Anki decks are"
        )
    if kind in DECKS:
        _bytes_of(path, MOST_DECK_BYTES, read=False)
        return _named(read_apkg(path), path)
    text = decode(_bytes_of(path, MOST_BYTES), path, options.encoding)
    if not text.strip():
        raise SourceError(f"{path}: is empty")
    if kind in (".jsonl", ".ndjson"):
        return _named(read_jsonl(text, path, options.mapping), path)
    if kind == ".json":
        return _named(read_json(text, path, options.mapping), path)
    if kind in ROWS:
        return _named(read_csv(text, path, options.mapping), path)
    if kind in TEXT and is_anki_text(text):
        return _named(read_anki_text(text, path, options.mapping), path)
    return read_document(text, title_of(path))


def _bytes_of(path: Path, most: int, *, read: bool = True) -> bytes:
    """The bytes of a file that is a file and not larger than ``most``."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SourceError(f"{path}: is not a file")
        if size > most:
            raise SourceError(f"{path}: has {size / 2**20:.0f} MB; at most {most // 2**20} MB are read")
        if not read:
            return b""
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from None


def _named(reading: Reading, path: Path) -> Reading:
    """A reading whose questions without a topic are under the name of their file."""
    name = title_of(path)
    questions = tuple(
        found if found.topics else replace(found, topics=(name,)) for found in reading.questions
    )
    return replace(reading, questions=questions)


def title_of(path: Path) -> str:
    """The name of a file as a title."""
    words = path.stem.replace("_", " ").replace("-", " ").split()
    return " ".join(words) or "notes"
