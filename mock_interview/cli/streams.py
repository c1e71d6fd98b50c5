"""The streams a command talks through: made usable at the start, and let go when they are lost."""

from __future__ import annotations

import errno
import io
import os
import sys


def prepare() -> None:
    """Give a stream that was closed, as by ``>&-``, a place to go to; let none end a command by an accent."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="replace")  # a character the terminal lacks must not end a session


# A full disk, a limit, a terminal that has gone.
_LOST = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO))


def is_lost(error: OSError) -> bool:
    """Whether ``error`` says that something printed cannot be written: errors about files name them."""
    return error.filename is None and error.errno in _LOST


def let_go() -> None:
    """Print nothing more to stdout, at exit least of all."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
