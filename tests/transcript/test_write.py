from __future__ import annotations

import errno
import io
import os
import stat
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable
from pathlib import Path

import pytest

from mock_interview.errors import TranscriptError, WriteError
from mock_interview.transcript.events import Answered, Draft, Ended, Event, Line, Started
from mock_interview.transcript.read import Stored, fold, read_lines, read_session, repair
from mock_interview.transcript.write import Recorder
from tests.samples import planned
from tests.transcript.conftest import MountDisk, make_read_only

NAME = "20261124T090000Z-all-abc234.jsonl"


def now() -> str:
    return "2026-11-24T09:00:00.000Z"


def started() -> Started:
    session = planned()
    return Started(id=session.id, options=session.options, planned=session.planned)


def answered(text: str, number: int = 1) -> Answered:
    return Answered(number=number, part=0, text=text, how="submitted", used=1.0, overtime=0.0, clock=1.0)


def events(path: Path) -> list[Event]:
    stored = read_lines(path)
    assert stored.notes == ()
    assert [line.seq for line in stored.lines] == list(range(len(stored.lines)))
    return [line.event for line in stored.lines]


class Moves:
    """Remembers where a session moved, and why."""

    def __init__(self) -> None:
        self.seen: list[tuple[Path, int | None]] = []

    def __call__(self, path: Path, error: OSError) -> None:
        self.seen.append((path, error.errno))


class BadFile:
    """The file of a recorder with scripted writes: a number takes so many bytes, an exception is raised.

    When the script is used up, everything is written as it is.
    """

    def __init__(
        self, file: io.FileIO, script: Iterable[int | BaseException], *, readable: bool = True
    ) -> None:
        self._file = file
        self._script = deque(script)
        self._readable = readable

    def write(self, raw: memoryview) -> int:
        step = self._script.popleft() if self._script else len(raw)
        if isinstance(step, BaseException):
            raise step
        return self._file.write(raw[:step])

    def close(self) -> None:
        self._file.close()
        if not self._readable:
            raise OSError(errno.EIO, "Input/output error")

    def read(self, size: int = -1) -> bytes:
        if not self._readable:
            raise OSError(errno.EIO, "Input/output error")
        return self._file.read(size)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def fails(code: int) -> OSError:
    return OSError(code, os.strerror(code))


def spoil(recorder: Recorder, *script: int | BaseException, readable: bool = True) -> None:
    """Let the next writes of ``recorder`` go as ``script`` says."""
    recorder._file = BadFile(recorder._file, script, readable=readable)  # type: ignore[assignment,arg-type]


def create(folder: Path, *fallbacks: Path, moved: Moves | None = None) -> Recorder:
    return Recorder.create(folder / NAME, now=now, fallbacks=fallbacks, moved=moved or Moves())


def test_events_are_stored_in_the_order_they_came(tmp_path: Path) -> None:
    recorder = create(tmp_path / "deep" / "folder")
    said = [started(), *[answered(f"answer {n}") for n in range(20)]]
    for event in said:
        recorder.append(event)
    recorder.close()
    assert events(recorder.path) == said


def test_an_event_is_readable_by_others_and_synced_as_soon_as_append_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        real(handle)

    recorder = create(tmp_path)
    monkeypatch.setattr(os, "fsync", fsync)
    recorder.append(started())
    assert synced == [recorder.path.stat().st_size] and synced[0] > 0
    assert events(recorder.path) == [started()]


def test_a_new_name_is_synced_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    create(tmp_path)
    assert synced == [True]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_when_a_write_fails_the_whole_session_moves_on(tmp_path: Path, code: int) -> None:
    moved, fallback = Moves(), tmp_path / "state" / "rescued"
    recorder = create(tmp_path / "home", fallback, moved=moved)
    recorder.append(started())
    recorder.append(answered("first"))
    spoil(recorder, fails(code))
    recorder.append(answered("second"))
    recorder.append(answered("third"))
    recorder.close()
    assert moved.seen == [(fallback / NAME, code)] and recorder.path == fallback / NAME
    assert events(fallback / NAME) == [started(), *map(answered, ("first", "second", "third"))]
    assert events(tmp_path / "home" / NAME) == [started(), answered("first")], "the old copy stays whole"


@pytest.mark.parametrize("taken", [1, 40, 100])
def test_a_half_written_line_is_written_whole_elsewhere_and_cut_here(tmp_path: Path, taken: int) -> None:
    recorder = create(tmp_path / "home", tmp_path / "rescued")
    recorder.append(started())
    spoil(recorder, taken, fails(errno.ENOSPC))
    recorder.append(answered("in full"))
    assert events(tmp_path / "rescued" / NAME) == [started(), answered("in full")]
    assert events(tmp_path / "home" / NAME) == [started()]


def test_a_write_that_takes_only_some_bytes_is_gone_on_with(tmp_path: Path) -> None:
    recorder = create(tmp_path)
    spoil(recorder, 1, 1, 7, 100)
    recorder.append(started())
    recorder.append(answered("x"))
    assert events(recorder.path) == [started(), answered("x")]


def test_when_every_folder_fails_the_error_names_the_place_the_reason_and_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    recorder = create(tmp_path / "home", tmp_path / "file", tmp_path / "file" / "below")
    recorder.append(started())
    spoil(recorder, 30, fails(errno.ENOSPC))
    with pytest.raises(WriteError, match=r"abc234.*No space left.*free some space.*--transcripts"):
        recorder.append(answered("lost"))
    recorder.append(answered("there is room again"))
    assert events(recorder.path)[:1] == [started()]
    assert [line.event for line in read_lines(recorder.path).lines] == [
        started(),
        answered("there is room again"),
    ]


def test_a_fallback_that_is_full_too_is_passed_over_and_left_clean(
    tmp_path: Path, mount_disk: MountDisk
) -> None:
    full = mount_disk("16k")
    recorder = create(tmp_path / "home", full, tmp_path / "roomy")
    recorder.append(started())
    recorder.append(answered("x" * 50_000))
    spoil(recorder, fails(errno.EIO))
    recorder.append(answered("last"))
    assert recorder.path == tmp_path / "roomy" / NAME
    assert events(recorder.path)[-1] == answered("last")
    assert list(full.iterdir()) == [], "no half copy stays behind"


def test_a_full_disk_moves_the_session_and_loses_nothing(tmp_path: Path, mount_disk: MountDisk) -> None:
    small, moved = mount_disk("64k"), Moves()
    recorder = create(small, tmp_path / "rescued", moved=moved)
    said: list[Event] = [started(), *[answered(f"{n} " + "x" * 9_000) for n in range(12)]]
    for event in said:
        recorder.append(event)
    assert [code for _, code in moved.seen] == [errno.ENOSPC]
    assert events(recorder.path) == said
    kept = events(small / NAME)
    assert kept == said[: len(kept)] and kept


def test_a_disk_that_is_read_only_from_the_start_is_named_with_a_remedy(mount_disk: MountDisk) -> None:
    disk = mount_disk()
    make_read_only(disk)
    with pytest.raises(WriteError, match=r"Read-only file system.*--transcripts"):
        create(disk / "transcripts")


def test_a_transcript_on_a_read_only_disk_cannot_be_gone_on_with(mount_disk: MountDisk) -> None:
    disk = mount_disk()
    recorder = create(disk)
    recorder.append(started())
    recorder.close()
    make_read_only(disk)
    with pytest.raises(WriteError, match="Read-only"):
        Recorder.reopen(recorder.path, now=now)
    stored = read_lines(recorder.path)
    with pytest.raises(WriteError, match="cannot be mended"):
        repair(recorder.path, stored)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match=r"file.*--transcripts"):
        create(tmp_path / "file")


def test_a_transcript_that_exists_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"precious")
    with pytest.raises(WriteError, match="exists"):
        create(tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"precious"


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be deleted there")
def test_a_transcript_deleted_under_the_session_moves_whole(tmp_path: Path) -> None:
    moved = Moves()
    recorder = create(tmp_path / "home", tmp_path / "rescued", moved=moved)
    recorder.append(started())
    recorder.append(answered("first"))
    recorder.path.unlink()
    recorder.append(answered("second"))
    assert events(tmp_path / "rescued" / NAME) == [started(), answered("first"), answered("second")]
    assert [code for _, code in moved.seen] == [errno.ENOENT]


def test_a_session_that_cannot_be_read_back_is_not_moved_without_its_beginning(tmp_path: Path) -> None:
    recorder = create(tmp_path / "home", tmp_path / "rescued")
    recorder.append(started())
    spoil(recorder, fails(errno.EIO), readable=False)
    with pytest.raises(WriteError, match="Input/output error"):
        recorder.append(answered("x"))
    assert not (tmp_path / "rescued").exists()
    assert events(tmp_path / "home" / NAME) == [started()]


def test_a_torn_line_that_cannot_be_cut_does_not_swallow_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(_handle: int, _size: int) -> None:
        raise fails(errno.EIO)

    recorder = create(tmp_path / "home")
    recorder.append(started())
    monkeypatch.setattr(os, "truncate", stuck)
    spoil(recorder, 30, fails(errno.EIO))
    with pytest.raises(WriteError):
        recorder.append(answered("torn"))
    recorder.append(answered("whole"))
    recorder._fallbacks = [tmp_path / "rescued"]
    spoil(recorder, fails(errno.EIO))
    recorder.append(answered("moved"))
    for folder, said in (("home", ["whole"]), ("rescued", ["whole", "moved"])):
        lines = read_lines(tmp_path / folder / NAME).lines
        assert [line.event for line in lines] == [started(), *map(answered, said)]


def test_a_stop_in_mid_write_gives_no_number_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal comes as an exception, in the middle of a line or behind it."""

    def stopped(_handle: int) -> None:
        raise SystemExit(143)

    recorder = create(tmp_path)
    recorder.append(started())
    spoil(recorder, 20, SystemExit(143))
    with pytest.raises(SystemExit):
        recorder.append(answered("half"))
    recorder.append(answered("behind half a line"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stopped)
        with pytest.raises(SystemExit):
            recorder.append(answered("whole"))
    recorder.append(Ended(how="quit", clock=1.0))
    lines = read_lines(recorder.path).lines
    assert [line.seq for line in lines] == [0, 1, 2, 3]
    said = [started(), answered("behind half a line"), answered("whole"), Ended(how="quit", clock=1.0)]
    assert [line.event for line in lines] == said


def test_drafts_from_another_thread_and_events_do_not_mix(tmp_path: Path) -> None:
    recorder = create(tmp_path)
    recorder.append(started())

    def type_on() -> None:
        for number in range(60):
            recorder.append(Draft(number=1, part=0, text="x" * number, used=1.0, clock=1.0))

    threads = [threading.Thread(target=type_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(events(recorder.path)) == 181


def test_a_folder_that_was_renamed_under_the_session_is_noticed(tmp_path: Path) -> None:
    moved = Moves()
    recorder = create(tmp_path / "home", tmp_path / "rescued", moved=moved)
    recorder.append(started())
    (tmp_path / "home").rename(tmp_path / "elsewhere")
    recorder.append(answered("first"))
    assert recorder.path.parent == tmp_path / "rescued" and len(moved.seen) == 1
    assert events(recorder.path) == [started(), answered("first")]


def test_a_file_put_in_its_place_by_another_program_is_noticed(tmp_path: Path) -> None:
    recorder = create(tmp_path / "home", tmp_path / "rescued")
    recorder.append(started())
    (tmp_path / "other").write_bytes(recorder.path.read_bytes())
    (tmp_path / "other").replace(recorder.path)
    recorder.append(answered("first"))
    assert events(tmp_path / "rescued" / NAME) == [started(), answered("first")]


def test_a_close_that_fails_takes_nothing_back(tmp_path: Path) -> None:
    recorder = create(tmp_path)
    recorder.append(started())
    spoil(recorder, readable=False)
    recorder.close()
    assert events(recorder.path) == [started()]


def test_a_name_that_cannot_be_synced_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_handle: int) -> None:
        raise fails(errno.EIO)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(WriteError, match="Input/output error"):
        create(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folders_that_are_made_are_synced_into_those_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda handle: synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
    )
    create(tmp_path / "a" / "b")
    assert synced == [str(tmp_path / "a"), str(tmp_path), str(tmp_path / "a" / "b")]


def test_a_session_can_move_twice(tmp_path: Path) -> None:
    recorder = create(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    recorder.append(started())
    spoil(recorder, fails(errno.EIO))
    recorder.append(answered("in b"))
    spoil(recorder, fails(errno.EIO))
    recorder.append(answered("in c"))
    assert recorder.path.parent == tmp_path / "c"
    assert events(recorder.path) == [started(), answered("in b"), answered("in c")]


def test_a_closed_transcript_takes_nothing_more_and_makes_no_copy(tmp_path: Path) -> None:
    recorder = create(tmp_path / "home", tmp_path / "rescued")
    recorder.append(started())
    recorder.close()
    recorder.close()
    with pytest.raises(ValueError, match="closed"):
        recorder.append(answered("late"))
    assert not (tmp_path / "rescued").exists()


_SECOND = """
import sys
from pathlib import Path
from mock_interview.errors import TranscriptError
from mock_interview.transcript.write import Recorder
try:
    Recorder.reopen(Path(sys.argv[1]), now=str)
except TranscriptError as error:
    sys.exit(f"refused: {error}")
"""


def second_process(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", _SECOND, str(path)], capture_output=True, text=True)


def test_a_second_process_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    recorder = create(tmp_path)
    recorder.append(started())
    refused = second_process(recorder.path)
    assert refused.returncode == 1
    assert "another mock-interview is using this session" in refused.stderr and NAME in refused.stderr
    recorder.close()
    assert second_process(recorder.path).returncode == 0


def test_a_moved_session_is_locked_where_it_went(tmp_path: Path) -> None:
    recorder = create(tmp_path / "home", tmp_path / "rescued")
    recorder.append(started())
    spoil(recorder, fails(errno.EIO))
    recorder.append(answered("x"))
    assert second_process(recorder.path).returncode == 1


def test_reading_goes_on_while_a_session_is_held(tmp_path: Path) -> None:
    recorder = create(tmp_path)
    recorder.append(started())
    assert read_session(recorder.path).id == "abc234"


def whole_session(tmp_path: Path) -> Path:
    recorder = create(tmp_path)
    recorder.append(started())
    recorder.append(answered("first"))
    recorder.close()
    return recorder.path


def go_on(path: Path, *, repair_first: bool) -> None:
    """Go on with the session as ``resume`` does: lock, mend, append."""
    stored = read_lines(path)
    if repair_first:
        repair(path, stored)
    recorder = Recorder.reopen(path, now=now)
    recorder.number_from(stored.lines[-1].seq + 1)
    if not repair_first:
        repair(path, stored)
    recorder.append(Draft(number=1, part=0, text="more", used=1.0, clock=1.0))
    recorder.append(Ended(how="quit", clock=2.0))
    recorder.close()


@pytest.mark.parametrize("repair_first", [True, False])
@pytest.mark.parametrize("tail", [b"", b'{"v":1,"seq":2,"at":"2026', b"\x00" * 4096, b'{"v":1}', b"\xff"])
def test_going_on_behind_a_torn_tail_loses_no_event(tmp_path: Path, tail: bytes, repair_first: bool) -> None:
    path = whole_session(tmp_path)
    path.write_bytes(path.read_bytes() + tail)
    go_on(path, repair_first=repair_first)
    assert [type(event).__name__ for event in events(path)] == ["Started", "Answered", "Draft", "Ended"]
    assert b"\x00" not in path.read_bytes()


@pytest.mark.parametrize("repair_first", [True, False])
def test_going_on_behind_a_line_that_lost_only_its_end_keeps_that_line(
    tmp_path: Path, repair_first: bool
) -> None:
    path = whole_session(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    go_on(path, repair_first=repair_first)
    assert [type(event).__name__ for event in events(path)] == ["Started", "Answered", "Draft", "Ended"]


def test_a_session_gone_on_with_can_still_move(tmp_path: Path) -> None:
    path = whole_session(tmp_path / "home")
    path.write_bytes(path.read_bytes() + b"torn")
    stored = read_lines(path)
    recorder = Recorder.reopen(path, now=now, fallbacks=[tmp_path / "rescued"])
    recorder.number_from(2)
    repair(path, stored)
    spoil(recorder, 10, fails(errno.ENOSPC))
    recorder.append(answered("second", 2))
    assert events(tmp_path / "rescued" / NAME) == [started(), answered("first"), answered("second", 2)]


def test_reopening_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="No such file"):
        Recorder.reopen(tmp_path / NAME, now=now)


def test_an_event_that_cannot_be_stored_changes_nothing(tmp_path: Path) -> None:
    recorder = create(tmp_path)
    recorder.append(started())
    with pytest.raises(ValueError, match="JSON"):
        recorder.append(Ended(how="quit", clock=float("nan")))
    recorder.append(Ended(how="quit", clock=0.0))
    assert events(recorder.path) == [started(), Ended(how="quit", clock=0.0)]


def test_the_sample_reader_and_the_file_agree(tmp_path: Path) -> None:
    said = [started(), answered("first")]
    recorder = create(tmp_path)
    for event in said:
        recorder.append(event)
    lines = tuple(Line(at=now(), seq=seq, event=event) for seq, event in enumerate(said))
    in_memory = fold(Stored(lines=lines, good_bytes=0), recorder.path)
    assert read_session(recorder.path) == in_memory


def test_another_error_than_a_lock_held_is_not_called_one(tmp_path: Path) -> None:
    with pytest.raises(WriteError) as caught:
        Recorder.reopen(tmp_path, now=now)
    assert not isinstance(caught.value, TranscriptError) and "another mock-interview" not in str(caught.value)
