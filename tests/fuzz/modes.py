"""How long to fuzz: the same examples at every run, or many other ones on demand.

``MOCK_INTERVIEW_FUZZ=long`` (see docs/testing.md) is read when this module is imported: no test sees it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

LONG = os.environ.get("MOCK_INTERVIEW_FUZZ", "") == "long"
TIMES_LONGER = 40


def examples(count: int, *, steps: int = 50) -> settings:
    """Settings for ``count`` examples of a property, or `TIMES_LONGER` times as many at random."""
    return settings(
        max_examples=count * TIMES_LONGER if LONG else count,
        stateful_step_count=steps,
        derandomize=not LONG,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=LONG,
    )


def rounds(count: int) -> int:
    """``count`` runs of something slow, or `TIMES_LONGER` times as many."""
    return count * TIMES_LONGER if LONG else count


def calls(run: Callable[[], object]) -> int:
    """How many calls ``run`` comes to: the same at every run, however busy the machine is."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def quick(size: int, *, seconds: float = 1.0) -> Iterator[None]:
    """Fail when the block takes more than ``seconds`` of processor time for every 100 KB of ``size``."""
    start = time.process_time()
    yield
    spent = time.process_time() - start
    allowed = seconds * max(1.0, size / 100_000)
    assert spent <= allowed, f"{spent:.2f} s for {size} bytes, at most {allowed:.2f} s"
