"""A language model's judgement beside the offline grade, in words, for screens, pages and documents.

Everything a model or a server said comes out on one line, without control characters; whoever draws it
escapes it. Nothing here draws or decides a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mock_interview.clean_text import one_line
from mock_interview.model import (
    BROKEN,
    NOT_ASKED,
    SIGNS,
    SPENT,
    STOPPED,
    UNUSABLE,
    Flag,
    Grade,
    JudgedPoint,
    Judgement,
    PointResult,
    Verdict,
    Vote,
)
from mock_interview.review.labels import labels

DIFFERS = "≠"
MOST_APPEALS, MOST_QUOTES = 2, 3  # stretches that are quoted, of an answer and for a point; they tell enough
LONGEST = 120  # characters of a stretch
_CAUSES = ((STOPPED, "stopped"), (UNUSABLE, "unusable"), (SPENT, "spent"), (BROKEN, "broken"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One of the gradings; ``score`` is 0-100 or ``None``, ``band`` an id."""

    name: str
    score: float | None
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """What is said of a question as a whole; all but ``unjudged`` is empty where there is no judgement.

    ``contested`` says on how many points the two differ, ``held`` why the judge may only lower, and
    ``appeals`` are the candidate's words that led to it.
    """

    unjudged: str = ""
    tracks: tuple[Track, ...] = ()
    about: tuple[str, ...] = ()
    contested: str = ""
    held: str = ""
    appeals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the judge says of one point, a sentence each, empty where there is nothing to say.

    ``quotes`` are the words it rests on besides the quote that decided; ``lost`` those that do not count.
    """

    differs: str
    held: str
    withdrawn: str
    votes: str
    quotes: tuple[str, ...]
    lost: tuple[str, ...]
    reasoning: str


def second(grade: Grade, lang: str, *, details: bool = True) -> Second | None:
    """Both tracks and the combined grade, or why there is no judgement; ``None`` when none was asked for.

    ``details`` are as those of `unjudged`.
    """
    judgement = grade.judgement
    if judgement is None or grade.score is None:
        return None
    if judgement.score is None:
        return Second(unjudged=unjudged(judgement.reason, lang, details=details))
    label = labels(lang)
    about = [one_line(judgement.model)] if judgement.model else []
    about.append(label("judge_readings", n=judgement.samples))
    if judgement.failed:
        about.append(label("judge_lost", n=len(judgement.failed)))
    offline = grade.offline or grade
    quoted = [one_line(appeal.span.text) for appeal in judgement.appeals]
    return Second(
        tracks=(
            Track(name=label("track_offline"), score=offline.score, band=offline.band),
            Track(name=label("track_judge"), score=judgement.score, band=judgement.band),
            Track(name=label("track_combined"), score=grade.score, band=grade.band),
        ),
        about=tuple(about),
        contested=label("contested", n=len(grade.contested)) if grade.contested else "",
        held=label("judge_held") if judgement.appeals else "",
        appeals=tuple(_short(text) for text in [text for text in quoted if text][:MOST_APPEALS]),
    )


def cause(reason: str, lang: str, *, details: bool = True) -> str:
    """Why a judge gave nothing, as a clause; ``details`` are in English, as the program noted them."""
    label = labels(lang)
    start, name = next((one for one in _CAUSES if reason.startswith(one[0])), ("", "server"))
    what, why = label(f"unjudged_{name}"), one_line(reason.removeprefix(start))
    return label("with_details", what=what, why=why) if details and why else what


def unjudged(reason: str, lang: str, *, details: bool = True) -> str:
    """Why there is only the offline grade, as a sentence; ``details`` tell what went wrong, in English."""
    label = labels(lang)
    if not reason.startswith(NOT_ASKED):
        return label("offline_stands", what=cause(reason, lang, details=details))
    left = reason.removeprefix(NOT_ASKED)
    known = left in {flag.value for flag in Flag}
    return label("judge_not_asked", why=label(f"flag_{left}") if known else one_line(left))


def opinion(grade: Grade, result: PointResult, lang: str) -> Opinion | None:
    """What the judge says of the point of ``result``; ``None`` when it says nothing."""
    judgement = grade.judgement
    judged = next((p for p in judgement.points if p.point == result.point), None) if judgement else None
    if judgement is None or judged is None:
        return None
    label = labels(lang)
    agreeing = _agreeing(judged)
    decided = {result.quote.text} if result.quote else set()
    quotes = (span.text for vote in agreeing for span in vote.quotes if span.text not in decided)
    lost = ((one.text, label(f"lost_{one.why}")) for vote in judged.votes for one in vote.lost)
    return Opinion(
        differs=_differs(grade, judged, lang),
        held=label("judge_held_point") if _is_held(judgement, result, judged) else "",
        withdrawn=label("judge_withdrawn", verdict=_claimed(judged, lang)) if judged.withdrawn else "",
        votes=label("judge_tally", votes=_tally(judged, lang)) if len(judged.votes) > 1 else "",
        quotes=_first(_short(one_line(text)) for text in quotes),
        lost=_first(label("quote_lost", quote=_short(one_line(text)), why=why) for text, why in lost),
        reasoning=reasoning(judged),
    )


def reasoning(judged: JudgedPoint) -> str:
    """The reasons of the first vote that agrees with what was decided, else of the first; may be empty."""
    told = _agreeing(judged) or list(judged.votes)
    return one_line(told[0].reasoning) if told else ""


def _agreeing(judged: JudgedPoint) -> list[Vote]:
    return [vote for vote in judged.votes if vote.verdict is judged.verdict and not vote.withdrawn]


def _differs(grade: Grade, judged: JudgedPoint, lang: str) -> str:
    offline = next((p.verdict for p in (grade.offline or grade).points if p.point == judged.point), None)
    if judged.point not in grade.contested or offline is None:
        return ""
    return labels(lang)("point_contested", offline=_shown(offline, lang), judge=_shown(judged.verdict, lang))


def _is_held(judgement: Judgement, result: PointResult, judged: JudgedPoint) -> bool:
    """Whether the judge's better verdict was not taken over for want of support; appeals are told above."""
    if judgement.appeals or judgement.rule == "offline":
        return False
    return judged.credit > result.credit and result.verdict is not judged.verdict


def _shown(verdict: Verdict, lang: str) -> str:
    return f"{SIGNS[verdict]} {labels(lang)(verdict.value)}"


def _claimed(judged: JudgedPoint, lang: str) -> str:
    """The verdicts that were withdrawn, each once."""
    claimed = dict.fromkeys(vote.verdict for vote in judged.votes if vote.withdrawn)
    return " / ".join(labels(lang)(verdict.value) for verdict in claimed)


def _tally(judged: JudgedPoint, lang: str) -> str:
    """How many votes each verdict has, withdrawn ones by themselves."""
    label, parts = labels(lang), []
    for verdict in Verdict:
        count = sum(vote.verdict is verdict and not vote.withdrawn for vote in judged.votes)
        if count:
            parts.append(f"{label(verdict.value)} {count}")
    withdrawn = sum(vote.withdrawn for vote in judged.votes)
    if withdrawn:
        parts.append(f"{label('votes_withdrawn')} {withdrawn}")
    return " · ".join(parts)


def _first(texts: Iterable[str]) -> tuple[str, ...]:
    """The first few that differ."""
    return tuple(dict.fromkeys(filter(None, texts)))[:MOST_QUOTES]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
