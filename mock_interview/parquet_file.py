"""The one door to pyarrow: rows of a Parquet file in, and rows with something beside them out.

Knows no field by name. Needs the extra ``parquet``; importing the library takes 0.2 s and 60 MB, so it
happens when a file is opened.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_interview.errors import AnswersError, UsageError
from mock_interview.row_file import ColumnType, Row, json_line

if TYPE_CHECKING:
    import pyarrow as pa

INSTALL = "pip install 'mock-interview[parquet]'"
# Rows that are in memory at once, and that stand in one group of the file.
BATCH = 1024


def check_installed(path: Path) -> None:
    """Refuse ``path`` when the extra is missing. Raises `UsageError`; imports nothing."""
    if importlib.util.find_spec("pyarrow") is None:
        raise UsageError(f"{path}: Parquet needs a package that is not installed. Install it: {INSTALL}")


def read_parquet(path: Path) -> Iterator[Row]:
    """The rows of a file, numbered from 1, a batch in memory at a time.

    Dates are written as in ISO 8601, decimals as texts; NaN is ``None``. Raises `AnswersError`,
    `UsageError`, ``OSError``.
    """
    number = 0
    for batch in _batches(path):
        try:
            plain = batch.to_pylist()
        except UnicodeDecodeError:
            raise AnswersError(f"{path}: holds text that is not UTF-8 in rows {number + 1} and on") from None
        except (ValueError, OverflowError) as error:  # such as a date that Python does not know
            raise AnswersError(f"{path}: cannot be read in rows {number + 1} and on ({error})") from None
        for fields in plain:
            number += 1
            yield _row(fields, number)


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    check_installed(path)
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=BATCH)
    except pa.ArrowException as error:
        raise AnswersError(f"{path}: cannot be read as Parquet ({error})") from None


def _row(fields: Mapping[str, Any], number: int) -> Row:
    try:
        return Row(line=number, fields={name: _plain(value, name) for name, value in fields.items()})
    except ValueError as error:
        return Row(line=number, problem=str(error))


def _plain(value: Any, name: str) -> Any:
    """``value`` as JSON has it. Raises ``ValueError``."""
    if isinstance(value, float) and not math.isfinite(value):
        if math.isnan(value):
            return None
        raise ValueError(f"'{name}' is infinite, which cannot be written as JSON")
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, timedelta)):
        return str(value)
    if isinstance(value, bytes):
        raise ValueError(f"'{name}' holds bytes, not text; store it as text")
    if isinstance(value, (list, tuple)):
        return [_plain(one, name) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one, name) for key, one in value.items()}
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of rows: what each is to be called, and its type, which a Parquet file says itself."""

    named: Mapping[str, str]
    types: Mapping[str, ColumnType]


def write_parquet(
    path: Path,
    source: Path | Iterable[Mapping[str, Any]],
    columns: Columns,
    beside: Iterable[Mapping[str, Any]],
    types: Mapping[str, ColumnType],
) -> None:
    """Write the rows of ``source``, a Parquet file or any rows, to ``path``, with what goes beside each.

    ``types`` are those of what goes beside. The columns of a Parquet file stay as they are. Raises
    ``OSError``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    own = _batches(source) if isinstance(source, Path) else _made(source, columns)
    results = iter(beside)
    extra = pa.schema([(name, _type(one)) for name, one in types.items()])
    writer = None
    try:
        for batch in own:
            found = [_encodable(one) for one in islice(results, batch.num_rows)]
            more = [pa.array([one.get(field.name) for one in found], field.type) for field in extra]
            fields = [field.with_name(columns.named[field.name]) for field in batch.schema] + list(extra)
            table = pa.Table.from_arrays([*batch.columns, *more], schema=pa.schema(fields))
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _made(rows: Iterable[Mapping[str, Any]], columns: Columns) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    schema = pa.schema([(name, _type(columns.types.get(name))) for name in columns.named])
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        cells = [
            pa.array(
                [_fitted(row.get(field.name), columns.types.get(field.name)) for row in batch], field.type
            )
            for field in schema
        ]
        yield pa.RecordBatch.from_arrays(cells, schema=schema)


def _fitted(value: Any, kind: ColumnType) -> Any:
    if value is None:
        return None
    return _encodable(json_line(value) if kind is object else kind(value) if kind is float else value)


def _encodable(value: Any) -> Any:
    """Texts without lone surrogates, which no Parquet file can hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _encodable(one) for key, one in value.items()}
    return [_encodable(one) for one in value] if isinstance(value, list) else value


def _type(kind: ColumnType) -> pa.DataType:
    import pyarrow as pa

    if isinstance(kind, list):
        return pa.list_(_type(kind[0]))
    if isinstance(kind, dict):
        return pa.struct([(name, _type(one)) for name, one in kind.items()])
    plain = {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
    return plain.get(kind, pa.string())
