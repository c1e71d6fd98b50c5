"""An empty home, no API key, and no network beyond loopback for every test."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.llm_server import LlmServer

_UNSET = ("NO_COLOR", "LC_ALL", "LC_MESSAGES", "COLUMNS", "LINES")
_UNSET_STARTS = ("MOCK_INTERVIEW_", "OPENAI_", "AZURE_OPENAI_")
_UNSET_ENDS = ("_proxy", "_PROXY")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden screens")


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """Ctrl-C works: a shell that runs the tests in the background has it ignored, here and in every child."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _empty_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name in _UNSET or name.startswith(_UNSET_STARTS) or name.endswith(_UNSET_ENDS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    for kind in ("DATA", "CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not str(address).startswith(("('127.", "('::1", "('localhost")):
            raise OSError(f"no network in tests: {address}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def llm_server() -> Iterator[LlmServer]:
    """A language model server that says what the test scripts; tests/llm_server.py tells how."""
    server = LlmServer()
    yield server
    server.stop()


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """Compare a screen with the file of that name; ``--update-golden`` rewrites it."""
    folder = Path(__file__).parent / "golden"

    def check(name: str, screen: str) -> None:
        path = folder / f"{name}.txt"
        screen = "\n".join(line.rstrip() for line in screen.splitlines()) + "\n"
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(screen, encoding="utf-8")
        assert screen == path.read_text(encoding="utf-8"), f"{path} differs; look, then run --update-golden"

    return check
