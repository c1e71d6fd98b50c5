from __future__ import annotations

import io
import string
from pathlib import Path

import pytest

from mock_interview.checkup import finding as make
from mock_interview.checkup.finding import Finding
from mock_interview.secret import Secret
from mock_interview.settings.shown import rows
from mock_interview.settings.values import Note, Settings
from mock_interview.terminal import checkup_view, settings_view
from mock_interview.terminal.checkup_view import message, remedy, show_finding, show_outcome
from mock_interview.terminal.screen import console
from mock_interview.terminal.settings_view import settings_word, show_settings

FILE = Path("/home/me/.config/mock-interview/config.yaml")
WELL = (
    make.ok("config", "config_ok", path=FILE),
    make.ok("terminal", "terminal_ok", columns=100, lines=30, term="xterm-256color"),
    make.ok("folders", "folder_ok", name="transcripts", path="/home/me/transcripts", why="./transcripts"),
    make.ok("folders", "folder_later", name="cache", path="/home/me/.cache/mock-interview", why=""),
    make.ok("bank", "bank_ok", questions=158, path="/home/me/question_bank", why=""),
    make.ok("rubrics", "rubrics_ok", names="default, strict", path="/home/me/rubrics", why=""),
    make.ok("encoder", "encoder_ok", name="bundled", seconds="0.8"),
    make.ok(
        "model", "model_ok", model="m", server="http://localhost:8000/v1", seconds="0.4", calls=1, tokens=41
    ),
)
ILL = (
    make.problem("config", "unknown_variable", name="MOCK_INTERVIEW_COFFEE"),
    make.problem("config", "misspelt_variable", name="MOCK_INTERVIEW_MODLE", near="MOCK_INTERVIEW_MODEL"),
    make.problem("config", "open_to_others", path=FILE),
    make.note("config", "general_key_unused", server="api.deepseek.com"),
    make.problem("terminal", "not_utf8", encoding="ascii"),
    make.note("terminal", "dumb", term="dumb"),
    make.problem(
        "folders", "not_writable", name="transcripts", path="/media/usb", reason="Read-only", why=""
    ),
    make.problem("bank", "bank_broken", path="/home/me/bank", questions=3, errors=2, why=""),
    make.problem("encoder", "encoder_broken", reason="verifier.onnx is damaged"),
    make.problem(
        "model",
        "model_fails",
        reason="m at https://api.deepseek.com/v1: HTTP 401: no\x1b[31m; the key is not accepted",
    ),
    make.skipped("model", "offline", model="m", server="https://api.deepseek.com"),
)


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_checkup_screens(golden, lang: str, width: int) -> None:
    file = io.StringIO()
    out = console(file=file, width=width)
    for findings in (WELL, ILL):
        for finding in findings:
            show_finding(out, finding, lang)
        show_outcome(out, sum(one.state is make.State.PROBLEM for one in findings), lang)
    golden(f"checkup-{lang}-{width}", file.getvalue())


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_settings_screens(golden, lang: str, width: int) -> None:
    file = io.StringIO()
    out = console(file=file, width=width)
    settings = Settings(
        model="deepseek-chat",
        base_url="https://api.deepseek.com",
        api_key=Secret("sk-planted-0123456789abcdef"),
        judge=True,
        max_cost=0.5,
        headers={"X-Team": Secret("blue-team-of-many")},
        body={"note": "中文\x1b[31m"},
        origins={
            "model": "--model",
            "base_url": f"{FILE}:3",
            "api_key": f"{FILE}:4 (DEEPSEEK_API_KEY)",
            "judge": "MOCK_INTERVIEW_JUDGE",
            "max_cost": f"{FILE}:9",
            "headers": f"{FILE}:10",
            "body": f"{FILE}:11",
        },
    )
    notes = (
        Note(what="variable_not_set", blanks={"place": "config.yaml:2", "name": "MINE"}),
        Note(what="general_key_sent", blanks={"server": "api.deepseek.com"}),
        Note(what="key_stays", blanks={"own": "api.deepseek.com", "server": "localhost:11434"}),
    )
    show_settings(out, rows(settings), notes, FILE, lang)
    out.print(settings_word(lang, "written", path=FILE))
    golden(f"settings-{lang}-{width}", file.getvalue())


@pytest.mark.parametrize(
    "table",
    [checkup_view._TEXTS, checkup_view._REMEDIES, checkup_view._CHECKS, settings_view._WORDS],
)
def test_both_languages_have_the_same_blanks(table: dict[str, tuple[str, str]]) -> None:
    for texts in table.values():
        zh, en = ({name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts)
        assert zh == en and all(texts)


@pytest.mark.parametrize("finding", [one for one in ILL if one.state is make.State.PROBLEM])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_problem_comes_with_something_to_do(finding: Finding, lang: str) -> None:
    assert remedy(finding, lang) and "\x1b" not in message(finding, lang)
