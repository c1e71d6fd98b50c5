"""Anki decks (.apkg) to questions: a zip with a database in it, both taken as hostile.

The only place that imports sqlite3 or backports.zstd. Nothing is unpacked under a name of the archive.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview.archive import copy_bounded, open_archive
from mock_interview.errors import SourceError
from mock_interview.importing.cells import card_text, cloze
from mock_interview.importing.found import Found, Reading, Skipped
from mock_interview.importing.tables import ANSWER, QUESTION, columns_of
from mock_interview.importing.wording import is_nothing, without_number, without_signs

# The newest first: a package of the newest kind also holds an old one that only says "please update".
_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
MOST_BYTES = 256 * 2**20  # of a database; decks of a hundred thousand notes are smaller
MOST_NOTES = 100_000
MOST_ENTRIES = 200_000  # of the archive, nearly all of them pictures and sounds
LONGEST_NOTE = 1_000_000  # characters
# Steps of the database's machine between two looks, and looks until a query is given up: some seconds.
_STEPS, _MOST_LOOKS = 100_000, 2_000
_FIELD_END = "\x1f"


@dataclass(frozen=True, slots=True)
class _Note:
    """One note: its kind, its fields, and the deck that its first card is in."""

    kind: int
    fields: tuple[str, ...]
    deck: int


def read_apkg(path: Path) -> Reading:
    """The notes of a deck as questions, decks as topics. Raises `SourceError`."""
    try:
        with tempfile.TemporaryDirectory(prefix="mock-interview-", ignore_cleanup_errors=True) as folder:
            database = Path(folder) / "collection"
            _unpack(path, database)
            with closing(_opened(database)) as deck:
                return _read(deck, path)
    except sqlite3.Error as error:
        raise SourceError(f"{path}: its database cannot be read: {error}") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be unpacked: {error.strerror or error}; set TMPDIR") from None


def _unpack(path: Path, target: Path) -> None:
    """Write the newest collection of the archive to ``target``."""
    zstd = _zstd()
    with open_archive(path, most_entries=MOST_ENTRIES) as archive:
        name = next((name for name in _COLLECTIONS if name in archive.namelist()), None)
        if name is None:
            raise SourceError(f"{path}: is not an Anki deck; export it as .apkg")
        with archive.open(name) as packed, target.open("wb") as out:
            try:
                unpacked: Any = zstd.ZstdFile(packed) if name.endswith("b") else packed
                copy_bounded(unpacked, out, path, most=MOST_BYTES)
            except zstd.ZstdError as error:
                raise SourceError(f"{path}: is damaged: {error}") from None


def _zstd() -> Any:
    """The library for what newer decks are packed with: Python's own from 3.14 on, else its backport."""
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd
    return zstd


def _opened(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        return looks > _MOST_LOOKS

    connection.set_progress_handler(look, _STEPS)
    connection.create_collation(
        "unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold())
    )
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _read(deck: sqlite3.Connection, path: Path) -> Reading:
    tables = {name for (name,) in deck.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"notes", "cards"} <= tables:
        raise SourceError(f"{path}: is not an Anki deck (its database has no notes)")
    kinds = _kinds(deck, tables)
    decks = _decks(deck, tables)
    found: list[Found] = []
    skipped: list[Skipped] = []
    for number, note in enumerate(_notes(deck), start=1):
        if number > MOST_NOTES:
            raise SourceError(f"{path}: has more than {MOST_NOTES:,} notes; split the deck")
        asked, told = _sides(note, kinds.get(note.kind, ()))
        title = without_number(without_signs(asked)) if "\n" not in asked else None
        question = title.text if title else asked
        if not any(map(str.isalnum, question)):
            skipped.append(Skipped(line=number, text=" ".join(note.fields)[:80], why="no_question"))
            continue
        found.append(
            Found(
                question=question, answer="" if is_nothing(told) else told, line=number,
                topics=decks.get(note.deck, ()), number=title.number if title else "",
            )
        )  # fmt: skip
    return Reading(questions=tuple(found), skipped=tuple(skipped))


def _notes(deck: sqlite3.Connection) -> Iterator[_Note]:
    query = """
        SELECT n.mid, substr(n.flds, 1, ?), (SELECT c.did FROM cards c WHERE c.nid = n.id LIMIT 1)
        FROM notes n ORDER BY n.id LIMIT ?
    """
    for kind, fields, did in deck.execute(query, (LONGEST_NOTE, MOST_NOTES + 1)):
        yield _Note(_number(kind), tuple(str(fields or "").split(_FIELD_END)), _number(did))


def _number(value: object) -> int:
    """A number of a deck; 0 for what is none, which a damaged or hostile one may hold anywhere."""
    try:
        return int(value)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError, OverflowError):
        return 0


def _kinds(deck: sqlite3.Connection, tables: set[str]) -> dict[int, tuple[str, ...]]:
    """The names of the fields of each kind of note."""
    if "fields" in tables:
        found: dict[int, list[str]] = {}
        for kind, name in deck.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord LIMIT 10000"):
            found.setdefault(_number(kind), []).append(str(name))
        return {kind: tuple(names) for kind, names in found.items()}
    models = _json(deck, "models")
    return {
        _number(key): _named(model.get("flds")) for key, model in models.items() if isinstance(model, dict)
    }


def _named(fields: Any) -> tuple[str, ...]:
    items = [item for item in fields if isinstance(item, dict)] if isinstance(fields, list) else []
    return tuple(
        str(item.get("name", "")) for item in sorted(items, key=lambda item: _number(item.get("ord")))
    )


def _decks(deck: sqlite3.Connection, tables: set[str]) -> dict[int, tuple[str, ...]]:
    """The names of each deck, outermost first; the one that everybody has is no topic."""
    if "decks" in tables:
        pairs = [
            (_number(key), str(name)) for key, name in deck.execute("SELECT id, name FROM decks LIMIT 10000")
        ]
    else:
        decks = _json(deck, "decks")
        pairs = [
            (_number(key), str(one.get("name", ""))) for key, one in decks.items() if isinstance(one, dict)
        ]
    return {key: _topics(name) for key, name in pairs}


def _topics(name: str) -> tuple[str, ...]:
    parts = [part.strip() for part in name.replace(_FIELD_END, "::").split("::")]
    return tuple(without_signs(part) for part in parts if part and part not in ("Default", "默认"))


def _json(deck: sqlite3.Connection, column: str) -> dict[str, Any]:
    """One of the JSON columns of old decks, keyed by numbers as text."""
    row = deck.execute(f"SELECT {column} FROM col LIMIT 1").fetchone()
    try:
        value = json.loads(row[0]) if row and row[0] else {}
    except (ValueError, RecursionError, TypeError):
        return {}
    return (
        {key: one for key, one in value.items() if key.lstrip("-").isdecimal()}
        if isinstance(value, dict)
        else {}
    )


def _sides(note: _Note, names: tuple[str, ...]) -> tuple[str, str]:
    """The question and the answer of a note: fields so called, else the first two."""
    gaps = cloze(note.fields[0])
    if gaps is not None:
        further = [text for text in map(card_text, note.fields[1:]) if text]
        return gaps[0], "\n\n".join([gaps[1], *further])
    columns = columns_of(names)
    asked = columns.get(QUESTION, 0)
    told = columns.get(ANSWER, 1 if asked == 0 else 0)
    get: Callable[[int], str] = lambda at: card_text(note.fields[at]) if at < len(note.fields) else ""  # noqa: E731
    return get(asked), get(told)
