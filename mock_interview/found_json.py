"""JSON objects in a model's reply: alone, in a Markdown fence, or with talk around them.

Finds and parses; what an object must hold is for whoever asked. Knows no schema.
"""

from __future__ import annotations

import json
from typing import Any

MAX_STARTS = 500  # opening braces tried; what comes later in a reply is not looked at
# Characters read in vain, in lengths of the reply, before it is given up: a brace that opens nothing is read
# as far as what comes after it still might be JSON, so braces within braces would be read again and again.
MAX_IN_VAIN = 10
MAX_DEPTH = 50  # of objects and lists within one another; nothing that is asked for has ten


def json_objects(text: str) -> tuple[dict[str, Any], ...]:
    """Every JSON object in ``text`` that lies in no other, in order; empty when there is none.

    More than one means that the reply contradicts itself or repeats itself: the caller decides.
    Of an object that breaks off, the complete objects inside it are given, which lack its keys.
    An object that names a key twice, holds NaN or Infinity, or is nested deeper than `MAX_DEPTH`, is none.
    """
    found: list[dict[str, Any]] = []
    at, vain = text.find("{"), 0
    for _ in range(MAX_STARTS):
        if at < 0 or vain > MAX_IN_VAIN * len(text):
            break
        try:
            value, end = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            vain += error.pos - at
            end = at + 1
        except (ValueError, RecursionError):  # a key that stands there twice, or too deep; nobody says where
            vain += len(text) - at
            end = at + 1
        else:
            if not _is_deep(value):
                found.append(value)
        at = text.find("{", end)
    return tuple(found)


def _is_deep(value: dict[str, Any]) -> bool:
    layer: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        inside = (inner for one in layer for inner in (one.values() if isinstance(one, dict) else one))
        layer = [inner for inner in inside if isinstance(inner, (dict, list))]
        if not layer:
            return False
    return True


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands there twice")
    return made


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


# Not strict: models write line breaks into strings as they are.
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse, strict=False)
