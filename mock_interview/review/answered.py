"""One question as a report shows it: asked, answered, judged, and what to read. Pure; draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from mock_interview.clean_text import one_line
from mock_interview.model import Appeal, Exchange, Grade, Question, Session, Source, Turn, Verdict
from mock_interview.practice import EXPECTED
from mock_interview.review.labels import day_text, duration, labels, local
from mock_interview.review.marking import Piece, marks_of, pieces

SIGNS = {Verdict.COVERED: "✓", Verdict.PARTIAL: "~", Verdict.MISSED: "✗", Verdict.CONTRADICTED: "!"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One part of an answer: the follow-up it replies to (empty for the main question) and the words.

    Without words, ``nothing`` says why.
    """

    probe: str
    pieces: tuple[Piece, ...]
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One key point with its verdict, and the candidate's objection to it if there is one."""

    anchor: str
    number: int
    text: str
    weight: int
    verdict: Verdict
    sign: str
    quote: str
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

    ``said_in`` is the language of the words; ``closed`` is false while the question is still open.
    """

    anchor: str
    question_id: str
    number: int
    text: str
    facts: tuple[str, ...]
    said_in: str
    score: float | None
    reason: str
    band: str
    low: float | None
    high: float | None
    said: tuple[Said, ...]
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
        said_in=session.options.lang,
        score=grade.score,
        reason=label("unanswered") if turn.main.how == "open" and not reason else reason,
        band=bands.get(grade.band, grade.band),
        low=grade.low,
        high=grade.high,
        said=tuple(
            _said(grade, part, exchange, lang) for part, exchange in enumerate((turn.main, *turn.followups))
        ),
        judged=_judged(turn, grade, anchor, lang),
        remarks=tuple(label(f"flag_{flag.value}") for flag in grade.flags),
        earlier=_earlier(turn, lang),
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
    if turn.hints:
        facts.append(label("hints", n=turn.hints))
    if turn.pauses:
        facts.append(label("pauses", n=turn.pauses))
    if turn.confidence in EXPECTED:
        facts.append(label("confident", how=label(f"confidence_{turn.confidence}")))
    return tuple(facts)


def _said(grade: Grade, part: int, exchange: Exchange, lang: str) -> Said:
    words = exchange.text
    nothing = ""
    if not words.strip():
        nothing = labels(lang)("skipped" if exchange.how == "skipped" else "no_answer")
    return Said(
        probe=exchange.probe,
        pieces=pieces(words, marks_of(grade.points, part, words)) if not nothing else (),
        nothing=nothing,
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
            appeal=turn.appealed(result.point),
        )
        for number, result in enumerate(grade.points, start=1)
    )


def _point_text(question: Question, point: str, lang: str) -> str:
    return next((p.text.get(lang) for p in question.points if p.id == point), point)


def _earlier(turn: Turn, lang: str) -> tuple[str, ...]:
    """The grades in the order given, each with what came of it; empty where there is only one."""
    if not turn.regrades:
        return ()
    label, counted = labels(lang), turn.counted
    told = [(label("first_grade"), turn.grade)]
    told += [(_when(regrade.at, lang), regrade.grade) for regrade in turn.regrades]
    lines = []
    for when, grade in told:
        score = label("not_graded") if grade is None or grade.score is None else f"{grade.score:.0f}"
        line = label("regrade_row", when=when, score=score, rubric=grade.rubric if grade else "-")
        lines.append(f"{line} — {label('counts')}" if grade is counted else line)
    return tuple(lines)


def _when(stamp: str, lang: str) -> str:
    at = local(stamp)
    return day_text(at.date(), lang) if at else one_line(stamp)
