"""Answers as rows for a spreadsheet: one for each key point. Pure; writes no file.

An answer without verdicts has one row with the cells of the point left empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mock_interview.clean_text import printable
from mock_interview.model import Grade, PointResult, Session, Turn
from mock_interview.review.judgement import reasoning

COLUMNS = (
    "session", "started_at", "lang", "number", "question_id", "topic", "level", "question", "score", "reason",
    "band", "combined", "offline_score", "judge_score", "judge_band", "judge_reason", "judge_model", "used",
    "limit", "overtime", "hints", "confidence", "point", "weight", "point_text", "verdict", "credit", "quote",
    "offline_verdict", "judge_verdict", "judge_reasoning", "appeal", "answer", "followups",
)  # fmt: skip
# What a spreadsheet would take for the start of a formula, full-width forms included.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")

Cell = str | int | float | None


def rows(session: Session, lang: str = "") -> Iterator[dict[str, Cell]]:
    """The rows of ``session``, bank text in its language or in ``lang``; no text acts as a formula."""
    shown = lang or session.options.lang
    for turn in session.turns:
        grade = turn.counted or Grade(score=None)
        whole = _answer(session, turn, grade, shown)
        for result in grade.points or (None,):
            row = dict(whole)
            if result is not None:
                row |= {**_point(turn, result, shown), **_judged_point(grade, result.point)}
            yield {name: harmless(row.get(name)) for name in COLUMNS}


def harmless(value: Cell) -> Cell:
    """``value`` such that no spreadsheet runs it: an apostrophe goes before what would be a formula."""
    if not isinstance(value, str):
        return value
    clean = printable(value)
    return f"'{clean}" if _FORMULA.match(clean) else clean


def _answer(session: Session, turn: Turn, grade: Grade, lang: str) -> dict[str, Cell]:
    asked = turn.question
    exchanges = (turn.main, *turn.followups)
    return {
        "session": session.id,
        "started_at": session.started_at,
        "lang": session.options.lang,
        "number": turn.number,
        "question_id": asked.id,
        "topic": asked.topic,
        "level": asked.level,
        "question": asked.question.get(lang),
        "score": grade.score,
        "reason": grade.reason,
        "band": grade.band,
        **_judged(grade),
        "used": round(sum(exchange.used for exchange in exchanges), 1),
        "limit": turn.limit,
        "overtime": round(sum(exchange.overtime for exchange in exchanges), 1),
        "hints": turn.hints,
        "confidence": turn.confidence,
        "answer": turn.main.text,
        "followups": "\n\n".join(f"{one.probe}\n{one.text}" for one in turn.followups),
    }


def _judged(grade: Grade) -> dict[str, Cell]:
    """What a language model made of the answer, beside the offline score; nothing where none was asked."""
    judgement = grade.judgement
    if judgement is None:
        return {}
    return {
        "combined": judgement.rule if judgement.score is not None else "",
        "offline_score": (grade.offline or grade).score,
        "judge_score": judgement.score,
        "judge_band": judgement.band,
        "judge_reason": judgement.reason,
        "judge_model": judgement.model,
    }


def _judged_point(grade: Grade, point: str) -> dict[str, Cell]:
    """The two verdicts behind the one that counts, and the model's reasons; nothing where it gave none."""
    judgement = grade.judgement
    judged = next((one for one in judgement.points if one.point == point), None) if judgement else None
    if judged is None:
        return {}
    offline = next((one.verdict.value for one in (grade.offline or grade).points if one.point == point), "")
    return {
        "offline_verdict": offline,
        "judge_verdict": judged.verdict.value,
        "judge_reasoning": reasoning(judged),
    }


def _point(turn: Turn, result: PointResult, lang: str) -> dict[str, Cell]:
    known = next((point.text.get(lang) for point in turn.question.points if point.id == result.point), "")
    appeal = turn.appealed(result.point)
    return {
        "point": result.point,
        "weight": result.weight,
        "point_text": known,
        "verdict": result.verdict.value,
        "credit": result.credit,
        "quote": result.quote.text if result.quote else "",
        "appeal": appeal.verdict.value if appeal else "",
    }
