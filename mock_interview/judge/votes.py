"""From replies to verdicts: a credit needs a quote, and a majority decides. Asks nobody, adds up no score."""

from __future__ import annotations

from collections.abc import Sequence

from mock_interview.judge.quotes import Quotes
from mock_interview.judge.reply_form import Reading, Said
from mock_interview.model import (
    Dimension,
    JudgedDimension,
    JudgedPoint,
    KeyPoint,
    LostQuote,
    Question,
    Span,
    Verdict,
    Vote,
)

# From the worst to the best, as a majority sees them.
ORDER = (Verdict.CONTRADICTED, Verdict.MISSED, Verdict.PARTIAL, Verdict.COVERED)


def vote(said: Said, quotes: Quotes) -> Vote:
    """What one reading says of a point, as far as its quotes are found."""
    looked = [quotes.find(quote) for quote in said.quotes]
    found = tuple(dict.fromkeys(one for one in looked if isinstance(one, Span)))
    return Vote(
        verdict=said.verdict,
        confidence=said.confidence,
        reasoning=said.reasoning,
        quotes=found,
        lost=tuple(one for one in looked if isinstance(one, LostQuote)),
        withdrawn=said.verdict is not Verdict.MISSED and not found,
    )


def count(question: Question, readings: Sequence[Reading], quotes: Quotes) -> tuple[JudgedPoint, ...]:
    """The points with all votes on them. There must be a reading."""
    return tuple(
        counted(point, tuple(vote(reading.points[point.id], quotes) for reading in readings))
        for point in question.points
    )


def counted(point: KeyPoint, votes: tuple[Vote, ...]) -> JudgedPoint:
    """The majority of ``votes``; withdrawn ones have no say, and leave nothing when they are half of all.

    ``credit`` is left to whoever knows what a verdict earns.
    """
    standing = [one for one in votes if not one.withdrawn]
    if 2 * len(standing) <= len(votes):
        return JudgedPoint(
            point=point.id,
            weight=point.weight,
            verdict=Verdict.MISSED,
            credit=0.0,
            withdrawn=True,
            votes=votes,
        )
    verdict = majority([one.verdict for one in standing])
    agreeing = [one for one in standing if one.verdict is verdict]
    agreeing.sort(key=lambda one: -one.confidence)
    quote = next((one.quotes[0] for one in agreeing if one.quotes), None)
    return JudgedPoint(
        point=point.id,
        weight=point.weight,
        verdict=verdict,
        credit=0.0,
        quote=None if verdict is Verdict.MISSED else quote,
        votes=votes,
    )


def majority(verdicts: Sequence[Verdict]) -> Verdict:
    """The best verdict that more than half are at or above; so a tie goes to the lower."""
    ranks = sorted((ORDER.index(verdict) for verdict in verdicts), reverse=True)
    return ORDER[ranks[len(ranks) // 2]]


def level(dimension: Dimension, votes: tuple[str, ...]) -> JudgedDimension:
    """The best level that more than half of ``votes`` are at or above."""
    values = {level.id: level.value for level in dimension.levels}
    ordered = sorted(votes, key=lambda name: -values[name])
    chosen = ordered[len(ordered) // 2]
    return JudgedDimension(id=dimension.id, level=chosen, value=values[chosen], votes=votes)
