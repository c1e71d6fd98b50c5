"""Long calls in threads of their own."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from mock_interview.aside import aside


def test_calls_are_made_at_once_and_return_in_order() -> None:
    together = threading.Barrier(3, timeout=10)

    def call(number: int) -> int:
        together.wait()
        return number

    assert aside([lambda: call(1), lambda: call(2), lambda: call(3)], "test") == [1, 2, 3]
    assert aside([], "test") == []


def test_what_a_call_raises_is_raised() -> None:
    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        aside([lambda: 1, fail], "test")


def test_an_interrupt_ends_the_waiting_and_not_the_call() -> None:
    go_on, gone_on = threading.Event(), threading.Event()

    def call() -> None:
        main = threading.main_thread().ident
        threading.Timer(0.05, signal.pthread_kill, [main, signal.SIGINT]).start()
        go_on.wait(10)
        gone_on.set()

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        aside([call], "test")
    assert time.monotonic() - start < 9 and not gone_on.is_set()
    go_on.set()
    assert gone_on.wait(10)
