"""Which folders are in use, and why. Decides; creates nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import UsageError

APP = "mock-interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder in use; ``why`` names the rule that chose it."""

    path: Path
    why: str


def bank_folder(option: Path | None, env: Mapping[str, str]) -> Place:
    """``--bank``, else ``MOCK_INTERVIEW_BANK``, else ``./question_bank``, else the one that ships."""
    return _content(option, env, "--bank", "MOCK_INTERVIEW_BANK", "question_bank")


def rubric_folder(option: Path | None, env: Mapping[str, str]) -> Place:
    """``--rubrics``, else ``MOCK_INTERVIEW_RUBRICS``, else ``./rubrics``, else the ones that ship."""
    return _content(option, env, "--rubrics", "MOCK_INTERVIEW_RUBRICS", "rubrics")


def transcript_folder(option: Path | None, env: Mapping[str, str]) -> Place:
    """``--transcripts``, else ``MOCK_INTERVIEW_TRANSCRIPTS``, else ``./transcripts`` if it is there,
    else the user's data folder, else ``./transcripts`` all the same."""
    chosen = _named(option, env, "--transcripts", "MOCK_INTERVIEW_TRANSCRIPTS")
    if chosen:
        return chosen
    here = Path("transcripts")
    if not _no_folder(here):
        return Place(path=here.resolve(), why="./transcripts")
    home = _user("data")
    if home is None:
        return Place(path=_whole(here, "./transcripts"), why="./transcripts: there is no home folder")
    return Place(path=home / "transcripts", why="user data folder")


def config_file(env: Mapping[str, str]) -> Place:
    """``MOCK_INTERVIEW_CONFIG``, else ``config.yaml`` in the user's config folder; need not exist."""
    if env.get("MOCK_INTERVIEW_CONFIG"):
        variable = "MOCK_INTERVIEW_CONFIG"
        return Place(path=_whole(Path(env[variable]), variable, "a file"), why=variable)
    home = _user("config")
    if home is None:
        return Place(path=Path(os.devnull) / APP / "config.yaml", why="none: there is no home folder")
    return Place(path=home / "config.yaml", why="user config folder")


def appeals_file() -> Place:
    """The personal gold file: the candidate's own verdicts on their answers."""
    home = _user("data")
    if home is None:
        return Place(path=Path("appeals.jsonl").absolute(), why="./appeals.jsonl: there is no home folder")
    return Place(path=home / "appeals.jsonl", why="user data folder")


def cache_folder() -> Place:
    """Copies that can be deleted at any time."""
    home = _user("cache")
    if home is None:
        return Place(path=Path(os.devnull) / APP, why="nothing is kept: there is no home folder")
    return Place(path=home, why="user cache folder")


def rescue_folders() -> tuple[Path, ...]:
    """Where a session moves when its own folder can no longer be written, the best first."""
    import tempfile

    state = _user("state")
    found = [] if state is None else [state / "rescued"]
    with suppress(FileNotFoundError):  # there is none, or they are all full
        temporary = Path(tempfile.gettempdir()) / f"{APP}-rescued"
        if _is_ours(temporary):
            found.append(temporary)
    return tuple(found)


def _content(option: Path | None, env: Mapping[str, str], flag: str, variable: str, name: str) -> Place:
    chosen = _named(option, env, flag, variable)
    if chosen:
        problem = _no_folder(chosen.path)
        if problem:
            raise UsageError(f"{chosen.path}: {problem} (from {chosen.why})")
        return chosen
    here = Path(name)
    if not _no_folder(here):
        return Place(path=here.resolve(), why=f"./{name}")
    return Place(path=_shipped(name), why="shipped with the program")


def _no_folder(path: Path) -> str:
    """Why ``path`` is no folder, and empty when it is one."""
    try:
        return "" if stat.S_ISDIR(path.stat().st_mode) else "is not a folder"
    except (FileNotFoundError, NotADirectoryError):
        return "is not a folder"
    except OSError as error:  # no right to look, or a name that is too long
        return f"cannot be used: {error.strerror or error}"


def _is_ours(folder: Path) -> bool:
    """Whether a folder in a place that all users share is this user's, or yet to be made."""
    try:
        found = folder.lstat()
    except OSError:
        return True
    return os.name != "posix" or (stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid())


def _named(option: Path | None, env: Mapping[str, str], flag: str, variable: str) -> Place | None:
    if option is not None:
        return Place(path=_whole(option, flag), why=flag)
    if env.get(variable):
        return Place(path=_whole(Path(env[variable]), variable), why=variable)
    return None


def _whole(path: Path, why: str, what: str = "a folder") -> Path:
    """``path`` from the root, ``~`` written out. Raises `UsageError`, as for an unknown user."""
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"{path}: is not {what} (from {why}): {error}") from None


def _shipped(name: str) -> Path:
    from importlib.resources import files

    package = Path(str(files("mock_interview")))
    inside = package / "data" / name
    return inside if inside.is_dir() else package.parent / name  # a checkout keeps it beside the package


def _user(kind: str) -> Path | None:
    """The user's folder of that kind; ``None`` for a user without a home, as in some containers.

    platformdirs costs 10 ms, which only commands that use these folders pay.
    """
    import platformdirs

    make = {
        "data": platformdirs.user_data_path,
        "cache": platformdirs.user_cache_path,
        "state": platformdirs.user_state_path,
        "config": platformdirs.user_config_path,
    }[kind]
    try:
        found = make(APP, appauthor=False)
    except RuntimeError:
        return None
    return found if found.is_absolute() else None  # older ones leave the "~" as it is
