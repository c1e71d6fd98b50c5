"""The commented config file that a user starts from. Never writes over one."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from mock_interview.errors import WriteError


def template(lang: str) -> str:
    """The whole file, with every setting commented out."""
    return (files("mock_interview.settings") / f"template-{lang}.yaml").read_text(encoding="utf-8")


def write_template(path: Path, lang: str) -> None:
    """Put the template at ``path``, readable by its owner alone since it may come to hold a key.

    Raises ``WriteError``, also when something is there already.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{path.parent}: cannot be made: {error.strerror or error}") from None
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise WriteError(f"{path}: is there already and stays as it is; edit it, or move it away") from None
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from None
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123  (a handle, not a path)
            file.write(template(lang))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):  # half of it would be in the way of another try
            path.unlink()
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from None
