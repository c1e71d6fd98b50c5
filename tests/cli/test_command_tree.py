"""Commands that are loaded one at a time."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
sys.argv = ["mock-interview", *{args!r}]
from mock_interview.cli import main
try:
    main()
except SystemExit:
    pass
print(*(name for name in sys.modules if name.startswith("mock_interview.cli.")), file=sys.stderr)
"""


def run(*args: str) -> tuple[str, set[str]]:
    """What is said on stderr, and which modules of commands were loaded."""
    script = SCRIPT.format(args=args)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    *said, loaded = done.stderr.splitlines()
    return "\n".join(said), {name.rpartition(".")[2] for name in loaded.split()}


def test_a_command_loads_no_other_one() -> None:
    said, loaded = run("topics", "--json")
    assert not said and "topics" in loaded
    assert not loaded & {"run", "grade", "review", "bank", "agreement", "config"}
    said, loaded = run("review", "list")
    assert not said and "review" in loaded and not loaded & {"review_stats", "review_report", "bank", "run"}


def test_the_nearest_command_is_named_for_one_that_there_is_not() -> None:
    assert "Did you mean 'topics'?" in run("topcs")[0]
    assert "Did you mean 'list'?" in run("review", "lst")[0]
