from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from mock_interview.terminal.screen import block, console, lines


def wrap(text: str, width: int) -> list[str]:
    return [line.plain for line in lines(Text(text), width)]


def test_chinese_breaks_between_characters_and_fills_the_line() -> None:
    assert wrap("旋转位置编码把向量旋转", 10) == ["旋转位置编", "码把向量旋", "转"]


def test_latin_words_inside_chinese_stay_whole() -> None:
    assert wrap("对 query 和 key 做旋转", 10) == ["对 query", "和 key 做", "旋转"]


def test_no_line_starts_with_closing_punctuation() -> None:
    assert wrap("一二三四五，六", 10) == ["一二三四", "五，六"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


@given(st.text(alphabet="ab 旋转，。（） q\t\n", max_size=200), st.integers(8, 40))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert all(cell_len(line) <= width for line in wrapped)
    assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_untrusted_text_cannot_move_the_cursor() -> None:
    assert "\x1b" not in block("\x1b[2Jgone", 40).plain


def test_markup_in_a_text_is_shown_as_it_stands() -> None:
    file = io.StringIO()
    console(file=file, width=60).print(block("[bold]x[/bold] :smile: [link=http://x]", 60), soft_wrap=True)
    assert file.getvalue() == "[bold]x[/bold] :smile: [link=http://x]\n"
