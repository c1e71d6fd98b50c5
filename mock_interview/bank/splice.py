"""Changes to the text of a bank file that leave every other line as it is: comments, order, spacing.

Works on lines. That the changed text says what it should is for whoever asked to check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_interview.bank.write import INDENT
from mock_interview.yaml_file import Span, dump, spans


class Spliced:
    """The text of one bank file being changed. Raises ``KeyError`` for a question that it does not have."""

    def __init__(self, text: str) -> None:
        self.text = text if text.endswith("\n") else text + "\n"

    def question_text(self, question_id: str) -> str:
        """One question as it stands, its first line without the dash, all lines moved to the left."""
        item = self._item(question_id)
        lines = self.text.split("\n")[item.start : item.end]
        first = lines[0][item.column :]
        rest = [line[item.column :] if line[: item.column].isspace() else line.lstrip() for line in lines[1:]]
        return "\n".join([first, *rest]).rstrip() + "\n"

    def replace_question(self, question_id: str, text: str) -> None:
        """Put ``text``, one mapping from the first column on, in the place of a question."""
        item = self._item(question_id)
        head = self.text.split("\n")[item.start][: item.column]
        self._replace(item, head + _moved(text, item.column).lstrip(" "))

    def remove_question(self, question_id: str) -> None:
        """Take a question out."""
        self._replace(self._item(question_id), None)

    def set_fields(self, question_id: str, fields: Mapping[str, Any]) -> None:
        """Write fields of a question anew; one that is ``None`` is taken out, one not there is added."""
        for key, value in fields.items():
            item = self._item(question_id)
            span = item.get(key)
            text = None if value is None else _moved(dump({key: value}), item.column)
            if span is not None:
                self._replace(span, text)
            elif text is not None:
                after = next((item.get(name) for name in _BEFORE.get(key, ()) if item.get(name)), None)
                self._insert((after or item).end, text)

    def is_flow(self, question_id: str) -> bool:
        """Whether a question is written in brackets, so that its fields have no lines of their own."""
        return self._item(question_id).flow

    def append(self, items: str) -> None:
        """Add questions, each an item two columns in, behind the last one."""
        listed = self._questions()
        if listed.items and not listed.flow:
            column = max(len(INDENT), listed.items[0][1].column)
            shift = column - 2 * len(INDENT)
            moved = "\n".join(_shifted(line, shift) for line in items.rstrip("\n").split("\n"))
            self._insert(listed.items[-1][1].end, f"\n{moved}\n")
            return
        self._replace(listed, "questions:\n" + items.rstrip("\n") + "\n")

    def set_section(self, key: str, value: Any) -> None:
        """Write a field of the section anew, or add it."""
        section = dict(spans(self.text).items)["section"]
        span = section.get(key)
        column = section.items[0][1].column if section.items else len(INDENT)
        text = _moved(dump({key: value}), column)
        if span is not None:
            self._replace(span, text)
        else:
            self._insert(section.end, text)

    def add_subtopics(self, subtopics: Mapping[str, Any]) -> None:
        """Add subtopics behind those that there are."""
        section = dict(spans(self.text).items)["section"]
        there = section.get("subtopics")
        if there is None or not there.items or there.flow:
            raise KeyError("subtopics")
        self._insert(there.end, _moved(dump(dict(subtopics)), there.items[0][1].column))

    # ----------------------------------------------------------------- places

    def _questions(self) -> Span:
        return dict(spans(self.text).items)["questions"]

    def _item(self, question_id: str) -> Span:
        lines = self.text.split("\n")
        for _, item in self._questions().items:
            span = item.get("id")
            if span is not None and _value(lines, span) == question_id:
                return item
        raise KeyError(question_id)

    def _replace(self, span: Span, text: str | None) -> None:
        lines = self.text.split("\n")
        end = span.end
        while end > span.start + 1 and not lines[end - 1].strip():
            end -= 1  # blank lines behind it stay
        put = [] if text is None else text.rstrip("\n").split("\n")
        self.text = "\n".join([*lines[: span.start], *put, *lines[end:]])

    def _insert(self, line: int, text: str) -> None:
        lines = self.text.split("\n")
        while line > 1 and not lines[line - 1].strip():
            line -= 1
        self.text = "\n".join([*lines[:line], *text.rstrip("\n").split("\n"), *lines[line:]])


# Behind which fields one is put that a question did not have, the nearest first.
_BEFORE = {
    "lang": ("topic", "id"),
    "reference": ("question",),
    "points": ("reference", "question"),
    "mistakes": ("points",),
    "hints": ("mistakes", "points"),
    "sources": ("hints", "mistakes", "points", "reference", "question"),
    "imported": ("reviewed", "time_limit"),
}


def _value(lines: list[str], span: Span) -> str:
    """The text of a short value behind its key."""
    line = lines[span.start][span.column :]
    if span.flow or "," in line:
        line = line.split(",")[0]
    return line.partition(":")[2].partition(" #")[0].strip().strip("'\"")


def _moved(text: str, column: int) -> str:
    lead = " " * column
    return "\n".join(f"{lead}{line}" if line.strip() else "" for line in text.rstrip("\n").split("\n")) + "\n"


def _shifted(line: str, by: int) -> str:
    if not line.strip() or not by:
        return line
    return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip())) :]
