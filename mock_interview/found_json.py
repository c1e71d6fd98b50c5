"""JSON objects in a model's reply: alone, in a Markdown fence, or with talk around them.

Finds and parses; what an object must hold is for whoever asked. Knows no schema.
"""

from __future__ import annotations

import json
from typing import Any

MAX_STARTS = 500  # opening braces tried; what comes later in a reply is not looked at


def json_objects(text: str) -> tuple[dict[str, Any], ...]:
    """Every JSON object in ``text`` that lies in no other, in order; empty when there is none.

    More than one means that the reply contradicts itself or repeats itself: the caller decides.
    Of an object that breaks off, the complete objects inside it are given, which lack its keys.
    An object that names a key twice, or holds NaN or Infinity, is no JSON.
    """
    found: list[dict[str, Any]] = []
    at = text.find("{")
    for _ in range(MAX_STARTS):
        if at < 0:
            break
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            found.append(value)
        at = text.find("{", end)
    return tuple(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands there twice")
    return made


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


# Not strict: models write line breaks into strings as they are.
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse, strict=False)
