"""What the grading of an answer waits for from the models, so that many answers can be graded side by side.

A grading is a generator: it yields what it needs and is sent the rows. Runs no model itself.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Encode:
    """Wants vectors (len(texts), dim); ``constant`` texts come again in other runs of the program."""

    texts: Sequence[str]
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    """Wants a verifier's probabilities (len(pairs), 4)."""

    pairs: Sequence[tuple[str, str]]


Need = Encode | Judge
Steps = Generator[Need, "np.ndarray", T]


def finish(steps: Steps[T], ask: Callable[[Need], np.ndarray]) -> T:
    """What ``steps`` come to, each need put to ``ask`` as it arises."""
    try:
        need = next(steps)
        while True:
            need = steps.send(ask(need))
    except StopIteration as done:
        result: T = done.value
        return result


def finish_all(
    all_steps: Sequence[Steps[T]], ask: Callable[[Need], np.ndarray], *, together: bool = True
) -> list[T]:
    """What each of ``all_steps`` comes to; needs of one kind are put to ``ask`` as one, if ``together``.

    A grading asks for constant texts, then for its own, then for judgements: whoever is behind goes
    first, so that the next kind is asked for by all.
    """
    results: dict[int, T] = {}
    waiting: dict[int, Need] = {}

    def go_on(number: int, rows: np.ndarray | None) -> None:
        try:
            waiting[number] = next(all_steps[number]) if rows is None else all_steps[number].send(rows)
        except StopIteration as done:
            results[number] = done.value

    for number in range(len(all_steps)):
        go_on(number, None)
    while waiting:
        first = min(map(_rank, waiting.values()))
        numbers = [number for number, need in waiting.items() if _rank(need) == first]
        needs = [waiting.pop(number) for number in numbers]
        answers = _asked_as_one(needs, ask) if together else map(ask, needs)
        for number, rows in zip(numbers, answers, strict=True):
            go_on(number, rows)
    return [results[number] for number in range(len(all_steps))]


def _rank(need: Need) -> int:
    return 2 if isinstance(need, Judge) else int(not need.constant)


def _asked_as_one(needs: Sequence[Need], ask: Callable[[Need], np.ndarray]) -> list[np.ndarray]:
    """The rows of each of ``needs``, which are all of one kind."""
    pairs = [pair for need in needs if isinstance(need, Judge) for pair in need.pairs]
    texts = [text for need in needs if isinstance(need, Encode) for text in need.texts]
    constant = any(isinstance(need, Encode) and need.constant for need in needs)
    rows = ask(Judge(pairs) if pairs else Encode(texts, constant))
    ends = accumulate(len(need.pairs if isinstance(need, Judge) else need.texts) for need in needs)
    return [rows[start:end] for start, end in pairwise((0, *ends))]
