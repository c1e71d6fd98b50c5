"""Typed access to the fields of a YAML mapping; every problem is gathered, none raised.

Knows types and ranges, not what a bank or a rubric is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from mock_interview.clean_text import reflow
from mock_interview.errors import Problem
from mock_interview.model import LANGUAGES, Text, Texts, text_in
from mock_interview.yaml_file import Node

MOST_COMPARED = 200  # names that a wrong one is compared with


def nearest(word: str, known: Sequence[str]) -> str:
    """``" (did you mean 'x'?)"`` for the known word nearest to ``word``, or an empty text.

    In a long list it is looked for among those that begin alike: a file of ten thousand wrong names is
    not to be compared with fifty thousand right ones.
    """
    if len(known) > MOST_COMPARED:
        known = list(islice((one for one in known if one[:3] == word[:3]), MOST_COMPARED))
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean '{found[0]}'?)" if found else ""


class Report:
    """Gathers the problems of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def __call__(self, problem: Problem) -> None:
        self.problems.append(problem)

    def error(self, line: int, where: str, message: str, *, code: str = "schema") -> None:
        """Add an error at ``line`` about ``where``."""
        self(Problem(path=self.path, line=line, where=where, message=message, code=code))


class Fields:
    """One mapping being read. A missing or wrong field is reported and read as an empty value.

    With ``lang`` its texts are in that language, and may be in the other one too; without, in both.
    """

    def __init__(self, node: Node, report: Report, where: str, known: Sequence[str], lang: str = "") -> None:
        self.lang = lang
        self.line = node.line
        self.where = where
        self.report = report
        self._map: dict[str, Node] = {}
        self._is_mapping = isinstance(node.value, dict)
        if not isinstance(node.value, dict):
            report.error(node.line, where, f"expected a mapping with the keys {', '.join(known)}")
            return
        self._map = node.value
        for key, child in node.value.items():
            if key not in known:
                report.error(child.line, where, f"unknown key '{key}'{nearest(key, known)}")

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self._map

    def line_of(self, key: str) -> int:
        """The line of the key, or of the mapping when it is missing."""
        return self._map[key].line if key in self._map else self.line

    def node(self, key: str, *, required: bool = True) -> Node | None:
        """The raw value of ``key``."""
        found = self._map.get(key)
        if found is None and required and self._is_mapping:
            self.error(key, f"'{key}' is missing")
        return found

    def error(self, key: str, message: str) -> None:
        """Report ``message`` at the line of ``key``."""
        self.report.error(self.line_of(key), self.where, message)

    def text(self, key: str, *, required: bool = True) -> str:
        """Text that is not blank; numbers are refused so that ``2.10`` cannot turn into 2.1."""
        node = self.node(key, required=required)
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.error(key, f"'{key}' must be text; put it in quotes")
            return ""
        if not node.value.strip():
            self.error(key, f"'{key}' is blank")
        return node.value.strip()

    def number(
        self, key: str, low: float, high: float, *, required: bool = True, default: float = 0.0
    ) -> float:
        """A number in ``low..high`` (inclusive)."""
        node = self.node(key, required=required)
        if node is None:
            return default
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            self.error(key, f"'{key}' must be a number from {low:g} to {high:g}")
            return default
        return float(value)

    def integer(self, key: str, low: int, high: int) -> int:
        """A whole number in ``low..high`` (inclusive)."""
        node = self.node(key)
        if node is None:
            return low
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.error(key, f"'{key}' must be a whole number from {low} to {high}")
            return low
        return value

    def flag(self, key: str, *, required: bool = True) -> bool:
        """``on`` or ``off``, as YAML writes a truth value; off when it is not there."""
        node = self.node(key, required=required)
        if node is None or isinstance(node.value, bool):
            return node is not None and node.value is True
        self.error(key, f"'{key}' must be on or off")
        return False

    def choice(self, key: str, options: Sequence[str]) -> str:
        """One of ``options``."""
        value = self.text(key)
        if value and value not in options:
            self.error(
                key, f"'{key}' is '{value}'{nearest(value, options)}; it must be one of {', '.join(options)}"
            )
        return value

    def bilingual(self, key: str, *, required: bool = True) -> Text | None:
        """A mapping with a text in each language."""
        node = self.node(key, required=required)
        where = f"{self.where} {key}".strip()
        return None if node is None else read_text(node, self.report, where, self.lang)

    def texts(self, key: str) -> Texts:
        """A mapping with a list of texts in each language; either may be left out."""
        node = self.node(key, required=False)
        if node is None:
            return Texts()
        if self.lang and isinstance(node.value, list):
            return Texts(**{self.lang: self.strings(key)})
        fields = Fields(node, self.report, f"{self.where} {key}".strip(), LANGUAGES)
        return Texts(zh=fields.strings("zh", required=False), en=fields.strings("en", required=False))

    def strings(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of texts."""
        found = []
        for item in self.items(key, required=required):
            if isinstance(item.value, str) and item.value.strip():
                found.append(item.value.strip())
            else:
                self.report.error(
                    item.line, self.where, f"every item of '{key}' must be text that is not blank"
                )
        return tuple(found)

    def items(self, key: str, *, required: bool = True) -> Iterator[Node]:
        """The items of a list."""
        node = self.node(key, required=required)
        if node is None:
            return
        if not isinstance(node.value, list):
            self.error(key, f"'{key}' must be a list")
            return
        yield from node.value


def read_text(node: Node, report: Report, where: str, lang: str = "") -> Text:
    """A mapping with exactly the keys of `LANGUAGES`; lines broken only to fit an editor are joined.

    With ``lang``, a plain text in that language, or a mapping that has it and perhaps the other.
    """
    if lang and isinstance(node.value, str):
        if not node.value.strip():
            report.error(node.line, where, "is blank")
        return text_in(lang, reflow(node.value))
    fields = Fields(node, report, where, LANGUAGES)
    wanted = {key: fields.text(key, required=lang in ("", key)) for key in LANGUAGES}
    return Text(zh=reflow(wanted["zh"]), en=reflow(wanted["en"]))
