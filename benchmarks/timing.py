"""Measures tasks in turn, and says what the figures mean: quantiles, ratios, goals, a table, JSON.

Knows nothing of what is measured.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

Name = TypeVar("Name")
# What a task does in one round, given the round's number; round 0 is the warm-up.
Task = Callable[[int], object]

# With fewer runs, the 95th percentile says little more than the slowest one.
RUNS_FOR_P95 = 20
UNITS = {"ms": 1e3, "s": 1.0, "MB": 1e-6}  # of seconds and bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """``of`` is ``median`` or ``p95`` (then ``at_most`` is in seconds or bytes), or the name of a ratio."""

    of: str
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured thing: what each run took, ``ratios`` to other ways, and its goals.

    ``values`` are seconds, shown in ``ms`` or ``s``, or bytes, shown in ``MB``, as ``unit`` says.
    """

    what: str
    unit: str
    values: tuple[float, ...]
    ratios: Mapping[str, float]
    goals: tuple[Goal, ...]

    def figures(self) -> dict[str, float]:
        """Median and, given enough runs, 95th percentile of the values, and every ratio."""
        found = {"median": statistics.median(self.values)}
        if len(self.values) >= RUNS_FOR_P95:
            found["p95"] = quantile(self.values, 0.95)
        return {**found, **self.ratios}

    def met(self, goal: Goal) -> bool | None:
        """Whether ``goal`` is reached; ``None`` when its figure was not measured."""
        value = self.figures().get(goal.of)
        return None if value is None else value <= goal.at_most


def in_turn(
    tasks: Mapping[Name, Task],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
    *,
    warm_up: bool = True,
) -> dict[Name, tuple[float, ...]]:
    """Seconds of each task in each of ``rounds`` rounds, after a ``warm_up`` round that does not count.

    Every round runs every task, in alternating order, so that a busy spell of the machine and what one task
    leaves behind touch all alike, and times of the same round can be compared.
    """
    seconds: dict[Name, list[float]] = {name: [] for name in tasks}
    for number in range(0 if warm_up else 1, rounds + 1):
        for name in list(tasks) if number % 2 else reversed(list(tasks)):
            start = clock()
            tasks[name](number)
            spent = clock() - start
            if number:
                seconds[name].append(spent)
    return {name: tuple(times) for name, times in seconds.items()}


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0-1) of ``values`` lie below, between neighbours in proportion.

    Raises ``ValueError`` for no values or a share outside 0-1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"no quantile {share} of {len(values)} values")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How many times as long ours take: the median over rounds, each compared within itself.

    Raises ``ValueError`` when the numbers of rounds differ.
    """
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    head = ["| what | runs | median | p95 | times as much as | goals |", "|---|---|---|---|---|---|"]
    return "\n".join(chain(head, (f"| {' | '.join(_cells(row))} |" for row in rows)))


def _cells(row: Row) -> tuple[str, ...]:
    figures = row.figures()
    ratios = ", ".join(f"{name} {value:.3g}" for name, value in row.ratios.items())
    p95 = _shown(figures["p95"], row.unit) if "p95" in figures else "-"
    goals = "; ".join(_goal(row, goal) for goal in row.goals)
    median = _shown(figures["median"], row.unit)
    return row.what, str(len(row.values)), median, p95, ratios or "-", goals or "-"


def _goal(row: Row, goal: Goal) -> str:
    is_ratio = goal.of not in ("median", "p95")
    limit = f"{goal.of} <= {f'{goal.at_most:g}' if is_ratio else _shown(goal.at_most, row.unit)}"
    return f"{limit}: {({True: 'met', False: 'MISSED', None: 'not measured'})[row.met(goal)]}"


def shortfalls(rows: Iterable[Row]) -> list[str]:
    """A line for every goal that was missed or could not be measured."""
    return [
        f"{row.what}: {_goal(row, goal)}" for row in rows for goal in row.goals if row.met(goal) is not True
    ]


def _shown(value: float, unit: str) -> str:
    return f"{value * UNITS[unit]:.3g} {unit}"


def as_json(row: Row) -> dict[str, object]:
    """What the table says of a row, in seconds or bytes."""
    goals = [{"of": goal.of, "at_most": goal.at_most, "met": row.met(goal)} for goal in row.goals]
    return {"what": row.what, "runs": len(row.values), "figures": row.figures(), "goals": goals}
