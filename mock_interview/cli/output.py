"""Where a command writes what it made: stdout, a device, or a file that appears when it is whole."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mock_interview.atomic import open_atomic
from mock_interview.errors import WriteError

STDIO = Path("-")


def is_device(path: Path) -> bool:
    """Whether a path is there and neither a file nor a folder."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def opened(output: Path) -> Iterator[io.TextIOWrapper]:
    """UTF-8 text to ``output``; bytes go to its ``buffer``. Raises ``OSError``."""
    if output == STDIO:
        # Not sys.stdout itself: this is UTF-8 whatever the terminal is. A reader may wait for each line.
        out = io.TextIOWrapper(
            sys.stdout.buffer, encoding="utf-8", errors="replace", newline="\n", line_buffering=True
        )
        try:
            yield out
            out.flush()
        finally:
            out.detach()
    elif is_device(output) or output.is_dir():
        # A device or a pipe is written to, never replaced; a folder raises here, before any work.
        with output.open("w", 1, encoding="utf-8", errors="replace", newline="\n") as device:
            yield device
    else:
        with open_atomic(output.resolve()) as file:  # a link stays one
            yield file


@contextmanager
def written(output: Path, ours: Callable[[Path], bool], *, force: bool) -> Iterator[io.TextIOWrapper]:
    """As `opened`, but what somebody else made is not replaced unless ``force`` says so.

    ``ours`` tells whether a file is such as is to be written. Raises `WriteError`.
    """
    try:
        if output != STDIO and output.is_file() and not force and output.stat().st_size and not ours(output):
            raise WriteError(
                f"{output}: is there already and is none of mock-interview's; "
                "choose another name with --output, or replace it with --force"
            )
        with opened(output) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"{output}: cannot be written: {_why(output, error)}") from None


def _why(output: Path, error: OSError) -> str:
    if output.is_dir():
        return f"it is a folder; name a file in it, such as {output / 'report.html'}"
    if not output.absolute().parent.exists():
        return f"there is no folder {output.absolute().parent}; make it first"
    return str(error.strerror or error)


def head(path: Path, size: int = 4096) -> bytes:
    """The first ``size`` bytes of a file. Raises ``OSError``."""
    with path.open("rb") as file:
        return file.read(size)
