"""A text in a person's own editor, checked when it is saved, and kept when it cannot be used yet."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Generic, TypeVar

from mock_interview.errors import FileProblems, Problem, UsageError, WriteError

T = TypeVar("T")
# What a text says, or what is wrong with it.
Check = Callable[[str, Path], "tuple[T | None, tuple[Problem, ...]]"]
_EDITORS = ("nano", "vim", "vi", "notepad")


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """A text that was written, what it says, and the file it was written in."""

    text: str
    value: T
    path: Path

    @contextmanager
    def put(self) -> Iterator[None]:
        """A block that puts the text where it belongs: the file goes once that is done, and not before.

        An error of the block then says where the text is kept.
        """
        kept = f"Your text is kept in {self.path}"
        try:
            yield
        except FileProblems as error:
            raise FileProblems(error.problems, f"{error.remedy} {kept}".strip()) from None
        except WriteError as error:
            raise WriteError(f"{error}\n{kept}") from None
        shutil.rmtree(self.path.parent, ignore_errors=True)


def editor_command(env: Mapping[str, str]) -> list[str]:
    """``$VISUAL``, else ``$EDITOR``, else an editor that is there. Raises `UsageError`."""
    named = env.get("VISUAL") or env.get("EDITOR") or next(filter(shutil.which, _EDITORS), "")
    try:
        command = shlex.split(named, posix=os.name == "posix")
    except ValueError:
        command = []
    if not command:
        raise UsageError("no editor; name one in the variable EDITOR")
    return command


def write_text(
    text: str,
    name: str,
    check: Check[T],
    *,
    env: Mapping[str, str],
    ask: Callable[[Sequence[Problem], Path], bool],
) -> Written[T] | None:
    """Let a person edit ``text`` until ``check`` finds nothing wrong; ``None`` when nothing was changed.

    ``ask`` shows what is wrong and says whether to go on. When not, the text stays where it is and
    `FileProblems` names the place. Raises `UsageError` when there is no editor, `WriteError` when there
    is no file to edit.
    """
    command = editor_command(env)
    path = _file(text, name)
    while True:
        _run(command, path)
        try:
            written = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise WriteError(f"{path}: the editor left no file: {error.strerror or error}") from None
        if written == text:
            shutil.rmtree(path.parent, ignore_errors=True)
            return None
        value, problems = check(written, path)
        if value is not None and not problems:
            return Written(written, value, path)
        if not ask(problems, path):
            raise FileProblems(tuple(problems), f"Your text is kept in {path}")


def _file(text: str, name: str) -> Path:
    """A file that holds ``text`` in a folder of its own. Raises `WriteError`."""
    try:
        path = Path(tempfile.mkdtemp(prefix="mock-interview-")) / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        why = error.strerror or error
        raise WriteError(
            f"{tempfile.gettempdir()}: cannot be written: {why}; set TMPDIR to a folder that can"
        ) from None
    return path


def _run(command: Sequence[str], path: Path) -> None:
    try:
        done = subprocess.run([*command, str(path)], check=False)
    except OSError as error:
        raise UsageError(f"{command[0]}: cannot be started ({error.strerror or error}); set EDITOR") from None
    if done.returncode:
        raise WriteError(f"{command[0]} ended with {done.returncode}; your text is kept in {path}")


def ask_again(stdin: IO[str], say: Callable[[str], None], question: str) -> bool:
    """Whether a person wants to go on editing."""
    say(question)
    return stdin.readline().strip().lower() in ("", "e", "edit", "y")
