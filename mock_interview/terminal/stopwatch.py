"""Time spent on one prompt, without pauses. Seconds throughout; the clock is given."""

from __future__ import annotations

from collections.abc import Callable

from mock_interview.dialogue import Prompt


class Stopwatch:
    """Counts from ``used`` on while it runs; ``now`` is a clock that never goes backwards."""

    def __init__(self, now: Callable[[], float], used: float) -> None:
        self._now = now
        self._before = used
        self._since: float | None = None

    def start(self) -> None:
        """Run on."""
        if self._since is None:
            self._since = self._now()

    def stop(self) -> None:
        """Stand still."""
        self._before = self.used
        self._since = None

    def leave_out(self, seconds: float) -> None:
        """Take back time that passed while it ran, but not for the candidate."""
        if self._since is not None:
            self._since += seconds

    @property
    def used(self) -> float:
        """Seconds spent."""
        running = 0.0 if self._since is None else max(0.0, self._now() - self._since)
        return round(self._before + running, 3)


def left(prompt: Prompt, used: float) -> float:
    """Seconds left for the question; negative in overtime."""
    return prompt.limit - used


def session_left(prompt: Prompt, used: float) -> float | None:
    """Seconds left for the session, ``None`` without a limit."""
    return None if prompt.session_left is None else prompt.session_left - (used - prompt.used)


def is_up(prompt: Prompt, used: float) -> bool:
    """Whether the question's or the session's time has run out."""
    rest = session_left(prompt, used)
    return left(prompt, used) <= 0 or (rest is not None and rest <= 0)
