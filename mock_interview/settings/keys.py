"""What may be set, and how each value is read and checked, wherever it comes from.

Reads mappings of YAML nodes; does not know files, variables or options.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mock_interview.chat import Price
from mock_interview.fields import Fields
from mock_interview.secret import Secret
from mock_interview.settings.values import INTERVIEWERS
from mock_interview.yaml_file import Node

MAX_TEXT = 2000  # characters of a URL, a key or a header; anything longer is something else
OWN_BODY = ("model", "messages", "stream", "n", "response_format")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One setting: how it is read, the variables that set it, and whether it has an option."""

    name: str
    read: Callable[[Fields, str], Any]
    kind: str = "text"  # how the text of a variable is understood: text, number or flag
    variables: tuple[str, ...] = ()
    option: str = ""


def _text(fields: Fields, key: str) -> str:
    text = fields.text(key)
    if len(text) > MAX_TEXT:
        fields.error(key, f"'{key}' is longer than {MAX_TEXT} characters")
    return text


def _number(low: float, high: float) -> Callable[[Fields, str], float]:
    return lambda fields, key: fields.number(key, low, high)


def _integer(low: int, high: int) -> Callable[[Fields, str], int]:
    return lambda fields, key: fields.integer(key, low, high)


def _secret(fields: Fields, key: str) -> Secret:
    text = _text(fields, key)
    problem = key_problem(text)
    if text and problem:
        fields.error(key, f"'{key}' {problem}")
    return Secret(text)


def key_problem(text: str) -> str:
    """What is wrong with the text of a key, without showing it; empty when nothing is."""
    if not text:
        return "is empty"
    if not _PRINTABLE.fullmatch(text):
        return "holds a space or a character that no key has; copy it again"
    return ""


def _url(fields: Fields, key: str) -> str:
    text = _text(fields, key)
    problem = url_problem(text) if text else ""
    if problem:
        fields.error(key, f"'{key}' {problem}")
    return text


def url_problem(url: str) -> str:
    """What is wrong with a base URL, without showing it; empty when nothing is."""
    try:
        parts = urlsplit(url)
        port_is_wrong = parts.port == 0
    except ValueError:
        return "is not a URL"
    if parts.scheme not in ("http", "https") or not parts.hostname or port_is_wrong:
        return "must be a URL such as https://api.openai.com/v1 or http://localhost:11434/v1"
    if "@" in parts.netloc:
        return "must not hold a name and password; put them in 'headers' or 'api_key'"
    if not _PRINTABLE.fullmatch(url):
        return "holds a space or a character that no URL has"
    return ""


def _headers(fields: Fields, key: str) -> Mapping[str, Secret]:
    found: dict[str, Secret] = {}
    for name, node in _mapping(fields, key).items():
        if not _HEADER_NAME.fullmatch(name):
            fields.error(key, f"'{key}' has a name that no header can have: '{name}'")
        elif not isinstance(node.value, str) or not _HEADER_VALUE.fullmatch(node.value):
            message = f"'{key}' must give '{name}' as plain text in quotes"
            fields.report.error(node.line, fields.where, message)
        else:
            found[name] = Secret(node.value)
    return found


def _body(fields: Fields, key: str) -> Mapping[str, Any]:
    found = {name: _plain(node) for name, node in _mapping(fields, key).items()}
    for name in sorted(found.keys() & set(OWN_BODY)):
        fields.error(key, f"'{key}' must not hold '{name}', which the program sets itself")
    try:
        json.dumps(found, allow_nan=False)
    except ValueError:
        fields.error(key, f"'{key}' holds a number that JSON cannot write")
    return found


def _mapping(fields: Fields, key: str) -> dict[str, Node]:
    node = fields.node(key)
    if node is not None and isinstance(node.value, dict):
        return node.value
    fields.error(key, f"'{key}' must be a mapping of names to values")
    return {}


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {name: _plain(child) for name, child in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(child) for child in node.value]
    return node.value


def _price(fields: Fields, key: str) -> Price | None:
    node = fields.node(key)
    if node is None:
        return None
    one = Fields(node, fields.report, key, ("prompt", "completion"))
    return Price(prompt=one.number("prompt", 0, 1e6), completion=one.number("completion", 0, 1e6))


KEYS: tuple[Key, ...] = (
    Key(name="model", read=_text, variables=("MOCK_INTERVIEW_MODEL",), option="--model"),
    Key(
        name="base_url",
        read=_url,
        variables=("MOCK_INTERVIEW_BASE_URL", "OPENAI_BASE_URL"),
        option="--base-url",
    ),
    Key(name="api_key", read=_secret, variables=("MOCK_INTERVIEW_API_KEY", "OPENAI_API_KEY")),
    Key(name="api_key_env", read=_text),
    Key(name="api_key_file", read=_text),
    Key(name="api_version", read=_text, variables=("MOCK_INTERVIEW_API_VERSION",)),
    Key(
        name="judge",
        read=Fields.flag,
        kind="flag",
        variables=("MOCK_INTERVIEW_JUDGE",),
        option="--judge",
    ),
    Key(
        name="judge_samples",
        read=_integer(1, 9),
        kind="number",
        variables=("MOCK_INTERVIEW_JUDGE_SAMPLES",),
        option="--judge-samples",
    ),
    Key(
        name="interviewer",
        read=lambda fields, key: fields.choice(key, INTERVIEWERS),
        variables=("MOCK_INTERVIEW_INTERVIEWER",),
        option="--interviewer",
    ),
    Key(name="persona", read=_text, variables=("MOCK_INTERVIEW_PERSONA",), option="--persona"),
    Key(
        name="max_cost",
        read=_number(0, 1e6),
        kind="number",
        variables=("MOCK_INTERVIEW_MAX_COST",),
        option="--max-cost",
    ),
    Key(
        name="max_calls",
        read=_integer(0, 1_000_000),
        kind="number",
        variables=("MOCK_INTERVIEW_MAX_CALLS",),
        option="--max-calls",
    ),
    Key(name="price", read=_price),
    Key(name="timeout", read=_number(1, 3600), kind="number", variables=("MOCK_INTERVIEW_TIMEOUT",)),
    Key(name="retries", read=_integer(0, 10), kind="number", variables=("MOCK_INTERVIEW_RETRIES",)),
    Key(name="cache", read=Fields.flag, kind="flag", variables=("MOCK_INTERVIEW_CACHE",)),
    Key(name="headers", read=_headers),
    Key(name="body", read=_body),
)
NAMES = tuple(key.name for key in KEYS)
VARIABLES = tuple(variable for key in KEYS for variable in key.variables)
_FLAGS = dict.fromkeys(("on", "yes", "true", "1"), True) | dict.fromkeys(("off", "no", "false", "0"), False)


def node_of(text: str, kind: str) -> Node:
    """The text of a variable as the YAML value it stands for; left as text when it is none."""
    if kind == "flag":
        return Node(_FLAGS.get(text.strip().lower(), text), 0)
    if kind == "number":
        for number in (int, float):
            try:
                return Node(number(text), 0)
            except ValueError:
                continue
    return Node(text, 0)
