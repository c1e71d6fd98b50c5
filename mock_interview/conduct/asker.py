"""Asks a language model for words, for a limited time, and leaves off when it keeps failing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from mock_interview.aside import aside
from mock_interview.chat import Chat, ChatReply, Message, Schema
from mock_interview.errors import BudgetSpent, LlmError

Waiting = Callable[[], AbstractContextManager[None]]
"""What goes on around a call, such as a word on screen that somebody is thinking."""

FAILURES = 2  # replies in a row that may fail to come before nobody is asked any more
TEMPERATURE = 0.7  # talk, not a verdict
SHORTEST = 1.0  # seconds a call is given at least


class NoWords(Exception):
    """A model has given nothing to say; ``dropped`` and ``why`` as in ``Words``."""

    def __init__(self, dropped: str, *, why: str = "") -> None:
        super().__init__(dropped)
        self.dropped, self.why = dropped, why


class Asker:
    """Asks ``chat`` until it has failed too often; each call is made within a ``waiting``."""

    def __init__(self, chat: Chat, waiting: Waiting = nullcontext) -> None:
        self._chat = chat
        self._waiting = waiting
        self._failed = 0
        self._why = ""

    @property
    def silent(self) -> bool:
        """Whether nobody is asked any more."""
        return self._failed >= FAILURES

    def ask(self, messages: Sequence[Message], schema: Schema, seconds: float) -> ChatReply:
        """The reply, after at most ``seconds``. Raises `NoWords`, also when the candidate presses Ctrl-C."""
        if self.silent:
            raise NoWords("no_reply", why=self._why)

        def call() -> ChatReply:
            limit = max(SHORTEST, seconds)
            return self._chat.ask(messages, schema=schema, temperature=TEMPERATURE, timeout=limit)

        try:
            with self._waiting():
                (reply,) = aside([call], "interviewer")
        except LlmError as error:
            self._failed = FAILURES if isinstance(error, BudgetSpent) else self._failed + 1
            self._why = str(error)
            raise NoWords("no_reply", why=self._why) from None
        except KeyboardInterrupt:  # the candidate would rather go on than wait
            raise NoWords("stopped") from None
        except Exception as error:  # a bug of ours, or of a library: it costs words, not the session
            self._failed += 1
            self._why = f"{type(error).__name__}: {error}"
            raise NoWords("no_reply", why=self._why) from None
        self._failed = 0
        return reply
