"""One HTTP exchange as the rest of this room sees it, whatever carries it. Carries nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

MAX_BYTES = 1_000_000  # of a reply; a judge's or an interviewer's is a few thousand
MAX_ERROR_BYTES = 20_000  # of an error reply, of which a message is a few hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A server's answer. Header names are in lower case; ``body`` is at most `MAX_BYTES` long."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def kind(self) -> str:
        """The content type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class NotReached(Exception):
    """No answer came. The text is one short line for a person, and so is ``remedy``.

    ``sent`` tells whether the request may have been read, and so billed; ``final`` that trying again
    is of no use.
    """

    def __init__(self, why: str, *, remedy: str, sent: bool, final: bool = False) -> None:
        super().__init__(why)
        self.remedy, self.sent, self.final = remedy, sent, final


def too_late(*, sent: bool = True, final: bool = False) -> NotReached:
    """The time is up."""
    remedy = "raise 'timeout', or choose a faster server or model"
    return NotReached("no reply in time", remedy=remedy, sent=sent, final=final)


class Sender(Protocol):
    """What can carry a request."""

    def send(self, body: Mapping[str, Any], *, timeout: float) -> Answered:
        """The answer to ``body`` within ``timeout`` seconds, of any status. Raises `NotReached`."""
