from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mock_interview.bank.cache import KEPT, load_cached
from mock_interview.bank.load import load_bank
from mock_interview.errors import FileProblems
from tests.bank.conftest import changed
from tests.samples import write_bank


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "bank")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "deep"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def test_a_kept_bank_is_the_bank(folder: Path, cache: Path) -> None:
    assert load_cached(folder, cache) == load_cached(folder, cache) == load_bank(folder)
    assert len(kept(cache)) == 1


def test_a_kept_bank_is_used_instead_of_the_files(folder: Path, cache: Path) -> None:
    load_cached(folder, cache)
    (path,) = kept(cache)
    path.write_text(path.read_text().replace("RMS norm", "from the cache"))
    assert load_cached(folder, cache).topics[1].title.en == "from the cache"


@pytest.mark.parametrize("change", ["edit", "add", "remove", "rename", "touch"])
def test_any_change_of_the_files_is_seen(folder: Path, cache: Path, change: str) -> None:
    write_bank(folder, "section: {id: x, title: {zh: x, en: x}}\nquestions: []\n", "x.yaml")
    load_cached(folder, cache)
    if change == "edit":
        write_bank(folder, changed("weight: 5", "weight: 4"))
    elif change == "add":
        write_bank(folder, "section: {id: y, title: {zh: y, en: y}}\nquestions: []\n", "y.yaml")
    elif change == "remove":
        (folder / "x.yaml").unlink()
    elif change == "rename":
        (folder / "x.yaml").rename(folder / "a.yaml")
    else:
        os.utime(folder / "norm.yaml", ns=(1, 1))
    assert load_cached(folder, cache) == load_bank(folder)
    assert len(kept(cache)) == 2


def test_banks_of_two_folders_do_not_mix(folder: Path, cache: Path, tmp_path: Path) -> None:
    other = write_bank(tmp_path / "other", changed("weight: 5", "weight: 4"))
    os.utime(other / "norm.yaml", ns=(5, 5))
    os.utime(folder / "norm.yaml", ns=(5, 5))
    assert load_cached(folder, cache) != load_cached(other, cache)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"{",
        b"null",
        b"\x00\xff" * 99,
        b'{"questions": 3}',
        b'{"x":' + b"[" * 200_000,
        b'{"digest":"\\ud800"}',
    ],
    ids=["empty", "cut", "null", "binary", "wrong", "deep", "surrogate"],
)
def test_a_damaged_copy_is_read_again_and_replaced(folder: Path, cache: Path, junk: bytes) -> None:
    load_cached(folder, cache)
    (path,) = kept(cache)
    whole = path.read_bytes()
    path.write_bytes(junk)
    assert load_cached(folder, cache) == load_bank(folder)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("size", [0, 1, 500, -1])
def test_a_copy_cut_short_is_read_again(folder: Path, cache: Path, size: int) -> None:
    load_cached(folder, cache)
    (path,) = kept(cache)
    path.write_bytes(path.read_bytes()[:size])
    assert load_cached(folder, cache) == load_bank(folder)


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert load_cached(folder, tmp_path / "file" / "cache") == load_bank(folder)
    assert load_cached(folder, Path("/proc/nowhere")) == load_bank(folder)


def test_a_broken_bank_is_never_kept(folder: Path, cache: Path) -> None:
    write_bank(folder, changed("level: 2", "level: 9"))
    for _ in range(2):
        with pytest.raises(FileProblems, match="level"):
            load_cached(folder, cache)
    assert not cache.exists()


def test_a_file_that_cannot_be_looked_at_is_named(folder: Path, cache: Path) -> None:
    (folder / "gone.yaml").symlink_to("nowhere")
    with pytest.raises(FileProblems, match=r"gone.yaml: cannot be read"):
        load_cached(folder, cache)
    with pytest.raises(FileProblems, match="is not a folder"):
        load_cached(folder / "missing", cache)


def test_only_the_latest_copies_stay(folder: Path, cache: Path) -> None:
    for number in range(KEPT + 4):
        write_bank(folder, changed("time_limit: 60", f"time_limit: {100 + number}"))
        load_cached(folder, cache)
    assert len(kept(cache)) == KEPT
    assert load_cached(folder, cache).questions[0].time_limit == 100 + KEPT + 3


_READ = """
import sys
from pathlib import Path
from mock_interview.bank.cache import load_cached
print(load_cached(Path(sys.argv[1]), Path(sys.argv[2])).digest)
"""


def test_two_processes_at_once_both_get_the_bank(folder: Path, cache: Path) -> None:
    command = [sys.executable, "-c", _READ, str(folder), str(cache)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    digests = [child.communicate(timeout=60)[0].strip() for child in both]
    assert digests == [load_bank(folder).digest] * 2
    assert len(kept(cache)) == 1, "no temporary file stays behind"
