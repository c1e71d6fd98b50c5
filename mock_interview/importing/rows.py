"""CSV, TSV, JSON lines and the text that Anki exports, to questions. Columns go by name or by ``--map``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mock_interview.errors import SourceError
from mock_interview.fields import nearest
from mock_interview.importing.cells import cell_text
from mock_interview.importing.found import Found, Reading, Skipped
from mock_interview.importing.tables import (
    ANSWER,
    LANG,
    LEVEL,
    NUMBER,
    QUESTION,
    SUBTOPIC,
    TOPIC,
    columns_of,
    level_of,
)
from mock_interview.importing.wording import asks, is_nothing, without_number, without_signs
from mock_interview.row_file import CSV, JSONL, Row, read_rows

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_ANKI_SETTING = re.compile(r"#([a-z ]+):(.*)")


def read_jsonl(text: str, path: Path, mapping: Mapping[str, str]) -> Reading:
    """Questions of JSON lines, one object a line. Raises `SourceError`."""
    return _read(read_rows(text.splitlines(keepends=True), JSONL), path, mapping)


def read_json(text: str, path: Path, mapping: Mapping[str, str]) -> Reading:
    """Questions of a JSON file that is a list of objects. Raises `SourceError`."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path}: is not JSON ({error})") from None
    if not isinstance(value, list):
        raise SourceError(f"{path}: must be a list of objects with a question each")
    rows = (
        Row(line=number, fields=item)
        if isinstance(item, dict)
        else Row(line=number, problem="is not an object")
        for number, item in enumerate(value, start=1)
    )
    return _read(rows, path, mapping)


def read_csv(text: str, path: Path, mapping: Mapping[str, str]) -> Reading:
    """Questions of rows with cells, whatever stands between the cells. Raises `SourceError`."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max("\t,;|", key=lambda sign: (first.count(sign), sign == ","))
    if not first.count(delimiter):
        delimiter = ","
    names = next(csv.reader([first], delimiter=delimiter), [])
    if mapping or QUESTION in columns_of(names) or not _is_data(names):
        return _read(read_rows(io.StringIO(text, newline=""), CSV, delimiter=delimiter), path, mapping)
    header = ",".join((QUESTION, ANSWER, *(f"column {n}" for n in range(3, len(names) + 1)))[: len(names)])
    header = header.replace(",", delimiter)
    reading = read_rows(io.StringIO(f"{header}\n{text}", newline=""), CSV, delimiter=delimiter)
    return _read((_earlier(row) for row in reading), path, mapping)


def _is_data(cells: Sequence[str]) -> bool:
    """Whether a first row is no header but a question already."""
    return bool(cells) and (asks(cells[0]) > 0 or len(cells[0]) > 40)


def _earlier(row: Row) -> Row:
    return Row(line=max(1, row.line - 1), fields=row.fields, problem=row.problem)


# --------------------------------------------------------------------- anki


def is_anki_text(text: str) -> bool:
    """Whether a text file is what Anki exports: its settings first, or the same tabs in every line."""
    lines = [line for line in text.split("\n", 60)[:60] if line.strip()]
    if lines and re.match(r"#(separator|html|columns|deck|notetype|tags|guid)\b[a-z ]*:", lines[0]):
        return True
    plain = [line for line in lines if not line.startswith("#")]
    tabs = [line.count("\t") for line in plain]
    return len(plain) > 1 and min(tabs) > 0 and len(set(tabs)) == 1


def read_anki_text(text: str, path: Path, mapping: Mapping[str, str]) -> Reading:
    """Questions of a text that Anki exported. Raises `SourceError`."""
    lines = text.split("\n")
    settings: dict[str, str] = {}
    while lines and (found := _ANKI_SETTING.match(lines[0])):
        settings[found[1].strip()] = found[2].strip()
        lines.pop(0)
    written = settings.get("separator", "tab")
    delimiter = _SEPARATORS.get(written.lower(), written if len(written) == 1 else "\t")
    body = "\n".join(lines)
    width = max((len(cells) for cells in csv.reader(io.StringIO(body), delimiter=delimiter)), default=0)
    names = _anki_columns(settings, width)
    header = io.StringIO()
    csv.writer(header, delimiter=delimiter, lineterminator="\n").writerow(names)
    rows = read_rows(io.StringIO(header.getvalue() + body, newline=""), CSV, delimiter=delimiter)
    taken = len(settings) - 1
    return _read(
        (Row(line=row.line + taken, fields=row.fields, problem=_ragged(row)) for row in rows), path, mapping
    )


def _ragged(row: Row) -> str:
    """Notes of several kinds have different numbers of fields; that is no problem here."""
    return "" if "cells, the header names" in row.problem else row.problem


def _anki_columns(settings: Mapping[str, str], width: int) -> list[str]:
    if "columns" in settings:
        named = [name.strip() for name in re.split(r"[\t,;]", settings["columns"])]
        return [*named, *(f"column {n}" for n in range(len(named) + 1, width + 1))]
    names = [f"column {n}" for n in range(1, width + 1)]
    special = {
        "deck column": TOPIC,
        "tags column": "anki tags",
        "notetype column": "notetype",
        "guid column": "guid",
    }
    for setting, name in special.items():
        at = settings.get(setting, "")
        if at.isdecimal() and 1 <= int(at) <= width:
            names[int(at) - 1] = name
    free = [i for i, name in enumerate(names) if name.startswith("column ")]
    for i, name in zip(free, (QUESTION, ANSWER), strict=False):
        names[i] = name
    return names


# ------------------------------------------------------------------ reading


def _read(rows: Iterable[Row], path: Path, mapping: Mapping[str, str]) -> Reading:
    found: list[Found] = []
    skipped: list[Skipped] = []
    columns: dict[str, str] | None = None
    for row in rows:
        if row.problem and not row.fields:
            skipped.append(Skipped(line=row.line, text=row.problem, why="row"))
            continue
        if columns is None or QUESTION not in columns:
            columns = _columns(list(row.fields), mapping, path)
        if row.problem:
            skipped.append(Skipped(line=row.line, text=_short(row.fields), why="row", detail=row.problem))
            continue
        one = _question(row, columns)
        if one is None:
            skipped.append(Skipped(line=row.line, text=_short(row.fields), why="no_question"))
        else:
            found.append(one)
    return Reading(questions=tuple(found), skipped=tuple(skipped))


def _columns(names: Sequence[str], mapping: Mapping[str, str], path: Path) -> dict[str, str]:
    """Which field holds what. Raises `SourceError` for a mapping to nothing, and without any question."""
    columns = {what: names[at] for what, at in columns_of(names).items()}
    for what, name in mapping.items():
        if name.isdecimal() and 1 <= int(name) <= len(names) and name not in names:
            columns[what] = names[int(name) - 1]
        elif name in names:
            columns[what] = name
        else:
            raise SourceError(
                f"{path}: has no column '{name}'{nearest(name, names)}; it has {', '.join(names)}"
            )
    if QUESTION not in columns:
        raise SourceError(
            f"{path}: no column is called like one of questions; say which with --map question=NAME "
            f"(it has {', '.join(names)})"
        )
    return columns


def _question(row: Row, columns: Mapping[str, str]) -> Found | None:
    def text(what: str) -> str:
        return _text(row.fields.get(columns[what])) if what in columns else ""

    title = (
        without_number(without_signs(cell_text(text(QUESTION))))
        if "\n" not in text(QUESTION).strip()
        else None
    )
    question = title.text if title is not None else cell_text(text(QUESTION))
    if not any(map(str.isalnum, question)):
        return None
    answer = cell_text(text(ANSWER))
    topics = [part.strip() for part in re.split(r"::|\s/\s|\s>\s", text(TOPIC)) if part.strip()]
    topics += [part.strip() for part in [text(SUBTOPIC)] if part.strip()]
    lang = text(LANG).strip().lower().replace("_", "-").split("-")[0]
    return Found(
        question=question, answer="" if is_nothing(answer) else answer, line=row.line,
        topics=tuple(without_signs(topic) for topic in topics),
        number=(title.number if title else "") or text(NUMBER),
        level=level_of(text(LEVEL)), lang=lang if lang in ("zh", "en") else "",
    )  # fmt: skip


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return "\n".join(f"- {item}" for item in value) if len(value) > 1 else "".join(map(str, value))
    return str(value) if not isinstance(value, dict) else json.dumps(value, ensure_ascii=False)


def _short(fields: Mapping[str, Any]) -> str:
    return " ".join(_text(value) for value in fields.values() if value).strip()[:80]


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """``question=Frage,answer=3`` as a mapping. Raises `SourceError` with the nearest known name."""
    known = (QUESTION, ANSWER, TOPIC, SUBTOPIC, NUMBER, LEVEL, LANG)
    found: dict[str, str] = {}
    for pair in _pairs(pairs):
        what, sign, name = (part.strip() for part in pair.partition("="))
        if not sign or what not in known or not name:
            raise SourceError(
                f"--map {pair}: write WHAT=COLUMN{nearest(what, known)}; WHAT is one of {', '.join(known)}"
            )
        found[what] = name
    return found


def _pairs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (part for part in text.split(",") if part.strip())
