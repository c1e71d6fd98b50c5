"""Checks of the settings and of the language model, with one tiny call."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from mock_interview.chat import Chat, Message, Schema
from mock_interview.checkup.finding import Finding, note, ok, problem, skipped
from mock_interview.errors import MockInterviewError, SettingsError
from mock_interview.found_json import json_objects
from mock_interview.llm.endpoint import at_home
from mock_interview.paths import Place
from mock_interview.secret import public_url
from mock_interview.settings.keys import VARIABLES
from mock_interview.settings.values import Settings

PREFIX = "MOCK_INTERVIEW_"
OTHER_VARIABLES = (
    "MOCK_INTERVIEW_BANK",
    "MOCK_INTERVIEW_CONFIG",
    "MOCK_INTERVIEW_RUBRICS",
    "MOCK_INTERVIEW_TRANSCRIPTS",
)
_ASKED = 'Reply with the JSON object {"ok": true} and nothing else.'
_FORM = Schema(
    name="ready",
    schema={
        "type": "object",
        "properties": {"ok": {"type": "boolean"}},
        "required": ["ok"],
        "additionalProperties": False,
    },
)
MAX_TOKENS = 1000  # the reply takes five; a model that thinks first takes some hundreds


def check_settings(
    place: Place, env: Mapping[str, str], read: Callable[[], Settings]
) -> tuple[Settings | None, list[Finding]]:
    """The settings, when they can be used, and what is to be said about them."""
    known = (*VARIABLES, *OTHER_VARIABLES)
    found = [_unknown(name, known) for name in sorted(env) if name.startswith(PREFIX) and name not in known]
    try:
        settings = read()
    except SettingsError as error:
        return None, found + [problem("config", "settings_wrong", text=one) for one in error.problems]
    except MockInterviewError as error:
        return None, [*found, problem("config", "settings_wrong", text=error)]
    found += [
        problem("config", "open_to_others", path=path)
        for path in settings.secret_files
        if _open_to_others(path)
    ]
    found += [note("config", one.what, **one.blanks) for one in settings.notes]
    if not found:
        what = "config_ok" if place.path.exists() else "no_config"
        found.append(ok("config", what, path=place.path))
    return settings, found


def _unknown(name: str, known: Sequence[str]) -> Finding:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return problem("config", "misspelt_variable", name=name, near=near[0])
    return problem("config", "unknown_variable", name=name)


def check_model(
    settings: Settings, make_chat: Callable[[], Chat], clock: Callable[[], float], *, offline: bool
) -> list[Finding]:
    """Whether the language model answers, in the form that a judge needs. One call where all is well."""
    if not (settings.model or settings.wanted):
        return [skipped("model", "no_model")]
    found = _in_the_clear(settings)
    names = {"model": settings.model, "server": public_url(settings.base_url)}
    if offline:
        return [*found, skipped("model", "offline", **names)]
    started = clock()
    try:
        chat = make_chat()
        reply = chat.ask([Message(role="user", content=_ASKED)], schema=_FORM, max_tokens=MAX_TOKENS)
    except MockInterviewError as error:
        return [*found, problem("model", "model_fails", reason=error)]
    seconds = f"{clock() - started:.1f}"
    if not any("ok" in value for value in json_objects(reply.text)):
        return [*found, problem("model", "no_json", **names, seconds=seconds)]
    used = reply.usage
    tokens = used.prompt_tokens + used.completion_tokens
    return [*found, ok("model", "model_ok", **names, seconds=seconds, calls=used.calls, tokens=tokens)]


def _in_the_clear(settings: Settings) -> list[Finding]:
    """A key that anybody on the way can read."""
    parts = urlsplit(settings.base_url)
    if parts.scheme == "https" or settings.api_key is None or at_home(parts.hostname or ""):
        return []
    return [problem("model", "in_the_clear", server=public_url(settings.base_url))]


def _open_to_others(path: Path) -> bool:
    if os.name != "posix":
        return False
    try:
        return bool(path.stat().st_mode & 0o077)
    except OSError:
        return False
