"""Hypothesis strategies for every noun, made from its annotations, hostile texts and zeros included."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from mock_interview.transcript.events import VOCABULARY

HOSTILE = ("", "\ud800", "\x00\x1b[2J\x07", "😀", "\u2028\u202e", '"\\\n\r\t', "题", "e\u0301")

texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=()), max_size=20))
MOST = 2**62  # what is stored is refused beyond twice that
numbers = st.one_of(st.just(0.0), st.floats(-MOST, MOST))
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-MOST, MOST),
    float: numbers,
    bool: st.booleans(),
    type(None): st.none(),
}


def nouns(kind: Any) -> st.SearchStrategy[Any]:
    """Values of the annotation ``kind``: a noun, or what a noun is made of."""
    origin, args = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin in (Union, types.UnionType):
        return st.one_of([nouns(arg) for arg in args])
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(nouns(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*[nouns(arg) for arg in args])
    if origin is dict:
        return st.dictionaries(nouns(args[0]), nouns(args[1]), max_size=2)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    hints = get_type_hints(kind)
    if not is_dataclass(kind):  # a named tuple
        return st.builds(kind, **{name: nouns(hints[name]) for name in kind._fields})
    # A noun within a noun of its kind is left out, or there would be no end of them.
    made = {
        f.name: st.none() if hints[f.name] == (kind | None) else nouns(hints[f.name]) for f in fields(kind)
    }
    made.update({name: st.sampled_from(allowed) for name, allowed in VOCABULARY.get(kind, {}).items()})
    return st.builds(kind, **made)
