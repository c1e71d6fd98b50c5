"""How each answer came about, from the drafts that a transcript keeps."""

from __future__ import annotations

from datetime import datetime

from mock_interview.practice import Halt, Moment, Typing
from mock_interview.transcript.events import Answered, Draft, Line, Paused, Resumed
from mock_interview.transcript.read import Stored


def typings(stored: Stored) -> dict[int, Typing]:
    """By the number of the question. Times go on from the main answer to its follow-ups."""
    found: dict[int, _Course] = {}
    for line in stored.lines:
        number = getattr(line.event, "number", 0)
        if isinstance(line.event, (Draft, Answered)):
            found.setdefault(number, _Course()).hear(line.event)
        elif isinstance(line.event, (Paused, Resumed)) and number in found:
            found[number].stand(line, line.event)
    return {
        number: Typing(moments=tuple(course.moments), halts=tuple(course.halts))
        for number, course in found.items()
    }


class _Course:
    """One question being answered."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.halts: list[Halt] = []
        self._said: list[str] = []  # the answers given up
        self._before = 0.0  # seconds they took
        self._clock_at_start: float | None = None  # the session's clock when this part began
        self._stopped: tuple[float, str] | None = None

    def hear(self, event: Draft | Answered) -> None:
        """A draft, or an answer given up."""
        final = isinstance(event, Answered)
        at = round(self._before + event.used, 3)
        self._clock_at_start = event.clock - event.used
        moment = Moment(at=at, parts=(*self._said, event.text), final=final)
        if not final or not self.moments or self.moments[-1] != moment:
            self.moments.append(moment)
        if final:
            self._said.append(event.text)
            self._before = at

    def stand(self, line: Line, event: Paused | Resumed) -> None:
        """The clock was stopped, or runs again."""
        if isinstance(event, Paused):
            start = event.clock if self._clock_at_start is None else self._clock_at_start
            self._stopped = (round(self._before + max(0.0, event.clock - start), 3), line.at)
        elif self._stopped is not None:
            at, since = self._stopped
            self._stopped = None
            self.halts.append(Halt(at=at, seconds=_between(since, line.at)))


def _between(first: str, second: str) -> float:
    """Seconds from one ISO 8601 time to another; 0 when one of them is no time."""
    try:
        a, b = (datetime.fromisoformat(stamp.replace("Z", "+00:00")) for stamp in (first, second))
        return max(0.0, round((b - a).total_seconds(), 3))
    except (ValueError, TypeError):
        return 0.0
