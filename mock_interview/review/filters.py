"""Picking sessions and answers by topic, time and language. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from mock_interview.model import Text, Topic
from mock_interview.practice import Held, Practice
from mock_interview.topic_names import named_by, under, wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to keep: ``paths`` of topics (``None``: all), from ``since`` on, in ``lang`` (empty: both)."""

    paths: tuple[str, ...] | None = None
    since: datetime | None = None
    lang: str = ""

    def keeps(self, row: Practice) -> bool:
        """Whether an answer is kept."""
        return (
            (self.paths is None or any(under(path, row.topic) for path in self.paths))
            and (self.since is None or row.at >= self.since.timestamp())
            and self.lang in ("", row.lang)
        )

    def holds(self, session: Held) -> bool:
        """Whether a session is kept: one that asked about a wished topic; without a time it began never."""
        return (
            (self.paths is None or any(under(path, topic) for topic in session.topics for path in self.paths))
            and (self.since is None or _began(session) >= self.since)
            and self.lang in ("", session.lang)
        )


def paths_of(names: Sequence[str], asked: Iterable[str], known: Iterable[Topic]) -> tuple[str, ...] | None:
    """The topic paths that ``names`` name, as ``run --topic`` takes them; ``None`` for no wish.

    They are looked up among the topics ``asked`` about and those above them. One without a title in
    ``known`` goes by its path.
    """
    topics = {topic.path: topic for topic in known}
    for path in asked:
        for one in (path.partition("/")[0], path):
            topics.setdefault(one, Topic(path=one, title=Text(zh=one, en=one)))
    everything = list(topics.values())
    wanted = wishes(everything, names)
    return tuple(path for wish in wanted for path in named_by(everything, wish)) if wanted else None


def _began(session: Held) -> datetime:
    never = datetime.min.replace(tzinfo=timezone.utc)
    try:
        began = datetime.fromisoformat(session.started_at.replace("Z", "+00:00"))
    except ValueError:
        return never
    return began if began.tzinfo else began.replace(tzinfo=timezone.utc)
