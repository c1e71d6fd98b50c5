"""Marks read from the fields of a row."""

from __future__ import annotations

from typing import Any

import pytest

from mock_interview.agreement.marks import Columns, Unstated, read_mark


def test_a_mark_may_be_zero_and_a_number_may_be_written_as_text() -> None:
    mark = read_mark({"score": "0", "max_score": "10", "score2": 2.5, "label": "wrong"}, Columns())
    assert (mark.mark, mark.full, mark.second, mark.label) == (0.0, 10.0, 2.5, "wrong")


@pytest.mark.parametrize("key", ["score2", "score_2"])
def test_the_second_rater_has_two_names_and_may_be_missing(key: str) -> None:
    assert read_mark({"score": 1, key: 0}, Columns()).second == 0.0
    assert read_mark({"score": 1, key: ""}, Columns()).second is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "'score' is missing"),
        ({"score": None}, "'score' is missing"),
        ({"score": "good"}, "must be a number, not 'good'"),
        ({"score": True}, "must be a number"),
        ({"score": "nan"}, "must be a number"),
        ({"score": [1]}, "must be a number"),
        ({"score": -1}, "a mark of -1 is out of range; marks go from 0"),
        ({"score": 3, "max_score": 2}, "marks go from 0 to 2"),
        ({"score": 1, "score2": 3, "max_score": 2}, "a mark of 3 is out of range"),
        ({"score": 1, "max_score": 0}, "full marks must be above 0"),
    ],
)
def test_a_mark_that_cannot_be_used_says_why(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_mark(fields, Columns())


def test_a_row_states_its_own_full_marks_before_the_command_line_does() -> None:
    assert read_mark({"score": 1, "max_score": 4}, Columns(full=10)).full == 4
    assert read_mark({"score": 1}, Columns(full=10)).full == 10


def test_marks_within_one_need_no_full_marks_and_others_name_the_line() -> None:
    seen = Unstated()
    for line, fields in enumerate([{"score": 1}, {"score": 7, "max_score": 10}], start=1):
        seen.see(line, read_mark(fields, Columns()))
    assert seen.problem is None
    seen.see(3, read_mark({"score": 1, "score2": 1.5}, Columns()))
    line, message = seen.problem or (0, "")
    assert line == 3 and "a mark of 1.5" in message and "--max-score" in message


def test_predictions_are_shares_of_their_own_full_marks() -> None:
    fields = {"score": 3, "max_score": 4, "mine": 50, "low": 25, "high": 100}
    mark = read_mark(fields, Columns(predicted="mine", predicted_full=100))
    assert (mark.predicted, mark.low, mark.high) == (0.5, 0.25, 1.0)
    assert read_mark({"score": 3, "max_score": 4, "mine": 1}, Columns(predicted="mine")).predicted == 0.25
    assert read_mark({"score": 1, "mine": None}, Columns(predicted="mine")).predicted is None


@pytest.mark.parametrize(("low", "high"), [(None, 50), ("x", 50), (60, 50), (-1, 50), (0, 101)])
def test_a_range_that_is_none_is_left_out(low: object, high: object) -> None:
    fields = {"score": 1, "mine": 50, "low": low, "high": high}
    assert read_mark(fields, Columns(predicted="mine", predicted_full=100)).low is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"score": 1}, "'mine' is missing"), ({"score": 1, "mine": 85}, "--predicted-max says its full marks")],
)
def test_a_prediction_that_cannot_be_used_says_why(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_mark(fields, Columns(predicted="mine"))
