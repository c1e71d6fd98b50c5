"""Picking sessions by topic and time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timezone

from mock_interview.model import Session, Text, Topic
from mock_interview.topic_names import named_by, under, wishes


def select(
    sessions: Iterable[Session], *, topics: Sequence[str] = (), since: datetime | None = None
) -> list[Session]:
    """The sessions that asked a question under any of ``topics`` and began at ``since`` or later.

    ``topics`` are names as ``run --topic`` takes them, looked up among the topics of all the
    sessions. ``since`` must know its time zone. A session whose time cannot be read began never.
    """
    everything = list(sessions)
    asked = _topics_of(everything)
    wanted = wishes(asked, topics)
    paths = [path for wish in wanted for path in named_by(asked, wish)]
    return [
        session
        for session in everything
        if (not wanted or _asks_under(session, paths)) and (since is None or _began(session) >= since)
    ]


def _topics_of(sessions: Iterable[Session]) -> list[Topic]:
    """Every topic that was asked about or lies above one; those without a title go by their path."""
    found: dict[str, Topic] = {}
    for session in sessions:
        found.update({topic.path: topic for topic in session.topics})
        for turn in session.turns:
            for path in (turn.question.section, turn.question.topic):
                found.setdefault(path, Topic(path=path, title=Text(zh=path, en=path)))
    return list(found.values())


def _asks_under(session: Session, paths: Sequence[str]) -> bool:
    return any(under(path, turn.question.topic) for turn in session.turns for path in paths)


def _began(session: Session) -> datetime:
    never = datetime.min.replace(tzinfo=timezone.utc)
    try:
        began = datetime.fromisoformat(session.started_at.replace("Z", "+00:00"))
    except ValueError:
        return never
    return began if began.tzinfo else began.replace(tzinfo=timezone.utc)
