"""A planted key is found neither on screen nor in any file, even when the server says it back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_config import config_file, write
from tests.llm_server import KEY, Answer, Asked, LlmServer, error, good, html


@pytest.fixture
def planted(llm_server: LlmServer) -> dict[str, str]:
    """A config file that is full of the key, and an environment in which every log is on."""
    write(
        f'api_key: "{KEY}"\nbase_url: "{llm_server.url}?token={KEY}"\n'
        f"model: m\njudge: on\ninterviewer: llm\nretries: 0\nheaders: {{X-K: {KEY}}}\n"
    )
    return {**os.environ, "OPENAI_LOG": "debug"}


def files_with_key(*folders: Path) -> list[Path]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if path != config_file() and KEY.encode() in path.read_bytes()]


def refuses(asked: Asked) -> Answer:
    return error(400, f"bad key {asked.headers['authorization']} in {KEY}")


def repeats(asked: Asked) -> Answer:
    return {"ok": True, "said": asked.headers["authorization"], "reply": KEY}


def babbles(asked: Asked) -> Answer:
    return good(f"Your key is {KEY}, and your header {asked.headers['x-k']}.", model=KEY)


def lets_nobody_in(_asked: Asked) -> Answer:
    return html(text=f"<html>{KEY}</html>")


@pytest.mark.parametrize("server", [refuses, repeats, babbles, lets_nobody_in])
def test_a_planted_key_shows_up_nowhere(
    run: Run,
    answers: Callable[..., Path],
    llm_server: LlmServer,
    planted: dict[str, str],
    tmp_path: Path,
    server: Callable[[Asked], Answer],
) -> None:
    llm_server.answer = server
    path = answers("You divide by the root mean square and scale by a gain.")
    seen = []
    for args in (
        ["doctor", "--json"],
        ["run", "--answers", path, "--questions", 1, "--followups", 1],
        ["review", "show", "--json"],
    ):
        done = run(*args, env=planted)
        seen += [done.stdout, done.stderr]
        assert "Traceback" not in done.stderr, done.stderr
    assert llm_server.requests, "it was asked"
    assert not [text for text in seen if KEY in text]
    assert not files_with_key(Path(os.environ["HOME"]), tmp_path)
    assert list((tmp_path / "transcripts").glob("*.jsonl")), "a session was held"


def test_no_command_about_settings_shows_a_key(run: Run, planted: dict[str, str]) -> None:
    for args in (["config"], ["config", "--json"], ["config", "--init"], ["paths"], ["doctor", "--offline"]):
        done = run(*args, env=planted)
        assert KEY not in done.stdout + done.stderr
    config_file().write_text(
        f"api_key: {KEY}\nmodle: {KEY}\nbase_url: https://me:{KEY}@x.com\ntimeout: {KEY}\n"
    )
    done = run("config", env=planted)
    assert done.returncode == 2 and KEY not in done.stderr
