"""The ladder of reply forms, what a server complains about, and what is remembered of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mock_interview.errors import LlmError
from mock_interview.llm.manners import KEPT_SECONDS, Manner, Manners
from tests.llm.conftest import SCHEMA, MakeTalk, echoed, forms
from tests.llm_server import Answer, Asked, LlmServer, error, fenced, good

RIGHT = {"score": 3}


def test_the_best_form_is_asked_for_first(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(RIGHT)
    talk().ask()
    asked = llm_server.requests[0].body
    assert asked["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "verdict", "strict": True, "schema": dict(SCHEMA.schema)},
    }
    assert (asked["model"], asked["max_tokens"], asked["temperature"]) == ("scripted-1", 2000, 0.0)
    assert set(asked) == {"model", "messages", "max_tokens", "temperature", "response_format"}


def test_lower_forms_describe_the_schema_in_the_prompt(talk: MakeTalk, llm_server: LlmServer) -> None:
    complaint = error(400, "response_format is not supported")
    llm_server.queue(complaint, complaint, fenced(RIGHT))
    talk().ask()
    assert forms(llm_server) == ["json_schema", "json_object", "text"]
    first, second, third = (echoed(request.body) for request in llm_server.requests)
    assert "JSON Schema" not in first
    assert json.dumps(dict(SCHEMA.schema)) in second and second == third
    assert second.startswith("You grade.\n\nReply with one JSON object")
    assert second.endswith("Is this right?"), "what was asked comes last"


def test_a_prompt_without_rules_gets_them_for_the_form(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(error(400, "json_schema?"), RIGHT)
    talk().ask("just this")
    assert [m["role"] for m in llm_server.requests[1].messages] == ["system", "user"]


def test_a_form_that_worked_is_not_doubted_again(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(RIGHT, "no JSON this time", RIGHT)
    chat = talk()
    chat.ask()
    assert chat.ask(sample=1).text == "no JSON this time", "whoever asked may ask again"
    chat.ask(sample=2)
    assert forms(llm_server) == ["json_schema"] * 3


def test_what_a_server_cannot_do_is_remembered_in_the_session(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(error(422, "unknown field response_format.json_schema"), RIGHT, RIGHT)
    chat = talk()
    chat.ask()
    chat.ask(sample=1)
    assert forms(llm_server) == ["json_schema", "json_object", "json_object"]


def test_it_is_remembered_on_disk_for_that_server_and_model(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.queue(error(400, "no json_schema here"), RIGHT, RIGHT, RIGHT)
    talk(tmp_path).ask()
    talk(tmp_path).ask(sample=1)
    talk(tmp_path, model="another").ask()
    assert forms(llm_server) == ["json_schema", "json_object", "json_object", "json_schema"]


def test_after_a_week_the_best_form_is_tried_again(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.queue(error(400, "no json_schema here"), RIGHT, RIGHT, RIGHT)
    talk(tmp_path).ask()
    talk(tmp_path, wall=1_000_000.0 + KEPT_SECONDS + 1).ask(sample=1)
    talk(tmp_path, wall=1_000_000.0 + KEPT_SECONDS + 2).ask(sample=2)
    assert forms(llm_server) == ["json_schema", "json_object", "json_schema", "json_schema"]


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"%s": 3}', '{"%s": {"at": 1e6, "manner": {"rung": "x"}}}']
)
def test_a_damaged_memory_is_forgotten(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path, damage: str
) -> None:
    who = f"{llm_server.url} scripted-1"
    (tmp_path / "servers.json").write_text(damage.replace("%s", who))
    llm_server.queue(error(400, "no json_schema here"), RIGHT)
    assert talk(tmp_path).ask().text
    kept = json.loads((tmp_path / "servers.json").read_text())
    assert kept[who]["manner"]["rung"] == "json_object"


@pytest.mark.parametrize(
    "change",
    [{"at": 10**400}, {"manner": {"rung": "text", "limit": []}}, {"manner": {"temperature": "no"}},
     {"manner": {"limit": "top_p"}}, {"manner": {"rung": 3}}, {"manner": {"odd": 1}}, {"manner": []}],
    ids=str,
)  # fmt: skip
def test_a_memory_that_holds_something_else_is_forgotten(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "manners.json"
    entry = {"at": 0, "manner": {"rung": "text"}, "proven": "", **change}
    file.write_text(json.dumps({"who": entry}), encoding="utf-8")
    assert Manners(file, "who", wall=lambda: 1.0).manner == Manner()


def test_what_only_failed_to_work_is_not_remembered_as_working(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.queue("a", "b", "c")
    talk(tmp_path).ask()
    assert not (tmp_path / "servers.json").exists()


@pytest.mark.parametrize(
    ("complaint", "without", "with_"),
    [
        (
            error(
                400,
                "Unsupported parameter: 'max_tokens' is not supported with this model. "
                "Use 'max_completion_tokens' instead.",
                param="max_tokens",
                code="unsupported_parameter",
            ),
            "max_tokens",
            ("max_completion_tokens", 2000),
        ),
        (
            error(
                400,
                "Unsupported value: 'temperature' does not support 0 with this model.",
                param="temperature",
            ),
            "temperature",
            None,
        ),
        (
            error(400, "parameter.enable_thinking must be set to false for non-streaming calls"),
            "",
            ("enable_thinking", False),
        ),
        (
            error(400, "Json mode response is not supported when enable_thinking is true"),
            "",
            ("enable_thinking", False),
        ),
    ],
    ids=["max_tokens", "temperature", "thinking", "thinking in JSON mode"],
)
def test_a_parameter_that_is_not_taken_is_left_out_once_and_for_all(
    talk: MakeTalk,
    llm_server: LlmServer,
    tmp_path: Path,
    complaint: Answer,
    without: str,
    with_: tuple[str, object] | None,
) -> None:
    llm_server.queue(complaint, RIGHT, RIGHT, RIGHT)
    chat = talk(tmp_path)
    chat.ask()
    chat.ask(sample=1)
    talk(tmp_path).ask(sample=2)
    assert len(llm_server.requests) == 4 and llm_server.left == 0
    for request in llm_server.requests[1:]:
        assert without not in request.body
        assert with_ is None or request.body[with_[0]] == with_[1]
        assert request.response_format == "json_schema"


def test_a_server_without_any_limit_on_tokens_gets_none(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(error(400, "max_tokens: extra"), error(400, "max_completion_tokens: extra"), RIGHT)
    talk().ask()
    assert not {"max_tokens", "max_completion_tokens"} & set(llm_server.requests[-1].body)


def test_a_model_without_system_messages_gets_them_in_the_first_question(
    talk: MakeTalk, llm_server: LlmServer
) -> None:
    llm_server.queue(error(400, "System role not supported"), RIGHT)
    talk().ask()
    assert llm_server.requests[1].messages == [{"role": "user", "content": "You grade.\n\nIs this right?"}]


def test_several_complaints_are_heeded_one_after_another(talk: MakeTalk, llm_server: LlmServer) -> None:
    def picky(asked: Asked) -> Answer:
        for name in ("temperature", "max_tokens", "response_format"):
            if name in asked.body:
                return error(400, f"Unsupported parameter: '{name}'", param=name)
        return good('{"score": 1}')

    llm_server.answer = picky
    assert talk().ask().text == '{"score": 1}'
    assert len(llm_server.requests) == 5


def test_a_server_that_always_finds_something_new_is_given_up(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.answer = lambda _asked: error(400, "response_format, temperature and max_tokens: no")
    with pytest.raises(LlmError, match="HTTP 400"):
        talk().ask()
    assert len(llm_server.requests) <= 7


def test_threads_that_learn_at_once_agree(talk: MakeTalk, llm_server: LlmServer) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def old(asked: Asked) -> Answer:
        return error(400, "no json_schema") if asked.response_format == "json_schema" else {"score": 2}

    llm_server.answer = old
    chat = talk()
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda number: chat.ask(sample=number).text, range(12)))
    assert texts == ['{"score": 2}'] * 12
    assert chat.chat.manner.rung == "json_object"
    assert chat.chat.spent.calls == len(llm_server.requests)


def test_a_form_that_worked_in_another_session_is_not_doubted_either(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.queue(RIGHT, "no JSON this time", RIGHT)
    talk(tmp_path).ask()
    assert talk(tmp_path).ask(sample=1).text == "no JSON this time"
    talk(tmp_path).ask(sample=2)
    assert forms(llm_server) == ["json_schema"] * 3


def test_plain_talk_proves_no_form(talk: MakeTalk, llm_server: LlmServer, tmp_path: Path) -> None:
    llm_server.queue("a", "b", "c", "plain talk", RIGHT)
    chat = talk(tmp_path)
    chat.ask()
    chat.ask("hello", schema=None)
    talk(tmp_path).ask(sample=1)
    assert forms(llm_server) == ["json_schema", "json_object", "text", "text", "json_schema"]
