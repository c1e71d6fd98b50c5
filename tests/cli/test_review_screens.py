"""What the commands that look back print through the whole of the command line, in both languages.

Those whose screens hang on the day or on a model are compared where they are drawn, in tests/terminal.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.judge.graded import judged_session
from tests.samples import finished
from tests.three_weeks import write_all

COMMANDS = [
    ("review",),
    ("review", "list"),
    ("review", "list", "--since", "2999-01-01"),
    ("review", "show", "judge2", "--question", "1"),
    ("review", "show", "judge2", "--question", "2"),
    ("review", "show", "judge2", "--question", "3"),
    ("review", "stats", "--since", "2999-01-01"),
    ("review", "diff", "judge2:1", "abc234"),
    ("review", "diff", "judge2", "abc234"),
    ("review", "appeal", "abc234", "-q", "1", "-p", "gain", "--verdict", "covered", "--because", "x"),
    ("review", "report"),
    ("review", "report", "abc234", "-o", "one.html"),
    ("review", "report", "-o", "taken.html"),
    ("review", "export", "abc234", "-o", "one.md"),
    ("review", "export", "-o", "all.csv"),
    ("review", "export", "-o", "all.json"),
    ("review", "export", "-o", "gaps.apkg"),
    ("review", "export", "-o", "gaps.txt"),
    ("review", "export", "-o", "all.docx"),
    ("review", "export", "--since", "2999-01-01"),
    ("topics",),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_that_looks_back(
    golden, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8")
    early = replace(judged_session(lang), id="judge2", started_at="2026-11-20T09:00:00.000Z")
    write_all(tmp_path / "transcripts", [early, finished(lang)])
    (tmp_path / "taken.html").write_text("mine", encoding="utf-8")
    shown = []
    for command in COMMANDS:
        said = call(*command)
        text = (said.out + said.err).replace(str(tmp_path), ".")
        text = re.sub(r"\S*/appeals\S*\.jsonl", "APPEALS", text)
        shown.append(f"$ {' '.join(command)}  ({said.code})\n{text}")
    golden(f"review-{lang}", "\n".join(shown))
    assert (tmp_path / "taken.html").read_text(encoding="utf-8") == "mine"
