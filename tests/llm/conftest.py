"""A chat with a scripted server behind it, that never really waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mock_interview.chat import ChatReply, Message, Price, Schema
from mock_interview.llm.asking import Asking, Server
from mock_interview.llm.budget import Budget
from mock_interview.llm.client import OpenAISender
from mock_interview.llm.endpoint import make_endpoint
from mock_interview.llm.manners import Manners, name_of
from mock_interview.llm.pace import Pace
from mock_interview.llm.reply_cache import ReplyCache
from mock_interview.secret import Secret
from tests.llm_server import KEY, MODEL, LlmServer

SCHEMA = Schema(
    name="verdict",
    schema={
        "type": "object",
        "properties": {"score": {"type": "integer"}},
        "required": ["score"],
        "additionalProperties": False,
    },
)
QUESTION = (Message(role="system", content="You grade."), Message(role="user", content="Is this right?"))


@dataclass
class Waits:
    """A sleep that only counts, and moves the clock on."""

    seconds: list[float] = field(default_factory=list)
    wall: float = 1_000_000.0

    def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)

    def clock(self) -> float:
        return time.monotonic() + sum(self.seconds)


class Talk:
    """A chat and what stands around it."""

    def __init__(self, server: LlmServer, folder: Path | None, **more: Any) -> None:
        self.server, self.waits = server, Waits(wall=more.pop("wall", 1_000_000.0))
        endpoint = make_endpoint(
            more.pop("base_url", server.url),
            more.setdefault("model", MODEL),
            more.pop("key", Secret(KEY)),
            api_version=more.pop("api_version", ""),
            headers=more.pop("headers", {}),
        )
        model: str = more.pop("model")
        limits = {name: more.pop(name) for name in ("max_calls", "max_cost", "price") if name in more}
        self.chat = Asking(
            Server(endpoint=endpoint, model=model, **more),
            OpenAISender(endpoint, clock=time.monotonic),
            budget=Budget(**limits),
            manners=Manners(
                folder / "servers.json" if folder else None,
                name_of(endpoint.shown, model),
                wall=lambda: self.waits.wall,
            ),
            cache=ReplyCache(folder) if folder else None,
            pace=Pace(
                clock=self.waits.clock,
                wall=lambda: self.waits.wall,
                sleep=self.waits.sleep,
                chance=lambda: 0.5,
            ),
        )

    def ask(self, text: str = "", **more: Any) -> ChatReply:
        """Ask the usual question, or ``text``, for JSON unless told otherwise."""
        messages = (Message(role="user", content=text),) if text else QUESTION
        return self.chat.ask(messages, **{"schema": SCHEMA, **more})


MakeTalk = Callable[..., Talk]


@pytest.fixture
def talk(llm_server: LlmServer) -> MakeTalk:
    """``talk(retries=1, ...)``: a chat with the scripted server; ``folder=`` keeps replies there."""

    def make(folder: Path | None = None, **more: Any) -> Talk:
        return Talk(llm_server, folder, **more)

    return make


PRICE = Price(prompt=1.0, completion=10.0)


def forms(server: LlmServer) -> list[str]:
    """The forms of reply that the requests asked for."""
    return [request.response_format or "text" for request in server.requests]


def echoed(body: Mapping[str, Any]) -> str:
    """Everything that a request said."""
    return "\n".join(str(message["content"]) for message in body["messages"])
