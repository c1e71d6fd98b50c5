"""Replies of a judge to the questions of the samples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mock_interview.model import Question, Rubric, Verdict
from mock_interview.rubric import load_rubrics

RUBRIC = load_rubrics(Path(__file__).parents[2] / "rubrics")["default"]
BEST = {"correctness": "sound", "precision": "focused", "clarity": "clear"}


def said(point: str, verdict: str, *quotes: str, **more: Any) -> dict[str, Any]:
    """One entry of a reply."""
    return {
        "id": point, "reasoning": f"about {point}", "quotes": list(quotes), "verdict": verdict,
        "confidence": 0.9, **more,
    }  # fmt: skip


def reply(*points: Mapping[str, Any], levels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A whole reply for the default rubric."""
    named = {**BEST, **(levels or {})}
    return {
        "points": list(points),
        "dimensions": [{"id": name, "level": level} for name, level in named.items()],
    }


def everything(question: Question, *quotes: str, rubric: Rubric = RUBRIC) -> dict[str, Any]:
    """A reply that says every point is covered, with the same quotes for each."""
    points = [said(point.id, Verdict.COVERED.value, *quotes) for point in question.points]
    levels = [{"id": d.id, "level": d.levels[0].id} for d in rubric.dimensions if d.levels]
    return {"points": points, "dimensions": levels} if levels else {"points": points}
