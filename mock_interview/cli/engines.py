"""Chooses where rows are graded: on this machine, or on a cluster."""

from __future__ import annotations

from mock_interview.cli.row_files import RowFile
from mock_interview.cli.row_grading import Engine, RowGrader
from mock_interview.errors import UsageError


def make_engine(name: str, grader: RowGrader, file: RowFile, *, jobs: int | None) -> Engine:
    """The engine of that name for the rows of ``file``; ``jobs`` is how many processes, ``None`` for all.

    Raises `UsageError` when it needs what is not installed.
    """
    if grader.judging is not None:  # one process keeps count of calls and cost
        if name == "ray":
            raise UsageError("--judge: goes with the local engine; leave out --engine ray")
        jobs = 1
    if name == "ray":
        from mock_interview.cli.ray_engine import ray_engine

        return ray_engine(grader, jobs=jobs)
    from mock_interview.cli.local_engine import default_jobs, local_engine

    expected = file.scanned.rows if file.scanned else None
    return local_engine(grader, jobs=jobs or default_jobs(grader.encoder), expected=expected)
