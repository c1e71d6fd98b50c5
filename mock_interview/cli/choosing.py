"""Which sessions a report or an export is about: one by its id, or all that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.cli import options as opt
from mock_interview.errors import TranscriptError, UsageError
from mock_interview.model import LANGUAGES

if TYPE_CHECKING:
    from mock_interview.model import Session, Text, Topic
    from mock_interview.practice import Names, Practice

WORTH_WATCHING = 100  # transcripts to read from which on a person wants to see how far it has come


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was chosen: every question that was put as ``rows``, in files read only when wanted.

    ``whole`` is the one session that was named; ``topics`` are the titles of those that were.
    """

    rows: tuple[Practice, ...]
    names: Names
    paths: tuple[Path, ...] = ()
    whole: Session | None = None
    topics: tuple[Text, ...] = ()

    def lang(self) -> str:
        """The language most of it is in; the locale's when there is nothing."""
        counts = Counter(row.lang for row in self.rows if row.lang in LANGUAGES)
        return counts.most_common(1)[0][0] if counts else opt.language(None)

    def latest(self) -> Iterator[Session]:
        """The sessions with the questions that were chosen, latest first. Raises `TranscriptError`."""
        yield from self._read(reversed(self.paths))

    def sessions(self, *, watched: bool) -> Iterator[Session]:
        """The same, oldest first; ``watched``: with a bar on stderr when there are many."""
        from mock_interview.terminal.progress import Progress

        many = watched and len(self.paths) >= WORTH_WATCHING
        yield from self._read(Progress().watch(self.paths, len(self.paths)) if many else self.paths)

    def _read(self, paths: Iterable[Path]) -> Iterator[Session]:
        from mock_interview.transcript.read import read_session

        if self.whole is not None:
            yield self.whole
            return
        kept = {(row.session, row.number) for row in self.rows}
        for path in paths:
            session = read_session(path)
            turns = tuple(turn for turn in session.turns if (session.id, turn.number) in kept)
            if turns:
                yield replace(session, turns=turns)


def choose(wanted: str | None, topics: Sequence[str], since: str | None, transcripts: Path | None) -> Chosen:
    """The session ``wanted``, or everything under ``topics`` from the day ``since`` on.

    Nothing at all is no error when nothing narrowed it down. Raises `TranscriptError`, `UsageError`.
    """
    if wanted is None:
        return _all(topics, since, transcripts)
    if topics or since:
        raise UsageError("an ID names one session; --since and --topic choose among all: leave one out")
    from mock_interview.cli.reading import read_one
    from mock_interview.practice import names, practices

    session = read_one(wanted, transcripts)
    return Chosen(rows=tuple(practices(session)), names=names([session]), whole=session)


def _all(topics: Sequence[str], since: str | None, transcripts: Path | None) -> Chosen:
    from mock_interview.cli.indexing import open_index
    from mock_interview.cli.reading import day
    from mock_interview.review.filters import Filter, paths_of

    first = day(since)
    index = open_index(transcripts)
    rows = index.practices()
    wanted = Filter(paths=paths_of(topics, {row.topic for row in rows}, index.topics()), since=first)
    kept = [row for row in rows if wanted.keeps(row)]
    if not kept and (topics or since):
        raise TranscriptError(
            f"{_wish(topics, since)}: no answers{_near(topics, index.topics())}; "
            "'mock-interview review list' shows sessions"
        )
    ids = {row.session for row in kept}
    paths = [entry.path for entry in reversed(index.entries()) if entry.held.id in ids]
    names = index.names()
    index.close()
    named = tuple(names.topic(path) for path in wanted.paths or ())
    return Chosen(rows=tuple(kept), names=names, paths=tuple(paths), topics=named)


def _wish(topics: Sequence[str], since: str | None) -> str:
    return " ".join([*(f"--topic {topic}" for topic in topics), *([f"--since {since}"] if since else [])])


def _near(topics: Sequence[str], practised: Sequence[Topic]) -> str:
    """The nearest name of a topic that was practised, for the first of ``topics`` that names none."""
    from mock_interview.fields import nearest
    from mock_interview.topic_names import fold, named_by, names, wishes

    unknown = (wish for wish in wishes(practised, topics) if not named_by(practised, wish))
    return next((nearest(fold(wish), names(practised)) for wish in unknown), "")
