"""The three places a setting can come from: the config file, variables, and options. Merges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mock_interview.errors import Problem
from mock_interview.fields import Fields, Report
from mock_interview.settings.keys import KEYS, NAMES
from mock_interview.settings.keys import node_of as node_of_text
from mock_interview.settings.values import LlmOptions
from mock_interview.yaml_file import Node, parse_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value that was set, and what set it: ``file:line``, a variable or an option."""

    value: Any
    origin: str


Source = dict[str, Found]


def from_file(path: Path, problems: list[Problem]) -> Source:
    """What the config file sets; nothing when there is no file or only comments in it."""
    report = Report(path)
    root = _read(path, report)
    source: Source = {}
    if root is not None:
        mapping = Fields(root, report, "", NAMES)
        for key in KEYS:
            if mapping.has(key.name):
                value = key.read(mapping, key.name)
                source[key.name] = Found(value=value, origin=f"{path}:{mapping.line_of(key.name)}")
    problems += sorted(report.problems, key=lambda problem: problem.line)
    return source


def _read(path: Path, report: Report) -> Node | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        report.error(0, "", f"cannot be read: {error.strerror or error}")
        return None
    except UnicodeDecodeError as error:
        report.error(0, "", f"is not UTF-8 (byte {error.start}); save it as UTF-8")
        return None
    lines = (line.strip() for line in text.splitlines())
    if all(not line or line.startswith("#") or line == "---" for line in lines):
        return None
    return parse_text(text, path, report)


def from_variables(env: Mapping[str, str], problems: list[Problem]) -> Source:
    """What the environment sets. The first variable of a key that is not empty counts."""
    source: Source = {}
    for key in KEYS:
        variable = next((name for name in key.variables if env.get(name, "").strip()), None)
        if variable is not None:
            node = node_of_text(env[variable].strip(), key.kind)
            source[key.name] = _one(key.name, node, variable, problems)
    return source


def from_options(options: LlmOptions, problems: list[Problem]) -> Source:
    """What the command line sets."""
    source: Source = {}
    names = {key.name: key.option for key in KEYS}
    for field in fields(options):
        value = getattr(options, field.name)
        if value is not None:
            option = "--no-judge" if field.name == "judge" and not value else names[field.name]
            source[field.name] = _one(field.name, Node(value, 0), option, problems)
    return source


def _one(name: str, node: Node, origin: str, problems: list[Problem]) -> Found:
    """A single value, checked as the config file's would be."""
    report = Report(Path(origin))
    mapping = Fields(Node({name: node}, 0), report, "", NAMES)
    value = next(key for key in KEYS if key.name == name).read(mapping, name)
    problems += report.problems
    return Found(value=value, origin=origin)
