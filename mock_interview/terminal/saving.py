"""Drafts saved beside the typing, so that a slow disk does not hold up the keys. Nothing here draws."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from mock_interview.errors import WriteError

EVERY = 1.0  # seconds; at most this much typing is lost when the program is killed
# Characters a second that drafts may write: a draft is the whole text, and one of a megabyte is saved
# every twenty seconds.
RATE = 50_000


class DraftSaver:
    """Hands the latest draft to ``save``, one at a time and in order; ``text`` and ``used`` are those saved.

    A draft that cannot be written is passed over: sending the answer tries again, and says so.
    """

    def __init__(self, save: Callable[[str, float], None], text: str, used: float) -> None:
        self._save = save
        self._text, self._used = text, used
        self._size = len(text)  # of what was typed in lines
        self._thread: threading.Thread | None = None
        self._error: Exception | None = None

    def offer(self, text: str, used: float) -> None:
        """Save ``text`` in the background, if it differs and it is time; returns at once."""
        due = used - self._used >= max(EVERY, len(text) / RATE)
        if text == self._text or not due or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = threading.Thread(target=self._write, args=(text, used), daemon=True, name="save-draft")
        self._thread.start()

    def lines(self, typed: Sequence[str], used: float) -> None:
        """Save ``typed``, which has a line more, before the next line is read.

        Passed over when another draft was saved within `EVERY` and lacks hardly anything: a paste of
        ten thousand lines is not to be written ten thousand times.
        """
        self._size += len(typed[-1]) + 1
        grown = self._size - len(self._text) >= self._size / 10
        if grown or used - self._used >= max(EVERY, self._size / RATE):
            self._write("\n".join(typed), used)

    def finish(self, text: str, used: float) -> None:
        """Wait for what is being saved, then save ``text`` if it differs. Raises what ``save`` raised."""
        if self._thread is not None:
            self._thread.join()
        if text != self._text:
            self._write(text, used)
        if self._error is not None:
            raise self._error

    def _write(self, text: str, used: float) -> None:
        self._text, self._used = text, used
        try:
            self._save(text, used)
        except WriteError:
            pass
        except Exception as error:  # a bug, which is not to be lost with the thread
            self._error = error
