"""What lists and figures need of every transcript, kept at hand. The JSONL files stay the truth.

A transcript is known by its name, size and time of change, and read again when one of them differs.
The index can be deleted at any time; what turns out damaged is built anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from mock_interview.codec import CodecError, reader, to_json
from mock_interview.errors import TranscriptError
from mock_interview.model import Session, Text, Topic
from mock_interview.practice import Held, Names, Practice
from mock_interview.transcript.folder import stamps
from mock_interview.transcript.read import read_session
from mock_interview.transcript.rows import Transcript
from mock_interview.transcript.store import Damaged, Store, opened, sealed

T = TypeVar("T")
SCHEMA = """
CREATE TABLE IF NOT EXISTS transcripts(
    name TEXT PRIMARY KEY, size INTEGER, changed INTEGER, problem BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions(name TEXT PRIMARY KEY, held BLOB, rows BLOB, summary BLOB);
CREATE TABLE IF NOT EXISTS texts(
    kind TEXT, key TEXT, name TEXT, value BLOB, PRIMARY KEY(kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept(
    kind TEXT, key TEXT, state TEXT, value BLOB, PRIMARY KEY(kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
# After every change of a transcript: another word, and how many texts there are, so that none gets lost.
CHANGED = "INSERT OR REPLACE INTO state VALUES ('word', lower(hex(randomblob(8))))"
TEXTS = "SELECT count(*) FROM texts WHERE kind IN ('topic', 'question', 'point')"
COUNTED = f"INSERT OR REPLACE INTO state VALUES ('texts', ({TEXTS}))"
COMPLETE = f"""
SELECT (SELECT count(*) FROM sessions) = (SELECT count(*) FROM transcripts WHERE problem IS NULL)
    AND ({TEXTS}) = CAST(ifnull((SELECT value FROM state WHERE name = 'texts'), 0) AS INTEGER)
"""
BATCH = 200  # transcripts that are written together; a build that is killed goes on from there
WORTH_WATCHING = 100  # transcripts to read from which on a person wants to see how far it has come
ALL = -1  # SQLite's word for no limit
BROKEN = (sqlite3.Error, CodecError, Damaged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """What an index needs of the rest of the program.

    ``summary`` makes the text that is kept of a session; ``version`` changes whenever the same file
    would be read otherwise. ``watch`` is given the names to read and how many they are, and passes them
    on; ``note`` is told `store.DAMAGED` or `store.UNUSABLE`, and why.
    """

    summary: Callable[[Session], str]
    version: str
    watch: Callable[[Iterable[str], int], Iterable[str]] = lambda items, _total: items
    note: Callable[[str, str], None] = lambda _word, _why: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A session in the index; ``summary`` is the text that was made of it."""

    path: Path
    held: Held
    summary: bytes


class Index:
    """Everything about the transcripts of ``folder`` as they stand when it is made.

    ``cache`` is the folder that the file lies in. Raises `TranscriptError` when ``folder`` cannot be read.
    """

    def __init__(self, folder: Path, cache: Path, makers: Makers) -> None:
        self._folder, self._makers = folder, makers
        self._store = Store(cache, _name(folder, makers.version), SCHEMA, makers.note)
        self._ask(lambda: None, renewed=True)

    def close(self) -> None:
        """Release the file."""
        self._store.close()

    def entries(self, latest: int | None = None) -> list[Entry]:
        """The sessions, latest first; only so many of the latest, if wished."""
        query = "SELECT name, held, summary FROM sessions ORDER BY name DESC LIMIT ?"
        read = reader(Held)

        def ask() -> list[Entry]:
            found = self._store.rows(query, ALL if latest is None else latest)
            return [
                Entry(path=self._folder / name, held=read(opened(head, name)), summary=opened(summary, name))
                for name, head, summary in found
            ]

        return self._ask(ask)

    def count(self) -> int:
        """How many sessions there are."""
        query = "SELECT count(*) FROM sessions"
        return self._ask(lambda: int(self._store.rows(query)[0][0]))

    def problems(self) -> list[str]:
        """What was wrong with the transcripts that cannot be read, oldest first."""
        query = "SELECT name, problem FROM transcripts WHERE problem IS NOT NULL ORDER BY name"
        return self._ask(lambda: [opened(raw, name).decode() for name, raw in self._store.rows(query)])

    def practices(self) -> list[Practice]:
        """Every question that was put, oldest session first."""
        query = "SELECT name, rows FROM sessions ORDER BY name"
        read = reader(list[Practice])
        return self._ask(
            lambda: [row for name, raw in self._store.rows(query) for row in read(opened(raw, name))]
        )

    def asked(self) -> dict[str, int]:
        """How often each question was put."""
        made = self.remember("asked", "", lambda: to_json(Counter(row.question for row in self.practices())))
        return self._ask(lambda: reader(dict[str, int])(made))

    def topics(self) -> list[Topic]:
        """The topics that sessions were about, as the latest of them calls them."""
        read = reader(Topic)
        return [read(raw) for raw in self._texts("topic").values()]

    def names(self) -> Names:
        """What topics, questions and points are called, by the latest transcript that names them."""
        read = reader(Text)
        points = {_pair(key): read(raw) for key, raw in self._texts("point").items()}
        return Names(
            topics={topic.path: topic.title for topic in self.topics()},
            questions={key: read(raw) for key, raw in self._texts("question").items()},
            points=points,
        )

    def kept(self, kind: str) -> dict[str, bytes]:
        """What `keep` was given for ``kind``, by key."""
        query = "SELECT key, value FROM kept WHERE kind = ?"
        return self._ask(lambda: {key: opened(raw, key) for key, raw in self._store.rows(query, kind)})

    def keep(self, kind: str, values: Mapping[str, str], *, state: str = "") -> None:
        """Remember what is costly to work out; a disk that does not take it is no matter."""
        rows = [(kind, key, state, sealed(value, key)) for key, value in values.items()]
        with suppress(sqlite3.Error), self._store.change() as base:
            base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def remember(self, kind: str, key: str, make: Callable[[], str]) -> bytes:
        """What ``make`` makes of the transcripts: as remembered, while none of them has changed since."""
        state = self._state()
        query = "SELECT value FROM kept WHERE kind = ? AND key = ? AND state = ?"
        found = self._ask(lambda: [opened(raw, key) for (raw,) in self._store.rows(query, kind, key, state)])
        if found and state:
            return found[0]
        made = make()
        self.keep(kind, {key: made}, state=state)
        return made.encode()

    def _state(self) -> str:
        """A word that is another one after every change of a transcript; empty before the first."""
        found = self._ask(lambda: self._store.rows("SELECT value FROM state WHERE name = 'word'"))
        return str(found[0][0]) if found else ""

    def _texts(self, kind: str) -> dict[str, bytes]:
        query = "SELECT key, value FROM texts WHERE kind = ?"
        return self._ask(lambda: {key: opened(raw, key) for key, raw in self._store.rows(query, kind)})

    # ---------------------------------------------------------------- up to date

    def _ask(self, question: Callable[[], T], *, renewed: bool = False) -> T:
        """The answer to ``question``, from an index built anew when this one turns out damaged.

        With ``renewed`` the index is brought up to date first. In memory nothing can fail.
        """
        while True:
            try:
                if renewed:
                    self._bring_up_to_date()
                return question()
            except BROKEN as error:
                self._store.renew(error)
                renewed = True

    def _bring_up_to_date(self) -> None:
        known = {
            name: (size, changed)
            for name, size, changed in self._store.rows("SELECT name, size, changed FROM transcripts")
        }
        self._check_complete()
        there = stamps(self._folder)  # after what is known: what another process adds meanwhile is not gone
        gone = [(name,) for name in known.keys() - there.keys()]
        if gone:
            with self._store.change() as base:
                base.executemany("DELETE FROM transcripts WHERE name = ?", gone)
                base.executemany("DELETE FROM sessions WHERE name = ?", gone)
                base.execute(CHANGED)
        fresh = [name for name, stamp in there.items() if known.get(name) != stamp]
        watched = iter(self._makers.watch(fresh, len(fresh)) if len(fresh) >= WORTH_WATCHING else fresh)
        while batch := list(islice(watched, BATCH)):
            self._put([self._read(name, there[name]) for name in batch])
        self._store.settle()

    def _check_complete(self) -> None:
        """Raise `Damaged` when a file is known whose session is not there, or a text is missing."""
        ((complete,),) = self._store.rows(COMPLETE)
        if not complete:
            raise Damaged("something is missing")

    def _read(self, name: str, stamp: tuple[int, int]) -> Transcript:
        try:
            session = read_session(self._folder / name)
        except TranscriptError as error:
            return Transcript(name=name, stamp=stamp, problem=str(error))
        return Transcript(name=name, stamp=stamp, session=session, summary=self._makers.summary(session))

    def _put(self, transcripts: list[Transcript]) -> None:
        texts: dict[tuple[str, str], tuple[str, bytes]] = {}
        for transcript in transcripts:
            texts.update(transcript.texts)
        rows = [(kind, key, name, value) for (kind, key), (name, value) in texts.items()]
        with self._store.change() as base:
            base.executemany(
                "INSERT OR REPLACE INTO transcripts VALUES (?, ?, ?, ?)",
                [transcript.row for transcript in transcripts],
            )
            base.executemany(
                "DELETE FROM sessions WHERE name = ?", [(transcript.name,) for transcript in transcripts]
            )
            base.executemany(
                "INSERT INTO sessions VALUES (?, ?, ?, ?)",
                [row for transcript in transcripts for row in transcript.session_rows],
            )
            base.execute(CHANGED)
            base.executemany(
                "INSERT INTO texts VALUES (?, ?, ?, ?) ON CONFLICT(kind, key) DO UPDATE "
                "SET name = excluded.name, value = excluded.value WHERE excluded.name >= texts.name",
                rows,
            )
            base.execute(COUNTED)


def _name(folder: Path, version: str) -> str:
    """One index for each folder, and for each way of reading it."""
    where = hashlib.sha256(str(folder.resolve()).encode("utf-8", "replace")).hexdigest()[:12]
    how = hashlib.sha256(f"{version}\n{SCHEMA}".encode()).hexdigest()[:8]
    return f"transcripts-{where}-{how}"


def _pair(key: str) -> tuple[str, str]:
    question, _, point = key.partition(" ")
    return question, point
