"""Files of rows, JSON lines or CSV, read and written one row at a time. Knows no field by name.

Parquet files are rows too, but only ``parquet_file`` reads and writes them.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from mock_interview.errors import UsageError

JSONL, CSV, PARQUET = "jsonl", "csv", "parquet"
_KINDS = {".jsonl": JSONL, ".ndjson": JSONL, ".csv": CSV, ".parquet": PARQUET}
# What a column holds, where a file has types: a type, a list of the type of its items, or a dict of those
# of its fields. ``object`` is anything, written as JSON; ``None`` is not known yet.
ColumnType = Any
_LARGEST = 2**63
# Bytes that are not UTF-8 are read as these, so that one bad row does not end the file.
_UNDECODED = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_CELL = 2**31 - 1
_NOT_UTF8 = "is not UTF-8; save the file as UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its fields in order. ``problem`` says what is wrong with it as a row, if anything."""

    line: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def kind_of(path: Path) -> str:
    """``jsonl``, ``csv`` or ``parquet``, by the end of the name. Raises `UsageError`."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"{path}: must end in .jsonl, .csv or .parquet, which says how its rows are written")
    return kind


def open_rows(source: Path | IO[bytes], kind: str) -> IO[str]:
    """The text of a file of rows, with or without a byte order mark. Raises ``OSError``."""
    raw = source.open("rb") if isinstance(source, Path) else source
    newline = "" if kind == CSV else "\n"
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline=newline)


def read_rows(file: Iterable[str], kind: str, *, delimiter: str = ",") -> Iterator[Row]:
    """The rows of ``file``, blank lines left out; one that cannot be read comes with its problem.

    ``delimiter`` is what stands between the cells of a CSV file.
    """
    return _csv_rows(file, delimiter) if kind == CSV else _json_rows(file)


def _json_rows(file: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield _json_row(line, number)


def _json_row(line: str, number: int) -> Row:
    twice: list[str] = []

    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(key)
            found[key] = value
        return found

    if _UNDECODED.search(line):
        return Row(line=number, problem=_NOT_UTF8)
    try:
        value = json.loads(line, object_pairs_hook=read, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        return Row(line=number, problem=f"is not JSON ({error}); write one object a line")
    if not isinstance(value, dict):
        return Row(line=number, problem='is not an object; each line should look like {"answer": "..."}')
    problem = f"has the key '{twice[0]}' twice; keep one of them" if twice else ""
    return Row(line=number, fields=value, problem=problem)


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text} is too large a number")
    return value


def _csv_rows(file: Iterable[str], delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)  # the default refuses long answers
    reader = csv.reader(file, strict=True, delimiter=delimiter)
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line=line, problem=f"is not CSV ({error}); close every quote, and double one in a cell")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            problem = _header_problem(header)
            if problem:
                yield Row(line=line, problem=problem)
                return
        else:
            yield _csv_row(header, cells, line)


def _header_problem(header: Sequence[str]) -> str:
    if _UNDECODED.search("".join(header)):
        return _NOT_UTF8
    twice = next((name for name, times in Counter(header).items() if times > 1), None)
    return "" if twice is None else f"has the column '{twice}' twice; rename or remove one of them"


def _csv_row(header: Sequence[str], cells: Sequence[str], line: int) -> Row:
    fields = dict(zip(header, cells, strict=False))
    if len(cells) != len(header):
        problem = f"has {len(cells)} cells, the header names {len(header)}; put cells with commas in quotes"
        return Row(line=line, fields=fields, problem=problem)
    if _UNDECODED.search("".join(cells)):
        return Row(line=line, problem=_NOT_UTF8)
    return Row(line=line, fields=fields)


def row_writer(
    file: IO[str], kind: str, columns: Sequence[str], *, header: bool = True
) -> Callable[[Mapping[str, Any]], None]:
    """A function that appends one row to ``file``; ``columns`` are those of a CSV file.

    In CSV, what is not text or a number is written as JSON, and what is missing as an empty cell;
    ``header`` says whether the names of the columns come first.
    """
    if kind == JSONL:
        return lambda fields: _write(file, json_line(fields) + "\n")
    writer = csv.writer(file, lineterminator="\n")
    if header:
        writer.writerow(columns)
    return lambda fields: _written(writer.writerow([_cell(fields.get(name)) for name in columns]))


def _write(file: IO[str], text: str) -> None:
    file.write(text)


def _written(_count: object) -> None:
    """csv's writers return what the file's ``write`` did."""


def column_type(value: object, before: ColumnType = None) -> ColumnType:
    """The type of a column that held ``before``, and now ``value`` too."""
    if value is None:
        return before
    found: ColumnType = type(value) if isinstance(value, (str, bool, int, float)) else object
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        found = object
    if before in (None, found):
        return found
    return float if {before, found} == {int, float} else object


def json_line(value: object) -> str:
    """``value`` as JSON on one line: readable Chinese, but nothing that cannot be encoded or ends a line."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if _SURROGATE.search(text):
        return json.dumps(value, ensure_ascii=True, allow_nan=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def _cell(value: object) -> str | int | float:
    if value is None:
        return ""
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return value if plain else json_line(value)  # type: ignore[return-value]
