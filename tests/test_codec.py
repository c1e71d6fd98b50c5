from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_interview.codec import CodecError, from_json, from_plain, to_json, to_plain
from mock_interview.model import Answer, Bank, Exchange, Flag, Grade, Question, Rubric, Session, Span, Turn
from tests.strategies import nouns

NOUNS = (Answer, Bank, Exchange, Grade, Question, Rubric, Session, Turn)


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_plain_data_and_back_is_the_same_noun(kind: type[Any], data: st.DataObject) -> None:
    noun = data.draw(nouns(kind))
    assert from_plain(to_plain(noun), kind) == noun
    assert from_plain(json.loads(to_json(noun)), kind) == noun


def test_a_score_of_zero_and_no_score_stay_apart() -> None:
    zero, none = Grade(score=0.0, low=0.0), Grade(score=None, reason="skipped")
    assert from_plain(json.loads(to_json(zero)), Grade).score == 0.0
    assert from_plain(json.loads(to_json(none)), Grade).score is None
    assert to_plain(zero)["score"] == 0.0 and to_plain(none)["score"] is None


def test_empty_texts_and_tuples_are_kept() -> None:
    answer = Answer(parts=("",), probes=())
    assert from_json(to_json(answer).encode(), Answer) == answer


def test_json_is_one_line_of_ascii() -> None:
    text = to_json(Exchange(text="题\n\u2028\ud800😀"))
    assert text.isascii() and "\n" not in text
    assert from_plain(json.loads(text), Exchange).text == "题\n\u2028\ud800😀"


def test_unknown_keys_are_ignored_and_missing_ones_have_their_default() -> None:
    assert from_json(b'{"score": 5, "later": {"x": [1]}}', Grade) == Grade(score=5.0)


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        ({}, Grade, "score"),
        ({"score": "high"}, Grade, r"\$.score"),
        ({"score": 1, "flags": ["nice"]}, Grade, "nice"),
        ({"score": 1, "flags": ["\ud800"]}, Grade, "surrogates"),
        ({"\ud800": 1, "score": 1}, Grade, "surrogates"),
        ({"score": 10**400}, Grade, "range"),
        ({"source": 1.5, "start": 0, "end": 0, "text": ""}, Span, r"\$.source"),
        ([], Grade, "object"),
        (None, Grade, "object"),
        ("x", Flag, "x"),
    ],
)
def test_data_that_does_not_fit_names_the_field(data: object, kind: type[Any], said: str) -> None:
    with pytest.raises(CodecError, match=said):
        from_plain(data, kind)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe", b'{"x":' + b"[" * 200_000, b'{"score":1,"reason":"\\ud800"}', b"[]"]
)
def test_json_that_cannot_be_read_is_a_codec_error(raw: bytes) -> None:
    with pytest.raises(CodecError):
        from_json(raw, Grade)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_hold_is_refused_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_json(Grade(score=value))
