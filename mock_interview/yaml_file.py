"""Strict YAML: safe, no duplicate keys, no aliases, and a line number for every value.

The only place that imports PyYAML. What a field means is decided by the caller (see ``fields``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

from mock_interview.errors import Problem

Value = Union[str, int, float, bool, None, "dict[str, Node]", "list[Node]"]

MAX_DEPTH = 40  # far beyond any file of ours; keeps hostile nesting from exhausting the stack


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with the 1-based line it starts on."""

    value: Value
    line: int


def parse(path: Path, report: Callable[[Problem], None]) -> Node | None:
    """Read one YAML document. Every problem goes to ``report``; ``None`` if nothing is usable."""
    raw = read(path, report)
    return None if raw is None else parse_bytes(raw, path, report)


def read(path: Path, report: Callable[[Problem], None]) -> bytes | None:
    """What a file holds; ``None``, and the reason to ``report``, when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        report(Problem(path=path, line=0, message=f"cannot be read: {error.strerror or error}"))
        return None


def parse_bytes(raw: bytes, path: Path, report: Callable[[Problem], None]) -> Node | None:
    """Like `parse`, for a file already read."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report(Problem(path=path, line=0, message=f"is not UTF-8 (byte {error.start}); save it as UTF-8"))
        return None
    return parse_text(text, path, report)


def parse_text(text: str, path: Path, report: Callable[[Problem], None]) -> Node | None:
    """Like `parse`, for text already read; ``path`` only names it in problems."""
    # PyYAML costs 15 ms to import, which commands that read no YAML do not pay.
    import yaml

    try:
        loader = _loader_class(yaml)(text)
        try:
            root = loader.get_single_node()
            if root is None:
                report(Problem(path=path, line=0, message="is empty"))
                return None
            converter = _Converter(
                loader, yaml, lambda line, text: report(Problem(path=path, line=line, message=text))
            )
            return converter.convert(root)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = mark.line + 1 if mark else 0
        report(Problem(path=path, line=line, message=f"is not valid YAML: {what}"))
    except _TooDeep as error:
        report(Problem(path=path, line=error.args[0], message="is nested too deeply"))
    except (ValueError, OverflowError) as error:  # a number of 5000 digits, a lone surrogate
        report(Problem(path=path, line=0, message=f"holds a value YAML cannot read: {error}"))
    return None


class _TooDeep(Exception):
    """A value lies deeper than `MAX_DEPTH`; ``args[0]`` is its 1-based line."""


def _loader_class(yaml: Any) -> Any:
    """PyYAML's safe loader, in C where there is one, with a bottom: the C one overflows the stack
    of the process, and takes quadratic time, on a file of nothing but opening brackets."""
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Shallow(base):  # type: ignore[misc]
        depth = 0

        def descend_resolver(self, parent: Any, index: Any) -> None:
            self.depth += 1
            if self.depth > MAX_DEPTH + 1:  # the document itself is one
                raise _TooDeep(parent.start_mark.line + 1)
            super().descend_resolver(parent, index)

        def ascend_resolver(self) -> None:
            self.depth -= 1
            super().ascend_resolver()

    return Shallow


class _Converter:
    """PyYAML's nodes to ours, refusing what we do not allow."""

    def __init__(self, loader: Any, yaml: Any, refuse: Callable[[int, str], None]) -> None:
        self._loader = loader
        self._yaml = yaml
        self._refuse = refuse
        self._seen: set[int] = set()

    def convert(self, node: Any) -> Node:
        line: int = node.start_mark.line + 1
        if isinstance(node, self._yaml.ScalarNode):
            return Node(self._scalar(node, line), line)
        if id(node) in self._seen:
            self._refuse(line, "uses a YAML alias (*name); write the value out")
            return Node(None, line)
        self._seen.add(id(node))
        if node.tag not in _COLLECTION_TAGS:
            self._refuse(line, f"uses the YAML tag {node.tag}, which is not allowed")
        if isinstance(node, self._yaml.SequenceNode):
            return Node([self.convert(item) for item in node.value], line)
        return Node(self._mapping(node), line)

    def _scalar(self, node: Any, line: int) -> Value:
        if node.tag in _TEXT_TAGS:
            return str(node.value)
        if node.tag not in _PLAIN_TAGS:
            self._refuse(line, f"uses the YAML tag {node.tag}, which is not allowed")
            return None
        value: Value = self._loader.construct_object(node)
        return value

    def _mapping(self, node: Any) -> dict[str, Node]:
        result: dict[str, Node] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, self._yaml.ScalarNode) else None
            if key is None:
                self._refuse(line, "has a key that is not plain text")
                continue
            if key in result:
                self._refuse(line, f"has the key '{key}' twice (first on line {result[key].line})")
                continue
            child = self.convert(value_node)
            result[key] = Node(child.value, line)
        return result


_COLLECTION_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("map", "seq"))
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))
# A date such as 2026-11 is text to us: YAML would make an object of it or not, depending on its digits.
_TEXT_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "timestamp"))


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands: its first line and the line behind its last (0-based), and its column.

    ``items`` are the values of a mapping by key, in order, each with the span of key and value
    together, or of a list by number. ``flow`` is one in brackets, which has no lines of its own.
    """

    start: int
    end: int
    column: int
    flow: bool
    items: tuple[tuple[str, Span], ...] = ()

    def get(self, key: str) -> Span | None:
        """The span of a key."""
        return next((span for name, span in self.items if name == key), None)


def spans(text: str) -> Span:
    """Where everything stands in a YAML text that `parse_text` takes. Comments behind a value are not its."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root: Any = yaml.compose(text, loader)
    return _span(root, root.start_mark, text.count("\n") + 1)


def _span(node: Any, start: Any, limit: int) -> Span:
    """The span of ``node``, whose key or dash begins at ``start``; it ends above line ``limit``."""
    flow = bool(getattr(node, "flow_style", False))
    pairs: list[tuple[str, Any, Any]] = []
    if isinstance(node.value, list) and node.value and isinstance(node.value[0], tuple):
        pairs = [(str(key.value), key.start_mark, value) for key, value in node.value]
    elif isinstance(node.value, list):
        pairs = [(str(i), value.start_mark, value) for i, value in enumerate(node.value)]
    inner = []
    for i, (name, mark, value) in enumerate(pairs):
        edge = pairs[i + 1][1].line if i + 1 < len(pairs) and not flow else limit
        inner.append((name, _span(value, mark, edge)))
    if inner and not flow:
        end = inner[-1][1].end
    else:
        # A block of lines ends where the next thing starts; anything else on its own last line.
        block = getattr(node, "style", None) in ("|", ">")
        end = node.end_mark.line + (not block or node.end_mark.column > 0)
    return Span(start.line, max(start.line + 1, min(end, limit)), start.column, flow, tuple(inner))


def dump(data: object) -> str:
    """Dicts, lists, texts, numbers as YAML that reads back the same; long texts as blocks of lines."""
    import yaml

    quick = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    dumper = _dumper(yaml.SafeDumper if _has_wide(data) else quick)
    return str(yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=_NEVER))


_NEVER = 10**9  # columns; lines are the author's


def _has_wide(data: object) -> bool:
    """Whether a text has a character that the quick writer spells out: an emoji."""
    if isinstance(data, str):
        return any(char > "\uffff" for char in data)
    if isinstance(data, dict):
        return any(map(_has_wide, data.values()))
    return isinstance(data, (list, tuple)) and any(map(_has_wide, data))


def _dumper(base: Any) -> Any:
    """A writer of texts: what has several lines, or is long, as a block."""

    made: Any = type("Dumper", (base,), {})

    def text(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value or len(value) > _LONG else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    made.add_representer(str, text)
    return made


_LONG = 100  # characters from which on a text gets lines of its own
