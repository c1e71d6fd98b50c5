"""The bar of a long command."""

from __future__ import annotations

import io
import sys

import pytest

from mock_interview.terminal.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("total", [3, None])
def test_on_a_terminal_there_is_a_bar_and_words_go_past_it(
    monkeypatch: pytest.MonkeyPatch, total: int | None
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    progress = Progress()
    seen = []
    for item in progress.watch("abc", total):
        progress.say(f"about {item}\x1b[2J")
        seen.append(item)
    shown = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert seen == ["a", "b", "c"] and "about b" in shown and "\x1b[2J" not in shown
    assert "/3" in shown or total is None
    assert "\x1b[2K" in shown  # the bar is gone at the end


def test_elsewhere_there_are_only_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    for item in progress.watch("ab", 2):
        progress.say(item)
    progress.say("done")
    assert capsys.readouterr().err == "a\nb\ndone\n"
