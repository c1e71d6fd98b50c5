"""Checks of the terminal and of the folders that are written to."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mock_interview.checkup.finding import Finding, note, ok, problem
from mock_interview.paths import Place

LEAST_COLUMNS, LEAST_LINES = 40, 16  # below this a question and its answer do not fit side by side in view
LEAST_FREE = 50 * 1024 * 1024  # bytes: thousands of sessions; a disk this full fails elsewhere first


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalFacts:
    """What is known of the terminal; ``columns`` and ``lines`` are 0 when there is none."""

    asks: bool  # keys can be read
    shows: bool  # output goes to a screen
    columns: int = 0
    lines: int = 0
    encoding: str = ""


def check_terminal(facts: TerminalFacts, env: Mapping[str, str]) -> list[Finding]:
    """Size, encoding, and what TERM and NO_COLOR ask for."""
    found: list[Finding] = []
    if facts.encoding.lower().replace("-", "").replace("_", "") not in ("utf8", "utf8sig", "cp65001"):
        found.append(problem("terminal", "not_utf8", encoding=facts.encoding or "?"))
    if not (facts.asks and facts.shows):
        return [*found, note("terminal", "no_terminal")]
    term = env.get("TERM", "")
    size = {"columns": facts.columns, "lines": facts.lines}
    if facts.columns < LEAST_COLUMNS or facts.lines < LEAST_LINES:
        found.append(
            problem("terminal", "small", **size, least_columns=LEAST_COLUMNS, least_lines=LEAST_LINES)
        )
    if term in ("", "dumb", "unknown"):
        found.append(note("terminal", "dumb", term=term or "-"))
    elif env.get("NO_COLOR"):
        found.append(note("terminal", "no_color"))
    if not found:
        found.append(ok("terminal", "terminal_ok", **size, term=term))
    return found


def check_folder(name: str, place: Place) -> Finding:
    """Whether files can be put into a folder, which need not exist yet; leaves nothing behind."""
    blanks = {"name": name, "path": str(place.path), "why": place.why}
    there = next((one for one in (place.path, *place.path.parents) if one.exists()), place.path)
    if not there.is_dir():
        return problem("folders", "no_folder", **{**blanks, "path": str(there)})
    reason = _try_writing(there) if there == place.path else _may_create(there)
    if reason:
        return problem("folders", "not_writable", **blanks, reason=reason)
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(there).free
        if free < LEAST_FREE:
            return problem("folders", "disk_full", **blanks, free=free // (1024 * 1024))
    return ok("folders", "folder_ok" if there == place.path else "folder_later", **blanks)


def _try_writing(folder: Path) -> str:
    """Why no file can be written there, empty when one can: permissions alone do not tell."""
    trial = folder / f".checkup-{secrets.token_hex(4)}"
    try:
        with trial.open("xb") as file:
            file.write(b"?")
    except OSError as error:
        return error.strerror or str(error)
    finally:
        with contextlib.suppress(OSError):
            trial.unlink(missing_ok=True)
    return ""


def _may_create(folder: Path) -> str:
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"{folder}: permission denied"
