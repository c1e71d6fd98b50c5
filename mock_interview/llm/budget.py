"""What a session may spend on a language model, and what it has spent. Safe to use from several threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from mock_interview.chat import Price, Usage
from mock_interview.errors import BudgetSpent


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Tokens of one call, as the server counted them."""

    prompt: int
    completion: int


class Budget:
    """Lets calls through as long as they cannot go over the limits.

    A call is weighed before it is made by the most it can cost: a token for every byte of the prompt,
    and all the tokens it may answer with. ``max_calls`` and ``max_cost`` (US dollars) may be ``None``.
    """

    def __init__(
        self, *, max_calls: int | None = None, max_cost: float | None = None, price: Price | None = None
    ) -> None:
        self._max_calls, self._max_cost, self._price = max_calls, max_cost, price
        self._lock = threading.Lock()
        self._under_way = 0
        self._reserved = 0.0
        self._charged = 0.0  # what counts against the limit: more than is known where no count came
        self._spent = Usage()

    @property
    def spent(self) -> Usage:
        """Everything up to now."""
        with self._lock:
            return self._spent

    def reserve(self, prompt_bytes: int, max_tokens: int) -> float:
        """Let one call through; what it is weighed at, for `settle`. Raises `BudgetSpent`."""
        weight = self._price.of(prompt_bytes, max_tokens) if self._price else 0.0
        with self._lock:
            if self._max_calls is not None and self._spent.calls + self._under_way >= self._max_calls:
                raise BudgetSpent(
                    f"the limit of {self._max_calls} calls (--max-calls) is reached: {self._told()}"
                )
            if self._max_cost is not None and self._charged + self._reserved + weight > self._max_cost:
                raise BudgetSpent(
                    f"the limit of ${self._max_cost:g} (--max-cost) leaves no room for a call that may "
                    f"cost ${weight:.4f}: {self._told()}"
                )
            self._under_way += 1
            self._reserved += weight
        return weight

    def settle(self, weight: float, tokens: Tokens | None) -> Usage:
        """Note what a call used, ``None`` when the server did not say."""
        cost = self._price.of(tokens.prompt, tokens.completion) if self._price and tokens else None
        used = Usage(
            calls=1,
            prompt_tokens=tokens.prompt if tokens else 0,
            completion_tokens=tokens.completion if tokens else 0,
            cost=cost,
        )
        with self._lock:
            self._release(weight)
            self._charged += weight if cost is None else cost
            self._spent = self._spent.plus(used)
        return used

    def cancel(self, weight: float) -> None:
        """The call never reached the server."""
        with self._lock:
            self._release(weight)

    def took_from_disk(self) -> Usage:
        """Note a reply that cost nothing."""
        used = Usage(cached=1)
        with self._lock:
            self._spent = self._spent.plus(used)
        return used

    def _release(self, weight: float) -> None:
        self._under_way -= 1
        self._reserved = max(0.0, self._reserved - weight)

    def _told(self) -> str:
        spent = self._spent
        tokens = spent.prompt_tokens + spent.completion_tokens
        cost = "" if spent.cost is None else f", ${spent.cost:.4f}"
        return f"{spent.calls} calls, {tokens:,} tokens{cost} spent"
