"""Being stopped by the shell, as with Ctrl-Z, and going on. Nothing here draws."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

CAN_STOP = hasattr(signal, "SIGTSTP")


class Stopping:
    """Within an event loop: ``stop`` is called instead of being stopped, ``went_on`` after a stop that
    cannot be refused. Does nothing outside the main thread, or where there are no such signals.
    """

    def __init__(self, stop: Callable[[], object], went_on: Callable[[], object]) -> None:
        self._stop = stop
        self._went_on = went_on
        self._loop: asyncio.AbstractEventLoop | None = None

    def ask(self) -> None:
        """As if the shell had asked to stop."""
        self._stop()

    async def listen(self) -> None:
        """Listen until cancelled."""
        self._loop = asyncio.get_running_loop()
        self._listen(self._loop)
        try:
            await asyncio.Event().wait()
        finally:
            self._forget(self._loop)
            self._loop = None

    def stop_here(self) -> None:
        """Be stopped; returns when the program goes on."""
        if self._loop is not None:
            self._forget(self._loop)
        # Where nobody could let it go on, as in a container, the system passes this signal over.
        os.kill(0, signal.SIGTSTP)
        if self._loop is not None:
            self._listen(self._loop)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(ValueError, RuntimeError, NotImplementedError, AttributeError):
            loop.add_signal_handler(signal.SIGTSTP, self._stop)
            loop.add_signal_handler(signal.SIGCONT, self._went_on)

    def _forget(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(ValueError, RuntimeError, NotImplementedError, AttributeError):
            loop.remove_signal_handler(signal.SIGTSTP)
            loop.remove_signal_handler(signal.SIGCONT)


@contextmanager
def told_of_stops(now: Callable[[], float], leave_out: Callable[[float], None]) -> Iterator[None]:
    """Without an event loop: ``leave_out`` gets the seconds that the program was stopped for."""

    def handler(_number: int, _frame: object) -> None:
        since = now()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, handler)
        leave_out(now() - since)

    try:
        before = signal.signal(signal.SIGTSTP, handler)
    except (ValueError, AttributeError):  # not the main thread, or not such a system
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before)
