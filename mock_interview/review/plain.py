"""The stable JSON shapes of ``review``; documented in docs/json.md."""

from __future__ import annotations

from typing import Any

from mock_interview.codec import to_plain
from mock_interview.model import Session, Turn
from mock_interview.practice import Held, held
from mock_interview.review.summary import Summary

SHAPE = 1


def summary_json(session: Held, summary: Summary) -> dict[str, Any]:
    """One session in a list: who, when, what, how well."""
    return {
        "shape": SHAPE,
        "id": session.id,
        "started_at": session.started_at,
        "state": session.ended or "cut_off",
        "lang": session.lang,
        "rubric": session.rubric,
        "seed": session.seed,
        "asked": session.asked,
        **to_plain(summary),
    }


def session_json(session: Session, summary: Summary, number: int | None = None) -> dict[str, Any]:
    """A whole session, or only question ``number`` of it."""
    turns = [turn for turn in session.turns if number in (None, turn.number)]
    return {
        **summary_json(held(session), summary),
        "options": to_plain(session.options),
        "usage": to_plain(session.usage),
        "debrief": None if session.debrief is None else to_plain(session.debrief),
        "notes": list(session.notes),
        "questions": [turn_json(turn) for turn in turns],
    }


def turn_json(turn: Turn) -> dict[str, Any]:
    """One question as asked, answered and graded."""
    question = turn.question
    return {
        "number": turn.number,
        "question_id": question.id,
        "topic": question.topic,
        "level": question.level,
        "limit": turn.limit,
        "asked_at": turn.asked_at,
        "question": to_plain(question.question),
        "reference": to_plain(question.reference),
        "points": [{"id": p.id, "weight": p.weight, "text": to_plain(p.text)} for p in question.points],
        "sources": to_plain(question.sources),
        "answer": to_plain(turn.main),
        "followups": to_plain(turn.followups),
        "remarks": to_plain(turn.remarks),
        "hints": turn.hints,
        "pauses": turn.pauses,
        "why": to_plain(turn.why),
        "confidence": turn.confidence,
        "grade": None if turn.grade is None else to_plain(turn.grade),
        "regrades": to_plain(turn.regrades),
        "appeals": to_plain(turn.appeals),
    }
