"""A ``Chat`` over a server: retries, the ladder of reply forms, the budget, and the replies on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mock_interview.chat import ChatReply, Message, Schema, Usage
from mock_interview.llm.budget import Budget, Tokens
from mock_interview.llm.endpoint import Endpoint
from mock_interview.llm.exchange import NotReached, Sender, too_late
from mock_interview.llm.manners import Manner, Manners
from mock_interview.llm.outcome import Outcome, Wording, outcome_of
from mock_interview.llm.pace import Pace
from mock_interview.llm.reading import Reading
from mock_interview.llm.reply_cache import Kept, ReplyCache, key_of
from mock_interview.llm.request import Wish, body, most_tokens, size

MAX_TURNS = 10  # ways to ask that are tried for one reply; there are fewer to learn


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Whom to ask and how patiently. ``timeout`` in seconds for one reply, retries and waits included.

    ``extra`` is sent with every request besides what the protocol asks for.
    """

    endpoint: Endpoint
    model: str
    timeout: float = 120.0
    retries: int = 3
    extra: Mapping[str, Any] = field(default_factory=dict)


class Asking:
    """A ``Chat``. Several threads may ask at once; ``cache`` may be ``None``."""

    def __init__(
        self,
        server: Server,
        sender: Sender,
        *,
        budget: Budget,
        manners: Manners,
        cache: ReplyCache | None,
        pace: Pace,
    ) -> None:
        self._server, self._sender = server, sender
        self._words = Wording(server.endpoint, server.model)
        self._budget, self._manners, self._cache, self._pace = budget, manners, cache, pace

    @property
    def spent(self) -> Usage:
        """What all calls up to now used, those without a usable reply included."""
        return self._budget.spent

    @property
    def manner(self) -> Manner:
        """How the server wants to be asked, as far as is known."""
        return self._manners.manner

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
        """As ``Chat.ask``; ``timeout`` bounds retries and waits too."""
        wish = Wish(
            messages=tuple(messages),
            schema=schema,
            sample=sample,
            max_tokens=max_tokens,
            temperature=temperature,
        )
        key = key_of(wish, self._server.endpoint.shown, self._server.model, self._server.extra)
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            return ChatReply(text=kept.text, model=kept.model, usage=self._budget.took_from_disk())
        until = self._pace.clock() + (self._server.timeout if timeout is None else timeout)
        reply = self._answer(_Call(wish, until))
        if self._cache and wish.fits(reply.text):
            self._cache.put(key, Kept(text=reply.text, model=reply.model))
        return reply

    def _answer(self, call: _Call) -> ChatReply:
        """Asks in one way after another until the server takes one and gives what was asked for."""
        for _ in range(MAX_TURNS):
            manner = self._manners.manner
            reading = self._reading(call, manner)
            if reading is None:
                continue
            if reading.problem:
                raise self._words.error(reading.problem)
            fits = call.wish.fits(reading.text)
            if fits:
                self._manners.prove(manner, form=call.wish.schema is not None)
            elif self._try_again(call, manner, reading):
                continue
            if not reading.text:
                raise self._words.error("the reply is empty; choose another model")
            model = self._words.masked(reading.model or self._server.model)
            return ChatReply(text=self._words.masked(reading.text), model=model, usage=call.used)
        raise self._words.error("the server takes none of the ways to ask; choose another server or model")

    def _reading(self, call: _Call, manner: Manner) -> Reading | None:
        """What the server says; ``None`` when it wants to be asked in another way, which is noted."""
        outcome = self._send(call, manner)
        if outcome.reading is not None:
            return outcome.reading
        better = outcome.complaint and manner.after(
            outcome.complaint, with_schema=call.wish.schema is not None
        )
        if not better:
            raise self._words.failed(outcome, call.tried)
        self._manners.learn(manner, better)
        return None

    def _try_again(self, call: _Call, manner: Manner, reading: Reading) -> bool:
        """Whether a reply that is not what was asked for is worth another call; notes how to ask then."""
        call.empty += not reading.text
        lower = manner.lower() if call.wish.schema is not None else None
        if lower is not None and self._manners.doubted(manner):
            self._manners.learn(manner, lower)
            return True
        return not reading.text and call.empty == 1

    def _send(self, call: _Call, manner: Manner) -> Outcome:
        """The outcome of a request, sent again as long as it fails in passing."""
        made = body(call.wish, self._server.model, manner, self._server.extra)
        call.tried = 0
        while True:
            outcome = self._once(call, made)
            call.tried += 1
            if not outcome.passing or call.tried > self._server.retries:
                return outcome
            wait = self._pace.wait(call.tried, outcome.headers, call.until - self._pace.clock())
            if wait is None:
                return outcome
            self._pace.sleep(wait)

    def _once(self, call: _Call, made: Mapping[str, Any]) -> Outcome:
        """One request, paid for."""
        left = call.until - self._pace.clock()
        if left <= 0:
            return Outcome(lost=too_late(final=True))
        most = most_tokens(made, call.wish)
        weight = self._budget.reserve(size(made), most)
        try:
            answered = self._sender.send(made, timeout=left)
        except NotReached as lost:
            if lost.sent:
                call.used = call.used.plus(self._budget.settle(weight, None))
            else:
                self._budget.cancel(weight)
            return Outcome(lost=lost)
        except BaseException:
            self._budget.settle(weight, None)
            raise
        outcome = outcome_of(answered, most)
        tokens = outcome.reading.tokens if outcome.reading else Tokens(prompt=0, completion=0)
        call.used = call.used.plus(self._budget.settle(weight, tokens))
        return outcome


class _Call:
    """One call of ``ask`` while it runs."""

    def __init__(self, wish: Wish, until: float) -> None:
        self.wish, self.until = wish, until
        self.used = Usage()
        self.tried = 0
        self.empty = 0
