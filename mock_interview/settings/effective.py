"""Puts options, variables, config file and defaults together, and finds the key that goes with the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mock_interview.errors import Problem, SettingsError
from mock_interview.secret import Secret
from mock_interview.settings.keys import key_problem
from mock_interview.settings.sources import Found, Source, from_file, from_options, from_variables
from mock_interview.settings.values import LlmOptions, Note, Settings

GENERAL_KEY = "OPENAI_API_KEY"
KEY_NAMES = ("api_key", "api_key_env", "api_key_file")
REMEDY = "docs/llm.md says what may be set; 'mock-interview config --init' writes a commented file."


def effective(path: Path, env: Mapping[str, str], options: LlmOptions | None = None) -> Settings:
    """The settings in use: option before variable before config file before default.

    A key belongs to a server. The key of a file that also names a server is used for that server
    alone, and comes before ``OPENAI_API_KEY``, which is there for every program and goes to OpenAI
    or to the server that somebody chose beside it.
    Raises `SettingsError` with everything that is wrong.
    """
    problems: list[Problem] = []
    file = from_file(path, problems)
    variables = from_variables(env, problems)
    chosen = from_options(options or LlmOptions(), problems)
    key, notes = _key(file, variables, chosen, _KeyReader(path, env, problems))
    if problems:
        raise SettingsError(tuple(problems), REMEDY)
    merged: Source = {**file, **variables, **chosen}
    merged.pop("api_key", None)
    if key is not None:
        merged["api_key"] = key
    known = {field.name for field in fields(Settings)}
    values: dict[str, Any] = {name: found.value for name, found in merged.items() if name in known}
    origins = {name: found.origin for name, found in merged.items() if name in known}
    return Settings(
        **values, origins=origins, notes=tuple(notes), secret_files=tuple(_secret_files(path, file))
    )


def _secret_files(path: Path, file: Source) -> Iterator[Path]:
    if "api_key" in file or "headers" in file:
        yield path
    if "api_key_file" in file:
        yield _key_path(path, file["api_key_file"])


def _key_path(config: Path, found: Found) -> Path:
    """The file that ``api_key_file`` names, beside the config file when it is relative."""
    try:
        return config.parent / Path(str(found.value)).expanduser()
    except RuntimeError:  # the home of an unknown user
        return config.parent / str(found.value)


class _KeyReader:
    """Finds the key that the config file holds or points to."""

    def __init__(self, path: Path, env: Mapping[str, str], problems: list[Problem]) -> None:
        self._path, self._env, self._problems = path, env, problems

    def read(self, file: Source, notes: list[Note]) -> Found | None:
        named = [name for name in KEY_NAMES if name in file]
        if len(named) > 1:
            self._wrong(file[named[1]], f"'{named[0]}' and '{named[1]}' exclude each other; keep one")
        if not named or len(named) > 1:
            return None
        found = file[named[0]]
        if named[0] == "api_key":
            return found
        return self._variable(found, notes) if named[0] == "api_key_env" else self._file(found)

    def _variable(self, found: Found, notes: list[Note]) -> Found | None:
        text = self._env.get(found.value, "").strip()
        if not text:
            notes.append(_note("variable_not_set", place=found.origin, name=str(found.value)))
            return None
        return self._checked(text, found, str(found.value))

    def _file(self, found: Found) -> Found | None:
        path = _key_path(self._path, found)
        try:
            text = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "is not UTF-8 text"
            self._wrong(found, f"'api_key_file': {path} cannot be read: {why}")
            return None
        return self._checked(text, found, str(path))

    def _checked(self, text: str, found: Found, where: str) -> Found | None:
        problem = key_problem(text)
        if problem:
            self._wrong(found, f"the key in {where} {problem}")
            return None
        return Found(value=Secret(text), origin=f"{found.origin} ({where})")

    def _wrong(self, found: Found, message: str) -> None:
        line = found.origin.rpartition(":")[2]
        self._problems.append(Problem(path=self._path, line=int(line), message=message))


def _key(
    file: Source, variables: Source, chosen: Source, reader: _KeyReader
) -> tuple[Found | None, list[Note]]:
    """The key to send, and what a person should know about the choice."""
    notes: list[Note] = []
    of_file = reader.read(file, notes)
    of_variables = variables.get("api_key")
    if of_variables is not None and of_variables.origin != GENERAL_KEY:
        return of_variables, notes
    its_own = file.get("base_url")
    server = chosen.get("base_url") or variables.get("base_url") or its_own
    if its_own is None or server is None:
        return of_variables or of_file, notes
    if not any(name in file for name in KEY_NAMES):
        if of_variables is not None and server is its_own:
            notes.append(_note("general_key_sent", server=_host(server)))
        return of_variables, notes
    if _host(server) != _host(its_own):
        notes.append(_note("key_stays", own=_host(its_own), server=_host(server)))
        return of_variables, notes
    if of_variables is not None:
        notes.append(_note("general_key_unused", server=_host(server)))
    return of_file, notes


def _note(what: str, **blanks: str) -> Note:
    return Note(what=what, blanks=blanks)


def _host(server: Found) -> str:
    try:
        return urlsplit(str(server.value)).netloc.lower()
    except ValueError:  # a URL that is none, which is among the problems
        return ""
