from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.clean_text import one_line, printable, reflow


@given(st.text())
def test_nothing_a_terminal_acts_on_is_left(text: str) -> None:
    clean = printable(text)
    assert not any(ord(char) < 32 and char not in "\n\t" for char in clean)
    assert not any("\x7f" <= char <= "\x9f" or "\u202a" <= char <= "\u202e" for char in clean)
    clean.encode()


def test_whole_escape_sequences_go_not_only_their_first_byte() -> None:
    assert printable("\x1b[31mred\x1b[0m \x1b]0;title\x07x") == "red x"


def test_ordinary_text_is_left_alone() -> None:
    text = "RoPE：旋转 θ_i = 10000^(-2i/d)\n\tnext — “ok” 😀"
    assert printable(text) == text


def test_one_line_folds_white_space() -> None:
    assert one_line(" a\n b\t\tc ") == "a b c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一行，\n第二行", "第一行，第二行"),
        ("one line\nand another", "one line and another"),
        ("英文 word\nnext 词", "英文 word next 词"),
        ("para\n\npara two\ngoes on", "para\n\npara two goes on"),
        ("list:\n- a\n- b", "list:\n- a\n- b"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("code:\n```python\nx = 1\ny = 2\n```\nafter\nit", "code:\n```python\nx = 1\ny = 2\n```\nafter it"),
        ("formula:\n  y = x\nwhere", "formula:\n  y = x\nwhere"),
    ],
)
def test_lines_broken_to_fit_an_editor_are_joined(text: str, expected: str) -> None:
    assert reflow(text) == expected
