"""The language model that ``bank draft --judge`` asks: the one place to connect it."""

from __future__ import annotations

from mock_interview.chat import Chat
from mock_interview.errors import LlmError


def drafting_chat() -> Chat:
    """The configured language model. Raises `LlmError` when there is none."""
    raise LlmError(
        "no language model is set up; --print-prompt prints what to ask one, "
        "and --import-draft FILE takes its reply"
    )
