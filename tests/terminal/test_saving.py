"""Drafts saved beside the typing."""

from __future__ import annotations

import threading

import pytest

from mock_interview.errors import WriteError
from mock_interview.terminal.saving import EVERY, RATE, DraftSaver


class Disk:
    """Remembers drafts; holds the next one back until ``free`` is set."""

    def __init__(self, error: Exception | None = None) -> None:
        self.saved: list[tuple[str, float]] = []
        self.free = threading.Event()
        self.free.set()
        self.error = error

    def __call__(self, text: str, used: float) -> None:
        assert self.free.wait(20)
        self.saved.append((text, used))
        if self.error is not None:
            raise self.error


def test_a_draft_is_saved_once_it_is_time_and_has_changed() -> None:
    disk = Disk()
    saver = DraftSaver(disk, "before", 5.0)
    for text, used in (("before", 9.0), ("a", 5.5), ("ab", 5.0 + EVERY), ("abc", 5.5 + EVERY)):
        saver.offer(text, used)
    saver.finish("abc", 6.5)
    assert disk.saved == [("ab", 6.0), ("abc", 6.5)]


def test_while_one_is_being_saved_others_are_passed_over_and_the_last_is_not() -> None:
    disk = Disk()
    disk.free.clear()
    saver = DraftSaver(disk, "", 0.0)
    for second in range(1, 50):
        saver.offer("x" * second, float(second))
    threading.Timer(0.1, disk.free.set).start()
    saver.finish("x" * 50, 50.0)
    assert disk.saved == [("x", 1.0), ("x" * 50, 50.0)]


def test_a_long_text_is_saved_less_often() -> None:
    disk = Disk()
    saver = DraftSaver(disk, "", 0.0)
    long = "x" * 10 * RATE
    saver.offer(long, 9.0)
    saver.finish("", 9.0)
    assert disk.saved == []
    saver.offer(long, 10.0)
    saver.finish(long, 10.0)
    assert disk.saved == [(long, 10.0)]


def test_a_disk_that_is_full_is_no_reason_to_stop_typing() -> None:
    saver = DraftSaver(Disk(WriteError("full")), "", 0.0)
    saver.offer("a", 2.0)
    saver.finish("ab", 3.0)


def test_a_bug_is_not_lost_with_the_thread_it_was_in() -> None:
    saver = DraftSaver(Disk(TypeError("no such thing")), "", 0.0)
    saver.offer("a", 2.0)
    with pytest.raises(TypeError, match="no such thing"):
        saver.finish("a", 3.0)
