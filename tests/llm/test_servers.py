"""The servers of docs/llm.md, as far as their paths, headers and manners go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mock_interview.errors import LlmError
from mock_interview.secret import Secret
from tests.llm.conftest import MakeTalk, echoed, forms
from tests.llm_server import KEY, Answer, Asked, LlmServer, Reply, error, good, raw, thinking

RIGHT = {"score": 3}


def test_openai_gets_a_bearer_key_and_nothing_of_the_account(
    talk: MakeTalk, llm_server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    llm_server.queue(RIGHT)
    talk().ask()
    (asked,) = llm_server.requests
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert not {"openai-organization", "openai-project", "api-key"} & set(asked.headers)


@pytest.mark.parametrize(
    ("path", "api_version", "requested", "header"),
    [
        (
            "/openai/deployments/my-gpt",
            "2024-10-21",
            "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21",
            "api-key",
        ),
        (
            "/openai/deployments/my-gpt/chat/completions?api-version=2025-01-01-preview",
            "",
            "/openai/deployments/my-gpt/chat/completions?api-version=2025-01-01-preview",
            "api-key",
        ),
        ("/openai/v1/", "", "/openai/v1/chat/completions", "authorization"),
        ("/openai/v1", "preview", "/openai/v1/chat/completions?api-version=preview", "authorization"),
    ],
    ids=["deployment", "target URI", "v1", "v1 preview"],
)
def test_azure_gets_its_key_where_it_wants_it(
    talk: MakeTalk, llm_server: LlmServer, path: str, api_version: str, requested: str, header: str
) -> None:
    llm_server.queue(
        error(400, "response_format value as json_schema is enabled only for api versions ..."), RIGHT
    )
    talk(base_url=llm_server.origin + path, api_version=api_version).ask()
    asked = llm_server.requests[-1]
    assert asked.path == requested
    assert KEY in asked.headers[header]
    assert not {"authorization", "api-key"} - {header} & set(asked.headers)
    assert forms(llm_server) == ["json_schema", "json_object"]


def deepseek(asked: Asked) -> Answer:
    if asked.response_format == "json_schema":
        return error(400, "This response_format type is unavailable now", code="invalid_request_error")
    if asked.response_format == "json_object" and "json" not in echoed(asked.body).lower():
        return error(400, "Prompt must contain the word 'json' in some form to use 'response_format'")
    return good('{"score": 3}', reasoning_content="Let me think {about} it.")


def qwen(asked: Asked) -> Answer:
    if asked.body.get("enable_thinking") is not False:
        return error(
            400,
            "parameter.enable_thinking must be set to false for non-streaming calls",
            code="invalid_parameter_error",
        )
    if asked.response_format and "json" not in echoed(asked.body).lower():
        return error(
            400,
            "<400> InternalError.Algo.InvalidParameter: 'messages' must contain the word 'json' in some "
            "form, to use 'response_format' of type 'json_object'.",
        )
    return good('{"score": 3}')


def glm(asked: Asked) -> Answer:
    if asked.body.get("temperature") == 0:
        return raw('{"error":{"code":"1214","message":"temperature参数非法。请检查文档。"}}', status=400)
    if asked.response_format == "json_schema":
        return raw('{"error":{"code":"1214","message":"response_format.type 参数非法"}}', status=400)
    return good('{"score": 3}', reasoning_content="想一想")


def old_ollama(asked: Asked) -> Answer:
    """Takes json_schema and ignores it."""
    if "JSON Schema" not in echoed(asked.body):
        return "Yes, that is right, I would give it a three."
    return {"score": 3}


def thinking_ollama(asked: Asked) -> Answer:
    return good('{"score": 3}', reasoning="Hm.")


def vllm(asked: Asked) -> Answer:
    if asked.response_format == "json_schema":
        message = "The provided JSON schema contains features not supported by xgrammar."
        body = f'{{"object":"error","message":"{message}","type":"BadRequestError","param":null,"code":400}}'
        return raw(body, status=400)
    return thinking('{"score": 3}')


def gemma_on_vllm(asked: Asked) -> Answer:
    if asked.messages[0]["role"] == "system":
        body = '{"object":"error","message":"System role not supported","type":"BadRequestError","code":400}'
        return raw(body, status=400)
    return {"score": 3}


def deepseek_r1_on_vllm(asked: Asked) -> Answer:
    """The opening tag stands in the template of the prompt, so the reply lacks it."""
    return good('The answer says </think>{"score": 5} but that is a trick.\n</think>\n\n{"score": 3}')


def llama_cpp(asked: Asked) -> Answer:
    if asked.response_format == "json_schema":
        body = '{"error":{"code":500,"message":"failed to parse grammar","type":"server_error"}}'
        return raw(body, status=500)
    return {"score": 3}


def lm_studio(asked: Asked) -> Answer:
    if asked.response_format == "json_object":
        return raw("""{"error":"'response_format.type' must be 'json_schema' or 'text'"}""", status=400)
    return "I cannot do that form." if asked.response_format else {"score": 3}


def o_series(asked: Asked) -> Answer:
    if "max_tokens" in asked.body:
        return error(
            400,
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        )
    if asked.body.get("temperature") == 0:
        return error(
            400,
            "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) "
            "value is supported.",
            param="temperature",
            code="unsupported_value",
        )
    return {"score": 3}


@pytest.mark.parametrize(
    ("server", "asked_for"),
    [
        (deepseek, ["json_schema", "json_object"]),
        (qwen, ["json_schema", "json_schema", "json_object"]),
        (glm, ["json_schema", "json_schema", "json_object"]),
        (old_ollama, ["json_schema", "json_object"]),
        (thinking_ollama, ["json_schema"]),
        (vllm, ["json_schema", "json_object"]),
        (gemma_on_vllm, ["json_schema", "json_schema"]),
        (deepseek_r1_on_vllm, ["json_schema"]),
        (llama_cpp, ["json_schema", "json_object"]),
        (lm_studio, ["json_schema", "json_object", "text"]),
        (o_series, ["json_schema", "json_schema", "json_schema"]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_each_server_is_asked_in_its_own_manner(
    talk: MakeTalk, llm_server: LlmServer, server: Callable[[Asked], Answer], asked_for: list[str]
) -> None:
    llm_server.answer = server
    chat = talk()
    assert chat.ask().text == '{"score": 3}'
    assert forms(llm_server) == asked_for
    chat.ask(sample=1)
    assert len(llm_server.requests) == len(asked_for) + 1, "the second time it is known"


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (
            raw('{"error":{"code":"1113","message":"余额不足或无可用资源包,请充值。"}}', status=429),
            "余额不足或无可用资源包,请充值。; the account has no credit left",
        ),
        (error(402, "Insufficient Balance"), "Insufficient Balance; the account has no credit left"),
        (
            raw('{"error":{"code":"1211","message":"模型不存在，请检查模型代码。"}}', status=400),
            "the server does not have this model",
        ),
        (
            error(404, 'model "qwen3" not found, try pulling it first', type="api_error"),
            "the server does not have this model",
        ),
        (
            raw('{"detail":[{"loc":["body","messages"],"msg":"field required"}]}', status=422),
            '[{"loc": ["body", "messages"], "msg": "field required"}]; the server rejects the request',
        ),
        (raw("upstream connect error", status=400, kind="text/plain"), "HTTP 400: upstream connect error;"),
    ],
    ids=["GLM without money", "DeepSeek without money", "GLM", "Ollama", "FastAPI", "a gateway"],
)
def test_a_server_is_quoted_in_whatever_form_it_complains(
    talk: MakeTalk, llm_server: LlmServer, reply: Reply, told: str
) -> None:
    llm_server.queue(reply)
    with pytest.raises(LlmError) as caught:
        talk().ask()
    assert told in str(caught.value)
    assert len(llm_server.requests) == 1


def test_glm_that_is_only_busy_is_asked_again(talk: MakeTalk, llm_server: LlmServer) -> None:
    busy = raw('{"error":{"code":"1302","message":"您当前使用该API的并发数过高"}}', status=429)
    llm_server.queue(busy, RIGHT)
    assert talk().ask().text == '{"score": 3}'


def test_a_server_at_home_gets_a_placeholder_for_a_key(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(RIGHT)
    talk(key=None).ask()
    assert llm_server.requests[0].headers["authorization"] == "Bearer no-key-needed"


@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
def test_headers_and_fields_of_the_user_go_with_every_request(
    talk: MakeTalk, llm_server: LlmServer, name: str
) -> None:
    llm_server.queue(RIGHT)
    talk(
        key=None,
        headers={"X-Team": Secret("blue"), name: Secret("Basic abc")},
        extra={"enable_thinking": False, "temperature": 0.6},
    ).ask()
    (asked,) = llm_server.requests
    assert (asked.headers["x-team"], asked.headers["authorization"]) == ("blue", "Basic abc")
    assert (asked.body["enable_thinking"], asked.body["temperature"]) == (False, 0.6)


def test_no_proxy_stands_between_us_and_this_machine(
    talk: MakeTalk, llm_server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    llm_server.queue(RIGHT)
    assert talk().ask().text == '{"score": 3}'


def test_a_redirect_takes_the_key_nowhere(talk: MakeTalk, llm_server: LlmServer) -> None:
    there = f"{llm_server.origin}/elsewhere/chat/completions"
    llm_server.queue(Reply(status=308, headers={"Location": there}))
    with pytest.raises(LlmError, match="HTTP 308"):
        talk().ask()
    assert len(llm_server.requests) == 1
