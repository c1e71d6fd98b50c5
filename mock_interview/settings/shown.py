"""The settings as they may be shown: secrets masked, each with what set it. Prints nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview.secret import public_url
from mock_interview.settings.keys import KEYS
from mock_interview.settings.values import Settings

NOT_FIELDS = ("api_key_env", "api_key_file")  # ways to give the key, shown as where it came from


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One setting: ``value`` is plain data without secrets, ``origin`` what set it."""

    name: str
    value: Any
    origin: str

    @property
    def text(self) -> str:
        """The value in a line; empty when nothing is set."""
        if self.value is None or self.value in ("", {}):
            return ""
        if isinstance(self.value, bool):
            return "on" if self.value else "off"
        if isinstance(self.value, float):
            return f"{self.value:g}"
        return self.value if isinstance(self.value, str) else json.dumps(self.value, ensure_ascii=False)


def rows(settings: Settings) -> tuple[Row, ...]:
    """Every setting, in the order of the template."""
    names = [key.name for key in KEYS if key.name not in NOT_FIELDS]
    return tuple(Row(name=name, value=_plain(settings, name), origin=settings.origin(name)) for name in names)


def as_plain(settings: Settings, file: Path) -> dict[str, Any]:
    """The documented JSON shape."""
    return {
        "shape": 1,
        "file": str(file),
        "exists": file.exists(),
        "settings": {row.name: {"value": row.value, "origin": row.origin} for row in rows(settings)},
        "notes": [{"code": note.what, **note.blanks} for note in settings.notes],
    }


def _plain(settings: Settings, name: str) -> Any:
    value = getattr(settings, name)
    if name == "api_key":
        return None if value is None else str(value)
    if name == "base_url":
        return public_url(value)
    if name == "headers":
        return {header: str(secret) for header, secret in value.items()}
    if name == "price":
        return None if value is None else {"prompt": value.prompt, "completion": value.completion}
    return dict(value) if name == "body" else value
