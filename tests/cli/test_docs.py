"""The README and the command tree say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from mock_interview.cli import app
from mock_interview.errors import ExitCode

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(None) if hasattr(group, "list_commands") else ():
        path, command = (*trail, name), group.get_command(None, name)
        yield " ".join(path), command
        yield from commands(command, path)


TREE = dict(commands(typer.main.get_command(app)))
assert "run" in TREE and "review list" in TREE


@pytest.mark.parametrize("name", TREE)
def test_every_command_has_help_with_an_example(name: str) -> None:
    assert f"mock-interview {name.split()[0]}" in (TREE[name].help or ""), "an example in the help"


@pytest.mark.parametrize("name", TREE)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"mock-interview {name}" in README


@pytest.mark.parametrize("name", TREE)
def test_every_option_has_help(name: str) -> None:
    silent = [
        param.name for param in TREE[name].params if not getattr(param, "help", None) and param.name != "help"
    ]
    assert not silent


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_documented(code: ExitCode) -> None:
    assert f"| {code.value} |" in README
