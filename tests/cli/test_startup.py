"""What a light command loads, seen in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    *("torch", "numpy", "onnxruntime", "tokenizers", "sentence_transformers", "openai", "prompt_toolkit"),
    *("fsrs", "jinja2", "genanki"),
)
LIGHT = [
    ["--help"],
    ["--version"],
    ["topics"],
    ["paths"],
    ["config"],
    ["doctor", "--help"],
    ["review", "list"],
    ["review", "stats"],
    ["next"],
    ["review", "diff", "--help"],
    ["review", "report", "--help"],
    ["review", "export", "--help"],
    ["run", "--help"],
    ["bank", "--help"],
]
SCRIPT = """
import sys
sys.argv = ["mock-interview", *{args!r}]
from mock_interview.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("LOADED:" + ",".join(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("args", LIGHT, ids=" ".join)
def test_a_light_command_loads_nothing_heavy(args: list[str], tmp_path: Path) -> None:
    script = SCRIPT.format(args=args, heavy=HEAVY)
    command = [sys.executable, "-c", script]
    # Not where somebody has practised: what is due then has to be worked out.
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr.rstrip().endswith("LOADED:"), done.stderr


def test_help_and_errors_of_the_command_line_do_not_need_rich() -> None:
    script = SCRIPT.format(args=["--help"], heavy=("rich",))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.rstrip().endswith("LOADED:")
