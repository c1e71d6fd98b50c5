"""A marked file's grades and marks to a report: figures, intervals, base lines, calibration, by question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mock_interview.agreement.statistics import (
    CONFIDENCE,
    FIGURES,
    RESAMPLES,
    SEED,
    Floats,
    Ints,
    Series,
    deciles,
    intervals,
    levels_of,
    mean_of_others,
)

SHAPE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One row: marks and predictions, 0-1. ``predicted`` is ``None`` for a row that was not graded."""

    group: str
    mark: float
    predicted: float | None
    low: float | None = None
    high: float | None = None
    similarity: float | None = None
    second: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and its 95 % interval, each ``None`` where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The figures of one series of predictions (`FIGURES`, by name) over ``n`` rows."""

    n: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of the rows: a question, a label, or a tenth of the predictions; means are 0-1."""

    name: str
    n: int
    predicted: float
    mark: float
    figures: dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How far grades agree with marks.

    ``overall`` holds ``ours`` and what stands beside it: ``mean_of_others`` (the mean mark of the
    other questions), ``similarity`` (to the reference, as a whole), ``second_rater``; a series that
    there is not is missing. ``levels`` are the marks that levels are counted on.
    """

    rows: int
    not_graded: int
    levels: tuple[float, ...]
    overall: dict[str, Column]
    calibration: tuple[Part, ...]
    per_question: tuple[Part, ...]
    labels: tuple[Part, ...]


def report(judged: Sequence[Judged]) -> Report:
    """The report on ``judged``; rows without a prediction are only counted."""
    rows = [row for row in judged if row.predicted is not None]
    marks, predicted = _numbers(rows, lambda r: r.mark), _numbers(rows, lambda r: r.predicted)
    levels = levels_of(marks)
    names = list(dict.fromkeys(row.group for row in rows))
    number = {name: at for at, name in enumerate(names)}
    groups = np.array([number[row.group] for row in rows], dtype=np.int64)
    ours = Series(predicted, marks, levels, _inside(rows, marks))
    beside = {
        "mean_of_others": mean_of_others(marks, groups) if len(marks) else marks,
        "similarity": np.clip(_numbers(rows, lambda r: r.similarity), 0.0, 1.0),
        "second_rater": _numbers(rows, lambda r: r.second),
    }
    overall = {"ours": _column(ours, groups)}
    for name, series in beside.items():
        there = ~np.isnan(series)
        if there.any():
            overall[name] = _column(Series(series[there], marks[there], levels), groups[there])
    labels = list(dict.fromkeys(row.label for row in rows if row.label))
    labelled = [np.array([i for i, row in enumerate(rows) if row.label == name], np.int64) for name in labels]
    by_question = _split(groups, len(names))
    return Report(
        rows=len(judged),
        not_graded=len(judged) - len(rows),
        levels=tuple(map(float, levels)),
        overall=overall,
        calibration=tuple(_part("", predicted, marks, part) for part in deciles(predicted)),
        per_question=tuple(
            _part(name, predicted, marks, part, ours.part(part).figures())
            for name, part in zip(names, by_question, strict=True)
        ),
        labels=tuple(
            _part(name, predicted, marks, part) for name, part in zip(labels, labelled, strict=True)
        ),
    )


def _numbers(rows: Sequence[Judged], get: Callable[[Judged], float | None]) -> Floats:
    values = map(get, rows)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _inside(rows: Sequence[Judged], marks: Floats) -> Floats:
    """1 where the mark lies in the predicted range, 0 where not, NaN where there is none."""
    low, high = _numbers(rows, lambda r: r.low), _numbers(rows, lambda r: r.high)
    slack = 1e-9  # what dividing by full marks rounds away
    found = ((low - slack <= marks) & (marks <= high + slack)).astype(np.float64)
    found[np.isnan(low) | np.isnan(high)] = np.nan
    return found


def _column(series: Series, groups: Ints) -> Column:
    figures, ranges = series.figures(), intervals(series, groups)
    made = {}
    for name in FIGURES:
        low, high = ranges[name] or (None, None)
        made[name] = Figure(value=figures[name], low=low, high=high)
    return Column(n=len(series.marks), figures=made)


def _split(groups: Ints, count: int) -> list[Ints]:
    """The row numbers of each group."""
    if not count:
        return []
    order = np.argsort(groups, kind="stable")
    return np.split(order, np.cumsum(np.bincount(groups, minlength=count))[:-1])


def _part(
    name: str, predicted: Floats, marks: Floats, part: Ints, figures: dict[str, float | None] | None = None
) -> Part:
    return Part(
        name=name,
        n=len(part),
        predicted=float(predicted[part].mean()),
        mark=float(marks[part].mean()),
        figures=figures or {},
    )


def report_json(found: Report) -> dict[str, Any]:
    """The report as plain data; documented in docs/json.md."""
    return {
        "shape": SHAPE,
        "rows": found.rows,
        "graded": found.rows - found.not_graded,
        "not_graded": found.not_graded,
        "questions": len(found.per_question),
        "levels": list(found.levels),
        "overall": {name: _column_json(column) for name, column in found.overall.items()},
        "bootstrap": {"samples": RESAMPLES, "seed": SEED, "confidence": CONFIDENCE, "by": "question"},
        "calibration": [_means(part) for part in found.calibration],
        "per_question": [
            {"question": part.name, **_means(part), **part.figures} for part in found.per_question
        ],
        "labels": [{"label": part.name, **_means(part)} for part in found.labels],
    }


def _column_json(column: Column) -> dict[str, Any]:
    figures = {
        name: {"value": figure.value, "low": figure.low, "high": figure.high}
        for name, figure in column.figures.items()
    }
    return {"n": column.n, **figures}


def _means(part: Part) -> dict[str, Any]:
    return {"n": part.n, "mean_predicted": part.predicted, "mean_mark": part.mark}
