"""Nouns to plain data and back, checked. The only place that imports msgspec."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class CodecError(ValueError):
    """Plain data does not fit the noun; the message names the field."""


def to_plain(noun: object) -> Any:
    """``noun`` as dicts, lists, texts and numbers."""
    return msgspec.to_builtins(noun)


def from_plain(data: object, kind: type[T]) -> T:
    """The noun of type ``kind`` that ``data`` holds. Raises `CodecError`; unknown keys are ignored."""
    try:
        return msgspec.convert(data, kind)
    except (msgspec.ValidationError, UnicodeEncodeError, RecursionError) as error:
        raise CodecError(str(error)) from None


def to_json(noun: object, *, ascii_only: bool = True) -> str:
    """One line of JSON, ASCII only by default, so that lone surrogates and line separators survive."""
    return json.dumps(to_plain(noun), ensure_ascii=ascii_only, allow_nan=False, separators=(",", ":"))


def from_json(raw: bytes, kind: type[T]) -> T:
    """The noun that JSON bytes hold. Raises `CodecError`."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise CodecError(str(error)) from None


def reader(kind: type[T]) -> Callable[[bytes], T]:
    """`from_json` for many values of one type, which is looked at once."""
    decode = msgspec.json.Decoder(kind).decode

    def read(raw: bytes) -> T:
        try:
            return decode(raw)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise CodecError(str(error)) from None

    return read
