"""The body of a request, in the manner that a server wants. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mock_interview.chat import Message, Schema
from mock_interview.found_json import json_objects
from mock_interview.llm.manners import Manner

# DeepSeek and DashScope refuse 'json_object' unless the word JSON stands in the prompt.
_FORM = (
    "Reply with one JSON object and nothing else: no code fence, no words before or after it. "
    "It must fit this JSON Schema:\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked, as ``Chat.ask`` was given it."""

    messages: tuple[Message, ...]
    schema: Schema | None = None
    sample: int = 0
    max_tokens: int = 2000
    temperature: float = 0.0

    def fits(self, text: str) -> bool:
        """Whether ``text`` holds an object with the keys of the schema; what they hold is not looked at."""
        if self.schema is None:
            return bool(text)
        needed = set(self.schema.schema.get("required", ()))
        return any(needed <= found.keys() for found in json_objects(text))


def body(wish: Wish, model: str, manner: Manner, extra: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent; ``extra`` is what the user wants sent besides, and comes last."""
    made: dict[str, Any] = {"model": model, "messages": _messages(wish, manner)}
    if manner.limit:
        made[manner.limit] = wish.max_tokens
    if manner.temperature:
        made["temperature"] = wish.temperature
    if not manner.thinking:
        made["enable_thinking"] = False
    if wish.schema is not None and manner.rung == "json_object":
        made["response_format"] = {"type": "json_object"}
    if wish.schema is not None and manner.rung == "json_schema":
        form = {"name": wish.schema.name, "strict": True, "schema": dict(wish.schema.schema)}
        made["response_format"] = {"type": "json_schema", "json_schema": form}
    return made | dict(extra)


def most_tokens(made: Mapping[str, Any], wish: Wish) -> int:
    """How long the reply may get, which the user's own fields may have set."""
    limits = [made[name] for name in ("max_tokens", "max_completion_tokens") if name in made]
    return max([limit for limit in limits if isinstance(limit, int)], default=wish.max_tokens)


def size(made: Mapping[str, Any]) -> int:
    """Bytes of the prompt, which is at least as many as its tokens."""
    return len(json.dumps(made, ensure_ascii=False).encode("utf-8", "replace"))


def _messages(wish: Wish, manner: Manner) -> list[dict[str, str]]:
    messages = list(wish.messages)
    if wish.schema is not None and manner.rung != "json_schema":
        form = _FORM + json.dumps(wish.schema.schema, ensure_ascii=False)
        if messages and messages[0].role == "system":
            messages[0] = replace(messages[0], content=f"{messages[0].content}\n\n{form}")
        else:
            messages.insert(0, Message(role="system", content=form))
    if not manner.system:
        messages = _without_system(messages)
    return [{"role": one.role, "content": _encodable(one.content)} for one in messages]


def _without_system(messages: Sequence[Message]) -> list[Message]:
    rules = "\n\n".join(one.content for one in messages if one.role == "system")
    rest = [one for one in messages if one.role != "system"]
    if rest and rest[0].role == "user":
        return [replace(rest[0], content=f"{rules}\n\n{rest[0].content}".strip()), *rest[1:]]
    return [Message(role="user", content=rules), *rest]


def _encodable(text: str) -> str:
    """``text`` without lone surrogates, which a terminal can hand us and UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
