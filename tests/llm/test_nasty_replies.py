"""The table of nasty replies: what each comes to, in how many requests, and what the user is told."""

from __future__ import annotations

import json

import pytest

from mock_interview.chat import Usage
from mock_interview.errors import ExitCode, LlmError
from tests.llm.conftest import MakeTalk
from tests.llm_server import (
    KEY,
    Answer,
    LlmServer,
    Reply,
    completion,
    cut,
    error,
    fenced,
    good,
    hang,
    html,
    huge,
    prose,
    raw,
    reset,
    thinking,
    two,
)

RIGHT = {"score": 3}
RIGHT_TEXT = json.dumps(RIGHT)

USABLE: dict[str, tuple[list[Answer], str, int]] = {
    # what comes: (replies, the text that is handed on, requests made)
    "good": ([RIGHT], RIGHT_TEXT, 1),
    "fenced": ([fenced(RIGHT)], '```json\n{\n "score": 3\n}\n```', 1),
    "prose around": ([prose(RIGHT)], f"Sure! Here is it:\n{RIGHT_TEXT}\nHope that helps {{really}}.", 1),
    "two verdicts": ([two(RIGHT, {"score": 5})], f'{RIGHT_TEXT}\n\n{{"score": 5}}', 1),
    "off the menu": ([{"score": "excellent"}], '{"score": "excellent"}', 1),
    "thinking": ([thinking(RIGHT_TEXT)], RIGHT_TEXT, 1),
    "thinking apart": ([good(RIGHT_TEXT, reasoning_content="{hm}")], RIGHT_TEXT, 1),
    "text in parts": (
        [raw(json.dumps(completion({"content": [{"type": "text", "text": RIGHT_TEXT}]})))],
        RIGHT_TEXT,
        1,
    ),
    "terminal escapes": ([good(f"\x1b[2J\x1b]0;pwned\x07{RIGHT_TEXT}\x1b[0m")], RIGHT_TEXT, 1),
    "prose, then JSON": (["It is quite right.", RIGHT], RIGHT_TEXT, 2),
    "unclosed thinking, then JSON": (["<think>Hm, let me see {", RIGHT], RIGHT_TEXT, 2),
    "null, then JSON": ([good(None), RIGHT], RIGHT_TEXT, 2),
    "blanks to the end, then JSON": ([good("\n" * 50, finish="length"), RIGHT], RIGHT_TEXT, 2),
    "never JSON": (["one", "two", "three"], "three", 3),
    "429 with Retry-After, then good": ([error(429, retry_after="2"), RIGHT], RIGHT_TEXT, 2),
    "500 twice, then good": ([error(500), error(500), RIGHT], RIGHT_TEXT, 3),
    "503 while a model loads": ([error(503, "Loading model"), RIGHT], RIGHT_TEXT, 2),
    "reset, then good": ([reset(), RIGHT], RIGHT_TEXT, 2),
    "cut off, then good": ([cut(), RIGHT], RIGHT_TEXT, 2),
}


@pytest.mark.parametrize("case", USABLE)
def test_a_reply_that_can_be_used_is_handed_on(case: str, talk: MakeTalk, llm_server: LlmServer) -> None:
    replies, text, requests = USABLE[case]
    llm_server.queue(*replies)
    reply = talk().ask()
    assert reply.text == text
    assert (len(llm_server.requests), llm_server.left) == (requests, 0)
    assert reply.usage.calls == requests


HOPELESS: dict[str, tuple[list[Answer], str, int]] = {
    # what comes: (replies, what the user is told after the name of model and server, requests made)
    "wrong key": (
        [error(401, f"Incorrect API key provided: {KEY}")],
        "HTTP 401: Incorrect API key provided: …cdef; the key is not accepted; "
        "'mock-interview config' shows which one is used and where it is from",
        1,
    ),
    "forbidden": ([error(403, "no")], "HTTP 403: no; the key may not use this model or this server", 1),
    "no such model": (
        [error(404, "The model `scripted-1` does not exist", code="model_not_found")],
        "HTTP 404: The model `scripted-1` does not exist; the server does not have this model; "
        "set 'model' to one it has",
        1,
    ),
    "no such page": (
        [html(404)],
        "HTTP 404: Not Found; nothing answers there; check base_url, which usually ends in /v1",
        1,
    ),
    "no money": (
        [error(429, "You exceeded your current quota", code="insufficient_quota")],
        "HTTP 429: You exceeded your current quota; the account has no credit left; top it up, "
        "or choose another server",
        1,
    ),
    "asks for patience for too long": (
        [error(429, "slow down", retry_after="3600")],
        "HTTP 429: slow down (Retry-After: 3600); too many requests; wait a little, or ask less at a time",
        1,
    ),
    "always busy": (
        [error(429, "slow down")] * 4,
        "HTTP 429 (4 times): slow down; too many requests; wait a little, or ask less at a time",
        4,
    ),
    "always failing": (
        [error(500, "oops")] * 4,
        "HTTP 500 (4 times): oops; the server failed; try again later",
        4,
    ),
    "sent elsewhere": (
        [Reply(status=307, headers={"Location": "http://127.0.0.1:9/v1"})],
        "HTTP 307: Temporary Redirect; the server points to another address; "
        "set base_url to where it really is",
        1,
    ),
    "prompt too long": (
        [error(400, "This model's maximum context length is 10 tokens")],
        "HTTP 400: This model's maximum context length is 10 tokens; the prompt is too long for this "
        "model; choose one with a larger context",
        1,
    ),
    "a web page": (
        [html()],
        "a web page came instead of a reply; check base_url, and whether a network login is in between",
        1,
    ),
    "a stream": (
        [raw("data: {}\n\n", kind="text/event-stream")],
        "the server streams though it was not asked to; choose another server or model",
        1,
    ),
    "half of the JSON": (
        [raw('{"choices": [{"mess')],
        "the reply is cut off or is no JSON; check base_url, or try again",
        1,
    ),
    "nothing": ([raw("")], "the reply is empty; check base_url, which usually ends in /v1", 1),
    "JSON of something else": (
        [raw('{"hello": "world"}')],
        "the reply has no message in it; check base_url",
        1,
    ),
    "no choices": (
        [raw(json.dumps({**completion({"content": "x"}), "choices": []}))],
        "the reply has no message in it; check base_url",
        1,
    ),
    "an error with status 200": (
        [raw('{"error": "Unexpected endpoint or method. (POST /chat/completions)"}')],
        "the server says: Unexpected endpoint or method. (POST /chat/completions); nothing answers "
        "there; check base_url, which usually ends in /v1",
        1,
    ),
    "refusal": ([good(None, refusal="I cannot\x1b[31m help")], "the model refuses: I cannot help", 1),
    "filtered": (
        [good("half", finish="content_filter")],
        "the server's content filter held the reply back; choose another server or model",
        1,
    ),
    "no room": (
        [good('{"sco', finish="length")],
        "the reply does not fit into 2000 tokens (max_tokens); choose a model that thinks less, "
        "or turn its thinking off",
        1,
    ),
    "always empty": ([good(None)] * 3, "the reply is empty; choose another model", 3),
    "huge": ([huge()], "the reply is longer than 1,000,000 bytes; choose another model", 1),
    "a huge error": (
        [raw(b"x" * 5_000_000, status=500)] * 4,
        "HTTP 500 (4 times): Internal Server Error; the server failed; try again later",
        4,
    ),
    "a long error": ([error(400, "no " * 500)], f"HTTP 400: {'no ' * 99}no…; the server rejects", 1),
    "escapes in the error": (
        [error(400, "\x1b]0;pwned\x07no\nway")],
        "HTTP 400: no way; the server rejects the request; docs/llm.md lists what servers can be told "
        "with 'body'",
        1,
    ),
}


@pytest.mark.parametrize("case", HOPELESS)
def test_a_reply_that_cannot_be_used_is_an_error_with_a_remedy(
    case: str, talk: MakeTalk, llm_server: LlmServer
) -> None:
    replies, told, requests = HOPELESS[case]
    llm_server.queue(*replies)
    with pytest.raises(LlmError) as caught:
        talk().ask()
    assert str(caught.value).startswith(f"scripted-1 at {llm_server.url}: {told}")
    assert caught.value.exit_code == ExitCode.JUDGE
    assert (len(llm_server.requests), llm_server.left) == (requests, 0)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "told"), [(reset(), "connection broke off"), (cut(), "connection broke off")]
)
def test_a_connection_that_always_breaks_is_an_error(
    talk: MakeTalk, llm_server: LlmServer, reply: Answer, told: str
) -> None:
    llm_server.queue(*[reply] * 3)
    with pytest.raises(LlmError, match=rf"{told} \(.*\) \(3 times\); try again"):
        talk(retries=2).ask()


def test_a_server_that_hangs_costs_no_more_than_the_time_given(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(hang())
    chat = talk(retries=5)
    with pytest.raises(LlmError, match="no reply in time; raise 'timeout', or choose a faster server"):
        chat.ask(timeout=0.3)
    assert len(llm_server.requests) == 1
    assert chat.chat.spent == Usage(calls=1), "it may have been billed"


def test_a_server_that_is_not_there_is_an_error(talk: MakeTalk, llm_server: LlmServer) -> None:
    chat = talk(retries=1)
    llm_server.stop()
    with pytest.raises(LlmError, match=r"no connection \(.*refused\) \(2 times\); check base_url"):
        chat.ask()
    assert chat.chat.spent == Usage(), "nothing reached a server"


def test_plain_http_where_tls_is_spoken_is_told_at_once(talk: MakeTalk, llm_server: LlmServer) -> None:
    with pytest.raises(LlmError, match=r"no connection .*SSL.*; check base_url \(http or https\)"):
        talk(base_url=llm_server.url.replace("http:", "https:")).ask()


def test_waits_double_and_heed_the_server(talk: MakeTalk, llm_server: LlmServer) -> None:
    chat = talk()
    llm_server.queue(error(500), error(500), error(500), RIGHT)
    chat.ask()
    assert chat.waits.seconds == [0.25, 0.5, 1.0], "half of 0.5, 1 and 2 seconds: chance says 0.5"
    chat.waits.seconds.clear()
    llm_server.queue(error(429, retry_after="3"), error(429, retry_after="0.5"), RIGHT)
    chat.ask("another")
    assert chat.waits.seconds == [3.0, 0.5]


def test_no_retry_outlasts_the_time_given(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(error(429, retry_after="30"), RIGHT)
    chat = talk()
    with pytest.raises(LlmError, match="HTTP 429"):
        chat.ask(timeout=20)
    assert chat.waits.seconds == []


def test_text_asked_for_without_a_form_is_handed_on_as_it_is(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue("Tell me more about {that}.")
    reply = talk().ask("hello", schema=None)
    assert reply.text == "Tell me more about {that}." and reply.model == "scripted-1"
    assert "response_format" not in llm_server.requests[0].body


def test_an_empty_text_is_asked_for_once_more(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(good(""), "Well?")
    assert talk().ask("hello", schema=None).text == "Well?"
    llm_server.queue(good(""), good(" \n"))
    with pytest.raises(LlmError, match="the reply is empty"):
        talk().ask("hello", schema=None)


def test_a_reply_without_a_token_count_is_used(talk: MakeTalk, llm_server: LlmServer) -> None:
    for usage in (None, {}, {"prompt_tokens": "many", "completion_tokens": -1}, [1]):
        llm_server.queue(raw(json.dumps(completion({"content": RIGHT_TEXT}, usage=usage))))
        assert talk().ask().usage == Usage(calls=1)


def test_lone_surrogates_in_an_answer_do_not_stop_the_request(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue("fine")
    assert talk().ask("broken \ud83d emoji", schema=None).text == "fine"
    assert llm_server.requests[0].prompt == "broken ? emoji"
