"""Digests of the first line of a transcript, part by part, so that a change of one of them can be named.

They guard against mistakes and quiet edits, not against somebody who makes them anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mock_interview.codec import to_plain
from mock_interview.transcript.events import Started

_PARTS = ("id", "topics", "bank", "rubric", "encoder", "versions", "whys", "pool")


def sealed(started: Started) -> Started:
    """``started`` with its seals."""
    return replace(started, seals=_seals(to_plain(started)))


def changed(plain: Mapping[str, Any]) -> list[str]:
    """The parts of a stored first line that are not as they were written; empty without any seals.

    A part is named as in the line; a question as ``question <id>``, an option as ``option <name>``.
    """
    seals = plain.get("seals")
    if not isinstance(seals, dict) or not seals:
        return []
    found = _seals(plain)
    return [name for name in {**seals, **found} if seals.get(name) != found.get(name)]


def _seals(plain: Mapping[str, Any]) -> dict[str, str]:
    parts = {name: plain[name] for name in _PARTS if name in plain}
    parts.update({f"option {name}": value for name, value in plain.get("options", {}).items()})
    for question in (*plain.get("planned", ()), *(spare["question"] for spare in plain.get("spares", ()))):
        parts[f"question {question['id']}"] = question
    parts["planned"] = [question["id"] for question in plain.get("planned", ())]
    parts["spares"] = [[spare["number"], spare["question"]["id"]] for spare in plain.get("spares", ())]
    return {name: _digest(part) for name, part in parts.items()}


def _digest(part: object) -> str:
    raw = json.dumps(part, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(raw.encode()).hexdigest()[:16]
