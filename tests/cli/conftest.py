"""The command in a process of its own, in an empty folder, with a small bank."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
