"""Rows of answers: how they are read, what they must hold, and how they are written with a grade."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.answer_rows import (
    MOST_PROBLEMS,
    OUTCOME,
    check_row,
    detect,
    kept_as,
    outcome,
    refuse,
    refuse_empty,
    scan,
    with_outcome,
)
from mock_interview.errors import AnswersError, UsageError
from mock_interview.model import Flag, Grade, PointResult, Span, Verdict
from mock_interview.row_file import (
    CSV,
    JSONL,
    PARQUET,
    Row,
    column_type,
    kind_of,
    open_rows,
    read_rows,
    row_writer,
)
from tests.strategies import texts

BANK = ("rope-idea", "2.8.1", "seed:2.8.1")
FREE = {"question": "Why is the bulb off?", "reference": "There is a gap.", "answer": "a gap"}
GRADE = Grade(
    score=0.0,
    band="weak",
    low=0.0,
    high=12.5,
    flags=(Flag.ECHO,),
    engine="e",
    points=(
        PointResult(
            point="p",
            weight=3,
            verdict=Verdict.PARTIAL,
            credit=0.5,
            quote=Span(source=0, start=0, end=1, text="a"),
        ),
    ),
)


def read(raw: str | bytes, kind: str = JSONL) -> list[Row]:
    data = raw if isinstance(raw, bytes) else raw.encode()
    return list(read_rows(open_rows(io.BytesIO(data), kind), kind))


def problem_of(fields: dict[str, Any]) -> str:
    with pytest.raises(ValueError) as caught:
        check_row(Row(line=1, fields=fields), BANK)
    return str(caught.value)


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize("lead", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_json_lines_keep_their_fields_in_order_and_blank_lines_are_left_out(lead: bytes, end: bytes) -> None:
    rows = read(lead + end.join([b'{"b": 1, "a": null}', b"  ", '{"答": "题"}'.encode(), b""]))
    assert [(row.line, list(row.fields.items())) for row in rows] == [
        (1, [("b", 1), ("a", None)]),
        (3, [("答", "题")]),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "is not JSON"),
        (b"[1]", "is not an object"),
        (b'{"a": 1, "a": 2}', "has the key 'a' twice"),
        (b'{"a": {"b": 1, "b": 2}}', "has the key 'b' twice"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b'{"a": 1e999}', "too large a number"),
        (b"[" * 100_000, "is not JSON"),
        ('{"a": "é"}'.encode("latin-1"), "is not UTF-8"),
        ('{"a": "题"}'.encode("utf-16"), "is not"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_the_next_is_read(line: bytes, said: str) -> None:
    first, *_, last = read(line + b'\n{"answer": "x"}')
    assert said in first.problem
    assert last.fields.get("answer") == "x" or line.startswith(b"\xff")


def test_a_key_that_is_there_twice_loses_no_other_field() -> None:
    (row,) = read('{"id": 7, "a": 1, "a": 2}')
    assert row.problem and row.fields == {"id": 7, "a": 2}


def test_csv_cells_may_hold_commas_quotes_and_lines() -> None:
    rows = read('\ufeffquestion_id,answer\nq,"a, ""b""\nc"\n\nr,题\n', CSV)
    assert [(row.line, dict(row.fields)) for row in rows] == [
        (2, {"question_id": "q", "answer": 'a, "b"\nc'}),
        (5, {"question_id": "r", "answer": "题"}),
    ]


def test_a_csv_answer_may_be_longer_than_the_csv_modules_own_limit() -> None:
    (row,) = read("answer\n" + "x" * 300_000 + "\n", CSV)
    assert len(row.fields["answer"]) == 300_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2,3\n", "has 3 cells, the header names 2"),
        ("a,b\n1\n", "has 1 cells, the header names 2"),
        ("a,a\n1,2\n", "has the column 'a' twice"),
        ('a,b\n1,"2\n', "is not CSV"),
        (b"a,b\n1,\xe9\n", "is not UTF-8"),
    ],
)
def test_a_csv_row_that_cannot_be_read_says_why(text: str | bytes, said: str) -> None:
    assert said in read(text, CSV)[0].problem


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.jsonl", JSONL), ("A.NDJSON", JSONL), ("b.csv", CSV), ("c.Parquet", PARQUET)],
)
def test_the_end_of_the_name_says_how_rows_are_written(name: str, kind: str) -> None:
    assert kind_of(Path(name)) == kind


def test_any_other_name_is_refused() -> None:
    with pytest.raises(UsageError, match=r"must end in \.jsonl, \.csv or \.parquet"):
        kind_of(Path("a.xlsx"))


# ----------------------------------------------------------------- checking


@pytest.mark.parametrize("name", BANK)
def test_a_question_of_the_bank_is_graded_as_such_even_beside_a_reference(name: str) -> None:
    asked = check_row(Row(line=1, fields={**FREE, "question_id": name}), BANK)
    assert (asked.known, asked.references, asked.group) == (name, (), name)


def test_an_unknown_id_only_names_the_group_of_a_row_with_a_reference() -> None:
    asked = check_row(Row(line=1, fields={**FREE, "question_id": 12}), BANK)
    assert (asked.known, asked.group, asked.question) == ("", "12", FREE["question"])
    assert check_row(Row(line=1, fields=FREE), BANK).group == FREE["question"]


@pytest.mark.parametrize(
    ("reference", "read_as"),
    [
        ("one", ("one",)),
        (["one", "two", " "], ("one", "two")),
        ('["one", "two"]', ("one", "two")),
        ("[sic] a bracket", ("[sic] a bracket",)),
        ("[1, 2]", ("[1, 2]",)),
    ],
)
def test_a_reference_is_a_text_or_a_list_also_written_as_json(reference: object, read_as: object) -> None:
    assert check_row(Row(line=1, fields={**FREE, "reference": reference}), BANK).references == read_as


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"question_id": "rope-idea"}, "'answer' is missing"),
        ({"question_id": "rope-idea", "anwser": "x"}, "did you mean 'anwser'?"),
        ({"question_id": "rope-idea", "answer": 3}, "must be text, not a number"),
        ({"question_id": "rope-idea", "answer": ["x"]}, "must be text, not a list"),
        ({"question_id": "rope-idea", "answer": None}, "'answer' is null"),
        ({"question_id": "rope-idae", "answer": "x"}, "(did you mean 'rope-idea'?)"),
        ({"question_id": 2.1, "answer": "x"}, "'question_id' must be text"),
        ({"question_id": True, "answer": "x"}, "must be text, not true or false"),
        ({"answer": "x"}, "'question_id' is missing"),
        ({"question": "Why?", "answer": "x"}, "'reference' is missing"),
        ({"reference": "x", "answer": "x"}, "'question' is missing"),
        ({**FREE, "reference": "?!"}, "'reference' has no words"),
        ({**FREE, "reference": {"a": 1}}, "a text or a list of texts"),
        ({**FREE, "reference": ["a", 1]}, "a text or a list of texts"),
        ({**FREE, "lang": "fr"}, "must be zh or en"),
    ],
)
def test_a_row_that_cannot_be_graded_says_what_is_wrong(fields: dict[str, Any], said: str) -> None:
    assert said in problem_of(fields)


def test_an_empty_answer_is_an_answer() -> None:
    assert check_row(Row(line=1, fields={**FREE, "answer": ""}), BANK).answer == ""


@pytest.mark.parametrize(
    ("fields", "lang"),
    [
        ({"answer": "RoPE 对 q、k、v 都做旋转"}, "zh"),
        ({"answer": "We rotate q and k."}, "en"),
        ({"answer": "", "question": "为什么？"}, "zh"),
        ({"answer": "We rotate.", "lang": "zh-CN"}, "zh"),
        ({"answer": "旋转", "lang": "EN"}, "en"),
        ({"answer": "旋转", "lang": ""}, "zh"),
    ],
)
def test_the_language_is_that_of_the_row_else_of_the_answer(fields: dict[str, Any], lang: str) -> None:
    assert check_row(Row(line=1, fields={**FREE, **fields}), BANK).lang == lang
    assert detect("", "12") == "en"


# ----------------------------------------------------------- a file as a whole


def refusing(row: Row) -> None:
    if "bad" in row.fields:
        raise ValueError("is bad")


def test_a_scan_finds_every_field_and_names_what_is_wrong_by_line() -> None:
    rows = read('{"a": 1}\n{"b": 1, "bad": 1}\n{"a": 1, "c": 1}')
    found = scan(rows, refusing, Path("x.jsonl"))
    assert (found.rows, found.columns, found.bad) == (3, ("a", "b", "bad", "c"), 1)
    assert found.types == {"a": int, "b": int, "bad": int, "c": int}
    with pytest.raises(AnswersError, match=r"^x\.jsonl:2: is bad$"):
        refuse(found)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["a", None, "b"], str),
        ([1, None], int),
        ([1, 2.5], float),
        ([2.5, 1], float),
        ([True, False], bool),
        ([True, 1], object),
        ([1, "1"], object),
        ([[1]], object),
        ([2**63], object),
        ([None], None),
    ],
)
def test_a_column_has_the_type_that_all_its_values_have(values: list[object], found: object) -> None:
    kind = None
    for value in values:
        kind = column_type(value, kind)
    assert kind is found


def test_many_problems_are_counted_beyond_the_first() -> None:
    found = scan(read('{"bad": 1}\n' * 50), refusing, Path("x.jsonl"))
    with pytest.raises(AnswersError) as caught:
        refuse(found)
    assert len(str(caught.value).splitlines()) == MOST_PROBLEMS + 1
    assert str(caught.value).endswith(f"... and {50 - MOST_PROBLEMS} more rows")


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(AnswersError, match="holds no rows"):
        refuse_empty(scan([], refusing, Path("x.jsonl")).rows, Path("x.jsonl"))


# ------------------------------------------------------------------- writing


def test_a_grade_of_zero_is_written_and_has_no_reason() -> None:
    written = outcome(GRADE)
    assert written["score"] == 0.0 and written["flags"] == ["echo"] and "reason" not in written
    quote = {"source": 0, "start": 0, "end": 1, "text": "a"}
    (verdict,) = written["verdicts"]
    assert verdict == {"point": "p", "weight": 3, "verdict": "partial", "credit": 0.5, "quote": quote}


def test_no_score_is_written_as_null_with_its_reason() -> None:
    written = outcome(Grade(score=None, reason="why"))
    assert written["score"] is None and written["reason"] == "why"


def test_a_field_that_is_called_like_an_outcome_is_kept_under_another_name() -> None:
    fields = {"score": 3, "answer": "x", "input_score": 4, "reason": "mine"}
    row = with_outcome(fields, outcome(GRADE))
    names = ["input_input_score", "answer", "input_score", "input_reason"]
    assert [(name, row[name]) for name in names] == [
        ("input_input_score", 3),
        ("answer", "x"),
        ("input_score", 4),
        ("input_reason", "mine"),
    ]
    assert list(row)[:4] == names and row["score"] == 0.0


def test_a_field_is_called_the_same_in_every_row_of_a_file() -> None:
    row = with_outcome({"score": 3}, outcome(GRADE), ("score", "input_score"))
    assert row["input_input_score"] == 3 and "input_score" not in row


@given(st.lists(st.sampled_from([*OUTCOME, "input_score", "input_input_score", "answer"]), unique=True))
def test_no_two_fields_are_ever_kept_under_one_name(names: list[str]) -> None:
    kept = [kept_as(name, names) for name in names]
    assert len({*kept, *OUTCOME}) == len(names) + len(OUTCOME)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=5,
)


@given(st.lists(st.dictionaries(texts, plain, max_size=3), min_size=1, max_size=3))
def test_json_lines_come_back_as_they_were_written(rows: list[dict[str, Any]]) -> None:
    file = io.StringIO()
    write = row_writer(file, JSONL, ())
    for row in rows:
        write(row)
    raw = file.getvalue().encode()  # whatever the text, it can be encoded
    assert len(raw.decode().splitlines()) == len(rows)
    assert [dict(row.fields) for row in read(raw)] == rows


def test_csv_holds_texts_as_they_are_and_all_else_as_json() -> None:
    file = io.StringIO()
    write = row_writer(file, CSV, ["a", "b", "c", "d"])
    write({"a": "题,\n", "b": [{"x": 1}], "c": None, "d": 0.0, "e": "not a column"})
    (row,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert row == {"a": "题,\n", "b": '[{"x": 1}]', "c": "", "d": "0.0"}
    assert json.loads(row["b"]) == [{"x": 1}]
