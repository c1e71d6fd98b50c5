"""Flash cards of what was not covered: one for each key point, by its latest answer. Pure.

Everything on a card is HTML as Anki reads it; whatever was said or came from a bank is escaped.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mock_interview.clean_text import one_line, printable
from mock_interview.model import SIGNS, Grade, PointResult, Question, Session, Turn, Verdict
from mock_interview.review.answered import link
from mock_interview.review.labels import day_text, labels, local

LONGEST = 600  # characters of an answer that a card shows
FIELDS = ("Question", "Cue", "Point", "Reference", "Answer", "Sources", "Id")
_FORMULA = re.compile(r"\\(?=[(\[])")  # what begins one


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One key point. ``guid`` is the same for the same point in the same language, whenever it is made.

    ``fields`` are HTML, in the order of `FIELDS`; ``tags`` hold no white space.
    """

    guid: str
    lang: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def cards(sessions: Iterable[Session], lang: str = "") -> tuple[Card, ...]:
    """A card for every key point whose latest answer in ``sessions`` did not cover it.

    ``sessions`` come oldest first. A card is in the language of its session, or in ``lang``.
    """
    latest: dict[tuple[str, str, str], Card | None] = {}
    for session in sessions:
        shown = lang or ("zh" if session.options.lang == "zh" else "en")
        for turn in session.turns:
            for result, verdict in _judged(turn):
                key = (turn.question.id, result.point, shown)
                latest.pop(key, None)  # so that the order is that of the latest answers
                covered = verdict is Verdict.COVERED
                latest[key] = None if covered else _card(session, turn, result, verdict, shown)
    return tuple(card for card in latest.values() if card is not None)


def guid(question: str, point: str, lang: str) -> str:
    """By what a card is known again: twenty hexadecimal digits."""
    return hashlib.sha256(
        f"mock-interview\n{question}\n{point}\n{lang}".encode("utf-8", "replace")
    ).hexdigest()[:20]


def _judged(turn: Turn) -> Iterator[tuple[PointResult, Verdict]]:
    """The points of a graded answer, each with the verdict that counts: an appeal's goes first."""
    grade = turn.counted
    if grade is None or grade.score is None or turn.main.how == "open":
        return
    for result in grade.points:
        appeal = turn.appealed(result.point)
        yield result, appeal.verdict if appeal else result.verdict


def _card(session: Session, turn: Turn, result: PointResult, verdict: Verdict, lang: str) -> Card:
    question = turn.question
    return Card(
        guid=guid(question.id, result.point, lang),
        lang=lang,
        fields=(
            text(question.question.get(lang)),
            _cue(turn, result, lang),
            text(_point(question, result.point, lang)),
            text(question.reference.get(lang)),
            _said(session, turn, result, verdict, lang),
            _sources(question),
            text(f"{question.id} / {result.point}"),
        ),
        tags=(
            "mock-interview",
            _tag("topic", question.topic.replace("/", "::")),
            f"verdict::{verdict.value}",
        ),
    )


def _tag(kind: str, name: str) -> str:
    return f"{kind}::{'-'.join(one_line(name).split()) or 'none'}"


def _cue(turn: Turn, result: PointResult, lang: str) -> str:
    """What the card asks for: the point's own follow-up question, else what is missing beside the rest."""
    label, question = labels(lang), turn.question
    probe = next((point.probe for point in question.points if point.id == result.point), None)
    if probe is not None:
        return text(probe.get(lang))
    said = [other for other, verdict in _judged(turn) if verdict is Verdict.COVERED]
    if not said:
        number = 1 + next((i for i, p in enumerate(question.points) if p.id == result.point), 0)
        return text(label("card_which", n=number, total=len(question.points)))
    listed = "".join(f"<li>{text(_point(question, other.point, lang))}</li>" for other in said)
    return f"{text(label('card_beside'))}<ul>{listed}</ul>"


def _point(question: Question, point: str, lang: str) -> str:
    return next((p.text.get(lang) for p in question.points if p.id == point), point)


def _said(session: Session, turn: Turn, result: PointResult, verdict: Verdict, lang: str) -> str:
    """When it was answered, the verdict, and the words that decided it; without those, the answer."""
    label, grade = labels(lang), turn.counted or Grade(score=None)
    at = local(turn.asked_at or session.started_at)
    head = f"{day_text(at.date(), lang)} · " if at else ""
    head += f"{SIGNS[verdict]} {label(verdict.value)}"
    if grade.score is not None:
        head += f" · {grade.score:.0f} / 100"
    words = result.quote.text if result.quote else turn.main.text.strip()
    if len(words) > LONGEST:
        words = words[:LONGEST].rstrip() + " …"
    quoted = f"<blockquote>{text(words)}</blockquote>" if words.strip() else ""
    return f"{text(head)}{quoted}"


def _sources(question: Question) -> str:
    found = [link(source) for source in question.sources]
    return "<br>".join(
        f'<a href="{text(one.address)}">{text(one.title)}</a>'
        if one.address
        else text(f"{one.title} {one.where}" if one.where != one.title else one.title)
        for one in found
    )


def text(words: str) -> str:
    """``words`` as HTML that shows them and does nothing else, in Anki too.

    Brackets are written out, or [sound:x] would play and [latex] be run; so is what begins a formula.
    """
    escaped = _FORMULA.sub(r"\\<span></span>", html.escape(printable(words).strip()))
    return escaped.replace("[", "&#91;").replace("]", "&#93;").replace("\n", "<br>")
