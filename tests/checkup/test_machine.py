from __future__ import annotations

import os
from pathlib import Path

import pytest

from mock_interview.checkup.finding import Finding, State
from mock_interview.checkup.machine import TerminalFacts, check_folder, check_terminal
from mock_interview.paths import Place


def facts(**more: object) -> TerminalFacts:
    usual = {"asks": True, "shows": True, "columns": 100, "lines": 30, "encoding": "utf-8"}
    return TerminalFacts(**{**usual, **more})  # type: ignore[arg-type]


def told(found: list[Finding]) -> list[tuple[str, State]]:
    return [(one.what, one.state) for one in found]


@pytest.mark.parametrize(
    ("known", "env", "expected"),
    [
        (facts(), {"TERM": "xterm-256color"}, [("terminal_ok", State.OK)]),
        (facts(columns=40, lines=20), {"TERM": "xterm"}, [("terminal_ok", State.OK)]),
        (facts(columns=39), {"TERM": "xterm"}, [("small", State.PROBLEM)]),
        (facts(lines=10), {"TERM": "xterm"}, [("small", State.PROBLEM)]),
        (facts(), {"TERM": "dumb"}, [("dumb", State.NOTE)]),
        (facts(), {}, [("dumb", State.NOTE)]),
        (facts(), {"TERM": "xterm", "NO_COLOR": "1"}, [("no_color", State.NOTE)]),
        (facts(encoding="ascii"), {"TERM": "xterm"}, [("not_utf8", State.PROBLEM)]),
        (facts(encoding=""), {"TERM": "xterm"}, [("not_utf8", State.PROBLEM)]),
        (facts(encoding="UTF8"), {"TERM": "xterm"}, [("terminal_ok", State.OK)]),
        (facts(shows=False, columns=0, lines=0), {"TERM": "xterm"}, [("no_terminal", State.NOTE)]),
        (facts(asks=False), {"TERM": "xterm"}, [("no_terminal", State.NOTE)]),
    ],
)
def test_the_terminal_is_judged_by_size_encoding_and_kind(
    known: TerminalFacts, env: dict[str, str], expected: list[tuple[str, State]]
) -> None:
    assert told(check_terminal(known, env)) == expected


def look(path: Path) -> Finding:
    return check_folder("cache", Place(path=path, why="test"))


def test_a_folder_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    assert look(tmp_path).what == "folder_ok"
    assert look(tmp_path / "a" / "b").what == "folder_later"
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert look(tmp_path / "file").what == "no_folder"
    assert look(tmp_path / "file" / "below").state is State.PROBLEM


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_a_problem(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert look(tmp_path).what == "not_writable" and look(tmp_path / "below").what == "not_writable"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody can write to")
def test_a_folder_that_nobody_can_write_to_is_a_problem() -> None:
    found = look(Path("/proc/self"))
    assert (found.what, found.state) == ("not_writable", State.PROBLEM) and found.blanks["reason"]
