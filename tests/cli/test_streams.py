"""Output that goes nowhere, or cannot be written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import write_bank

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")


@pytest.fixture
def shell(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A command line run by a shell in a folder with a small bank."""
    write_bank(tmp_path / "question_bank")
    (tmp_path / "transcripts").mkdir()

    def run(line: str) -> subprocess.CompletedProcess[str]:
        command = line.replace("mock-interview", f"{sys.executable} -m mock_interview")
        return subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )

    return run


@pytest.mark.parametrize("command", ["topics", "paths", "--help", "bank show rms-formula --json"])
def test_output_that_cannot_be_written_is_named(shell, command: str) -> None:
    done = shell(f"mock-interview {command} > /dev/full")
    assert done.returncode == 5
    assert done.stderr == "mock-interview: the output cannot be written: No space left on device\n"


def test_a_session_whose_output_is_lost_can_be_gone_on_with(shell, tmp_path: Path) -> None:
    assert (
        shell("""echo '{"answer": null}' | mock-interview run -n 1 --answers - > /dev/full""").returncode == 5
    )
    done = shell("""echo '{"answer": null}' | mock-interview resume --answers -""")
    assert done.returncode == 0 and "Traceback" not in done.stderr


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_closed_stream_ends_no_command(shell, streams: str) -> None:
    assert shell(f"mock-interview topics {streams}").returncode == 0


def test_the_exit_code_stays_what_it_is_when_nobody_can_hear_why(shell) -> None:
    assert shell("mock-interview bank show nosuch 2> /dev/full").returncode == 2
    assert shell("mock-interview bank show nosuch 2>&-").returncode == 2
