"""Caches on a disk that goes wrong: they cost time, never a result and never the command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mock_interview.bank.cache import load_cached
from mock_interview.bank.load import load_bank
from mock_interview.chat import Message
from mock_interview.codec import to_json
from mock_interview.grading.vector_cache import CachedEncoder
from mock_interview.llm.manners import KEPT_SECONDS, RUNGS, Manner, Manners
from mock_interview.llm.reply_cache import Kept, ReplyCache, key_of
from mock_interview.llm.request import Wish
from mock_interview.review.summary import summarise
from mock_interview.transcript.index import Index, Makers
from tests.faults.acts import deaths, failures, files_of_at_most, run, steps_of
from tests.faults.disk import Killed
from tests.grading.samples import WordEncoder
from tests.samples import write_bank
from tests.three_weeks import three_weeks, write_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to tell which file is synced")
TEXTS = ("by the root", "of the mean", "先除以")
KEY = key_of(Wish(messages=(Message(role="user", content="?"),)), "server", "model", {})
BETTER = Manner(rung=RUNGS[1], temperature=False)


def vectors(root: Path) -> None:
    for texts in (TEXTS[:2], TEXTS):  # the file is made, and replaced
        found = CachedEncoder(WordEncoder(), root / "cache").encode(texts)
        assert np.array_equal(found, WordEncoder().encode(texts))


def replies(root: Path) -> None:
    cache = ReplyCache(root / "cache", max_bytes=300)  # the second makes room
    for key, text in ((KEY, "first 题 \ud800"), (f"{KEY}b", "second" * 40), (KEY, "first 题 \ud800")):
        cache.put(key, Kept(text=text, model="m"))
        assert cache.get(key) in (None, Kept(text=text, model="m"))


def manners(root: Path) -> None:
    file = root / "cache" / "manners.json"
    for who in ("one", "other"):
        known = Manners(file, who, wall=lambda: KEPT_SECONDS)
        known.learn(known.manner, BETTER)
        known.prove(known.manner, form=True)
        assert known.manner == BETTER
        assert Manners(file, who, wall=lambda: KEPT_SECONDS).manner in (Manner(), BETTER)


def banks(root: Path) -> None:
    folder = root.parent / "bank"
    expected = load_bank(write_bank(folder))
    for _ in range(2):
        assert load_cached(folder, root / "cache") == expected


CACHES: dict[str, Callable[[Path], None]] = {
    "vectors": vectors,
    "replies": replies,
    "manners": manners,
    "banks": banks,
}


@pytest.mark.parametrize("name", CACHES)
def test_a_cache_that_cannot_be_written_breaks_nothing_and_is_used_once_it_can(
    tmp_path: Path, name: str
) -> None:
    act = CACHES[name]
    total = steps_of(place(tmp_path / "dry"), act)
    assert total >= 4
    for label, plan in failures(total):
        root = place(tmp_path / label)
        _, error = run(root, plan, act)
        assert error is None, label
        act(root)


@pytest.mark.parametrize("name", CACHES)
def test_a_program_that_dies_while_it_writes_a_cache_leaves_one_that_can_be_used(
    tmp_path: Path, name: str
) -> None:
    act = CACHES[name]
    for label, plan in deaths(steps_of(place(tmp_path / "dry"), act)):
        root = place(tmp_path / label)
        _, error = run(root, plan, act)
        assert isinstance(error, Killed)
        act(root)


def place(folder: Path) -> Path:
    (folder / "disk").mkdir(parents=True)
    return folder / "disk"


@pytest.mark.parametrize("name", CACHES)
def test_a_file_in_the_place_of_the_folder_breaks_nothing(tmp_path: Path, name: str) -> None:
    root = place(tmp_path)
    (root / "cache").write_text("in the way")
    CACHES[name](root)
    assert (root / "cache").read_text() == "in the way"


# ----------------------------------------------------------------- the index of transcripts


def read_index(folder: Path, cache: Path) -> list[str]:
    makers = Makers(summary=lambda session: to_json(summarise(session)), version="1")
    index = Index(folder, cache, makers)
    try:
        index.keep("figures", {"a": "x" * 5000})
        assert index.remember("asked", "", lambda: "made") == b"made"
        return [entry.held.id for entry in index.entries()]
    finally:
        index.close()


def test_an_index_that_cannot_be_written_is_kept_in_memory(tmp_path: Path) -> None:
    """Whatever size it breaks off at, while it is built or while it is brought up to date."""
    sessions = three_weeks("en")
    write_all(tmp_path / "t", sessions[:3])
    expected = read_index(tmp_path / "t", tmp_path / "good")
    write_all(tmp_path / "t", sessions[:4])
    more = read_index(tmp_path / "t", tmp_path / "good")
    whole = sum(path.stat().st_size for path in (tmp_path / "good").iterdir())
    sizes = [0, 1, 100, 512, *range(4096, 3 * whole, 4096 * 6)]
    for size in sizes:
        cache = tmp_path / f"cache-{size}"
        with files_of_at_most(size):
            assert read_index(tmp_path / "t", cache) == more
        assert read_index(tmp_path / "t", cache) == more
    assert len(expected) == 3 and len(more) == 4


def test_an_index_that_is_cut_off_anywhere_is_built_anew(tmp_path: Path) -> None:
    write_all(tmp_path / "t", three_weeks("en")[:3])
    expected = read_index(tmp_path / "t", tmp_path / "good")
    (made,) = (tmp_path / "good").glob("*.sqlite")
    raw = made.read_bytes()
    for size in (0, 1, 15, 16, 99, 100, 101, 4095, *range(4096, len(raw), 4096 * 3)):
        for tail in (b"", b"\0" * 5000):
            cache = tmp_path / f"cut-{size}-{len(tail)}"
            cache.mkdir()
            (cache / made.name).write_bytes(raw[:size] + tail)
            assert read_index(tmp_path / "t", cache) == expected


def test_a_folder_in_the_place_of_the_index_breaks_nothing(tmp_path: Path) -> None:
    write_all(tmp_path / "t", three_weeks("en")[:2])
    expected = read_index(tmp_path / "t", tmp_path / "good")
    (made,) = (tmp_path / "good").glob("*.sqlite")
    (tmp_path / "cache" / made.name / "x").mkdir(parents=True)
    assert read_index(tmp_path / "t", tmp_path / "cache") == expected
