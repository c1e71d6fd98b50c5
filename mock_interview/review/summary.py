"""One session to figures: mean, per topic, weakest points. Pure; nothing here prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mock_interview.model import Rubric, Session, Text, Turn, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    """The graded questions of one section: mean 0-100 (``None`` without any), and the counts."""

    topic: str
    title: Text
    mean: float | None
    graded: int
    not_graded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakPoint:
    """A key point that was missed, only partly said, or said wrongly."""

    number: int
    question: str
    point: str
    text: Text
    weight: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a session came to. ``mean`` leaves out what was not graded; ``not_graded`` counts it.

    A question that is still open counts as neither. Times are in seconds.
    """

    mean: float | None
    band: str
    graded: int
    not_graded: int
    planned: int
    used: float
    overtime: float
    topics: tuple[TopicScore, ...]
    weakest: tuple[WeakPoint, ...]


def summarise(session: Session, rubric: Rubric | None = None, *, weakest: int = 5) -> Summary:
    """The figures of ``session``; its band by ``rubric`` when that is known."""
    closed = [turn for turn in session.turns if turn.main.how != "open"]
    scores = _scores(closed)
    mean = _mean(scores)
    exchanges = [e for turn in session.turns for e in (turn.main, *turn.followups)]
    return Summary(
        mean=mean,
        band=band_of(mean, rubric),
        graded=len(scores),
        not_graded=len(closed) - len(scores),
        planned=len(session.planned),
        used=round(sum(e.used for e in exchanges), 1),
        overtime=round(sum(e.overtime for e in exchanges), 1),
        topics=_by_topic(session),
        weakest=tuple(_weak_points(session)[:weakest]),
    )


def band_of(score: float | None, rubric: Rubric | None) -> str:
    """The id of the band that ``score`` falls in; empty when either is unknown."""
    if score is None or rubric is None:
        return ""
    reached = [band for band in rubric.bands if score >= band.at_least]
    return max(reached, key=lambda band: band.at_least).id if reached else ""


def _scores(turns: Sequence[Turn]) -> list[float]:
    grades = [turn.counted for turn in turns]
    return [grade.score for grade in grades if grade is not None and grade.score is not None]


def _mean(scores: Sequence[float]) -> float | None:
    return round(sum(scores) / len(scores), 1) if scores else None


def _by_topic(session: Session) -> tuple[TopicScore, ...]:
    titles = {topic.path: topic.title for topic in session.topics}
    names = dict.fromkeys(turn.question.section for turn in session.turns)
    result = []
    for name in names:
        turns = [turn for turn in session.turns if turn.question.section == name and turn.main.how != "open"]
        scores = _scores(turns)
        result.append(
            TopicScore(
                topic=name,
                title=titles.get(name, Text(zh=name, en=name)),
                mean=_mean(scores),
                graded=len(scores),
                not_graded=len(turns) - len(scores),
            )
        )
    return tuple(result)


_SEVERITY = {Verdict.CONTRADICTED: 0, Verdict.MISSED: 1, Verdict.PARTIAL: 2}


def _weak_points(session: Session) -> list[WeakPoint]:
    """Wrong before missed before partial, weightier first.

    Not of a question whose follow-up still waits for an answer: it asks for such a point.
    """
    found = []
    for turn in session.turns:
        grade = turn.counted
        if grade is None or grade.score is None or turn in session.unfinished:
            continue
        texts = {point.id: point.text for point in turn.question.points}
        for result in grade.points:
            appeal = turn.appealed(result.point)
            verdict = appeal.verdict if appeal else result.verdict
            if verdict in _SEVERITY:
                found.append(
                    WeakPoint(
                        number=turn.number,
                        question=turn.question.id,
                        point=result.point,
                        text=texts.get(result.point, Text(zh=result.point, en=result.point)),
                        weight=result.weight,
                        verdict=verdict,
                    )
                )
    return sorted(found, key=lambda weak: (_SEVERITY[weak.verdict], -weak.weight, weak.number))
