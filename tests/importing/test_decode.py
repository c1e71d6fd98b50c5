from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from mock_interview.errors import SourceError
from mock_interview.importing.decode import LONGEST_LINE, decode

NOTES = Path("notes.md")
TEXT = "# 大模型\n\n什么是“注意力”？\n\n对每个位置加权求和，LoRA 也能用。\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "gb18030"),
        (b"", "gbk"),
    ],
)
def test_text_is_read_whatever_wrote_it(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), NOTES) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_byte_text_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    text = "# What is attention?\n\nA weighted sum.\n"
    assert decode(text.encode(encoding), NOTES) == text


def test_lines_end_alike() -> None:
    assert decode(b"a\r\nb\rc\nd", NOTES) == "a\nb\nc\nd"


@pytest.mark.parametrize(
    "raw",
    ["Où est le café? Déjà vu naïve façade.".encode("latin-1"), b"\x80\x81\xfe\xff abc", b"caf\xe9 cr\xe8me"],
)
def test_other_encodings_are_named_and_not_guessed(raw: bytes) -> None:
    with pytest.raises(SourceError, match=r"notes\.md:1: is neither UTF-8 nor GB18030.*--encoding"):
        decode(raw, NOTES)


def test_an_encoding_that_is_named_is_used() -> None:
    assert decode("café".encode("latin-1"), NOTES, "latin-1") == "café"
    assert decode("題目".encode("big5"), NOTES, "big5") == "題目"
    with pytest.raises(SourceError, match="no encoding 'utf-9'"):
        decode(b"a", NOTES, "utf-9")
    with pytest.raises(SourceError, match=r"notes\.md:2: is not utf-8"):
        decode(b"a\n\xff", NOTES, "utf-8")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04rest", "zip archive or an office document"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"SQLite format 3\x00", "is a database"),
        (b"ab\x00\x01\x02\x00cd" * 50, "is not text"),
    ],
)
def test_what_is_no_text_is_called_what_it_is(raw: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        decode(raw, NOTES)


def test_an_endless_line_is_refused_with_its_number() -> None:
    with pytest.raises(SourceError, match=r"notes\.md:2: has a line of 1,000,001 characters"):
        decode(b"a\n" + b"x" * (LONGEST_LINE + 1), NOTES)
