"""What a report says, before anything is drawn: a page for one session, for a history, or for nothing yet.

Pure. Bank text is in the language of the page; what the candidate said stays as it was said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mock_interview.model import Rubric, Session, Text, Verdict
from mock_interview.practice import Names, Practice, marks
from mock_interview.review.answered import Answered, Link, answered
from mock_interview.review.charts import NARROW, WIDE, Calendar, Sitting, Trend, calendar, trend
from mock_interview.review.history import History, TopicCourse, history
from mock_interview.review.labels import labels, local
from mock_interview.review.missed import MissedPoint
from mock_interview.review.noted import Noted, noted
from mock_interview.review.summary import Summary, band_of, summarise

STUDY = 8  # key points to study
SURE = 3  # graded answers from which on a topic is named on the cover
BEST = 2  # topics named on the cover
FOR_STORY = 4  # sessions from which on first and latest are compared
DOTS = 60  # in a trend at most: sessions in a row share one where there are more
WEEKS = 53  # in a calendar at most, the latest
AT_MOST = 5  # of the first sessions, and of the latest, that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The means of the first sessions and of as many latest ones."""

    before: float
    after: float

    @property
    def change(self) -> int:
        """Whole points gained (or lost, below 0), as the rounded means show it."""
        return round(self.after) - round(self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """How many key points were judged, and how many of them covered."""

    total: int
    covered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One session with its answers, as the page shows them, and what a language model noted of them."""

    session: Session
    summary: Summary
    day: date | None
    time: str
    answers: tuple[Answered, ...]
    noted: Noted | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A question with what is missing of it, and where its latest answer stands on the page, if it does."""

    question: str
    asked_as: Text
    points: tuple[MissedPoint, ...]
    anchor: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A page. ``trend`` and ``calendar`` are laid out for a wide page and for a phone.

    ``topics`` are the titles of those it is narrowed down to, if it is. ``together`` is how many sessions
    in a row share a dot of the trend; ``left_out`` counts answers that are not shown in full.
    """

    lang: str
    topics: tuple[str, ...]
    history: History
    held: tuple[Held, ...]
    points: Points
    band: str
    story: Story | None
    strongest: tuple[str, ...]
    weakest: tuple[str, ...]
    study: tuple[Study, ...]
    trend: tuple[Trend, ...]
    together: int
    calendar: tuple[tuple[Calendar, ...], ...]
    left_out: int

    @property
    def judged(self) -> bool:
        """Whether a language model graded any answer that is shown."""
        return any(
            answer.second is not None and answer.second.tracks for one in self.held for answer in one.answers
        )

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
    rubrics: Mapping[str, Rubric],
    topics: Sequence[Text] = (),
) -> Report:
    """The page over ``rows``, with the answers of ``sessions`` (some of theirs, in any order) in full.

    ``rubrics`` are those that are still there, by name; they give bands their names. ``topics`` are
    those that ``rows`` were chosen by, if they were.
    """
    figures = history(rows, names, missed=STUDY)
    held = tuple(_held(session, lang, rubrics) for session in _latest_first(sessions) if session.turns)
    sittings = _sittings(rows)
    together = -(-len(sittings) // DOTS)
    strongest, weakest = _ends(figures.topics, lang)
    return Report(
        lang=lang,
        topics=tuple(topic.get(lang) for topic in topics),
        history=figures,
        held=held,
        points=_points(rows),
        band=_band(figures.totals.mean, sessions, rubrics, lang),
        story=_story(sittings),
        strongest=strongest,
        weakest=weakest,
        study=_study(figures.missed, held),
        trend=tuple(
            trend(_joined(sittings, together), width=width) for width in (WIDE, NARROW) if len(sittings) > 1
        ),
        together=together,
        calendar=tuple(_calendar(figures, width, lang) for width in (WIDE, NARROW) if figures.days),
        left_out=max(
            0, figures.totals.answers - sum(answer.closed for one in held for answer in one.answers)
        ),
    )


def _ends(topics: Sequence[TopicCourse], lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics with the highest means and those with the lowest, none twice."""
    known = [topic for topic in topics if topic.mean is not None]
    sure = [topic for topic in known if topic.graded >= SURE]
    kept = sure if len(sure) > BEST else known
    names = [topic.title.get(lang) for topic in sorted(kept, key=lambda topic: -(topic.mean or 0.0))]
    return tuple(names[:BEST]), tuple(names[BEST:][-BEST:][::-1])


def _band(mean: float | None, sessions: Sequence[Session], rubrics: Mapping[str, Rubric], lang: str) -> str:
    """The name of the band of the mean, where all the sessions shown go by one rubric."""
    used = {session.options.rubric for session in sessions}
    rubric = rubrics.get(used.pop()) if len(used) == 1 else None
    return _bands(rubric, lang).get(band_of(mean, rubric), "")


def _bands(rubric: Rubric | None, lang: str) -> dict[str, str]:
    return {band.id: band.name.get(lang) for band in rubric.bands} if rubric else {}


def _latest_first(sessions: Sequence[Session]) -> list[Session]:
    return sorted(sessions, key=lambda session: (session.started_at, session.id), reverse=True)


def _held(session: Session, lang: str, rubrics: Mapping[str, Rubric]) -> Held:
    at = local(session.started_at)
    bands = _bands(rubrics.get(session.options.rubric), lang)
    answers = tuple(answered(session, turn, lang, bands) for turn in session.turns)
    return Held(
        session=session,
        summary=summarise(session),
        day=at.date() if at else None,
        time=at.strftime("%H:%M") if at else session.started_at,
        answers=answers,
        noted=noted(session, answers),
    )


def _sittings(rows: Sequence[Practice]) -> list[Sitting]:
    """The mean of every session that has one, oldest first."""
    scores: dict[str, list[float]] = {}
    began: dict[str, int] = {}
    for row in rows:
        if row.score is not None and row.at:
            scores.setdefault(row.session, []).append(row.score)
            began[row.session] = min(row.at, began.get(row.session, row.at))
    return [
        Sitting(at=datetime.fromtimestamp(began[name]), mean=round(sum(scores[name]) / len(scores[name]), 1))
        for name in sorted(scores, key=lambda name: (began[name], name))
    ]


def _joined(sittings: Sequence[Sitting], count: int) -> list[Sitting]:
    """So many in a row as one, at the time of the last of them."""
    piles = [sittings[start : start + count] for start in range(0, len(sittings), count)]
    return [Sitting(at=pile[-1].at, mean=sum(one.mean for one in pile) / len(pile)) for pile in piles]


def _story(sittings: Sequence[Sitting]) -> Story | None:
    if len(sittings) < FOR_STORY:
        return None
    count = min(AT_MOST, len(sittings) // 2)
    means = [sitting.mean for sitting in sittings]
    return Story(before=sum(means[:count]) / count, after=sum(means[-count:]) / count)


def _points(rows: Sequence[Practice]) -> Points:
    """All key points of ``rows``; one that came only with a follow-up is covered too."""
    found = Counter(mark.verdict for row in rows for mark in marks(row.marks))
    return Points(total=found.total(), covered=found[Verdict.COVERED])


def _study(points: Sequence[MissedPoint], held: Sequence[Held]) -> tuple[Study, ...]:
    """The points by question, in the order of the costliest of each."""
    shown = {answer.question_id: answer for one in reversed(held) for answer in one.answers}
    piles: dict[str, list[MissedPoint]] = {}
    for point in points:
        piles.setdefault(point.question, []).append(point)
    return tuple(
        Study(
            question=question,
            asked_as=pile[0].asked_as,
            points=tuple(pile),
            anchor=shown[question].anchor if question in shown else "",
            links=shown[question].links if question in shown else (),
        )
        for question, pile in piles.items()
    )


def _calendar(figures: History, width: int, lang: str) -> tuple[Calendar, ...]:
    label = labels(lang)
    first = figures.days[-1].day - timedelta(weeks=WEEKS - 1)
    answers = {day.day: day.answers for day in figures.days if day.day > first}
    return calendar(answers, width=width, weekdays=label("weekdays").split(), months=label("months").split())
