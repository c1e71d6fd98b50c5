"""How long to wait before a request is sent again. Clock, sleep and chance are arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

FIRST_WAIT = 0.5  # seconds
LONGEST_WAIT = 8.0
LONGEST_RETRY_AFTER = 60.0  # a server that asks for more is asked again by the user


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """``clock`` counts seconds from anywhere, ``wall`` from 1970; ``chance`` gives 0 to 1."""

    clock: Callable[[], float]
    wall: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]

    def wait(self, tried: int, headers: Mapping[str, str], left: float) -> float | None:
        """Seconds to wait after ``tried`` failures, or ``None`` when waiting is of no use.

        The server's own wish counts; without one it is full jitter: anything up to a bound that
        doubles, so that those who failed together do not come back together. ``left`` is the time left.
        """
        wish = self._wish(headers)
        if wish is not None:
            return wish if wish <= min(LONGEST_RETRY_AFTER, left) else None
        seconds = self.chance() * min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tried - 1, 10))
        return seconds if seconds < left else None

    def _wish(self, headers: Mapping[str, str]) -> float | None:
        milliseconds = _seconds(headers.get("retry-after-ms", ""))
        if milliseconds is not None:
            return milliseconds / 1000
        text = headers.get("retry-after", "").strip()
        plain = _seconds(text)
        if plain is not None or not text:
            return plain
        then = _date(text)
        if then is None:
            return None
        now = _date(headers.get("date", ""))  # the server's clock, where it tells it
        return max(0.0, then - (self.wall() if now is None else now))


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
