"""The names of the blanks in a fixed text, for the tests of the tables of words."""

from __future__ import annotations

import string


def blanks(text: str) -> set[str]:
    """Every name, those inside of a choice between one and many included."""
    found: set[str] = set()
    for _, name, spec, _ in string.Formatter().parse(text):
        if name:
            found |= {name} | blanks(spec or "")
    return found
