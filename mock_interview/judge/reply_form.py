"""The form of a judge's reply, and reading one strictly: what does not fit is named, never guessed at.

Whether what it quotes is true is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mock_interview.chat import Schema
from mock_interview.clean_text import one_line
from mock_interview.fields import nearest
from mock_interview.found_json import json_objects
from mock_interview.judge.prompt import graded_dimensions
from mock_interview.model import Question, Rubric, Verdict

MENU = tuple(verdict.value for verdict in Verdict)
# Characters of reasoning, and of a quote, that are kept; quotes of one point that are looked at.
REASONING, QUOTE, QUOTES = 1_000, 2_000, 8
# Problems named at most; characters of the reply's own words in one of them.
MOST_PROBLEMS, NAMED = 8, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a reply says of one point."""

    verdict: Verdict
    confidence: float
    reasoning: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One whole reply: by id of the point, and the id of a level for each dimension asked about."""

    points: Mapping[str, Said]
    levels: Mapping[str, str]


class InvalidReply(ValueError):
    """A reply that cannot be used; ``problems`` says why, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)[:MOST_PROBLEMS]
        super().__init__("; ".join(self.problems))


def schema(question: Question, rubric: Rubric) -> Schema:
    """The JSON Schema of a reply, in the strict subset."""
    point = {
        "id": {"type": "string", "enum": [point.id for point in question.points]},
        "reasoning": {"type": "string"},
        "quotes": {"type": "array", "items": {"type": "string"}},
        "verdict": {"type": "string", "enum": list(MENU)},
        "confidence": {"type": "number"},
    }
    whole: dict[str, Any] = {"points": {"type": "array", "items": _closed(point)}}
    dimensions = graded_dimensions(rubric)
    if dimensions:
        kinds = [
            _closed(
                {
                    "id": {"type": "string", "enum": [dimension.id]},
                    "level": {"type": "string", "enum": [level.id for level in dimension.levels]},
                }
            )
            for dimension in dimensions
        ]
        whole["dimensions"] = {"type": "array", "items": {"anyOf": kinds}}
    return Schema(name="judgement", schema=_closed(whole))


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def read_reply(text: str, question: Question, rubric: Rubric) -> Reading:
    """The judgement in ``text``. Raises `InvalidReply` with everything that is wrong with it."""
    data = _the_object(text)
    problems: list[str] = []
    ids = [point.id for point in question.points]
    points: dict[str, Said] = {}
    for item in _entries(data, "points", ids, problems):
        said = _said(item, problems)
        if said is not None:
            points[item["id"]] = said
    levels: dict[str, str] = {}
    dimensions = {dimension.id: dimension for dimension in graded_dimensions(rubric)}
    if dimensions:
        for item in _entries(data, "dimensions", list(dimensions), problems):
            known = [level.id for level in dimensions[item["id"]].levels]
            level = item.get("level")
            if level in known:
                levels[item["id"]] = str(level)
            else:
                problems.append(_off(f"dimension '{item['id']}': level", level, known))
    if problems:
        raise InvalidReply(problems)
    return Reading(points=points, levels=levels)


def _the_object(text: str) -> dict[str, Any]:
    """The one object that has points; the same one given twice is one."""
    found = [one for one in json_objects(text) if "points" in one]
    if not found:
        raise InvalidReply(["there is no complete JSON object with 'points' in it"])
    if any(one != found[0] for one in found):
        raise InvalidReply(["there are several JSON objects with 'points', and they differ"])
    return found[0]


def _entries(
    data: Mapping[str, Any], key: str, ids: Sequence[str], problems: list[str]
) -> Iterator[dict[str, Any]]:
    """The entries of a list that have one of ``ids``; strangers, doubles and gaps are problems."""
    listed = data.get(key)
    if not isinstance(listed, list):
        problems.append(f"'{key}' must be a list")
        return
    seen: list[str] = []
    for item in listed:
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str) or name not in ids:
            problems.append(_off(f"{key}: id", name, ids))
        elif name in seen:
            problems.append(f"{key}: '{name}' is there twice")
        else:
            seen.append(name)
            yield item
    problems += [f"{key}: '{name}' is missing" for name in ids if name not in seen]


def _said(item: Mapping[str, Any], problems: list[str]) -> Said | None:
    where = f"point '{item['id']}'"
    before = len(problems)
    verdict = item.get("verdict")
    word = verdict.strip().lower() if isinstance(verdict, str) else None
    if word not in MENU:
        problems.append(_off(f"{where}: verdict", verdict, MENU))
    confidence = item.get("confidence")
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)) or not 0 <= confidence <= 1:
        problems.append(f"{where}: confidence must be a number from 0 to 1")
    quotes = item.get("quotes")
    if isinstance(quotes, str):
        quotes = [quotes]
    if not isinstance(quotes, list) or not all(isinstance(quote, str) for quote in quotes):
        problems.append(f"{where}: quotes must be a list of texts")
    reasoning = item.get("reasoning")
    if not isinstance(reasoning, str):
        problems.append(f"{where}: reasoning must be a text")
    if len(problems) > before:
        return None
    return Said(
        verdict=Verdict(word),
        confidence=float(confidence),  # type: ignore[arg-type]
        reasoning=one_line(str(reasoning))[:REASONING],
        quotes=tuple(one_line(q)[:QUOTE] for q in quotes[:QUOTES] if q.strip()),  # type: ignore[index]
    )


def _off(what: str, value: object, known: Sequence[str]) -> str:
    """That ``value`` is none of ``known``, in words that hold little of it: it may be anything."""
    if not isinstance(value, str):
        return f"{what} must be one of {', '.join(known)}"
    shown = one_line(value)[:NAMED]
    return f"{what} '{shown}' must be one of {', '.join(known)}{nearest(shown, list(known))}"
