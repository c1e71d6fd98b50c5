"""Picking sessions by topic and day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mock_interview.model import Session


def select(sessions: Iterable[Session], *, topics: Sequence[str] = (), since: str = "") -> list[Session]:
    """The sessions that asked a question under any of ``topics`` and began on or after ``since``.

    ``topics`` are paths or starts of paths; ``since`` is an ISO 8601 day or time, empty for all.
    """
    wanted = [wish.strip() for text in topics for wish in text.split(",") if wish.strip()]
    return [
        session
        for session in sessions
        if session.started_at >= since
        and (
            not wanted
            or any(turn.question.topic.startswith(wish) for turn in session.turns for wish in wanted)
        )
    ]
