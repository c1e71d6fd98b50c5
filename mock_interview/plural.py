"""Fills the blanks of a fixed text, and chooses between one and many where English has to.

``{n:question|questions}`` is the first word when ``n`` is 1, else the second; it shows no number.
"""

from __future__ import annotations

import string
from typing import Any


class _Filler(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        one, many = format_spec.split("|")
        return one if str(value) == "1" else many


_FILLER = _Filler()


def filled(text: str, /, **blanks: object) -> str:
    """``text`` with its blanks filled in. Raises ``KeyError`` for a blank that has no value."""
    return _FILLER.vformat(text, (), blanks)
