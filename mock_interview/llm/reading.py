"""A good answer to text, tokens and the reason it ended. Asks nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mock_interview.clean_text import one_line, printable
from mock_interview.llm.budget import Tokens
from mock_interview.llm.complaint import parsed
from mock_interview.llm.exchange import Answered

_MAX_TOKENS = 10**9
_FILTERED = ("content_filter", "sensitive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``text`` without thinking, printable; ``problem`` says why it cannot be used, with the remedy."""

    text: str = ""
    model: str = ""
    tokens: Tokens | None = None
    problem: str = ""


def read(answered: Answered, max_tokens: int) -> Reading:
    """What the server said. ``max_tokens`` is what it was given, for the message when that is too few."""
    data = parsed(answered.body)
    if not isinstance(data, dict):
        return Reading(problem=_no_json(answered))
    tokens = _tokens(data.get("usage"))
    model = data.get("model")
    name = one_line(model)[:100] if isinstance(model, str) else ""
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(choice, Mapping) or not isinstance(message, Mapping):
        return Reading(model=name, tokens=tokens, problem="the reply has no message in it; check base_url")
    content = _content(message.get("content"))
    text = without_thinking(printable(content)).strip()
    problem = _ending(choice.get("finish_reason"), message, max_tokens)
    if content and not content.strip():
        problem = ""  # held to JSON but not told so, a model may write blanks to the end: an empty reply
    return Reading(text=text, model=name, tokens=tokens, problem=problem)


def _no_json(answered: Answered) -> str:
    if answered.kind == "text/html" or answered.body.lstrip()[:1] == b"<":
        return "a web page came instead of a reply; check base_url, and whether a network login is in between"
    if answered.kind == "text/event-stream":
        return "the server streams though it was not asked to; choose another server or model"
    if not answered.body.strip():
        return "the reply is empty; check base_url, which usually ends in /v1"
    return "the reply is cut off or is no JSON; check base_url, or try again"


def _content(content: Any) -> str:
    """Text, or the texts of a list of parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, Mapping))
        return "".join(part for part in parts if isinstance(part, str))
    return ""


def _ending(reason: Any, message: Mapping[str, Any], max_tokens: int) -> str:
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal.strip():
        return f"the model refuses: {one_line(refusal)[:200]}"
    if reason in _FILTERED:
        return "the server's content filter held the reply back; choose another server or model"
    if reason == "length":
        return (
            f"the reply does not fit into {max_tokens} tokens (max_tokens); choose a model that thinks less, "
            "or turn its thinking off"
        )
    return ""


def _tokens(usage: Any) -> Tokens | None:
    if not isinstance(usage, Mapping):
        return None
    prompt, completion = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    return None if prompt is None or completion is None else Tokens(prompt=prompt, completion=completion)


def _count(value: Any) -> int | None:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MAX_TOKENS
    return int(value) if right else None


_OPEN = re.compile(r"\s*<(think|thinking)>", re.I)
_CLOSE = re.compile(r"</(?:think|thinking)>", re.I)


def without_thinking(text: str) -> str:
    """``text`` without the ``<think>`` block it begins with, closed or not.

    A block may lack its opening tag, which some chat templates write into the prompt; text that
    begins as JSON is no thinking, whatever tags stand in its strings. Of several closing tags the
    last one counts: what a model thinks may quote one, and so may what it was given to read.
    """
    ends = [found.end() for found in _CLOSE.finditer(text)]
    if _OPEN.match(text):
        return text[ends[-1] :] if ends else ""
    begins_as_data = text.lstrip()[:1] in ("{", "[", "`")
    return text[ends[-1] :] if ends and not begins_as_data else text
