"""Something done on a disk that goes wrong at every step in turn."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mock_interview.errors import MockInterviewError
from tests.faults.disk import Disk, Killed, Plan, dies_at, fails_at, harmless, watched

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT)
FOR_EVER = 10**9


def run(root: Path, plan: Plan, act: Callable[[Path], object]) -> tuple[Disk, BaseException | None]:
    """``act`` on a disk with ``plan``, and what ended it: an error of the tree or a death, nothing else."""
    with watched(root, plan) as disk:
        try:
            act(root)
        except (MockInterviewError, Killed) as error:
            return disk, error
    return disk, None


def steps_of(root: Path, act: Callable[[Path], object]) -> int:
    """How many steps ``act`` takes when nothing goes wrong."""
    disk, error = run(root, harmless, act)
    assert error is None
    return len(disk.steps)


def failures(total: int) -> Iterator[tuple[str, Plan]]:
    """Every way in which one of ``total`` steps can fail: each code for ever, and one once, and short."""
    for number in range(total):
        for code in CODES:
            yield f"{errno.errorcode[code]}-{number}", fails_at(number, code, times=FOR_EVER)
        for taken in (0, 7):
            yield f"once-{taken}-{number}", fails_at(number, errno.EIO, taken=taken)


def deaths(total: int) -> Iterator[tuple[str, Plan]]:
    """A death at every one of ``total`` steps, before it or in the middle of what it writes."""
    for number in range(total):
        for taken in (0, 7):
            yield f"dies-{taken}-{number}", dies_at(number, taken=taken)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Files that cannot grow beyond ``size``: what SQLite writes through no Python is cut short as well."""
    import resource  # not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
