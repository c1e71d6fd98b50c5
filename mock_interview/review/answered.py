"""One question as a report shows it: asked, answered, judged, and what to read. Pure; draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from mock_interview.clean_text import one_line
from mock_interview.model import SIGNS, Appeal, Exchange, Grade, Question, Session, Source, Turn, Verdict
from mock_interview.practice import EXPECTED
from mock_interview.review.judgement import Opinion, Second, opinion, second
from mock_interview.review.labels import day_text, duration, labels, local
from mock_interview.review.marking import Piece, marks_of, pieces
from mock_interview.review.why import why_text
from mock_interview.spoken import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One part of an answer: the follow-up it replies to (empty for the main question) and the words.

    ``talk`` is what the candidate asked the interviewer and what the interviewer said up to the answer.
    Without words, ``nothing`` says why.
    """

    probe: str
    talk: tuple[Remark, ...]
    pieces: tuple[Piece, ...]
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One key point with its verdict, what a language model says of it, and the candidate's objection."""

    anchor: str
    number: int
    text: str
    weight: int
    verdict: Verdict
    sign: str
    quote: str
    opinion: Opinion | None
    appeal: Appeal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A source. ``address`` may be followed; without one, ``where`` only says where it is."""

    title: str
    where: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One question. ``score`` is ``None`` with a ``reason`` where there is none.

    ``why`` says why it was asked, ``second`` what a language model made of the answer.
    ``said_in`` is the language of the words; ``closed`` is false while the question is still open.
    """

    anchor: str
    question_id: str
    number: int
    text: str
    facts: tuple[str, ...]
    why: str
    said_in: str
    score: float | None
    reason: str
    band: str
    low: float | None
    high: float | None
    said: tuple[Said, ...]
    second: Second | None
    judged: tuple[Judged, ...]
    remarks: tuple[str, ...]
    earlier: tuple[str, ...]
    reference: str
    links: tuple[Link, ...]
    closed: bool

    @property
    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """How often each verdict was given: sign, verdict, number; those that were not are left out."""
        found = [point.verdict for point in self.judged]
        return tuple((SIGNS[v], v.value, found.count(v)) for v in Verdict if v in found)

    @property
    def marked(self) -> bool:
        """Whether any words of the answer are marked."""
        return any(piece.marks for part in self.said for piece in part.pieces)


def answered(session: Session, turn: Turn, lang: str, bands: Mapping[str, str]) -> Answered:
    """``turn`` for a page in ``lang``; ``bands`` maps ids of bands to names."""
    label = labels(lang)
    grade = turn.counted or Grade(score=None)
    anchor = f"{session.id}-{turn.number}"
    reason = label("skipped") if grade.reason == "skipped" else one_line(grade.reason)
    return Answered(
        anchor=anchor,
        question_id=turn.question.id,
        number=turn.number,
        text=turn.question.question.get(lang),
        facts=_facts(session, turn, lang),
        why=why_text(turn.why, lang),
        said_in=session.options.lang,
        score=grade.score,
        reason=label("unanswered") if turn.main.how == "open" and not reason else reason,
        band=bands.get(grade.band, grade.band),
        low=grade.low,
        high=grade.high,
        said=tuple(
            _said(turn, part, exchange, lang) for part, exchange in enumerate((turn.main, *turn.followups))
        ),
        second=_second(grade, lang, bands),
        judged=_judged(turn, grade, anchor, lang),
        remarks=tuple(label(f"flag_{flag.value}") for flag in grade.flags),
        earlier=earlier(turn, lang),
        reference=turn.question.reference.get(lang),
        links=tuple(link(source) for source in turn.question.sources),
        closed=turn.main.how != "open",
    )


def link(source: Source) -> Link:
    """``source`` with an address only where that is an ordinary web page."""
    where = f"arXiv:{source.arxiv}" if source.arxiv else source.url
    address = f"https://arxiv.org/abs/{source.arxiv}" if source.arxiv else source.url
    return Link(title=source.title or where, where=where, address=address if is_web(address) else "")


def is_web(address: str) -> bool:
    """Whether ``address`` is http or https, names a host, and holds nothing a browser would drop."""
    if any(char.isspace() or not char.isprintable() for char in address):
        return False  # browsers drop such characters: java\nscript: would become javascript:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _facts(session: Session, turn: Turn, lang: str) -> tuple[str, ...]:
    label = labels(lang)
    titles = {topic.path: topic.title.get(lang) for topic in session.topics}
    used = turn.main.used + sum(f.used for f in turn.followups)
    over = turn.main.overtime + sum(f.overtime for f in turn.followups)
    facts = [
        titles.get(turn.question.topic, turn.question.topic),
        label("level", level=turn.question.level),
        label("used", used=duration(used, lang), limit=duration(turn.limit, lang)),
    ]
    if over >= 1:
        facts.append(label("overtime", time=duration(over, lang)))
    return (*facts, *besides(turn, lang))


def besides(turn: Turn, lang: str) -> tuple[str, ...]:
    """Hints, pauses, and how sure the candidate was, as far as there were any."""
    label, facts = labels(lang), list[str]()
    if turn.hints:
        facts.append(label("hints", n=turn.hints))
    if turn.pauses:
        facts.append(label("pauses", n=turn.pauses))
    if turn.confidence in EXPECTED:
        facts.append(label("confident", how=label(f"confidence_{turn.confidence}")))
    return tuple(facts)


def talk(turn: Turn, part: int) -> tuple[Remark, ...]:
    """What was said beside the questions in part ``part`` of a turn, up to the answer."""
    return tuple(remark for remark in turn.remarks if remark.part == part and remark.how != "wrap_up")


def _said(turn: Turn, part: int, exchange: Exchange, lang: str) -> Said:
    words = exchange.text
    points = turn.counted.points if turn.counted else ()
    nothing = ""
    if not words.strip():
        nothing = labels(lang)("skipped" if exchange.how == "skipped" else "no_answer")
    return Said(
        probe=exchange.probe,
        talk=talk(turn, part),
        pieces=pieces(words, marks_of(points, part, words)) if not nothing else (),
        nothing=nothing,
    )


def _second(grade: Grade, lang: str, bands: Mapping[str, str]) -> Second | None:
    found = second(grade, lang)
    if found is None:
        return None
    return replace(
        found, tracks=tuple(replace(one, band=bands.get(one.band, one.band)) for one in found.tracks)
    )


def _judged(turn: Turn, grade: Grade, anchor: str, lang: str) -> tuple[Judged, ...]:
    return tuple(
        Judged(
            anchor=f"{anchor}-{number}",
            number=number,
            text=_point_text(turn.question, result.point, lang),
            weight=result.weight,
            verdict=result.verdict,
            sign=SIGNS[result.verdict],
            quote=one_line(result.quote.text) if result.quote else "",
            opinion=opinion(grade, result, lang),
            appeal=turn.appealed(result.point),
        )
        for number, result in enumerate(grade.points, start=1)
    )


def _point_text(question: Question, point: str, lang: str) -> str:
    return next((p.text.get(lang) for p in question.points if p.id == point), point)


def earlier(turn: Turn, lang: str) -> tuple[str, ...]:
    """The grades in the order given, a line each with what came of it; empty where there is only one."""
    if not turn.regrades:
        return ()
    label, counted = labels(lang), turn.counted
    told = [(label("first_grade"), turn.grade)]
    told += [(_when(regrade.at, lang), regrade.grade) for regrade in turn.regrades]
    lines = []
    for when, grade in told:
        score = label("not_graded") if grade is None or grade.score is None else f"{grade.score:.0f}"
        line = label("regrade_row", when=when, score=score, rubric=one_line(grade.rubric) if grade else "-")
        parts = [line, *([label("counts")] if grade is counted else []), *_of_both(grade, lang)]
        lines.append(" — ".join(parts))
    return tuple(lines)


def _of_both(grade: Grade | None, lang: str) -> tuple[str, ...]:
    """The scores of both gradings, or why there is only one, where a language model was to judge."""
    found = second(grade, lang) if grade else None
    if found is None:
        return ()
    scores = [
        f"{track.name} {'–' if track.score is None else f'{track.score:.0f}'}" for track in found.tracks[:2]
    ]
    return (found.unjudged or " · ".join(scores),)


def _when(stamp: str, lang: str) -> str:
    at = local(stamp)
    return day_text(at.date(), lang) if at else one_line(stamp)
