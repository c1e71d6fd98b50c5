"""Every option of every command with values nobody would give: messages and exit codes, no tracebacks.

The commands are found by walking the command tree, so a later one is fuzzed from its first day on.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mock_interview.cli import app
from mock_interview.errors import ExitCode, MockInterviewError
from tests.fuzz.modes import LONG, examples, quick
from tests.fuzz.mutate import HOSTILE_TEXTS
from tests.samples import write_bank

# Whole batteries of answers, with the models: minutes for each example.
LEFT_OUT = () if LONG else (("bank", "attack"), ("bank", "test"))
SHIPPED = Path(__file__).parents[2]


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its path; a group is one too."""
    yield path, command
    for name in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from commands(command.get_command(None, name), (*path, name))


TREE = [(path, one) for path, one in commands(typer.main.get_command(app)) if path not in LEFT_OUT]
OPTIONS = [
    (path, command, parameter)
    for path, command in TREE
    for parameter in command.params
    if "completion" not in str(parameter.name)
]
PLACES = (
    "answers.jsonl", "rows.jsonl", "rows.csv", "out.jsonl", "out.csv", "out.xlsx", "question_bank", "rubrics",
    "transcripts", "empty", "folder", "question_bank/norm.yaml", "/nonexistent/x", "/dev/null", "/dev/full",
    "/proc/self/mem", "/", ".", "-", "~", "~nobody", "x" * 5000, "a/" * 3000,
)  # fmt: skip
WORDS = (
    "²", "٣", "0", "1", "-1", "2-4", "5-1", "30m", "1h", "9" * 20, "9" * 5000, "9" * 5000 + "m", "99999999h",
    "1e999", "nan", "inf", "0.5", "zh", "en", "end", "each", "cut", "warn", "skip", "stop", "latest",
    "default", "strict", "rms-formula", "norm", "2.18", "2.18.2", "归一化", "score", "2026-11-01",
    "0001-01-01", "9999-12-31", "2026-02-30", "bundled", "sentence-transformers:", "--", "--json",
)  # fmt: skip
values = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(PLACES),
    st.sampled_from(HOSTILE_TEXTS).map(lambda text: text.replace("\0", "")),
    st.text(st.characters(exclude_categories=(), exclude_characters="\0"), max_size=8),
    st.integers().map(str),
)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command with one of its options, sometimes others, and most of its arguments."""
    path, command, chosen = draw(st.sampled_from(OPTIONS))
    line = list(path)
    for parameter in command.params:
        argument = parameter.param_type_name == "argument"
        if parameter is not chosen and draw(st.integers(0, 9)) < (1 if argument else 8):
            continue
        if not argument:
            line.append(draw(st.sampled_from(parameter.opts)))
        if not getattr(parameter, "is_flag", False):
            line.append(draw(values))
    return line


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a small bank, a rubric, and files to name."""
    folder = tmp_path_factory.mktemp("place")
    write_bank(folder / "question_bank")
    (folder / "rubrics").symlink_to(SHIPPED / "rubrics")
    for name in ("transcripts", "folder"):
        (folder / name).mkdir()
    (folder / "empty").write_text("")
    (folder / "answers.jsonl").write_text('{"answer": null}\n')
    row = {"question_id": "rms-formula", "answer": "", "score": 1, "p": 50}
    (folder / "rows.jsonl").write_text(f"{json.dumps(row)}\n" * 4)
    (folder / "rows.csv").write_text("question_id,answer,score\nrms-formula,,1\n")
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


@examples(150)
@given(line=command_lines(), typed=st.sampled_from(("", "x", '{"answer": null}\n')))
def test_no_command_line_ends_in_a_traceback(place: Path, line: list[str], typed: str) -> None:
    with quick(sum(map(len, line)), seconds=10.0):
        result = CliRunner().invoke(app, line, input=typed)
    error = result.exception
    if isinstance(error, MockInterviewError):
        assert str(error).strip() and error.exit_code in set(ExitCode)
    elif error is not None and not isinstance(error, SystemExit):
        raise AssertionError("".join(traceback.format_exception(error))) from error


@examples(60)
@given(line=command_lines(), typed=st.just(""))
def test_json_is_all_that_is_printed_when_it_is_asked_for(place: Path, line: list[str], typed: str) -> None:
    result = CliRunner().invoke(app, [*line, "--json"], input=typed)
    if result.exit_code == 0 and result.exception is None and "--help" not in line and "-h" not in line:
        json.loads(result.stdout)
