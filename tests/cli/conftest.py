"""The command in a process of its own or in this one, in an empty folder, with a small bank."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mock_interview.cli import app
from mock_interview.errors import MockInterviewError
from tests.samples import write_bank

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``run("review", "list")`` in an empty folder, with a bank of two questions and nobody at stdin."""
    write_bank(tmp_path / "question_bank")
    (tmp_path / "transcripts").mkdir()

    def call(*args: object, stdin: str = "", **more: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mock_interview", *map(str, args)]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            timeout=120,
            **more,
        )

    return call


@pytest.fixture
def answers(tmp_path: Path) -> Callable[..., Path]:
    """A JSONL file of answers."""

    def write(*rows: object) -> Path:
        path = tmp_path / "answers.jsonl"
        lines = [json.dumps(row if isinstance(row, dict) else {"answer": row}) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@dataclass(frozen=True)
class Said:
    """What a command said: its exit code, stdout, and stderr with the message of an error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


Call = Callable[..., Said]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """``call("review", "list")`` in a folder with a bank of two questions, in this process."""
    write_bank(tmp_path / "question_bank")
    (tmp_path / "transcripts").mkdir()
    monkeypatch.chdir(tmp_path)

    def run(*args: object) -> Said:
        result = CliRunner().invoke(app, [str(arg) for arg in args])
        if isinstance(result.exception, MockInterviewError):
            return Said(result.exception.exit_code, result.stdout, f"{result.stderr}{result.exception}")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    return run
