"""Claims about the cache of vectors on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from mock_interview.grading.vector_cache import CachedEncoder


class CountingEncoder:
    """A tiny encoder that remembers what it was asked."""

    def __init__(self, digest: str = "abc") -> None:
        self.name, self.digest, self.dim, self.independent = "tiny", digest, 4, True
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, kind: Literal["query", "passage"] = "passage") -> np.ndarray:
        self.asked += texts
        rows = [[len(text), ord(text[0]) if text else 0, kind == "query", 1 / 3] for text in texts]
        return np.array(rows, np.float32).reshape(len(rows), self.dim)


def file_of(folder: Path) -> Path:
    (path,) = folder.glob("*.vectors")
    return path


def test_a_text_is_encoded_once_across_processes(tmp_path: Path) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    texts = ["冻结", "freeze", "", "冻结"]
    once = CachedEncoder(first, tmp_path / "new").encode(texts)
    again = CachedEncoder(second, tmp_path / "new").encode(texts)
    assert first.asked == ["冻结", "freeze", ""]
    assert second.asked == []
    assert np.array_equal(once, again)
    assert once.shape == (4, 4)


def test_it_looks_like_the_encoder_it_wraps(tmp_path: Path) -> None:
    inner = CountingEncoder()
    cached = CachedEncoder(inner, tmp_path)
    assert (cached.name, cached.digest, cached.dim) == (inner.name, inner.digest, inner.dim)
    assert cached.encode([]).shape == (0, 4)


def test_kinds_and_models_do_not_share_vectors(tmp_path: Path) -> None:
    inner, other = CountingEncoder(), CountingEncoder("def")
    cached = CachedEncoder(inner, tmp_path)
    assert not np.array_equal(cached.encode(["a"]), cached.encode(["a"], kind="query"))
    CachedEncoder(other, tmp_path).encode(["a"])
    assert other.asked == ["a"]


@pytest.mark.parametrize("at", [0, 20, -1])
def test_a_broken_record_is_encoded_again_and_the_others_are_kept(tmp_path: Path, at: int) -> None:
    CachedEncoder(CountingEncoder(), tmp_path).encode(["one", "two", "three"])
    path = file_of(tmp_path)
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    inner = CountingEncoder()
    vectors = CachedEncoder(inner, tmp_path).encode(["one", "two", "three"])
    assert len(inner.asked) == 1
    assert np.array_equal(vectors, CountingEncoder().encode(["one", "two", "three"]))


@pytest.mark.parametrize("damage", [b"", b"not a cache at all"])
def test_a_file_of_rubbish_only_costs_time(tmp_path: Path, damage: bytes) -> None:
    CachedEncoder(CountingEncoder(), tmp_path).encode(["one"])
    file_of(tmp_path).write_bytes(damage)
    inner = CountingEncoder()
    CachedEncoder(inner, tmp_path).encode(["one"])
    assert inner.asked == ["one"]


def test_a_torn_tail_loses_only_the_last_vector(tmp_path: Path) -> None:
    CachedEncoder(CountingEncoder(), tmp_path).encode(["one", "two"])
    path = file_of(tmp_path)
    path.write_bytes(path.read_bytes()[:-5])
    inner = CountingEncoder()
    CachedEncoder(inner, tmp_path).encode(["one", "two"])
    assert inner.asked == ["two"]


def test_the_files_stay_within_the_bound(tmp_path: Path) -> None:
    for digest in ("old", "new"):
        cached = CachedEncoder(CountingEncoder(digest), tmp_path, max_bytes=400)
        for number in range(30):
            cached.encode([f"text {number}"])
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 400
    inner = CountingEncoder("new")
    CachedEncoder(inner, tmp_path, max_bytes=400).encode(["text 29", "text 0"])
    assert inner.asked == ["text 0"]


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert CachedEncoder(CountingEncoder(), blocked / "cache").encode(["a"]).shape == (1, 4)


def test_no_half_written_files_are_left(tmp_path: Path) -> None:
    CachedEncoder(CountingEncoder(), tmp_path).encode(["a"])
    assert [path.suffix for path in tmp_path.iterdir()] == [".vectors"]
