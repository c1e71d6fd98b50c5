"""``config`` and ``doctor`` in a process of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_json import documented, read
from tests.llm_server import KEY, LlmServer


def config_file() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"]) / "mock-interview" / "config.yaml"


def write(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_the_path_of_the_config_file_is_printed_and_can_be_set(run: Run, tmp_path: Path) -> None:
    assert run("config", "--path").stdout == f"{config_file()}\n"
    there = {**os.environ, "MOCK_INTERVIEW_CONFIG": "mine.yaml"}
    assert run("config", "--path", env=there).stdout == f"{tmp_path / 'mine.yaml'}\n"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "语言模型是可选的"), ("en", "without one nothing is ever sent")]
)
def test_a_commented_file_is_written_once(run: Run, lang: str, words: str) -> None:
    done = run("config", "--init", "--lang", lang)
    assert done.returncode == 0 and not done.stdout and str(config_file()) in done.stderr
    assert words in config_file().read_text(encoding="utf-8")
    config_file().write_text("model: mine\n")
    again = run("config", "--init")
    assert again.returncode == 5 and "is there already" in again.stderr
    assert config_file().read_text() == "model: mine\n"


def test_values_come_with_what_set_them_and_secrets_masked(run: Run) -> None:
    path = write(f"model: m\napi_key: {KEY}\nbase_url: https://e.com/v1?key={KEY}\nheaders: {{X: {KEY}}}\n")
    shown = read(run, "config", "--json", env={**os.environ, "MOCK_INTERVIEW_JUDGE": "on"})
    assert shown["settings"]["model"] == {"value": "m", "origin": f"{path}:1"}
    assert shown["settings"]["judge"] == {"value": True, "origin": "MOCK_INTERVIEW_JUDGE"}
    assert shown["settings"]["retries"] == {"value": 3, "origin": "default"}
    assert KEY not in json.dumps(shown)
    assert set(shown) | set(shown["settings"]) | {"value", "origin"} <= documented("config --json")
    screen = run("config", "--lang", "en").stdout
    assert KEY not in screen and "…cdef" in screen and "config.yaml:2" in screen


def test_a_wrong_file_ends_with_every_problem_and_the_code_of_usage(run: Run) -> None:
    path = write("modle: m\ntimeout: x\n")
    done = run("config")
    assert done.returncode == 2 and not done.stdout
    assert f"{path}:1: unknown key 'modle' (did you mean 'model'?)" in done.stderr
    assert f"{path}:2: 'timeout' must be a number" in done.stderr


def test_only_one_thing_is_done_at_a_time(run: Run) -> None:
    assert run("config", "--path", "--init").returncode == 2
    assert not config_file().exists()


def test_all_well_without_a_model_asks_nobody(run: Run) -> None:
    report = read(run, "doctor", "--json", "--lang", "en")
    assert report["problems"] == 0
    states = {row["check"]: row["state"] for row in report["findings"]}
    assert set(states) == {"config", "terminal", "folders", "bank", "rubrics", "encoder", "model"}
    assert states["model"] == "skipped"
    assert set(report) | set(report["findings"][0]) | set(states) <= documented("doctor --json")


def test_a_model_that_is_set_up_is_asked_once(run: Run, llm_server: LlmServer) -> None:
    llm_server.queue({"ok": True})
    done = run("doctor", "--lang", "en", env={**os.environ, **llm_server.env})
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"scripted-1 at {llm_server.url} answers" in " ".join(done.stdout.split())
    assert done.stdout.endswith("All is well.\n")
    assert len(llm_server.requests) == 1
    offline = run("doctor", "--offline", env={**os.environ, **llm_server.env})
    assert offline.returncode == 0 and len(llm_server.requests) == 1


def test_limits_of_a_session_do_not_stop_the_doctor(run: Run, llm_server: LlmServer) -> None:
    write("max_calls: 0\n")
    llm_server.queue({"ok": True})
    assert run("doctor", env={**os.environ, **llm_server.env}).returncode == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("judge: on", "no language model is chosen"),
        ("model: m", "https://api.openai.com/v1 needs a key"),
        ("model: m\nmax_cost: 1\nbase_url: http://127.0.0.1:9/v1", "a limit on cost needs 'price'"),
        ("model: m\nbase_url: http://127.0.0.1:9/v1\nretries: 0", "no connection"),
        ("judge: perhaps", "'judge' must be on or off"),
    ],
)
def test_what_is_wrong_is_found_and_the_rest_looked_at_all_the_same(run: Run, text: str, told: str) -> None:
    write(text)
    done = run("doctor", "--json", "--lang", "en")
    report = json.loads(done.stdout)
    assert (done.returncode, report["problems"]) == (1, 1), done.stdout
    (found,) = [row for row in report["findings"] if row["state"] == "problem"]
    assert told in found["message"] and found["remedy"]
    assert "encoder_ok" in [row["code"] for row in report["findings"]]
