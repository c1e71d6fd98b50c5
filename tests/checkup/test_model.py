from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mock_interview.chat import Chat, ChatReply
from mock_interview.checkup.content import check_models, check_questions, check_rubrics
from mock_interview.checkup.finding import Finding, State
from mock_interview.checkup.model import check_model, check_settings
from mock_interview.errors import LlmError
from mock_interview.paths import Place
from mock_interview.secret import Secret
from mock_interview.settings.effective import effective
from mock_interview.settings.values import Settings
from tests.llm.conftest import MakeTalk, talk  # noqa: F401
from tests.llm_server import KEY, LlmServer, error
from tests.samples import write_bank

Look = Callable[..., list[tuple[str, State]]]


@pytest.fixture
def config(tmp_path: Path) -> Look:
    """What is found about a config file of that text, and variables."""

    def look(text: str | None = None, mode: int = 0o600, **env: str) -> list[tuple[str, State]]:
        path = tmp_path / "config.yaml"
        if text is not None:
            path.write_text(text)
            path.chmod(mode)
        _, found = check_settings(Place(path=path, why=""), env, lambda: effective(path, env))
        return [(one.what, one.state) for one in found]

    return look


def test_settings_are_read_and_their_notes_passed_on(config: Look) -> None:
    assert config() == [("no_config", State.OK)]
    assert config("model: m") == [("config_ok", State.OK)]
    assert config("api_key_env: NOT_SET") == [("variable_not_set", State.NOTE)]
    assert config("modle: m\ntimeout: 0") == [("settings_wrong", State.PROBLEM)] * 2


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_a_problem(config: Look, tmp_path: Path, mode: int) -> None:
    assert config(f"api_key: {KEY}", mode=mode) == [("open_to_others", State.PROBLEM)]
    assert config("model: m", mode=mode) == [("config_ok", State.OK)], "without a key it is nobody's business"
    (tmp_path / "key.txt").write_text(KEY)
    (tmp_path / "key.txt").chmod(mode)
    assert config("api_key_file: key.txt", mode=0o644) == [("open_to_others", State.PROBLEM)]
    (tmp_path / "key.txt").chmod(0o600)
    assert config("api_key_file: key.txt", mode=0o644) == [("config_ok", State.OK)]


def test_a_variable_with_a_slip_in_its_name_is_a_problem(tmp_path: Path) -> None:
    env = {"MOCK_INTERVIEW_MODLE": "m", "MOCK_INTERVIEW_BANK": "x", "OTHER": "y"}
    path = tmp_path / "none.yaml"
    _, (found,) = check_settings(Place(path=path, why=""), env, lambda: effective(path, env))
    assert (found.what, found.blanks["near"]) == ("misspelt_variable", "MOCK_INTERVIEW_MODEL")


def ask(settings: Settings, chat: Chat | Exception, *, offline: bool = False) -> list[Finding]:
    def make() -> Chat:
        if isinstance(chat, Exception):
            raise chat
        return chat

    return check_model(settings, make, time.monotonic, offline=offline)


def test_without_a_model_nobody_is_asked() -> None:
    (found,) = ask(Settings(api_key=Secret(KEY)), AssertionError("asked"))
    assert (found.what, found.state) == ("no_model", State.SKIPPED)


def test_offline_asks_nobody() -> None:
    (found,) = ask(Settings(model="m"), AssertionError("asked"), offline=True)
    assert (found.what, found.state) == ("offline", State.SKIPPED)


def test_a_judge_without_a_model_is_a_problem() -> None:
    (found,) = ask(Settings(judge=True), LlmError("no language model is chosen"))
    assert (found.what, found.blanks["reason"]) == ("model_fails", "no language model is chosen")


def test_a_model_that_answers_takes_one_call(talk: MakeTalk, llm_server: LlmServer) -> None:  # noqa: F811
    llm_server.queue({"ok": True})
    (found,) = ask(Settings(model="m", base_url=llm_server.url), talk().chat)
    assert (found.what, found.state) == ("model_ok", State.OK)
    assert (found.blanks["calls"], found.blanks["tokens"], found.blanks["server"]) == (
        "1",
        "15",
        llm_server.url,
    )
    assert len(llm_server.requests) == 1


def test_a_model_without_json_is_a_problem(talk: MakeTalk, llm_server: LlmServer) -> None:  # noqa: F811
    llm_server.answer = lambda _asked: "Certainly! All is ok."
    (found,) = ask(Settings(model="m"), talk().chat)
    assert (found.what, found.state) == ("no_json", State.PROBLEM)


def test_a_model_that_fails_says_why(talk: MakeTalk, llm_server: LlmServer) -> None:  # noqa: F811
    llm_server.queue(error(401, "bad key"))
    (found,) = ask(Settings(model="m"), talk().chat)
    assert found.state is State.PROBLEM and "HTTP 401: bad key" in found.blanks["reason"]


@pytest.mark.parametrize(
    ("base_url", "told"),
    [("http://example.com/v1", True), ("https://example.com/v1", False), ("http://192.168.1.2/v1", False)],
)
def test_a_key_in_the_clear_is_a_problem(base_url: str, told: bool) -> None:
    found = ask(Settings(model="m", base_url=base_url, api_key=Secret(KEY)), LlmError("x"), offline=True)
    assert ("in_the_clear" in [one.what for one in found]) is told


class Parrot:
    """A chat that says nothing useful."""

    def ask(self, *_messages: object, **_more: object) -> ChatReply:
        return ChatReply(text='{"ok": true} {"no": 1}', model="m")


def test_talk_around_the_json_is_no_problem() -> None:
    (found,) = ask(Settings(model="m"), Parrot())
    assert found.what == "model_ok"


def test_questions_and_rubrics_are_read(tmp_path: Path) -> None:
    write_bank(tmp_path)
    place = Place(path=tmp_path, why="--bank")
    assert (check_questions(place).what, check_questions(place).blanks["questions"]) == ("bank_ok", "2")
    (tmp_path / "broken.yaml").write_text("topic: [")
    assert check_questions(place).what == "bank_broken"
    found = check_rubrics(place)
    assert found.what == "rubrics_broken" and str(tmp_path) in found.blanks["first"]
    assert check_questions(Place(path=tmp_path / "none", why="")).state is State.PROBLEM


def test_the_bundled_models_give_sense_and_unknown_ones_are_told() -> None:
    assert check_models("bundled", time.monotonic).state is State.OK
    assert "did you mean 'bundled'" in check_models("bundeld", time.monotonic).blanks["reason"]
