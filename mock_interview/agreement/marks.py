"""Marks that people gave, from the fields of a row: numbers, full marks, and whose they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

SECOND = ("score2", "score_2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which fields hold what. ``full`` is what full marks are where a row does not say.

    ``predicted_full`` is the most a value in the field ``predicted`` can be; ``None``: full marks.
    """

    mark: str = "score"
    predicted: str = ""
    full: float | None = None
    predicted_full: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One row's marks, in points as they stand; ``full`` is ``None`` where nothing says it.

    ``predicted``, ``low`` and ``high`` are 0-1, or ``None`` where they are not known.
    """

    mark: float
    full: float | None
    second: float | None = None
    predicted: float | None = None
    low: float | None = None
    high: float | None = None
    label: str = ""


def read_mark(fields: Mapping[str, Any], columns: Columns) -> Mark:
    """The marks in ``fields``. Raises ``ValueError`` with what is wrong and what to do."""
    mark = number(fields, columns.mark)
    if mark is None:
        raise ValueError(
            f"'{columns.mark}' is missing; it is the mark to compare with (--marks names another)"
        )
    stated = number(fields, "max_score")
    full = columns.full if stated is None else stated
    if full is not None and full <= 0:
        raise ValueError(f"'max_score' is {full:g}; full marks must be above 0")
    second = next((value for key in SECOND if (value := number(fields, key)) is not None), None)
    for value in (mark, second):
        if value is not None and not 0 <= value <= (math.inf if full is None else full):
            most = "" if full is None else f" to {full:g}"
            raise ValueError(f"a mark of {value:g} is out of range; marks go from 0{most}")
    label = fields.get("label")
    read = Mark(mark=mark, full=full, second=second, label=label if isinstance(label, str) else "")
    return _with_prediction(read, fields, columns) if columns.predicted else read


def _with_prediction(mark: Mark, fields: Mapping[str, Any], columns: Columns) -> Mark:
    if columns.predicted not in fields:
        raise ValueError(f"'{columns.predicted}' is missing; --predicted names the field with the prediction")
    # Where nothing says what full marks are, marks lie from 0 to 1.
    most = columns.predicted_full or mark.full or 1.0
    value = number(fields, columns.predicted)
    if value is not None and not 0 <= value <= most:
        raise ValueError(
            f"'{columns.predicted}' is {value:g}, beyond 0 to {most:g}; --predicted-max says its full marks"
        )
    low, high = _range(fields, most)
    return replace(mark, predicted=None if value is None else value / most, low=low, high=high)


def _range(fields: Mapping[str, Any], most: float) -> tuple[float | None, float | None]:
    """``low`` and ``high`` of a prediction, where the row has both in the prediction's own scale."""
    try:
        low, high = number(fields, "low"), number(fields, "high")
    except ValueError:
        return None, None
    if low is None or high is None or not 0 <= low <= high <= most:
        return None, None
    return low / most, high / most


def number(fields: Mapping[str, Any], key: str) -> float | None:
    """A finite number, also one written as text; ``None`` for nothing. Raises ``ValueError``."""
    value = fields.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        if isinstance(value, bool):
            raise ValueError
        read = float(value)
    except (TypeError, ValueError, OverflowError):
        read = math.nan
    if not math.isfinite(read):
        raise ValueError(f"'{key}' must be a number, not {str(value)[:40]!r}")
    return read


class Unstated:
    """Watches for marks above 1 in rows that do not say what full marks are."""

    def __init__(self) -> None:
        self._first: tuple[int, float] | None = None

    def see(self, line: int, mark: Mark) -> None:
        """Take note of the marks on ``line``."""
        highest = max(mark.mark, mark.second or 0.0)
        if mark.full is None and highest > 1 and self._first is None:
            self._first = (line, highest)

    @property
    def problem(self) -> tuple[int, str] | None:
        """Line and message of the first of them; ``None`` means that such marks lie from 0 to 1."""
        if self._first is None:
            return None
        line, mark = self._first
        return line, (
            f"a mark of {mark:g}, but nothing says what full marks are; add 'max_score' to the rows or "
            "pass --max-score N (without either, every mark must lie from 0 to 1)"
        )
