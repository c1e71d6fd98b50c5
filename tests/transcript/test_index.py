"""The index against the files: the same answers, whatever happens to it."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mock_interview.codec import from_json, to_json
from mock_interview.errors import TranscriptError
from mock_interview.model import Session, Text
from mock_interview.practice import held, names, practices
from mock_interview.review.summary import Summary, summarise
from mock_interview.transcript.events import Asked, Ended
from mock_interview.transcript.folder import sessions
from mock_interview.transcript.index import WORTH_WATCHING, Index, Makers
from mock_interview.transcript.store import DAMAGED, UNUSABLE
from tests.samples import question
from tests.three_weeks import three_weeks, write_all
from tests.transcript.test_folder import put

SESSIONS = 6


class Watched:
    """Makers that remember what they were asked and told."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.notes: list[str] = []
        self.watched: list[int] = []

    def makers(self, version: str = "1") -> Makers:
        return Makers(summary=self._summary, version=version, watch=self._watch, note=self._note)

    def _summary(self, session: Session) -> str:
        self.read.append(session.id)
        return to_json(summarise(session))

    def _watch(self, items: Iterable[str], total: int) -> Iterable[str]:
        self.watched.append(total)
        return items

    def _note(self, word: str, why: str) -> None:
        assert why
        self.notes.append(word)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_all(tmp_path / "t", three_weeks("en")[:SESSIONS])
    return tmp_path / "t"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def opened(folder: Path, cache: Path, watched: Watched | None = None, version: str = "1") -> Index:
    return Index(folder, cache, (watched or Watched()).makers(version))


def same_as_the_files(index: Index, folder: Path) -> None:
    """Everything the index tells is what reading all the files tells."""
    everything = [session for _path, session in sessions(folder)]
    assert [entry.held for entry in index.entries()] == [held(one) for one in reversed(everything)]
    assert [from_json(entry.summary, Summary) for entry in index.entries()] == [
        summarise(one) for one in reversed(everything)
    ]
    assert index.practices() == [row for one in everything for row in practices(one)]
    assert index.count() == len(everything)
    ours, theirs = index.names(), names(everything)
    assert theirs.points.items() <= ours.points.items()  # of a session that was deleted, names may stay
    assert theirs.topics.items() <= ours.topics.items()
    assert theirs.questions.items() <= ours.questions.items()


def files_of(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir())


def test_the_index_tells_what_the_files_tell(folder: Path, cache: Path) -> None:
    same_as_the_files(opened(folder, cache), folder)


def test_a_file_is_read_once_and_again_only_when_it_changes(folder: Path, cache: Path) -> None:
    watched = Watched()
    opened(folder, cache, watched).close()
    assert len(watched.read) == SESSIONS
    opened(folder, cache, watched).close()
    assert len(watched.read) == SESSIONS
    path = sorted(folder.iterdir())[3]
    with path.open("ab") as file:
        file.write(b'{"v":1,"seq":99,"at":"","type":"ended","how":"quit","clock":1.0}\n')
    index = opened(folder, cache, watched)
    assert len(watched.read) == SESSIONS + 1
    same_as_the_files(index, folder)


def test_a_file_that_kept_its_size_is_noticed_by_its_time(folder: Path, cache: Path) -> None:
    opened(folder, cache).close()
    path = sorted(folder.iterdir())[0]
    path.write_bytes(path.read_bytes().replace(b'"how":"finished"', b'"how":"finishes"'))
    os.utime(path, ns=(1, 1))
    same_as_the_files(opened(folder, cache), folder)


def test_what_is_deleted_or_renamed_is_forgotten(folder: Path, cache: Path) -> None:
    opened(folder, cache).close()
    first, second, *_ = sorted(folder.iterdir())
    first.unlink()
    second.rename(second.with_name("20261231T000000Z-all-zzzzzz.jsonl"))
    same_as_the_files(opened(folder, cache), folder)


def test_only_the_latest_sessions_are_given_when_no_more_are_wanted(folder: Path, cache: Path) -> None:
    index = opened(folder, cache)
    assert index.entries(2) == index.entries()[:2] and index.entries(99) == index.entries()


def test_no_sessions_and_no_folder_are_nothing(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "empty", tmp_path / "missing"):
        index = opened(nothing, cache)
        assert (index.entries(), index.practices(), index.asked(), index.count()) == ([], [], {}, 0)
        assert index.names().topics == {} and index.problems() == []


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TranscriptError, match=r"file: cannot be read"):
        opened(tmp_path / "file", cache)


def test_files_that_cannot_be_read_are_told_each_time_and_do_not_hide_others(
    folder: Path, cache: Path
) -> None:
    (folder / "20261125T090000Z-all-badbad.jsonl").write_bytes(b"junk\n")
    (folder / "20261126T090000Z-all-newnew.jsonl").write_bytes(b'{"v":2}\n')
    (folder / "20261127T090000Z-all-folder.jsonl").mkdir()
    for _ in range(2):
        index = opened(folder, cache)
        told = index.problems()
        assert len(told) == 3 and "badbad" in told[0] and "version 2" in told[1] and "folder" in told[2]
        same_as_the_files(index, folder)
        index.close()


def test_questions_are_counted_over_all_sessions_and_words_are_not(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "t"
    put(folder, "20261124T090000Z-all-abc234.jsonl", Asked(number=1, question="q-1", limit=60))
    put(folder, "20261123T090000Z-all-abd567.jsonl", Asked(number=1, question="q-1", limit=60))
    put(folder, "20261122T090000Z-all-xyz999.jsonl", Ended(how="quit", clock=0.0))
    assert opened(folder, cache).asked() == {"q-1": 2}


# ------------------------------------------------------------------ what happens to the file


def test_the_index_may_be_deleted_at_any_time(folder: Path, cache: Path) -> None:
    index = opened(folder, cache)
    for path in cache.iterdir():
        path.unlink()
    same_as_the_files(index, folder)  # the file is open still
    index.close()
    watched = Watched()
    same_as_the_files(opened(folder, cache, watched), folder)
    assert watched.notes == [] and len(watched.read) == SESSIONS


def damage(path: Path, how: str) -> None:
    raw = bytearray(path.read_bytes())
    if how == "junk":
        raw[:] = b"this is no database" * 100
    elif how == "empty":
        raw.clear()
    elif how == "cut":
        del raw[len(raw) // 2 :]
    elif how == "header":
        raw[:32] = b"\x00" * 32
    else:
        for at in range(4096, len(raw), 977):
            raw[at] ^= 0xFF
    path.write_bytes(raw)


@pytest.mark.parametrize("how", ["junk", "empty", "cut", "header", "scattered"])
def test_a_damaged_index_is_built_anew_with_one_note(folder: Path, cache: Path, how: str) -> None:
    opened(folder, cache).close()
    (name,) = files_of(cache)
    damage(cache / name, how)
    watched = Watched()
    index = opened(folder, cache, watched)
    same_as_the_files(index, folder)
    index.close()
    assert watched.notes == ([] if how == "empty" else [DAMAGED])
    again = Watched()
    same_as_the_files(opened(folder, cache, again), folder)
    assert again.notes == [] and again.read == [], "the new one is used from then on"
    assert len([name for name in files_of(cache) if name.endswith(".sqlite")]) == 1


def test_any_flipped_bytes_are_noticed_or_harmless(folder: Path, cache: Path) -> None:
    opened(folder, cache).close()
    (name,) = files_of(cache)
    whole = (cache / name).read_bytes()
    rng = random.Random(5)
    for _ in range(25):
        raw = bytearray(whole)
        for _ in range(rng.choice((1, 5, 200))):
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        for path in cache.iterdir():
            path.unlink()
        (cache / name).write_bytes(raw)
        index = opened(folder, cache)
        same_as_the_files(index, folder)
        index.close()


def test_a_row_that_somebody_took_out_is_noticed(folder: Path, cache: Path) -> None:
    opened(folder, cache).close()
    (name,) = files_of(cache)
    with sqlite3.connect(cache / name) as base:
        base.execute("DELETE FROM sessions WHERE name LIKE '%a%'")
    base.close()
    watched = Watched()
    same_as_the_files(opened(folder, cache, watched), folder)
    assert watched.notes == [DAMAGED]


def test_where_nothing_can_be_kept_every_file_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    watched = Watched()
    same_as_the_files(opened(folder, tmp_path / "file" / "cache", watched), folder)
    assert watched.notes == [UNUSABLE] and len(watched.read) == SESSIONS


def test_another_way_of_reading_has_an_index_of_its_own(folder: Path, cache: Path) -> None:
    watched = Watched()
    opened(folder, cache, watched, version="1").close()
    opened(folder, cache, watched, version="2").close()
    assert len(watched.read) == 2 * SESSIONS


def test_two_folders_do_not_mix(folder: Path, cache: Path, tmp_path: Path) -> None:
    write_all(tmp_path / "zh", three_weeks("zh")[:3])
    same_as_the_files(opened(folder, cache), folder)
    same_as_the_files(opened(tmp_path / "zh", cache), tmp_path / "zh")
    same_as_the_files(opened(folder, cache), folder)


SCRIPT = """
import sys
from pathlib import Path
from tests.transcript.test_index import Watched, opened, same_as_the_files
folder, cache = Path(sys.argv[1]), Path(sys.argv[2])
for _ in range(6):
    watched = Watched()
    index = opened(folder, cache, watched)
    same_as_the_files(index, folder)
    index.keep("cards", {"q": "1"})
    index.close()
    assert watched.notes == [], watched.notes
"""


def test_two_processes_at_once_are_both_right(folder: Path, cache: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(folder), str(cache)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for one in running:
        _out, error = one.communicate(timeout=120)
        assert one.returncode == 0, error
    same_as_the_files(opened(folder, cache), folder)


def test_a_build_that_is_killed_goes_on_where_it_stopped(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_interview.transcript.index.BATCH", 2)
    watched = Watched()
    read: list[str] = watched.read

    def stop(items: Iterable[str], total: int) -> Iterator[str]:
        for number, item in enumerate(items):
            if number == 5:
                raise KeyboardInterrupt
            yield item

    monkeypatch.setattr("mock_interview.transcript.index.WORTH_WATCHING", 1)
    with pytest.raises(KeyboardInterrupt):
        Index(folder, cache, replace(watched.makers(), watch=stop))
    assert len(read) in (4, 5)
    again = Watched()
    same_as_the_files(opened(folder, cache, again), folder)
    assert len(again.read) == 2


def test_few_files_are_read_without_a_bar(folder: Path, cache: Path) -> None:
    watched = Watched()
    opened(folder, cache, watched)
    assert watched.watched == [] and WORTH_WATCHING > SESSIONS


# ------------------------------------------------------------------ what is remembered


def test_what_was_worked_out_is_remembered_until_a_transcript_changes(folder: Path, cache: Path) -> None:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return f"figures {len(made)}"

    index = opened(folder, cache)
    assert index.remember("history", "all", make) == b"figures 1"
    assert index.remember("history", "all", make) == b"figures 1"
    assert index.remember("history", "zh", make) == b"figures 2"
    index.close()
    assert opened(folder, cache).remember("history", "all", make) == b"figures 1"
    next(iter(folder.iterdir())).unlink()
    assert opened(folder, cache).remember("history", "all", make) == b"figures 3"


def test_what_is_kept_stays_whatever_happens_to_transcripts(folder: Path, cache: Path) -> None:
    index = opened(folder, cache)
    index.keep("cards", {"q1": "one", "q2": "two \ud800"})
    index.keep("cards", {"q1": "three"})
    next(iter(folder.iterdir())).unlink()
    assert opened(folder, cache).kept("cards") == {"q1": b"three", "q2": b"two ?"}
    assert opened(folder, cache).kept("others") == {}


def test_a_transcript_may_hold_anything(tmp_path: Path, cache: Path) -> None:
    odd = replace(question("q-1"), question=Text(zh="\ud800\x00", en="'; DROP TABLE sessions; --"))
    folder = tmp_path / "t"
    put(folder, "20261124T090000Z-all-abc234.jsonl", Asked(number=1, question="q-1", limit=60))
    path = next(folder.iterdir())
    raw = path.read_bytes().replace(
        b"Write down the formula of RMSNorm.", b"\\ud800'; DROP TABLE sessions; --"
    )
    path.write_bytes(raw)
    index = opened(folder, cache)
    assert index.names().question("q-1").en == "?" + odd.question.en
    assert index.count() == 1
