"""Grades rows on this machine: in this process while they are few, else in several."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context, parent_process

from mock_interview.answer_rows import AnswerRow
from mock_interview.cli.row_grading import CHUNK, Engine, RowGrader
from mock_interview.errors import EncoderError
from mock_interview.grading.encoder import DEFAULT
from mock_interview.model import Bank, Grade, Rubric

# Rows that are graded sooner here than other processes are started, which takes a second and more.
FEW = 2 * CHUNK
# Lists of rows that wait for each process, so that none of them waits for this one.
AHEAD = 2

_worker: RowGrader | None = None


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_jobs(encoder: str) -> int:
    """Processes to grade in. torch takes all processors and half a gigabyte for each process of its own."""
    return processors() if encoder == DEFAULT else 1


def local_engine(grader: RowGrader, *, jobs: int, expected: int | None) -> Engine:
    """Grades in ``jobs`` processes, or here, where no more rows are ``expected`` than are soon graded.

    ``expected`` is ``None`` when nobody knows; then processes are started as soon as rows come in fast.
    """
    few = jobs == 1 or (expected is not None and expected <= FEW)

    def grade(chunks: Iterable[Sequence[AnswerRow]]) -> Iterator[list[Grade]]:
        stream = iter(chunks)
        for chunk in stream:
            if few or (expected is None and len(chunk) < CHUNK):
                yield grader.grade_all(chunk)
            else:
                wanted = jobs if expected is None else min(jobs, -(-expected // CHUNK))
                yield from _in_processes(chain([chunk], stream), grader, wanted)

    return grade


def _in_processes(
    chunks: Iterable[Sequence[AnswerRow]], grader: RowGrader, jobs: int
) -> Iterator[list[Grade]]:
    context = get_context("spawn")  # a fork would copy locks that other threads hold
    made = (grader.bank, grader.encoder, grader.rubric, max(1, processors() // jobs))
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=made)
    waiting: deque[Future[list[Grade]]] = deque()
    try:
        for chunk in chunks:
            if chunk:
                waiting.append(pool.submit(_grade, chunk))
            while waiting and (not chunk or len(waiting) > jobs * (1 + AHEAD)):
                yield waiting.popleft().result()
            if not chunk:
                yield []
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise EncoderError(
            "a process that grades was ended from outside, perhaps for want of memory (each takes about "
            "200 MB); try fewer with --jobs"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start(bank: Bank, encoder: str, rubric: Rubric, threads: int) -> None:
    """Make this process one that grades, and that ends when the one that started it does."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal's processes
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = RowGrader(bank, encoder, rubric, threads=threads)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _grade(chunk: Sequence[AnswerRow]) -> list[Grade]:
    assert _worker is not None
    return _worker.grade_all(chunk)
