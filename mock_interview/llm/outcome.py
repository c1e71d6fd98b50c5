"""How a request ended, and what is said about it when it failed: short, with a remedy, without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mock_interview.clean_text import one_line
from mock_interview.errors import LlmError
from mock_interview.llm.complaint import Complaint, complaint_of
from mock_interview.llm.endpoint import Endpoint
from mock_interview.llm.exchange import Answered, NotReached
from mock_interview.llm.reading import Reading, read

MAX_MESSAGE = 300  # characters of a server's own words in an error of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One of the three is there. ``headers`` are those of a complaint."""

    reading: Reading | None = None
    complaint: Complaint | None = None
    lost: NotReached | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed a moment later."""
        if self.lost is not None:
            return not self.lost.final
        return self.complaint is not None and self.complaint.passing


def outcome_of(answered: Answered, max_tokens: int) -> Outcome:
    """What an answer comes to."""
    complaint = complaint_of(answered)
    if complaint is not None:
        return Outcome(complaint=complaint, headers=answered.headers)
    return Outcome(reading=read(answered, max_tokens))


class Wording:
    """Makes the errors about one server."""

    def __init__(self, endpoint: Endpoint, model: str) -> None:
        self._endpoint, self._model = endpoint, model

    def error(self, what: str) -> LlmError:
        """An error that names the server."""
        return LlmError(self.masked(one_line(f"{self._model} at {self._endpoint.shown}: {what}")))

    def failed(self, outcome: Outcome, tried: int) -> LlmError:
        """What went wrong after ``tried`` requests, and what can be done about it."""
        times = f" ({tried} times)" if tried > 1 else ""
        if outcome.complaint is not None:
            said = outcome.complaint
            status = "the server says" if said.status == 200 else f"HTTP {said.status}"
            words = _short(self.masked(said.message))
            later = outcome.headers.get("retry-after", "") if said.passing else ""
            wait = f" (Retry-After: {later[:40]})" if later else ""
            return self.error(f"{status}{times}{': ' if words else ''}{words}{wait}; {said.remedy}")
        assert outcome.lost is not None
        return self.error(f"{_short(self.masked(str(outcome.lost)))}{times}; {outcome.lost.remedy}")

    def masked(self, text: str) -> str:
        """``text`` without any secret of the server, which some servers repeat."""
        for secret in self._endpoint.secrets:
            text = secret.hidden_in(text)
        return text


def _short(text: str) -> str:
    return text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE].rstrip()}…"
