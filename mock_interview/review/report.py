"""What a report says, before anything is drawn: a page for one session, for a history, or for nothing yet.

Pure. Bank text is in the language of the page; what the candidate said stays as it was said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mock_interview.model import Session, Verdict
from mock_interview.practice import Names, Practice, marks
from mock_interview.review.answered import Answered, Link, answered
from mock_interview.review.charts import NARROW, WIDE, Calendar, Sitting, Trend, calendar, trend
from mock_interview.review.history import History, MissedPoint, day_of, history
from mock_interview.review.labels import labels
from mock_interview.review.summary import Summary, summarise

STUDY = 8  # key points to study
BEST = 2  # topics named on the cover
FOR_STORY = 4  # sessions from which on first and latest are compared
AT_MOST = 5  # of the first sessions, and of the latest, that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The means of the first and the latest ``sessions`` sessions, and how far they lie apart."""

    before: float
    after: float

    @property
    def change(self) -> int:
        """Whole points gained (or lost, below 0), as the rounded means show it."""
        return round(self.after) - round(self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One session with its answers, as the page shows them."""

    session: Session
    summary: Summary
    day: date | None
    time: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A key point to study, and its latest question on the page; empty where that is not shown."""

    missed: MissedPoint
    anchor: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A page. ``trend`` and ``calendar`` are laid out for a wide page and for a phone."""

    lang: str
    history: History
    held: tuple[Held, ...]
    covered: float | None
    story: Story | None
    strongest: tuple[str, ...]
    weakest: tuple[str, ...]
    study: tuple[Study, ...]
    trend: tuple[Trend, ...]
    calendar: tuple[tuple[Calendar, ...], ...]
    left_out: int

    @property
    def one(self) -> Held | None:
        """The session, when the page is about a single one."""
        return self.held[0] if self.history.totals.sessions == len(self.held) == 1 else None


def report(
    rows: Sequence[Practice],
    names: Names,
    sessions: Sequence[Session],
    *,
    lang: str,
    bands: Mapping[str, str],
) -> Report:
    """The page over ``rows``, with the answers of ``sessions`` (some of theirs, in any order) in full.

    ``bands`` maps ids of bands to names in ``lang``.
    """
    figures = history(rows, names, missed=STUDY)
    held = tuple(_held(session, lang, bands) for session in _latest_first(sessions))
    sittings = _sittings(rows)
    known = [course for course in figures.topics if course.mean is not None]
    by_mean = [c.title.get(lang) for c in sorted(known, key=lambda course: -(course.mean or 0.0))]
    shown = sum(len(one.answers) for one in held)
    return Report(
        lang=lang,
        history=figures,
        held=held,
        covered=_covered(rows),
        story=_story(sittings),
        strongest=tuple(by_mean[:BEST]),
        weakest=tuple(by_mean[::-1][: min(BEST, max(0, len(by_mean) - BEST))]),
        study=tuple(_study(point, held) for point in figures.missed),
        trend=tuple(trend(sittings, width=width) for width in (WIDE, NARROW) if len(sittings) > 1),
        calendar=tuple(_calendar(figures, width, lang) for width in (WIDE, NARROW) if figures.days),
        left_out=max(0, figures.totals.answers - shown),
    )


def _latest_first(sessions: Sequence[Session]) -> list[Session]:
    return sorted(sessions, key=lambda session: (session.started_at, session.id), reverse=True)


def _held(session: Session, lang: str, bands: Mapping[str, str]) -> Held:
    at = _local(session.started_at)
    return Held(
        session=session,
        summary=summarise(session),
        day=at.date() if at else None,
        time=at.strftime("%H:%M") if at else session.started_at,
        answers=tuple(answered(session, turn, lang, bands) for turn in session.turns),
    )


def _local(stamp: str) -> datetime | None:
    """A UTC ISO 8601 time where the user is; ``None`` when it is no time."""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()
    except (ValueError, OverflowError):
        return None


def _sittings(rows: Sequence[Practice]) -> list[Sitting]:
    """The mean of every session that has one, oldest first."""
    scores: dict[str, list[float]] = {}
    began: dict[str, int] = {}
    for row in rows:
        if row.score is not None and row.at:
            scores.setdefault(row.session, []).append(row.score)
            began[row.session] = min(row.at, began.get(row.session, row.at))
    return [
        Sitting(day=day_of(began[name]), mean=round(sum(scores[name]) / len(scores[name]), 1))
        for name in sorted(scores, key=lambda name: (began[name], name))
    ]


def _story(sittings: Sequence[Sitting]) -> Story | None:
    if len(sittings) < FOR_STORY:
        return None
    count = min(AT_MOST, len(sittings) // 2)
    means = [sitting.mean for sitting in sittings]
    return Story(before=sum(means[:count]) / count, after=sum(means[-count:]) / count)


def _covered(rows: Sequence[Practice]) -> float | None:
    """Share of all key points' weight that was covered, also after a follow-up; 0-1."""
    found = [mark for row in rows for mark in marks(row.marks)]
    total = sum(mark.weight for mark in found)
    return sum(m.weight for m in found if m.verdict is Verdict.COVERED) / total if total else None


def _study(point: MissedPoint, held: Sequence[Held]) -> Study:
    asked = (answer for one in held for answer in reversed(one.answers))
    found = next((answer for answer in asked if answer.question_id == point.question), None)
    return Study(missed=point, anchor=found.anchor if found else "", links=found.links if found else ())


def _calendar(figures: History, width: int, lang: str) -> tuple[Calendar, ...]:
    label = labels(lang)
    answers = {day.day: day.answers for day in figures.days}
    return calendar(
        answers, width=width, weekdays=label("weekdays").split(), months=label("months").split()
    )
