from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mock_interview.chat import Price
from mock_interview.errors import ExitCode, SettingsError
from mock_interview.secret import Secret
from mock_interview.settings.values import OPENAI_URL, LlmOptions, Note, Settings
from tests.settings.conftest import Read

KEY, OTHER = "sk-planted-0123456789abcdef", "sk-another-fedcba9876543210"
FULL = """
model: m
base_url: https://api.deepseek.com
api_key: "sk-planted-0123456789abcdef"
api_version: 2024-10-21
judge: on
judge_samples: 3
interviewer: llm
persona: tough
max_cost: 0.5
max_calls: 20
price: {prompt: 0.28, completion: 0.42}
timeout: 30
retries: 0
cache: off
headers: {X-Team: "blue"}
body: {enable_thinking: false, stop: ["x", {y: 1}]}
"""


def test_without_anything_the_defaults_count(read: Read) -> None:
    settings = read()
    assert settings == Settings() and settings.base_url == OPENAI_URL
    assert settings.origin("model") == "default" and not settings.wanted


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n# comments\n", "---\n# x\n", "\ufeff# with a mark\n"])
def test_a_file_without_settings_sets_nothing(read: Read, text: str) -> None:
    assert read(text) == Settings()


def test_every_setting_can_stand_in_the_file(read: Read, tmp_path: Path) -> None:
    settings = read(FULL)
    assert (settings.model, settings.base_url, settings.api_version) == (
        "m",
        "https://api.deepseek.com",
        "2024-10-21",
    )
    assert settings.api_key == Secret(KEY) and KEY not in repr(settings)
    assert (settings.judge, settings.judge_samples) == (True, 3)
    assert (settings.interviewer, settings.persona, settings.wanted) == ("llm", "tough", True)
    assert (settings.max_cost, settings.max_calls) == (0.5, 20)
    assert settings.price == Price(prompt=0.28, completion=0.42)
    assert (settings.timeout, settings.retries, settings.cache) == (30.0, 0, False)
    assert settings.headers == {"X-Team": Secret("blue")}
    assert settings.body == {"enable_thinking": False, "stop": ["x", {"y": 1}]}
    assert settings.origin("judge") == f"{tmp_path}/config.yaml:6"
    assert settings.secret_files == (tmp_path / "config.yaml",)


def test_options_come_before_variables_before_the_file_before_defaults(read: Read) -> None:
    text = "model: file\ntimeout: 9\njudge: on\nmax_calls: 5"
    env = {"MOCK_INTERVIEW_MODEL": "variable", "MOCK_INTERVIEW_TIMEOUT": "8", "MOCK_INTERVIEW_JUDGE": "off"}
    settings = read(text, LlmOptions(model="option"), **env)
    assert (settings.model, settings.timeout, settings.judge) == ("option", 8.0, False)
    assert (settings.max_calls, settings.retries) == (5, 3)
    origins = [
        settings.origin(name).rpartition("/")[2] for name in ("model", "timeout", "max_calls", "retries")
    ]
    assert origins == ["--model", "MOCK_INTERVIEW_TIMEOUT", "config.yaml:4", "default"]


def test_an_option_that_turns_off_wins_too(read: Read) -> None:
    settings = read(
        "judge: on\nmax_cost: 3\nprice: {prompt: 1, completion: 1}", LlmOptions(judge=False, max_cost=0.0)
    )
    assert (settings.judge, settings.origin("judge")) == (False, "--no-judge")
    assert settings.max_cost == 0.0


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_variable_sets_nothing(read: Read, empty: str) -> None:
    assert read("model: m", MOCK_INTERVIEW_MODEL=empty, OPENAI_API_KEY=empty).model == "m"


@pytest.mark.parametrize(
    ("text", "value"),
    [("on", True), ("YES", True), ("1", True), ("off", False), ("False", False), ("0", False)],
)
def test_a_variable_may_say_on_in_several_ways(read: Read, text: str, value: bool) -> None:
    assert read(MOCK_INTERVIEW_JUDGE=text).judge is value


def test_a_model_may_be_called_by_a_number_in_a_variable(read: Read) -> None:
    assert read(MOCK_INTERVIEW_MODEL="4").model == "4"


def test_everything_wrong_is_told_in_one_run_with_its_place(problems: Callable[..., list[str]]) -> None:
    text = """\
modle: m
judge: maybe
judge_samples: 0
api_key: has a space
timeout: 0
price: {prompt: free}
base_url: localhost:11434
headers: {"bad name": x, ok: 3}
body: {model: x, big: .inf}
interviewer: lm
cache: 3
"""
    found = problems(
        text, LlmOptions(max_cost=-1.0), MOCK_INTERVIEW_RETRIES="many", OPENAI_BASE_URL="ftp://x"
    )
    assert found == [
        "config.yaml:1: unknown key 'modle' (did you mean 'model'?)",
        "config.yaml:2: 'judge' must be on or off",
        "config.yaml:3: 'judge_samples' must be a whole number from 1 to 9",
        "config.yaml:4: 'api_key' holds a space or a character that no key has; copy it again",
        "config.yaml:5: 'timeout' must be a number from 1 to 3600",
        "config.yaml:6: [price] 'prompt' must be a number from 0 to 1e+06",
        "config.yaml:6: [price] 'completion' is missing",
        "config.yaml:7: 'base_url' must be a URL such as https://api.openai.com/v1 or http://localhost:11434/v1",
        "config.yaml:8: 'headers' has a name that no header can have: 'bad name'",
        "config.yaml:8: 'headers' must give 'ok' as plain text in quotes",
        "config.yaml:9: 'body' must not hold 'model', which the program sets itself",
        "config.yaml:9: 'body' holds a number that JSON cannot write",
        "config.yaml:10: 'interviewer' is 'lm' (did you mean 'llm'?); it must be one of authored, llm",
        "config.yaml:11: 'cache' must be on or off",
        "OPENAI_BASE_URL: 'base_url' must be a URL such as https://api.openai.com/v1 or "
        "http://localhost:11434/v1",
        "MOCK_INTERVIEW_RETRIES: 'retries' must be a whole number from 0 to 10",
        "--max-cost: 'max_cost' must be a number from 0 to 1e+06",
    ]


def test_wrong_settings_are_an_error_of_usage_with_a_remedy(read: Read) -> None:
    with pytest.raises(SettingsError, match=r"docs/llm.md says .*config --init") as caught:
        read("x: 1")
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b",
        "just text",
        "judge: [on",
        "model: m\nmodel: n",
        "a: !!python/object:os.system x",
        "model:",
        "headers: [1]",
        "body: 3",
        "price: 3",
        "price:",
    ],
)
def test_a_file_that_is_no_mapping_of_settings_is_told(problems: Callable[..., list[str]], text: str) -> None:
    assert problems(text)


def test_a_url_that_is_none_is_told_beside_a_key(problems: Callable[..., list[str]]) -> None:
    (found,) = problems(f"base_url: 'http://[bad'\napi_key: {KEY}", OPENAI_API_KEY=OTHER)
    assert found == "config.yaml:1: 'base_url' is not a URL"


@pytest.mark.parametrize(
    "text",
    [
        f"base_url: https://user:{KEY}@example.com/v1",
        f"api_key: {KEY} {KEY}",
        f'api_key: "{KEY}\\u00e9"',
        f"api_key: {KEY}\napi_key: {KEY}",
        f'headers: {{A: "{KEY}\\n"}}',
        f"api_key: [{KEY}]",
        f"api_key: {{{KEY}: x}}",
    ],
)
def test_no_error_shows_a_key(read: Read, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(text)
    assert KEY not in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(problems: Callable[..., list[str]], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"model: \xff")
    assert problems() == ["config.yaml: is not UTF-8 (byte 7); save it as UTF-8"]
    (tmp_path / "config.yaml").unlink()
    (tmp_path / "config.yaml").mkdir()
    assert problems() == ["config.yaml: cannot be read: Is a directory"]


def note(what: str, **blanks: str) -> Note:
    return Note(what=what, blanks=blanks)


# --- the key -------------------------------------------------------------------------------------


def test_the_key_may_stand_in_a_variable_that_the_file_names(read: Read, tmp_path: Path) -> None:
    settings = read("base_url: https://api.deepseek.com\napi_key_env: MINE", MINE=f"{KEY}\n")
    assert settings.api_key == Secret(KEY)
    assert settings.origin("api_key") == f"{tmp_path}/config.yaml:2 (MINE)"
    assert settings.secret_files == ()


def test_the_key_may_stand_in_a_file_beside_the_config_file(read: Read, tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text(f"{KEY}\n")
    settings = read("api_key_file: key.txt")
    assert settings.api_key == Secret(KEY)
    assert settings.origin("api_key") == f"{tmp_path}/config.yaml:1 ({tmp_path}/key.txt)"
    assert settings.secret_files == (tmp_path / "key.txt",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("api_key_file: none.txt", "config.yaml:1: 'api_key_file': none.txt cannot be read: No such file"),
        ("api_key_file: empty.txt", "config.yaml:1: the key in empty.txt is empty"),
        ("api_key_file: two.txt", "config.yaml:1: the key in two.txt holds a space or a character"),
        ("api_key_file: ~nobody-of-that-name/x", "'api_key_file': ~nobody-of-that-name/x cannot be read"),
        ("api_key: abc\napi_key_env: X", "config.yaml:2: 'api_key' and 'api_key_env' exclude each other"),
    ],
)
def test_a_key_that_cannot_be_had_is_told(
    problems: Callable[..., list[str]], tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "two.txt").write_text(f"{KEY}\n{OTHER}\n")
    (found,) = problems(text)
    assert told in found and KEY not in found


def test_a_key_of_the_file_stays_with_the_server_of_the_file(read: Read) -> None:
    text = f"base_url: https://api.deepseek.com\napi_key: {KEY}"
    both = read(text, OPENAI_API_KEY=OTHER)
    assert both.api_key == Secret(KEY), "a key for OpenAI does not go to DeepSeek"
    assert both.notes == (note("general_key_unused", server="api.deepseek.com"),)
    elsewhere = read(text, LlmOptions(base_url="http://localhost:11434/v1"))
    assert elsewhere.api_key is None, "nor does the file's key go to another server"
    assert elsewhere.notes == (note("key_stays", own="api.deepseek.com", server="localhost:11434"),)
    moved = read(text, OPENAI_BASE_URL="https://api.openai.com/v1", OPENAI_API_KEY=OTHER)
    assert moved.api_key == Secret(OTHER)
    same = read(text, LlmOptions(base_url="https://API.deepseek.com/v1"))
    assert same.api_key == Secret(KEY) and not same.notes


def test_a_key_meant_for_this_program_always_counts(read: Read) -> None:
    text = f"base_url: https://api.deepseek.com\napi_key: {KEY}"
    settings = read(text, MOCK_INTERVIEW_API_KEY=OTHER, OPENAI_API_KEY="sk-third")
    assert settings.api_key == Secret(OTHER) and settings.origin("api_key") == "MOCK_INTERVIEW_API_KEY"


def test_a_general_key_comes_before_a_file_that_names_no_server(read: Read) -> None:
    settings = read(f"api_key: {KEY}", OPENAI_API_KEY=OTHER)
    assert settings.api_key == Secret(OTHER) and not settings.notes
    assert read(f"api_key: {KEY}", LlmOptions(base_url="https://proxy.example.com/v1")).api_key == Secret(KEY)


def test_a_file_whose_variable_is_not_set_gets_no_other_key(read: Read, tmp_path: Path) -> None:
    settings = read("base_url: https://api.deepseek.com\napi_key_env: MINE", OPENAI_API_KEY=OTHER)
    assert settings.api_key is None
    assert settings.notes[0] == note("variable_not_set", place=f"{tmp_path}/config.yaml:2", name="MINE")


def test_a_general_key_that_goes_to_the_server_of_the_file_is_told(read: Read) -> None:
    settings = read("base_url: https://api.deepseek.com", OPENAI_API_KEY=OTHER)
    assert settings.api_key == Secret(OTHER)
    assert settings.notes == (note("general_key_sent", server="api.deepseek.com"),)
