"""A session on a disk that fails, or that the program dies on, at every single step."""

from __future__ import annotations

import errno
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mock_interview.errors import WriteError
from mock_interview.transcript.read import read_lines
from tests.faults.disk import Disk, Killed, Plan, dies_at, fails_at, harmless, watched
from tests.faults.sessions import NAME, Told, answers, check_kept, given, go_on, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to tell which file is synced")
CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT)
FOR_EVER = 10**9


def run(root: Path, plan: Plan, act: Callable[[Path], object]) -> tuple[Disk, BaseException | None]:
    """``act`` on a disk with ``plan``, and what ended it but an error that may be."""
    with watched(root, plan) as disk:
        try:
            act(root)
        except (WriteError, OSError, Killed) as error:
            return disk, error
    return disk, None


def begin(told: list[Told], *fallbacks: Path) -> Callable[[Path], object]:
    """Hold a session in a folder yet to be made."""
    return lambda root: start(root / "home", told, fallbacks)


def steps_of(root: Path, act: Callable[[Path], object]) -> int:
    """How many steps ``act`` takes when nothing goes wrong."""
    root.mkdir(exist_ok=True)
    disk, error = run(root, harmless, act)
    assert error is None
    return len(disk.steps)


def places(folder: Path) -> tuple[Path, Path]:
    """Where a session is kept, and where it may move; only the first is on the disk that goes wrong."""
    (folder / "disk").mkdir(parents=True)
    return folder / "disk", folder / "rescued"


@pytest.mark.parametrize("taken", [0, 1, 50], ids=["before", "1-byte", "50-bytes"])
@pytest.mark.parametrize("power", [False, True], ids=["killed", "power-cut"])
def test_dying_at_any_step_loses_no_event_and_the_session_can_be_finished(
    tmp_path: Path, taken: int, power: bool
) -> None:
    total = steps_of(tmp_path / "dry", begin([]))
    assert total > 50
    for number in range(total):
        told: list[Told] = []
        root, _ = places(tmp_path / f"{number}")
        disk, error = run(root, dies_at(number, taken=taken), begin(told))
        assert isinstance(error, Killed)
        if power:
            disk.cut_power(random.Random(number))
        path = check_kept(root / "home", told[0]) if told else None
        if path is not None:
            ended = go_on(path, [])
            assert ended.ended == "finished" and set(given(told[0])) <= set(answers(ended))
            assert len(answers(ended)) == 4


@pytest.mark.parametrize("taken", [0, 20], ids=["before", "20-bytes"])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_dying_at_any_step_of_going_on_loses_no_event(tmp_path: Path, taken: int, share: float) -> None:
    start(tmp_path, [])
    whole = (tmp_path / NAME).read_bytes()
    torn = whole[: int(share * len(whole))]
    assert torn[-1:] != b"\n"

    def torn_in(folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        (folder / NAME).write_bytes(torn)
        return folder / NAME

    known = [line.event for line in read_lines(torn_in(tmp_path / "known")).lines]
    total = steps_of(torn_in(tmp_path / "dry").parent, lambda root: go_on(root / NAME, []))
    for number in range(total):
        told: list[Told] = []
        path = torn_in(tmp_path / f"{number}")
        _, error = run(path.parent, dies_at(number, taken=taken), lambda _root: go_on(path, told))  # noqa: B023
        assert isinstance(error, Killed)
        events = [line.event for line in read_lines(path).lines]
        assert events[: len(known)] == known
        assert events[len(known) :] in ((told[0].taken, told[0].begun) if told else ([],))
        assert go_on(path, []).ended == "finished"


@pytest.mark.parametrize(
    ("code", "times", "taken"),
    [
        *((code, FOR_EVER, 0) for code in CODES),
        *((errno.ENOSPC, times, taken) for times in (1, 3) for taken in (0, 40)),
        (errno.EIO, FOR_EVER, 40),
    ],
    ids=lambda value: errno.errorcode.get(value, str(value)) if value in CODES else str(value),
)
def test_a_disk_that_fails_at_any_step_costs_nothing_where_there_is_another(
    tmp_path: Path, code: int, times: int, taken: int
) -> None:
    total = steps_of(tmp_path / "dry", begin([]))
    for number in range(total):
        told: list[Told] = []
        root, rescued = places(tmp_path / f"{number}")
        plan = fails_at(number, code, times=times, taken=taken)
        _, error = run(root, plan, begin(told, rescued))
        if not told:
            assert isinstance(error, WriteError), "it could not begin, and said so"
            continue
        assert error is None or not isinstance(error, Killed)
        path = check_kept(root / "home", told[0], [rescued])
        assert path is not None
        assert len(given(told[0])) == 4, "the session went on to its end"


@pytest.mark.parametrize("times", [1, 2, 5, FOR_EVER], ids=["once", "twice", "five-times", "for-ever"])
@pytest.mark.parametrize("taken", [0, 40], ids=["whole", "short"])
def test_without_another_disk_what_was_taken_stays_and_can_be_gone_on_with(
    tmp_path: Path, times: int, taken: int
) -> None:
    total = steps_of(tmp_path / "dry", begin([]))
    for number in range(total):
        told: list[Told] = []
        root, _ = places(tmp_path / f"{number}")
        plan = fails_at(number, errno.EIO, times=times, taken=taken)
        run(root, plan, begin(told))
        path = check_kept(root / "home", told[0]) if told else None
        if path is not None:
            ended = go_on(path, [])
            assert ended.ended == "finished" and set(given(told[0])) <= set(answers(ended))
