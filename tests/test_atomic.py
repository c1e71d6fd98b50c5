from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from mock_interview.atomic import sync_folder, write_atomic


def test_the_file_holds_the_text_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    write_atomic(path, "一\ntwo\r\n")
    assert path.read_bytes() == "一\ntwo\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("old " * 1000)
    write_atomic(path, "new")
    assert path.read_text() == "new"


def test_a_lone_surrogate_does_not_stop_the_file(tmp_path: Path) -> None:
    write_atomic(tmp_path / "x", "a\ud800b")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "a?b"


@pytest.mark.skipif(os.name != "posix", reason="no umask there")
@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o022, 0o644)])
def test_who_may_read_the_file_is_for_the_umask_to_say(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_atomic(tmp_path / "x", "private words")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == mode


def test_when_it_fails_the_old_file_stays_and_no_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.mkdir()  # a folder cannot be replaced by a file
    with pytest.raises(OSError):
        write_atomic(path, "text")
    assert list(tmp_path.iterdir()) == [path] and path.is_dir()


@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_being_stopped_before_the_rename_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    path = tmp_path / "x"
    path.write_text("old")

    def fsync(handle: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(type(stop)):
        write_atomic(path, "new")
    assert list(tmp_path.iterdir()) == [path] and path.read_text() == "old"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomic(tmp_path / "gone" / "x", "text")


def test_the_file_is_synced_before_its_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        steps.append(f"{'folder' if is_folder else 'file'}, named: {(tmp_path / 'x').exists()}")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    write_atomic(tmp_path / "x", "text")
    assert steps == ["file, named: False", "folder, named: True"]


def test_a_reader_sees_the_old_or_the_new_file_never_half_of_one(tmp_path: Path) -> None:
    path, whole = tmp_path / "x", {"a" * 200_000, "b" * 200_000}
    write_atomic(path, "a" * 200_000)
    done = threading.Event()

    def write() -> None:
        for number in range(30):
            write_atomic(path, "ab"[number % 2] * 200_000)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        seen.add(path.read_text())
    writer.join()
    assert seen <= whole


@pytest.mark.parametrize(("code", "fine"), [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)])
def test_a_file_system_that_cannot_sync_folders_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, fine: bool
) -> None:
    def fsync(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fsync)
    if fine:
        assert sync_folder(tmp_path) is None
    else:
        with pytest.raises(OSError, match=os.strerror(code)):
            sync_folder(tmp_path)
