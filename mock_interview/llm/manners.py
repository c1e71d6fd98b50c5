"""How a server wants to be asked: which form of reply it can give, which parameters it does not take.

Learnt from its complaints, remembered in the session and on disk. Sends nothing.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from mock_interview.atomic import write_atomic
from mock_interview.llm.complaint import Complaint

LIMITS = ("max_tokens", "max_completion_tokens", "")
RUNGS = ("json_schema", "json_object", "text")
KEPT_SECONDS = 7 * 24 * 3600.0  # servers are updated: after a week all is tried again from the top
MAX_KEPT = 200
_SYSTEM = re.compile(r"system role|role.{0,20}system|system message", re.I)
_THINKING = re.compile(r"enable_thinking|thinking mode|thinking.{0,40}stream", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """One way to ask. ``rung`` is the best form of reply that is still believed to work."""

    rung: str = RUNGS[0]
    limit: str = "max_tokens"  # the name of the limit on tokens; empty when none is taken
    temperature: bool = True
    thinking: bool = True  # False asks a thinking model not to
    system: bool = True  # False puts system messages into the first message of the user

    def after(self, complaint: Complaint, *, with_schema: bool) -> Manner | None:
        """The way that heeds ``complaint``; ``None`` when there is none to try."""
        if complaint.names("max_completion_tokens") and self.limit == "max_completion_tokens":
            return replace(self, limit="")
        if complaint.names("max_tokens") and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if complaint.names("temperature") and self.temperature:
            return replace(self, temperature=False)
        if complaint.status in (400, 422) and _THINKING.search(complaint.message) and self.thinking:
            return replace(self, thinking=False)
        if complaint.status in (400, 422, 500) and _SYSTEM.search(complaint.message) and self.system:
            return replace(self, system=False)
        if with_schema and complaint.about_format:
            return self.lower()
        return None

    def lower(self) -> Manner | None:
        """The next form of reply below this one."""
        below = RUNGS.index(self.rung) + 1
        return replace(self, rung=RUNGS[below]) if below < len(RUNGS) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is kept of a server and model; ``proven`` is the form of reply that has worked, if any has."""

    manner: Manner = Manner()
    proven: str = ""


class Manners:
    """What is known of one server and model. ``file`` may be ``None``; ``wall`` is seconds from 1970."""

    def __init__(self, file: Path | None, who: str, *, wall: Callable[[], float]) -> None:
        self._file, self._who, self._wall = file, who, wall
        self._lock = threading.Lock()
        self._kept = self._stored()
        self._manner, self._proven = self._kept.manner, self._kept.proven

    @property
    def manner(self) -> Manner:
        """The way to ask now."""
        with self._lock:
            return self._manner

    def learn(self, before: Manner, after: Manner) -> None:
        """A request in the way ``before`` failed; ``after`` is better. Others may have learnt meanwhile."""
        changed = {
            field.name: getattr(after, field.name)
            for field in fields(Manner)
            if getattr(after, field.name) != getattr(before, field.name)
        }
        with self._lock:
            if "rung" in changed:
                changed["rung"] = max(changed["rung"], self._manner.rung, key=RUNGS.index)
            self._manner = replace(self._manner, **changed)

    def prove(self, manner: Manner, *, form: bool) -> None:
        """A request in this way succeeded, and gave the form of reply asked for if ``form``: keep it."""
        with self._lock:
            if form:
                self._proven = manner.rung
            # A form that was only fallen back on, and has shown nothing yet, is no knowledge.
            sure = replace(manner, rung=self._proven or self._kept.manner.rung)
            known = _Known(manner=sure, proven=self._proven)
            if known != self._kept:
                self._kept = known
                self._store(known)

    def doubted(self, manner: Manner) -> bool:
        """Whether a reply without the JSON asked for may mean that the server cannot do this form."""
        with self._lock:
            return self._proven != manner.rung

    def _stored(self) -> _Known:
        entry: Any = _entries(self._file).get(self._who)
        try:
            if self._wall() - float(entry["at"]) >= KEPT_SECONDS:
                return _Known()
            known = _Known(manner=Manner(**entry["manner"]), proven=str(entry["proven"]))
            RUNGS.index(known.manner.rung)
        except (TypeError, ValueError, KeyError, OverflowError):
            return _Known()
        return known if _is_sound(known.manner) else _Known()

    def _store(self, known: _Known) -> None:
        """A folder that cannot be written to only costs a call in the next session."""
        if self._file is None:
            return
        entries = _entries(self._file)
        entries.pop(self._who, None)
        entries[self._who] = {"at": round(self._wall()), **asdict(known)}
        kept = dict(list(entries.items())[-MAX_KEPT:])
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomic(self._file, json.dumps(kept, indent=1) + "\n")


def _is_sound(manner: Manner) -> bool:
    """Whether every field is such as `Manner` has; a file may hold anything."""
    plain = Manner()
    kinds = all(type(getattr(manner, one.name)) is type(getattr(plain, one.name)) for one in fields(Manner))
    return kinds and manner.limit in LIMITS


def name_of(server: str, model: str) -> str:
    """The name under which a server and model are remembered."""
    return f"{server} {model}"


def _entries(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
