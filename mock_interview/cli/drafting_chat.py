"""The language model that ``bank draft --judge`` asks."""

from __future__ import annotations

from mock_interview.chat import Chat
from mock_interview.errors import LlmError


def drafting_chat() -> Chat:
    """The configured language model. Raises `LlmError` when there is none."""
    from mock_interview.cli.wiring import make_chat, open_settings
    from mock_interview.settings.values import LlmOptions

    try:
        return make_chat(open_settings(LlmOptions()))
    except LlmError as error:
        raise LlmError(
            f"--judge: {error}; without one, --print-prompt prints what to ask a model elsewhere, "
            "and --import-draft FILE takes its reply"
        ) from None
