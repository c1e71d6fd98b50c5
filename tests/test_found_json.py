from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.found_json import json_objects

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=4), VALUES, max_size=3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("no braces", ()),
        ('{"a": 1}', ({"a": 1},)),
        ('```json\n{"a": 1}\n```', ({"a": 1},)),
        ('Sure {really}: {"a": {"b": 2}} done}', ({"a": {"b": 2}},)),
        ('{"a": 1} {"a": 2}', ({"a": 1}, {"a": 2})),
        ('[{"a": 1}, {"a": 2}]', ({"a": 1}, {"a": 2})),
        ('{"a": "two\nlines"}', ({"a": "two\nlines"},)),
        ('{"a": 1, "a": 2}', ()),
        ('{"a": {"b": 1, "b": 2}}', ()),
        ('{"a": NaN}', ()),
        ('{"a": Infinity}', ()),
        ('{"a": 1,}', ()),
        ("{'a': 1}", ()),
        ('{"outer": [{"id": "p1"}, {"id": "p2"}, {"id"', ({"id": "p1"}, {"id": "p2"})),
        ('{"a": ' + "9" * 5000 + "}", ()),
    ],
)
def test_objects_are_found_wherever_they_stand(text: str, found: tuple[dict[str, Any], ...]) -> None:
    assert json_objects(text) == found


@given(OBJECTS, st.text(alphabet="ab \n`}", max_size=10), st.text(alphabet="ab \n`}", max_size=10))
def test_an_object_is_found_in_any_talk(data: dict[str, Any], before: str, after: str) -> None:
    for text in (json.dumps(data), json.dumps(data, ensure_ascii=False, indent=1)):
        assert json_objects(before + text + after) == (data,)


@pytest.mark.parametrize("text", ["{" * 200_000, '{"a":' * 100_000, '{"a":[' * 50_000, '{"a":1' * 100_000])
def test_hostile_nesting_takes_no_time_and_no_stack(text: str) -> None:
    started = time.process_time()
    json_objects(text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "piece", ['{"a":', "{", '{"a":[', "{[", '{"a":1,"a":1}', '{"a":"', '{"a":[1,2,3,', "[{", '{"{":{']
)
@pytest.mark.parametrize("tail", ["", "1," * 20_000, '"x' * 20_000, "[" * 40_000])
def test_braces_within_braces_are_not_read_again_and_again(piece: str, tail: str) -> None:
    text = piece * (60_000 // len(piece)) + tail
    start = time.process_time()
    json_objects(text)
    assert time.process_time() - start < max(1.0, len(text) / 100_000)


def test_an_object_nested_deeper_than_anything_asked_for_is_no_reply() -> None:
    deep = '{"points": ' + "[" * 400 + "]" * 400 + "}"
    assert json_objects(f'{deep} {{"a": 1}}') == ({"a": 1},)
