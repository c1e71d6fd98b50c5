"""Loads a command's module only when that command is wanted: half of the time to the first word on screen.

Owns how a name becomes a command; which names there are is said by each group.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command


class LazyGroup(TyperGroup):
    """A group of commands that are found as ``module:name`` in ``mock_interview.cli``, by their own name.

    What is found is a function, which becomes a command, or the ``typer.Typer`` of another group.
    """

    places: ClassVar[Mapping[str, str]] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the library's signature
        return [*self.places]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the library's signature
        # For a name that there is not, all are loaded: the nearest is looked for among them.
        for name in [cmd_name] if cmd_name in self.places else self.places:
            if name not in self.commands:
                self.commands[name] = _loaded(name, self.places[name])
        return self.commands.get(cmd_name)


def _loaded(name: str, place: str) -> Any:
    module, _, what = place.partition(":")
    found = getattr(import_module(f"mock_interview.cli.{module}"), what)
    app = found
    if not isinstance(found, typer.Typer):
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        app.command(name)(found)
    made = get_command(app)
    made.name = name
    return made
