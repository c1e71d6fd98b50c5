from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_interview.codec import CodecError
from mock_interview.transcript.events import (
    KINDS,
    VERSION,
    Answered,
    Draft,
    Event,
    Line,
    NewerVersion,
    decode,
    encode,
)
from tests.strategies import nouns, texts


def line(event: Event, *, seq: int = 0, at: str = "2026-11-24T09:00:00.000Z") -> Line:
    return Line(at=at, seq=seq, event=event)


def answered(text: str) -> Answered:
    return Answered(number=1, part=0, text=text, how="submitted", used=0.0, overtime=0.0, clock=0.0)


def stored(**changes: Any) -> bytes:
    """A stored draft with some of its keys changed; ``None`` leaves one out."""
    plain = json.loads(encode(line(Draft(number=1, part=0, text="x", used=1.0, clock=1.0))))
    plain.update(changes)
    return json.dumps({key: value for key, value in plain.items() if value is not None}).encode()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data(), seq=st.integers(0, 10**9), at=texts)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_event_comes_back_as_it_was(kind: type[Any], data: st.DataObject, seq: int, at: str) -> None:
    before = Line(at=at, seq=seq, event=data.draw(nouns(kind)))
    assert decode(encode(before)) == before


@given(st.data())
def test_a_stored_event_is_one_line_of_ascii_whatever_was_said(data: st.DataObject) -> None:
    raw = encode(line(answered(data.draw(texts))))
    assert raw.isascii() and raw.endswith(b"\n") and raw.count(b"\n") == 1 and b"\r" not in raw


@pytest.mark.parametrize("text", ["题" * 350_000, "\x00" * 200_000, "a" * 1_000_000], ids=["zh", "nul", "en"])
def test_a_megabyte_comes_back_as_it_was(text: str) -> None:
    assert decode(encode(line(answered(text)))).event == answered(text)


def test_a_newer_version_is_refused_by_name_whatever_else_it_holds() -> None:
    with pytest.raises(NewerVersion) as caught:
        decode(b'{"v":%d,"type":"hologram"}' % (VERSION + 1))
    assert caught.value.args == (VERSION + 1,)


def test_keys_of_a_later_program_of_the_same_version_are_ignored() -> None:
    assert decode(stored(mood="calm")) == decode(stored())


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (stored(type="hologram"), "unknown type 'hologram'"),
        (stored(type=None), "unknown type None"),
        (stored(type=["draft"]), "unknown type"),
        (stored(v=None), "no version"),
        (stored(v="1"), "no version"),
        (stored(v=True), "no version"),
        (stored(v=0), "no version"),
        (stored(seq=None), "int"),
        (stored(text=None), "text"),
        (stored(text=7), "text"),
        (stored(used="long"), "used"),
        (stored(used=10**400), "larger than"),
        (stored(used=1.0).replace(b"1.0", b"1e999"), "larger than"),
        (stored(number=-(2**70)), "larger than"),
        (stored(type="ended", how="exploded"), "how"),
        (stored(type="answered", how="open", overtime=0.0), "how"),
        (stored(used=float("nan")), "NaN"),
        (stored(**{"\ud800": 1}), "surrogates"),
        (b'{"v":1,"x":' + b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"", "not JSON"),
        (b"\n", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"\x00" * 50, "not JSON"),
    ],
)
def test_what_is_no_event_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(CodecError, match=said):
        decode(raw)


@given(st.binary(max_size=200))
def test_junk_is_never_more_than_a_codec_error(raw: bytes) -> None:
    with pytest.raises((CodecError, NewerVersion)):
        decode(raw)


@given(st.data())
@settings(max_examples=200)
def test_a_flipped_bit_is_never_more_than_a_codec_error(data: st.DataObject) -> None:
    raw = bytearray(encode(line(Draft(number=1, part=0, text="some words", used=1.5, clock=2.5))))
    where = data.draw(st.integers(0, len(raw) - 1))
    raw[where] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = decode(bytes(raw))
    except (CodecError, NewerVersion):
        return
    assert isinstance(found, Line)
