from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from mock_interview.model import Session, Text, Topic, Turn
from mock_interview.practice import Practice, held, practices
from mock_interview.review.filters import Filter, paths_of
from tests.samples import planned, question

TOPICS = (
    Topic(path="peft", title=Text(zh="参数高效微调", en="Parameter-efficient fine-tuning"), outline="2.7"),
    Topic(path="peft/lora", title=Text(zh="低秩适配", en="Low-rank adaptation")),
    Topic(path="norm", title=Text(zh="归一化", en="Normalisation"), outline="2.18"),
    Topic(path="norm/rms", title=Text(zh="均方根归一化", en="RMS norm")),
)


def session(name: str, *asked: str, at: str = "2026-11-24T09:00:00.000Z", titled: bool = True) -> Session:
    """A session that asked a question of each of those topics; one more was planned and not asked."""
    questions = [question(f"{name}-{n}", topic=topic) for n, topic in enumerate(asked)]
    turns = tuple(Turn(number=n, question=q, asked_at="", limit=60) for n, q in enumerate(questions, start=1))
    topics = (
        tuple(t for t in TOPICS if any(f"{a}/".startswith(f"{t.path}/") for a in asked)) if titled else ()
    )
    whole = planned(*questions, question("later", topic="rag"))
    return replace(whole, id=name, started_at=at, turns=turns, topics=topics)


SESSIONS = (
    session("a", "peft/lora"),
    session("b", "norm/rms", "peft"),
    session("c", "norm"),
    session("d", "peft-merging/ties", titled=False),
    session("e"),
)


def select(
    sessions: Iterable[Session], topics: Sequence[str] = (), since: datetime | None = None
) -> list[Session]:
    """The sessions that a filter holds, with the topics looked up among theirs."""
    everything = list(sessions)
    asked = [topic for session in everything for topic in held(session).topics]
    known = [topic for session in everything for topic in session.topics]
    wanted = Filter(paths=paths_of(topics, asked, known), since=since)
    return [session for session in everything if wanted.holds(held(session))]


def ids(found: list[Session]) -> str:
    return "".join(session.id for session in found)


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("peft", "ab"),
        ("peft/lora", "a"),
        ("PEFT/", "ab"),
        ("lora", "a"),
        ("pef", "abd"),
        ("2.7", "ab"),
        ("2.18", "bc"),
        ("归一化", "bc"),
        ("低秩", "a"),
        ("RMS  norm", "b"),
        ("norm/rms，peft/lora", "ab"),
        ("norm, peft", "abc"),
        ("ties", "d"),
        ("rag", ""),
        ("quantum", ""),
        ("", "abcde"),
        (" , ", "abcde"),
    ],
)
def test_sessions_are_found_by_any_name_of_what_they_asked(wish: str, found: str) -> None:
    assert ids(select(SESSIONS, topics=[wish])) == found


def test_several_topics_add_up_and_the_order_stays() -> None:
    assert ids(select(SESSIONS[::-1], topics=["norm", "lora"])) == "cba"


def test_without_any_wish_every_session_is_given() -> None:
    assert ids(select(iter(SESSIONS))) == "abcde"


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2026-11-23T15:59:59.999Z", False),
        ("2026-11-23T16:00:00.000Z", True),
        ("2026-11-23T16:00:00Z", True),
        ("2026-11-23T17:30:00+01:30", True),
        ("2026-11-24T00:00:00+08:00", True),
        ("2026-11-23T23:59:59+08:00", False),
        ("2026-11-24T00:00:00", True),
        ("some day", False),
        ("", False),
    ],
)
def test_a_day_begins_where_the_user_is(at: str, kept: bool) -> None:
    """In Shanghai the 24th begins at four in the afternoon of the 23rd, UTC."""
    midnight = datetime(2026, 11, 24, tzinfo=timezone(timedelta(hours=8)))
    assert bool(select([session("a", "norm", at=at)], since=midnight)) == kept


def test_topic_and_day_both_have_to_fit() -> None:
    old = session("o", "norm", at="2025-01-01T00:00:00.000Z")
    since = datetime(2026, 1, 1, tzinfo=timezone.utc)
    assert ids(select([old, *SESSIONS], topics=["norm"], since=since)) == "bc"


def test_a_session_without_a_time_is_given_when_no_day_is_asked_for() -> None:
    assert ids(select([session("a", "norm", at="")])) == "a"


def rows(*sessions: Session) -> list[Practice]:
    return [row for session in sessions for row in practices(session)]


def test_answers_are_kept_by_their_own_topic_day_and_language() -> None:
    chinese = replace(SESSIONS[1], options=replace(SESSIONS[1].options, lang="zh"))
    answers = rows(SESSIONS[0], chinese)
    assert [row.topic for row in answers if Filter(paths=("peft",)).keeps(row)] == ["peft/lora", "peft"]
    assert [row.topic for row in answers if Filter(lang="zh").keeps(row)] == ["norm/rms", "peft"]
    assert [row.topic for row in answers if Filter(paths=()).keeps(row)] == []
    later = datetime(2026, 11, 24, 9, 0, 1, tzinfo=timezone.utc)
    assert [row for row in answers if Filter(since=later).keeps(row)] == []
    assert len([row for row in answers if Filter(since=later - timedelta(seconds=1)).keeps(row)]) == 3
