"""Calls that may take long, made in threads of their own, so that Ctrl-C ends the waiting at once.

An interrupt that arrives while a library is imported or collects garbage can be lost, or leave the library
half imported; a thread that only waits has nothing to lose.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def aside(calls: Sequence[Callable[[], T]], name: str) -> list[T]:
    """What ``calls`` return, made at once in threads called ``name``. Raises what the first to fail raised.

    After a ``KeyboardInterrupt`` nobody waits for them any more, at the end of the program neither.
    """
    waiting: list[Future[T]] = []
    for number, call in enumerate(calls):
        future: Future[T] = Future()
        waiting.append(future)
        threading.Thread(target=_run, args=(call, future), daemon=True, name=f"{name}-{number}").start()
    return [future.result() for future in waiting]


def _run(call: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(call())
    except BaseException as error:  # handed to whoever waits
        future.set_exception(error)
