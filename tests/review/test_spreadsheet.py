from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.model import Appeal, Exchange, Session, Verdict
from mock_interview.review.spreadsheet import COLUMNS, harmless, rows
from mock_interview.row_file import CSV, row_writer
from tests.hostile import hostile
from tests.samples import finished


def written(session: Session, lang: str = "") -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    file = io.StringIO()
    write = row_writer(file, CSV, COLUMNS)
    for row in rows(session, lang):
        write(row)
    file.seek(0)
    return list(csv.DictReader(file, strict=True))


def test_there_is_a_row_for_each_key_point_and_one_for_an_answer_without() -> None:
    found = written(finished())
    assert [(row["number"], row["point"], row["verdict"], row["score"]) for row in found] == [
        ("1", "divides", "covered", "86.0"),
        ("1", "gain", "missed", "86.0"),
        ("2", "divides", "contradicted", "0.0"),
        ("2", "gain", "missed", "0.0"),
        ("3", "", "", ""),
    ]
    assert found[-1]["reason"] == "skipped"
    assert found[0]["quote"] == found[0]["answer"] == "You divide x by sqrt(mean(x^2))."
    assert found[0]["followups"] == "?\nthen scale it" and found[0]["used"] == "49.0"


def test_bank_text_is_in_the_language_of_the_session_or_in_the_one_wished_for() -> None:
    assert written(finished("zh"))[0]["point_text"] == "把输入除以它的均方根"
    row = written(finished("zh"), "en")[0]
    assert row["point_text"] == "The input is divided by its root mean square" and row["lang"] == "zh"


def test_confidence_and_appeals_have_cells() -> None:
    appeal = Appeal(at="", point="gain", verdict=Verdict.PARTIAL, because="?")
    turn = replace(finished().turns[0], confidence=3, appeals=(appeal,))
    found = written(replace(finished(), turns=(turn,)))
    assert [(row["confidence"], row["appeal"]) for row in found] == [("3", ""), ("3", "partial")]


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\x00=1",
        "\u202e=1",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(words: str) -> None:
    cell = harmless(words)
    assert isinstance(cell, str) and cell.startswith("'")


@pytest.mark.parametrize("value", ["", "a=b", "1", "题目", 0, 0.0, -1.5, None])
def test_other_cells_stay_as_they_are(value: str | float | None) -> None:
    assert harmless(value) == value and type(harmless(value)) is type(value)


@given(st.text(st.characters(exclude_categories=())))
def test_no_answer_whatever_begins_like_a_formula(words: str) -> None:
    turn = replace(finished().turns[0], main=Exchange(text=words, how="submitted"), grade=None)
    (row,) = written(replace(finished(), turns=(turn,)))
    assert not row["answer"].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not row["answer"].startswith(("\t", "\r"))


def test_a_hostile_session_stays_in_its_cells() -> None:
    found = written(hostile())
    assert len(found) == 5 and all(set(row) == set(COLUMNS) for row in found)


def test_every_column_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in documented] == []
