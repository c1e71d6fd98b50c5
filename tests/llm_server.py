"""A scripted language model server on loopback that speaks the chat-completions protocol over HTTP.

How to use it::

    def test_something(llm_server: LlmServer) -> None:
        llm_server.queue(error(429, retry_after="0"), {"score": 3}, "plain words", hang(), reset())
        ...  # the client is given llm_server.url as its base URL (it ends in /v1); any key will do
        assert llm_server.requests[0].prompt == "..."

Queued replies are used in order, one a request. A reply is a text, data (sent as JSON text), one of
the replies made below (``good``, ``fenced``, ``prose``, ``two``, ``thinking``, ``error``, ``html``,
``raw``, ``huge``, ``cut``, ``hang``, ``reset``), or a function of the request that gives any of these.
When the queue is empty ``llm_server.answer`` is asked, a function of the request, for servers that
think for themselves (``llm_server.answer = lambda request: obey(request.prompt)``). Without one the
server says 418, which nobody retries, and a test sees that more was asked than it scripted.

``llm_server.stop()`` kills the server: open connections are cut and the port refuses from then on.
It runs in threads of the test's process, and is real to a command in another process too:
``env={**os.environ, **llm_server.env}``. ``python -m tests.llm_server TEXT...`` plays one by hand,
which repeats the last text for ever.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Union

MODEL = "scripted-1"
KEY = "sk-planted-0123456789abcdef"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it arrived; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def messages(self) -> list[dict[str, str]]:
        """The conversation."""
        return list(self.body.get("messages", []))

    @property
    def system(self) -> str:
        """All system messages."""
        return "\n".join(m["content"] for m in self.messages if m["role"] == "system")

    @property
    def prompt(self) -> str:
        """The last message."""
        return self.messages[-1]["content"] if self.messages else ""

    @property
    def response_format(self) -> str:
        """``json_schema``, ``json_object``, or nothing."""
        return str((self.body.get("response_format") or {}).get("type", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Bytes to send, or something worse to do; ``wait`` seconds before anything is sent."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    wait: float = 0.0
    act: str = ""  # "", "cut" (close half-way through), "reset" or "hang"


Answer = Union[Reply, str, Mapping[str, Any], list[Any], "Callable[[Asked], Answer]"]


def raw(body: bytes | str, *, status: int = 200, kind: str = "application/json", wait: float = 0) -> Reply:
    """Exactly these bytes."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return Reply(body=data, status=status, kind=kind, wait=wait)


def completion(message: Mapping[str, Any], *, finish: str = "stop", **more: Any) -> dict[str, Any]:
    """The JSON of a reply, with ten tokens in and five out."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [{"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
        **more,
    }


def good(text: str | None, *, finish: str = "stop", wait: float = 0, **message: Any) -> Reply:
    """A well-formed reply that says ``text``; ``message`` adds to the message (``reasoning_content``...)."""
    body = completion({"content": text, **message}, finish=finish)
    return raw(json.dumps(body), wait=wait)


def fenced(data: Any, language: str = "json") -> Reply:
    """JSON in a Markdown fence."""
    return good(f"```{language}\n{json.dumps(data, ensure_ascii=False, indent=1)}\n```")


def prose(data: Any) -> Reply:
    """JSON with talk around it."""
    return good(f"Sure! Here is it:\n{json.dumps(data, ensure_ascii=False)}\nHope that helps {{really}}.")


def two(first: Any, second: Any) -> Reply:
    """Two pieces of JSON in one reply."""
    return good(f"{json.dumps(first, ensure_ascii=False)}\n\n{json.dumps(second, ensure_ascii=False)}")


def thinking(text: str, thought: str = "Hm {not this}.") -> Reply:
    """A reply behind a ``<think>`` block."""
    return good(f"<think>\n{thought}\n</think>\n\n{text}")


def error(
    status: int, message: str = "scripted error", *, retry_after: str | None = None, **more: Any
) -> Reply:
    """An error in OpenAI's form; ``more`` may hold ``code``, ``type`` and ``param``."""
    body = json.dumps({"error": {"message": message, **more}}).encode()
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Reply(body=body, status=status, headers=headers)


def html(status: int = 200, text: str = "<html><body>Sign in to the Wi-Fi</body></html>") -> Reply:
    """A web page where JSON was expected."""
    return raw(text, status=status, kind="text/html; charset=utf-8")


def huge(size: int = 8_000_000) -> Reply:
    """A well-formed reply with a text of that many characters."""
    return good("x" * size)


def cut(reply: Reply | None = None) -> Reply:
    """A reply whose connection closes half-way through."""
    whole = reply or good("half of this never arrives " * 20)
    return Reply(body=whole.body, status=whole.status, headers=whole.headers, kind=whole.kind, act="cut")


def hang() -> Reply:
    """No reply until the server is stopped."""
    return Reply(act="hang")


def reset() -> Reply:
    """The connection is reset."""
    return Reply(act="reset")


class LlmServer:
    """The server; see the module."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.answer: Callable[[Asked], Answer] | None = None
        self._queue: deque[Answer] = deque()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._open: set[socket.socket] = set()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:<port>``."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def url(self) -> str:
        """The base URL, as OpenAI's client takes it."""
        return f"{self.origin}/v1"

    @property
    def env(self) -> dict[str, str]:
        """Variables that point a command at this server."""
        return {"OPENAI_BASE_URL": self.url, "OPENAI_API_KEY": KEY, "MOCK_INTERVIEW_MODEL": MODEL}

    @property
    def left(self) -> int:
        """How many queued replies nobody has asked for."""
        return len(self._queue)

    def queue(self, *replies: Answer) -> None:
        """Add replies to the end of the script."""
        with self._lock:
            self._queue.extend(replies)

    def take(self, asked: Asked) -> Reply:
        """Note the request and find its reply."""
        with self._lock:
            self.requests.append(asked)
            found: Answer | None = self._queue.popleft() if self._queue else self.answer
        if found is None:
            return error(418, "the script of this server is at its end")
        return _reply(found, asked)

    def hold(self) -> None:
        """Wait until the server is stopped."""
        self._stopped.wait()

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection, to cut it when the server stops."""
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._lock:
            self._open.discard(connection)

    def stop(self) -> None:
        """Die: cut every connection and refuse more. May be called twice."""
        if self._stopped.is_set():
            return
        self._http.shutdown()
        self._http.server_close()
        self._stopped.set()
        with self._lock:
            left = list(self._open)
        for connection in left:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()


def _reply(found: Answer, asked: Asked) -> Reply:
    while callable(found):
        found = found(asked)
    if isinstance(found, Reply):
        return found
    return good(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))


def _handler(server: LlmServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            server.opened(self.connection)

        def finish(self) -> None:
            server.closed(self.connection)
            with contextlib.suppress(OSError):
                super().finish()

        def do_POST(self) -> None:
            self._serve()

        def do_GET(self) -> None:
            self._serve()

        def _serve(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                body = json.loads(data or b"{}")
            except ValueError:
                body = {}
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.take(Asked(method=self.command, path=self.path, headers=headers, body=body))
            time.sleep(reply.wait)
            with contextlib.suppress(OSError):
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            if reply.act == "hang":
                server.hold()
            if reply.act == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if reply.act in ("hang", "reset"):
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.close_connection = self.close_connection or reply.act == "cut"
            self.wfile.write(reply.body[: len(reply.body) // 2] if reply.act == "cut" else reply.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


if __name__ == "__main__":
    played = LlmServer()
    texts = sys.argv[1:] or ["OK"]
    played.queue(*texts)
    played.answer = lambda _asked: texts[-1]
    print(played.url, flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        played.hold()
