"""The one door to Ray: grades rows with Ray Data, where one machine is outgrown.

Rows are read, checked and written here; the cluster only grades. Every machine of it needs this package
and what it depends on. Needs the extra ``ray``.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mock_interview.answer_rows import AnswerRow
from mock_interview.cli.row_grading import Engine, RowGrader
from mock_interview.codec import from_json, to_json
from mock_interview.errors import UsageError
from mock_interview.model import Bank, Grade, Rubric

if TYPE_CHECKING:
    from ray.data import Dataset
    from ray.util.queue import Queue

INSTALL = "pip install 'mock-interview[ray]'"
# Lists of rows that wait for each process, so that none of them waits for this one.
AHEAD = 2
# numpy's threads take a processor from the models (see ``cli``); set before a worker starts.
WORKER_ENV = {"OPENBLAS_NUM_THREADS": "1"}


def ray_engine(grader: RowGrader, *, jobs: int | None) -> Engine:
    """Grades in ``jobs`` processes of a cluster; ``None`` takes one for each of its processors.

    The cluster is the one ``RAY_ADDRESS`` names, else one started here for as long as it is needed.
    Raises `UsageError` when Ray is not installed.
    """
    if importlib.util.find_spec("ray") is None:
        raise UsageError(f"--engine ray needs packages that are not installed. Install them: {INSTALL}")

    def grade(chunks: Iterable[Sequence[AnswerRow]]) -> Iterator[list[Grade]]:
        with _cluster() as processors:
            yield from _graded(chunks, grader, jobs or processors)

    return grade


@contextmanager
def _cluster() -> Iterator[int]:
    """How many processors the cluster has, which is let go of at the end if it was reached here."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    import ray

    joined = not ray.is_initialized()
    if joined:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
    try:
        yield max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        if joined:
            ray.shutdown()


def _graded(chunks: Iterable[Sequence[AnswerRow]], grader: RowGrader, jobs: int) -> Iterator[list[Grade]]:
    from ray.util.queue import Queue

    queue = Queue(maxsize=jobs * AHEAD, actor_options={"num_cpus": 0})
    failed: list[BaseException] = []

    def feed() -> None:
        try:
            for chunk in chunks:
                queue.put(to_json(list(chunk)))
        except BaseException as error:  # raised where the grades are awaited
            failed.append(error)
        finally:
            queue.put(None)

    threading.Thread(target=feed, daemon=True, name="feed-cluster").start()
    for batch in _pipeline(queue, grader, jobs).iter_batches(batch_size=1, prefetch_batches=0):
        yield list(from_json(str(batch["grades"][0]).encode(), tuple[Grade, ...]))
    if failed:
        raise failed[0]


def _pipeline(queue: Queue, grader: RowGrader, jobs: int) -> Dataset:
    """Lists of rows from ``queue`` to lists of grades, in order, a list a block."""
    import ray
    from ray.data import ActorPoolStrategy, DataContext

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    context.target_max_block_size = 1  # a list goes on as soon as it is there
    fetched = ray.data.from_items([{"number": 0}]).map_batches(
        _fetch, fn_args=(queue,), batch_size=1, num_cpus=0
    )
    return fetched.map_batches(
        _Worker,
        fn_constructor_args=(grader.bank, grader.encoder, grader.rubric),
        batch_size=1,
        compute=ActorPoolStrategy(size=jobs),
        num_cpus=1,
        runtime_env={"env_vars": WORKER_ENV},
    )


def _fetch(_batch: Mapping[str, Any], queue: Queue) -> Iterator[dict[str, list[str]]]:
    """The lists of rows that come in, one after the other."""
    while (rows := queue.get()) is not None:
        yield {"rows": [rows]}


class _Worker:
    """A process of the cluster that grades."""

    def __init__(self, bank: Bank, encoder: str, rubric: Rubric) -> None:
        self._grader = RowGrader(bank, encoder, rubric)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[str]]:
        asked = from_json(str(batch["rows"][0]).encode(), tuple[AnswerRow, ...])
        return {"grades": [to_json(self._grader.grade_all(asked))]}
