"""The personal gold file: one row of JSON for each appeal, in the form that ``agreement`` reads. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mock_interview.model import Appeal, Session, Turn, Verdict

# What a verdict is worth, of 1: the mark that the grader's credit for the point is compared with.
MARKS = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5, Verdict.MISSED: 0.0, Verdict.CONTRADICTED: 0.0}
KEY = ("session", "number", "point")


def gold_row(session: Session, turn: Turn, appeal: Appeal) -> dict[str, Any]:
    """What is kept of an appeal: the words, the two verdicts, the reason, and the mark of the point."""
    lang = session.options.lang
    grade = turn.counted
    given = {result.point: result.verdict.value for result in grade.points} if grade else {}
    return {
        "session": session.id,
        "number": turn.number,
        "point": appeal.point,
        "question_id": turn.question.id,
        "lang": lang,
        "answer": turn.main.text,
        "followups": [followup.text for followup in turn.followups],
        "score": MARKS[appeal.verdict],
        "max_score": 1,
        "verdict": appeal.verdict.value,
        "graded": given.get(appeal.point),
        "because": appeal.because,
        "at": appeal.at,
        "engine_then": grade.engine if grade else "",
    }


def with_row(lines: Iterable[str], row: dict[str, Any]) -> list[str]:
    """The lines of a gold file with ``row`` at its end, in place of one about the same point.

    Lines that are no row of ours are kept as they are.
    """
    kept = [line for line in lines if line.strip() and not _is_about(line, row)]
    return [*kept, json.dumps(row, ensure_ascii=True, allow_nan=False)]


def _is_about(line: str, row: dict[str, Any]) -> bool:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and all(found.get(key) == row[key] for key in KEY)
