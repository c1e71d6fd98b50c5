"""What a report holds, as data and on screen."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from mock_interview.agreement.report import Judged, report, report_json
from mock_interview.agreement.statistics import FIGURES
from mock_interview.terminal.agreement_view import number, show_agreement
from mock_interview.terminal.screen import console

DOCS = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
LONG = "BULB_ONLY_EXPLAIN_WHY_IT_DOES_NOT_LIGHT_UP"
JUDGED = [
    Judged(
        group=("题目一", LONG, "q3")[i % 3],
        mark=(i * 7 % 11) / 10,
        predicted=None if i == 4 else min(1.0, (i * 7 % 11) / 10 + (i % 3) / 10),
        low=0.0,
        high=0.5,
        similarity=None if i % 4 == 0 else -0.5 + (i % 5) / 3,
        second=0.5 if i % 2 else None,
        label=("correct", "partially_correct_incomplete", "")[i % 3],
    )
    for i in range(30)
]


def screen(judged: list[Judged], lang: str, width: int) -> str:
    file = io.StringIO()
    show_agreement(console(file=file, width=width), report(judged), lang, per_question=True)
    return file.getvalue()


def test_rows_without_a_grade_are_counted_and_left_out() -> None:
    found = report(JUDGED)
    assert (found.rows, found.not_graded) == (30, 1)
    assert sum(part.n for part in found.per_question) == sum(part.n for part in found.calibration) == 29


def test_each_series_counts_the_rows_it_has() -> None:
    counts = {name: column.n for name, column in report(JUDGED).overall.items()}
    assert counts == {"ours": 29, "mean_of_others": 29, "similarity": 22, "second_rater": 15}


def test_a_negative_similarity_counts_as_none_at_all() -> None:
    rows = [Judged(group=g, mark=0.0, predicted=0.0, similarity=-1.0) for g in "ab"]
    assert report(rows).overall["similarity"].figures["rmse"].value == 0.0


def test_a_mark_at_the_edge_of_its_range_lies_inside() -> None:
    rows = [Judged(group="a", mark=3 / 10, predicted=0.3, low=0.1 + 0.2, high=1.0)]
    assert report(rows).overall["ours"].figures["in_range"].value == 1.0


def test_a_single_question_has_no_other_to_take_the_mean_of() -> None:
    found = report([Judged(group="a", mark=i / 4, predicted=0.5) for i in range(5)])
    assert set(found.overall) == {"ours"}
    assert found.overall["ours"].figures["pearson"].value is None
    assert found.overall["ours"].figures["mae"].low is None


def test_calibration_means_are_those_of_its_rows() -> None:
    rows = [Judged(group="a", mark=i / 20, predicted=i / 10) for i in range(10)]
    assert [(part.predicted, part.mark) for part in report(rows).calibration] == [
        (i / 10, i / 20) for i in range(10)
    ]


def test_the_json_is_the_documented_one_and_holds_no_nan() -> None:
    plain = report_json(report(JUDGED))
    json.dumps(plain, allow_nan=False)
    section = DOCS.split("\n## `agreement --json`", 1)[1].split("\n## ", 1)[0]
    documented = set(re.findall(r"`([a-z_0-9]+)`", section))
    keys = {*plain, *plain["bootstrap"], *plain["overall"], *plain["overall"]["ours"], *FIGURES}
    keys |= set(plain["overall"]["ours"]["mae"])
    for part in ("calibration", "per_question", "labels"):
        keys |= set(plain[part][0])
    assert keys <= documented


@pytest.mark.parametrize("width", [100, 80, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal_and_every_figure_is_there(lang: str, width: int) -> None:
    from rich.cells import cell_len

    shown = screen(JUDGED, lang, width)
    assert [line for line in shown.splitlines() if cell_len(line.rstrip()) > width] == []
    for heading in ("Pearson", "Spearman", "RMSE", "QWK"):
        assert re.search(rf"{heading}\b", shown)
    assert "\x1b" not in shown


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_agreement_on_screen(golden, lang: str, width: int) -> None:
    golden(f"agreement-{lang}-{width}", screen(JUDGED, lang, width))


def test_a_report_on_nothing_shows_dashes() -> None:
    shown = screen([Judged(group="a", mark=0.5, predicted=None)], "en", 80)
    assert "not graded and left out: 1" in shown and "–" in shown and "nan" not in shown


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0.0, "0.000"), (-0.0001, "0.000"), (-0.25, "-0.250"), (1, "1.000")]
)
def test_a_figure_is_a_dash_only_when_it_is_undefined(value: float | None, shown: str) -> None:
    assert number(value) == shown
