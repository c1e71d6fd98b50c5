from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mock_interview.chat import Message, Schema, Usage
from mock_interview.llm.reply_cache import Kept, ReplyCache, key_of
from mock_interview.llm.request import Wish
from mock_interview.secret import Secret
from tests.llm.conftest import SCHEMA, MakeTalk
from tests.llm_server import KEY, LlmServer

RIGHT = {"score": 3}
WISH = Wish(messages=(Message(role="user", content="hi"),), schema=SCHEMA)


def test_the_same_question_is_not_asked_twice(talk: MakeTalk, llm_server: LlmServer, tmp_path: Path) -> None:
    llm_server.queue(RIGHT)
    first = talk(tmp_path).ask()
    chat = talk(tmp_path, max_calls=0)
    again = chat.ask()
    assert (again.text, again.model) == (first.text, first.model)
    assert again.usage == chat.chat.spent == Usage(cached=1)
    assert len(llm_server.requests) == 1


def test_whatever_is_asked_differently_is_asked(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.answer = lambda _asked: RIGHT
    other = Schema(name="other", schema=SCHEMA.schema)
    for more in (
        {},
        {"sample": 1},
        {"temperature": 0.7},
        {"max_tokens": 9},
        {"schema": None},
        {"schema": other},
    ):
        talk(tmp_path).ask(**more)
    talk(tmp_path).ask("other words")
    talk(tmp_path, model="other").ask()
    talk(tmp_path, base_url=f"{llm_server.origin}/v2").ask()
    talk(tmp_path, extra={"top_p": 0.1}).ask()
    assert len(llm_server.requests) == 10


def test_another_key_or_header_is_the_same_question(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.queue(RIGHT)
    talk(tmp_path).ask()
    assert talk(tmp_path, key=Secret("another-key-000"), headers={"X": Secret("y")}).ask().usage.cached == 1


def test_what_is_kept_holds_neither_the_key_nor_the_question(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.queue(RIGHT)
    talk(tmp_path).ask()
    for path in tmp_path.rglob("*"):
        text = path.read_text(encoding="utf-8")
        assert KEY not in text and "Is this right" not in text


def test_a_reply_without_what_was_asked_for_is_not_kept(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    llm_server.queue("a", "b", "c", RIGHT)
    talk(tmp_path).ask()
    assert talk(tmp_path).ask().usage.calls == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"text": 3}', b"\xff", b"[" * 100_000])
def test_a_damaged_reply_is_asked_for_again_and_mended(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path, damage: bytes
) -> None:
    llm_server.queue(RIGHT, {"score": 4})
    talk(tmp_path).ask()
    (path,) = tmp_path.glob("*.reply.json")
    path.write_bytes(damage)
    assert json.loads(talk(tmp_path).ask().text) == {"score": 4}
    assert json.loads(talk(tmp_path).ask().text) == {"score": 4}


def test_a_reply_that_was_tampered_with_or_moved_is_not_believed(tmp_path: Path) -> None:
    cache = ReplyCache(tmp_path)
    cache.put("one", Kept(text="right", model="m"))
    path = tmp_path / "one.reply.json"
    (tmp_path / "two.reply.json").write_bytes(path.read_bytes())
    assert cache.get("one") == Kept(text="right", model="m") and cache.get("two") is None
    path.write_text(path.read_text().replace("right", "wrong"))
    assert cache.get("one") is None


@pytest.mark.parametrize("text", ["", "0", "日本 \ud83d\u2028\n\t\x00", "x" * 100_000])
def test_any_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    cache = ReplyCache(tmp_path)
    cache.put("k", Kept(text=text, model="模型"))
    assert cache.get("k") == Kept(text=text, model="模型")


def test_the_folder_is_bounded_and_what_was_not_used_for_longest_goes(tmp_path: Path) -> None:
    cache = ReplyCache(tmp_path, max_bytes=3000)
    for number in range(10):
        cache.put(f"k{number}", Kept(text="x" * 400, model="m"))
        os.utime(tmp_path / f"k{number}.reply.json", (1000 + number, 1000 + number))
        cache.get("k0")  # used again and again
    left = {path.name.split(".")[0] for path in tmp_path.iterdir()}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 3000
    assert {"k0", "k9"} <= left and not {"k1", "k2"} & left


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_to_only_costs_calls(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    llm_server.queue(RIGHT, RIGHT)
    talk(tmp_path).ask()
    assert talk(tmp_path).ask().usage.calls == 1


def test_a_file_where_the_folder_should_be_only_costs_calls(
    talk: MakeTalk, llm_server: LlmServer, tmp_path: Path
) -> None:
    (tmp_path / "replies").write_text("")
    llm_server.queue(RIGHT, RIGHT)
    talk(tmp_path / "replies").ask()
    assert talk(tmp_path / "replies").ask().usage.calls == 1


def test_the_order_of_a_schema_makes_no_difference() -> None:
    turned = Schema(name="verdict", schema=dict(reversed(SCHEMA.schema.items())))
    one, other = (key_of(Wish(messages=WISH.messages, schema=s), "s", "m", {}) for s in (SCHEMA, turned))
    assert one == other
