"""What one call to a language model takes and gives, for whoever words a prompt. Calls nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The JSON that a reply should be: a name for it, and a JSON Schema in the strict subset
    (every object closed and every property required)."""

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars for a million tokens."""

    prompt: float
    completion: float

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """What so many tokens cost, in US dollars."""
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What calls used: tokens as the server counted them, ``cost`` in US dollars (``None``: unknown).

    ``calls`` counts requests that reached the server, ``cached`` replies that were taken from disk.
    """

    calls: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None

    def plus(self, other: Usage) -> Usage:
        """Both together; the cost is unknown only when no part of it is known."""
        known = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            cached=self.cached + other.cached,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cost=sum(known) if known else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReply:
    """What came back: ``text`` without any ``<think>`` block, the model's name, and what it used."""

    text: str
    model: str
    usage: Usage = Usage()


class Chat(Protocol):
    """A language model that can be asked. Whoever is given one need not know the server behind it."""

    def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: Schema | None = None,
        sample: int = 0,
        max_tokens: int = 2000,
        temperature: float = 0.0,
        timeout: float | None = None,
    ) -> ChatReply:
        """The reply to ``messages``.

        ``schema`` asks for JSON of that form; the text may still be anything and must be checked.
        ``sample`` tells apart replies to the same messages (0, 1, ...), so that each is kept on disk
        by itself; ``timeout`` in seconds (``None``: the configured one).
        Raises ``LlmError`` when there is no reply, ``BudgetSpent`` when none may be asked for.
        """
