"""Where requests go and what they carry, worked out from a base URL of any of the usual shapes.

Calls nobody. The shapes are those of docs/llm.md.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

from mock_interview.secret import Secret, public_url

PLACEHOLDER = Secret("no-key-needed")  # servers at home ask for no key, but the protocol has a place for one
_ROUTE = re.compile(r"/chat/completions/?$")
_AZURE = re.compile(r"\.(openai\.azure\.(com|us|cn)|cognitiveservices\.azure\.(com|us|cn))$")
_HOME = ("localhost", "host.docker.internal", "host.containers.internal")
_HOME_ENDINGS = (".localhost", ".local", ".lan", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A server. ``url`` is what ``/chat/completions`` is put behind, ``shown`` what may be printed.

    ``query`` and ``headers`` go with every request; ``azure`` tells that the key travels in the
    header ``api-key``. ``key`` is ``None`` when the server needs one and none is set.
    """

    url: str
    shown: str
    key: Secret | None
    azure: bool = False
    query: Mapping[str, Secret]
    headers: Mapping[str, Secret]

    @property
    def host(self) -> str:
        """The name of the machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def on_this_machine(self) -> bool:
        """Whether requests stay on this machine, so that no proxy can be meant."""
        address = _address(self.host)
        return self.host == "localhost" or (address is not None and address.is_loopback)

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Everything that no message may hold."""
        found = [*self.headers.values(), *self.query.values()]
        return tuple(secret for secret in (self.key, *found) if secret and secret is not PLACEHOLDER)


def make_endpoint(
    base_url: str, model: str, key: Secret | None, *, api_version: str = "", headers: Mapping[str, Secret]
) -> Endpoint:
    """The server that ``base_url`` names.

    A URL copied with its route (``.../chat/completions?api-version=...``) works too. An Azure resource
    without a deployment in its URL gets ``model`` as deployment. A server at home needs no key.
    """
    parts = urlsplit(base_url)
    path = _ROUTE.sub("", parts.path).rstrip("/")
    query = {name: Secret(value) for name, value in parse_qsl(parts.query, keep_blank_values=True)}
    if api_version:
        query["api-version"] = Secret(api_version)
    azure = "api-version" in query and "/v1" not in path
    if azure and _AZURE.search(parts.hostname or "") and "/deployments/" not in path:
        path = f"{path.removesuffix('/openai')}/openai/deployments/{quote(model, safe='')}"
    elif not path:
        path = "/v1"
    url = f"{parts.scheme}://{parts.netloc}{path}"
    if key is None and (at_home(parts.hostname or "") or _carries_key(headers)):
        key = PLACEHOLDER
    return Endpoint(url=url, shown=public_url(url), key=key, azure=azure, query=query, headers=headers)


def at_home(host: str) -> bool:
    """Whether ``host`` is this machine or one of a private network."""
    name = host.lower().rstrip(".")
    address = _address(name)
    if address is not None:
        return address.is_loopback or address.is_private or address.is_link_local or address.is_unspecified
    return "." not in name or name in _HOME or name.endswith(_HOME_ENDINGS)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _carries_key(headers: Mapping[str, Secret]) -> bool:
    return any(name.lower() in ("authorization", "api-key", "x-api-key") for name in headers)
