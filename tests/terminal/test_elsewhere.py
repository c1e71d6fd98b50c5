"""An answer on its way to an external editor and back."""

from __future__ import annotations

import locale
import os
from pathlib import Path

import pytest

from mock_interview.terminal.elsewhere import hand_out, take_back


@pytest.mark.parametrize("text", ["", "one\ntwo", "题\n", "tab\tand\x07bell", "\n\n"])
def test_what_was_not_changed_comes_back(text: str) -> None:
    path = hand_out(text)
    assert take_back(path) == text.removesuffix("\n") and path.suffix == ".md"
    assert os.name != "posix" or path.stat().st_mode & 0o077 == 0, "nobody else reads along"


def test_what_a_terminal_cannot_have_sent_is_marked() -> None:
    assert take_back(hand_out("a\ud800b")) == "a?b"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfx\r\ny\r\n", "x\ny"),
        ("除以均方根".encode("gb18030"), "除以均方根"),
        (b"half \xff\xff", "half \ufffd\ufffd"),
    ],
    ids=["windows", "gb18030", "none"],
)
def test_the_encoding_of_the_system_is_understood_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes, text: str
) -> None:
    monkeypatch.setattr(locale, "getpreferredencoding", lambda _do: "gb18030")
    (tmp_path / "x.md").write_bytes(raw)
    assert take_back(tmp_path / "x.md") == text
