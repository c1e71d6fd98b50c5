"""Rows in Parquet: what comes in as JSON would have it, and what goes out with its types."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mock_interview.errors import AnswersError
from mock_interview.parquet_file import BATCH, Columns, read_parquet, write_parquet

pa = pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
pq = pytest.importorskip("pyarrow.parquet")

BESIDE = {"score": float, "verdicts": [{"point": str, "quote": {"start": int}}], "flags": [str]}
GRADE = {"score": 1.5, "verdicts": [{"point": "p", "quote": {"start": 3}}], "flags": []}


def file_of(path: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_rows_are_numbered_and_their_values_are_those_of_json(tmp_path: Path) -> None:
    path = file_of(
        tmp_path / "a.parquet",
        n=[1, None],
        x=[0.5, float("nan")],
        day=[date(2026, 1, 2), None],
        at=[datetime(2026, 1, 2, 3, tzinfo=timezone.utc), None],
        price=[Decimal("1.20"), None],
        tags=[["题", "b"], None],
        inner=[{"a": [1.0, float("nan")]}, None],
    )
    first, second = read_parquet(path)
    assert (first.line, second.line) == (1, 2)
    assert first.fields == {
        "n": 1,
        "x": 0.5,
        "day": "2026-01-02",
        "at": "2026-01-02T03:00:00+00:00",
        "price": "1.20",
        "tags": ["题", "b"],
        "inner": {"a": [1.0, None]},
    }
    assert set(second.fields.values()) == {None}


@pytest.mark.parametrize(
    ("values", "said"), [([float("inf")], "'x' is infinite"), ([b"\xff"], "'x' holds bytes")]
)
def test_a_value_that_json_has_not_is_the_rows_problem(
    tmp_path: Path, values: list[object], said: str
) -> None:
    (row,) = read_parquet(file_of(tmp_path / "a.parquet", x=values))
    assert said in row.problem


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(AnswersError, match=r"a\.parquet: cannot be read as Parquet"):
        list(read_parquet(tmp_path / "a.parquet"))


def test_columns_of_a_parquet_file_stay_as_they_are(tmp_path: Path) -> None:
    count = BATCH + 3
    source = file_of(
        tmp_path / "a.parquet", score=pa.array([7] * count, pa.int16()), day=[date(2026, 1, 2)] * count
    )
    named = {"score": "input_score", "day": "day"}
    columns = Columns(named=named, types={})
    write_parquet(tmp_path / "b.parquet", source, columns, iter([GRADE] * count), BESIDE)
    table = pq.read_table(tmp_path / "b.parquet")
    assert table.schema.names == ["input_score", "day", "score", "verdicts", "flags"]
    assert table.schema.field("input_score").type == pa.int16()
    assert table.schema.field("day").type == pa.date32()
    assert table.num_rows == count
    assert table.slice(count - 1).to_pylist()[0] == {"input_score": 7, "day": date(2026, 1, 2), **GRADE}


def test_other_rows_get_the_types_that_were_found_and_odd_ones_become_json(tmp_path: Path) -> None:
    rows = [{"n": 1, "x": 1, "any": [1]}, {"n": None, "x": 2.5, "any": "题\ud800"}, {}]
    types = {"n": int, "x": float, "any": object, "none": None}
    columns = Columns(named={name: name for name in types}, types=types)
    nothing = {"score": None, "verdicts": [], "flags": ["\ud800"]}
    write_parquet(tmp_path / "b.parquet", iter(rows), columns, iter([GRADE, nothing, GRADE]), BESIDE)
    found = pq.read_table(tmp_path / "b.parquet").to_pylist()
    assert [row["n"] for row in found] == [1, None, None] and [row["x"] for row in found] == [1.0, 2.5, None]
    assert [row["any"] for row in found] == ["[1]", '"\\u9898\\ud800"', None]
    assert [row["score"] for row in found] == [1.5, None, 1.5] and found[1]["flags"] == ["?"]
    assert {row["none"] for row in found} == {None}
