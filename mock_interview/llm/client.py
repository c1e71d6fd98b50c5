"""Carries requests through the ``openai`` package, the only place that imports it. Judges no answer.

The package makes the connection, the headers and the URL. What it would do beyond that is switched
off: retries are counted by us, redirects would carry the key elsewhere, and replies have no bound.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mock_interview.llm.endpoint import Endpoint
from mock_interview.llm.exchange import MAX_BYTES, MAX_ERROR_BYTES, Answered, NotReached, too_late

if TYPE_CHECKING:
    import openai

CONNECT_SECONDS = 10.0  # a server that is there at all takes a fraction of this
OPENAI_HOST = "api.openai.com"


class OpenAISender:
    """A ``Sender`` to ``endpoint``; several threads may use it at once. ``clock`` in seconds."""

    def __init__(self, endpoint: Endpoint, *, clock: Callable[[], float]) -> None:
        self._endpoint, self._clock = endpoint, clock
        self._lock = threading.Lock()
        self._client: openai.OpenAI | None = None

    def send(self, body: Mapping[str, Any], *, timeout: float) -> Answered:
        """As ``Sender.send``."""
        import openai

        client = self._connected()
        until = self._clock() + timeout
        limit = openai.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout))
        try:
            with client.chat.completions.with_streaming_response.create(
                model=body["model"],
                messages=body["messages"],
                extra_body={name: body[name] for name in body if name not in ("model", "messages")},
                timeout=limit,
            ) as answer:
                headers = {name.lower(): value for name, value in answer.headers.items()}
                content = self._read(answer.iter_bytes(), until, MAX_BYTES)
                return Answered(status=answer.status_code, headers=headers, body=content)
        except NotReached:
            raise
        except Exception as error:
            refused = _refused(error)
            if refused is not None:
                return refused.answer
            raise _not_reached(error) from None

    def _connected(self) -> openai.OpenAI:
        with self._lock:
            if self._client is None:
                try:
                    self._client = self._connect()
                except Exception as error:  # a proxy that cannot be used, certificates that cannot be read
                    raise _not_reached(error) from None
            return self._client

    def _connect(self) -> openai.OpenAI:
        # openai costs 0.5 s to import, paid only by who asks a model.
        import openai

        there = self._endpoint
        key = there.key.reveal() if there.key else ""
        headers = {"api-key": key} if there.azure else {"authorization": f"Bearer {key}"}
        headers |= {name.lower(): value.reveal() for name, value in there.headers.items()}
        return openai.OpenAI(
            api_key=key or "none",
            base_url=there.url,
            max_retries=0,
            default_headers=headers,
            default_query={name: value.reveal() for name, value in there.query.items()},
            http_client=openai.DefaultHttpxClient(
                follow_redirects=False,
                trust_env=not there.on_this_machine,
                event_hooks={"request": [self._trim], "response": [_refuse]},
            ),
        )

    def _trim(self, request: Any) -> None:
        """Takes out what the package adds by itself and this server is not to get."""
        unwanted = {"authorization"} if self._endpoint.azure else set()
        if self._endpoint.host != OPENAI_HOST:  # whose account it is there is nobody else's business
            unwanted |= {"openai-organization", "openai-project"}
        for name in unwanted - {name.lower() for name in self._endpoint.headers}:
            request.headers.pop(name, None)

    def _read(self, chunks: Iterator[bytes], until: float, most: int) -> bytes:
        """Everything, as long as it is short and comes in time; a server may drip for ever."""
        content = b""
        for chunk in chunks:
            content += chunk
            if len(content) > most:
                why = f"the reply is longer than {most:,} bytes"
                raise NotReached(why, remedy="choose another model", sent=True, final=True)
            if self._clock() > until:
                raise too_late()
        return content


class _Refused(Exception):
    """Carries an answer that is not a success past the package, which would read it without a bound."""

    def __init__(self, answer: Answered) -> None:
        super().__init__(answer.status)
        self.answer = answer


def _refuse(response: Any) -> None:
    if 200 <= response.status_code < 300:
        return
    content = b""
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) >= MAX_ERROR_BYTES:
            break
    headers = {name.lower(): value for name, value in response.headers.items()}
    raise _Refused(Answered(status=response.status_code, headers=headers, body=content[:MAX_ERROR_BYTES]))


# What the layers below raise, told apart by name, since the package has changed the library it uses.
_SLOW = ("TimeoutException",)
_NOT_SENT = ("ConnectTimeout", "PoolTimeout")
_BROKEN = ("ReadError", "WriteError", "CloseError", "RemoteProtocolError", "DecodingError")
_HOPELESS = ("UnsupportedProtocol", "LocalProtocolError", "InvalidURL", "ImportError")


def _chain(error: BaseException | None) -> list[BaseException]:
    """``error`` and what it came from, down to the first cause."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def _refused(error: BaseException) -> _Refused | None:
    """Ours, as it is or wrapped up by the package."""
    return next((one for one in _chain(error) if isinstance(one, _Refused)), None)


def _not_reached(error: BaseException) -> NotReached:
    """What went wrong on the way, in a few words."""
    chain = _chain(error)
    names = {kind.__name__ for one in chain for kind in type(one).__mro__}
    text = str(chain[-1]) or type(chain[-1]).__name__
    if names.isdisjoint(_NOT_SENT) and not names.isdisjoint(_SLOW):
        return too_late()
    if not names.isdisjoint(_BROKEN):
        return NotReached(f"the connection broke off ({text})", remedy="try again", sent=True)
    why = "no connection in time" if not names.isdisjoint(_NOT_SENT) else f"no connection ({text})"
    remedy = "check base_url and the network, and whether the server runs"
    if not names.isdisjoint(_HOPELESS) or "SSL" in text:
        remedy = "check base_url (http or https), and the proxy variables"
        return NotReached(why, remedy=remedy, sent=False, final=True)
    return NotReached(why, remedy=remedy, sent=False)
