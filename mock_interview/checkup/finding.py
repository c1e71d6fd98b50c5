"""What a check found. The words for it are the terminal's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class State(str, Enum):
    """How it stands; only a problem makes the checkup fail."""

    OK = "ok"
    NOTE = "note"  # works, and is worth knowing
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``check`` is what was looked at, ``what`` names the text about it, ``blanks`` fill that text."""

    check: str
    state: State
    what: str
    blanks: Mapping[str, str] = field(default_factory=dict)


def ok(check: str, what: str, **blanks: object) -> Finding:
    """All is well."""
    return _finding(State.OK, check, what, blanks)


def note(check: str, what: str, **blanks: object) -> Finding:
    """Works, and is worth knowing."""
    return _finding(State.NOTE, check, what, blanks)


def problem(check: str, what: str, **blanks: object) -> Finding:
    """Something to do about."""
    return _finding(State.PROBLEM, check, what, blanks)


def skipped(check: str, what: str, **blanks: object) -> Finding:
    """Not looked at."""
    return _finding(State.SKIPPED, check, what, blanks)


def _finding(state: State, check: str, what: str, blanks: Mapping[str, object]) -> Finding:
    return Finding(check=check, state=state, what=what, blanks={name: str(v) for name, v in blanks.items()})
