"""What the index keeps of one transcript: its rows, each behind a checksum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mock_interview.codec import to_json
from mock_interview.model import Session
from mock_interview.practice import held, names, practices
from mock_interview.transcript.store import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A file that was read, or why it could not be."""

    name: str
    stamp: tuple[int, int]
    session: Session | None = None
    summary: str = ""
    problem: str = ""

    @property
    def row(self) -> tuple[Any, ...]:
        """Its row in the table of files."""
        return (self.name, *self.stamp, sealed(self.problem, self.name) if self.session is None else None)

    @property
    def session_rows(self) -> list[tuple[Any, ...]]:
        """Its row in the table of sessions, if it is one."""
        if self.session is None:
            return []
        name = self.name
        rows = _json(practices(self.session), name)
        return [(name, _json(held(self.session), name), rows, sealed(self.summary, name))]

    @property
    def texts(self) -> dict[tuple[str, str], tuple[str, bytes]]:
        """What it calls things, by kind and key, with its own name."""
        if self.session is None:
            return {}
        named = names([self.session])
        found: dict[tuple[str, str], object] = {("topic", t.path): t for t in self.session.topics}
        found.update({("question", key): text for key, text in named.questions.items()})
        found.update({("point", f"{a} {b}"): text for (a, b), text in named.points.items()})
        return {
            (kind, _printable(key)): (self.name, _json(text, _printable(key)))
            for (kind, key), text in found.items()
        }


def _json(noun: object, key: str) -> bytes:
    # Not ASCII: a lone surrogate, which a damaged file may hold, would be written and could not be read.
    return sealed(to_json(noun, ascii_only=False), key)


def _printable(key: str) -> str:
    """A key that SQLite takes: ids are ASCII, but a file may hold anything."""
    return key.encode("utf-8", "replace").decode()
