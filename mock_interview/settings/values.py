"""The nouns of the settings: what is set, what was asked for on the command line, and where from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mock_interview.chat import Price
from mock_interview.secret import Secret

OPENAI_URL = "https://api.openai.com/v1"
INTERVIEWERS = ("authored", "llm")


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmOptions:
    """What the command line says about the language model; ``None`` where it says nothing.

    There is no key: a command line is kept in the shell's history and shown to every user.
    """

    model: str | None = None
    base_url: str | None = None
    judge: bool | None = None
    judge_samples: int | None = None
    interviewer: str | None = None
    persona: str | None = None
    max_cost: float | None = None
    max_calls: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person should know about how the key was chosen; the words for it are the terminal's."""

    what: str
    blanks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The effective values. ``timeout`` in seconds, ``max_cost`` in US dollars for one session.

    ``model`` is empty when none is chosen; ``api_key`` is ``None`` when none is known. ``headers``
    and ``body`` are sent with every request besides what the protocol asks for. ``origins`` says of
    each field what set it; ``notes`` is what a person should know about how they were put together, and
    ``secret_files`` the files that hold a key.
    """

    api_key: Secret | None = None
    base_url: str = OPENAI_URL
    api_version: str = ""
    model: str = ""
    judge: bool = False
    judge_samples: int = 1
    interviewer: str = "authored"
    persona: str = "neutral"
    max_cost: float | None = None
    max_calls: int | None = None
    timeout: float = 120.0
    retries: int = 3
    price: Price | None = None
    cache: bool = True
    headers: Mapping[str, Secret] = field(default_factory=lambda: MappingProxyType({}))
    body: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Note, ...] = ()
    secret_files: tuple[Path, ...] = ()

    def origin(self, name: str) -> str:
        """What set the field: an option, a variable, ``file:line``, or ``default``."""
        return self.origins.get(name, "default")

    @property
    def wanted(self) -> bool:
        """Whether anything asks for a language model."""
        return self.judge or self.interviewer == "llm"
