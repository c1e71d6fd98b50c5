"""Strategies that spoil valid files: bytes, lines, and single values of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

HOSTILE_TEXTS = (
    "",
    " ",
    "\ud800",
    "\x00\x1b[2J\x07",
    "\x1b]0;title\x07",
    "\u202eabc\u2066",
    "\u200b\u200d\ufeff",
    "\u2028\u2029\x85",
    "e\u0301" * 20,
    "😀题",
    '"\\\n\r\t',
    "{{{{[[[[",
    "[bold]x[/bold]",
    "../../etc/passwd",
    "{n} {total} %s %d",
    "x" * 3000,
)
HOSTILE_NUMBERS = (
    0,
    -1,
    1,
    2**31,
    2**63,
    2**64,
    -(2**63) - 1,
    10**400,
    0.0,
    -0.0,
    1e308,
    -1e308,
    5e-324,
    0.1,
)
TOO_LARGE = "a number that JSON can write and no float can hold"
HOSTILE_LITERALS = (
    b"1e999",
    b"-1e999",
    b"NaN",
    b"Infinity",
    b"9" * 5000,
    b"[" * 3000,
    b'{"a":' * 3000,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x00" * 40,
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"&a [*a, *a]",
    b"!!python/object:os.system",
    b"<<: *x",
    b"? [",
    b"%YAML 9.9\n---\n",
    b"'",
    b'"',
    b",",
    b":",
    b"\t",
)

values: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(HOSTILE_TEXTS),
    st.sampled_from(HOSTILE_NUMBERS),
    st.just(TOO_LARGE),
    st.sampled_from(("en", "fr", "quit", "open", "skipped", "covered", "q2", "draft", "2026-13-45")),
    st.sampled_from((None, True, False, [], {}, [[]], [None], {"": {}}, [0] * 50)),
    st.text(st.characters(exclude_categories=()), max_size=8),
    st.integers(-3, 10),
)


@st.composite
def spoiled(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """One of ``seeds`` after a few cuts, copies and insertions of bytes or of whole lines."""
    raw = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        raw = draw(st.sampled_from(_OPERATIONS))(draw, raw, seeds)
    return raw


def _place(draw: st.DrawFn, raw: bytes) -> int:
    """An offset in ``raw``; in a short line as likely as in a long one."""
    lines = raw.split(b"\n")
    number = draw(st.integers(0, len(lines) - 1))
    return sum(len(line) + 1 for line in lines[:number]) + draw(st.integers(0, len(lines[number])))


def _insert(draw: st.DrawFn, raw: bytes, _seeds: Sequence[bytes]) -> bytes:
    at = _place(draw, raw)
    extra = draw(st.one_of(st.sampled_from(HOSTILE_LITERALS), st.binary(min_size=1, max_size=6)))
    return raw[:at] + extra + raw[at:]


def _cut(draw: st.DrawFn, raw: bytes, _seeds: Sequence[bytes]) -> bytes:
    at = _place(draw, raw)
    return raw[:at] + raw[at + draw(st.integers(1, 200)) :]


def _truncate(draw: st.DrawFn, raw: bytes, _seeds: Sequence[bytes]) -> bytes:
    return raw[: _place(draw, raw)]


def _repeat(draw: st.DrawFn, raw: bytes, _seeds: Sequence[bytes]) -> bytes:
    at, size = _place(draw, raw), draw(st.integers(1, 60))
    return raw[:at] + raw[at : at + size] * draw(st.sampled_from((2, 3, 100))) + raw[at + size :]


def _splice(draw: st.DrawFn, raw: bytes, seeds: Sequence[bytes]) -> bytes:
    other = draw(st.sampled_from(seeds))
    return raw[: _place(draw, raw)] + other[_place(draw, other) :]


def _by_lines(change: Callable[[st.DrawFn, list[bytes]], object]) -> Callable[..., bytes]:
    def spoil(draw: st.DrawFn, raw: bytes, _seeds: Sequence[bytes]) -> bytes:
        lines = raw.split(b"\n")
        change(draw, lines)
        return b"\n".join(lines)

    return spoil


def _line(draw: st.DrawFn, lines: list[bytes]) -> int:
    return draw(st.integers(0, len(lines) - 1))


def _swap(draw: st.DrawFn, lines: list[bytes]) -> None:
    one, other = _line(draw, lines), _line(draw, lines)
    lines[one], lines[other] = lines[other], lines[one]


_OPERATIONS: tuple[Callable[..., bytes], ...] = (
    _insert,
    _cut,
    _truncate,
    _repeat,
    _splice,
    _by_lines(_swap),
    _by_lines(lambda draw, lines: lines.pop(_line(draw, lines))),
    _by_lines(lambda draw, lines: lines.insert(_line(draw, lines), lines[_line(draw, lines)])),
)


@st.composite
def retyped(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """JSON lines in which a few values are others: of another type, huge, hostile, or gone.

    Every name of a field is as likely as any other, however often it occurs.
    """
    lines = [json.loads(line) for line in draw(st.sampled_from(seeds)).splitlines() if line.strip()]
    for _ in range(draw(st.integers(1, 3))):
        places: dict[str, list[tuple[Any, Any]]] = {}
        for line in lines:
            _gather(line, places)
        if places:
            holder, key = draw(st.sampled_from(places[draw(st.sampled_from(sorted(places)))]))
            if draw(st.integers(0, 5)) == 0:
                del holder[key]
            else:
                holder[key] = json.loads(json.dumps(draw(values)))  # never one list in two places
    text = "\n".join(map(json.dumps, lines)) + draw(st.sampled_from(("", "\n")))
    return text.replace(json.dumps(TOO_LARGE), "1e999").encode()


def _gather(value: Any, places: dict[str, list[tuple[Any, Any]]], name: str = "[]") -> None:
    """Put every place within ``value``, as what holds it and its key, under its name."""
    keys = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
    for key in keys:
        inner = key if isinstance(key, str) else name
        places.setdefault(inner, []).append((value, key))
        _gather(value[key], places, inner)
