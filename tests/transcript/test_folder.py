from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.errors import TranscriptError
from mock_interview.transcript.events import Answered, Asked, Event, Line, Started, encode
from mock_interview.transcript.folder import (
    ID_ALPHABET,
    ID_LENGTH,
    file_name,
    files,
    find,
    sessions,
)
from tests.samples import planned, question

AT = "2026-11-24T09:00:00.123Z"


def answered(text: str) -> Answered:
    return Answered(number=1, part=0, text=text, how="submitted", used=1.0, overtime=0.0, clock=1.0)


def put(folder: Path, name: str, *events: Event) -> Path:
    session = planned(question("q-1"), question("q2"))
    start = Started(id=name[-12:-6], options=session.options, planned=session.planned)
    folder.mkdir(exist_ok=True)
    path = folder / name
    lines = [encode(Line(at=AT, seq=seq, event=event)) for seq, event in enumerate([start, *events])]
    path.write_bytes(b"".join(lines))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sessions, put down in another order than they were held in."""
    put(tmp_path, "20261124T090000Z-all-abc234.jsonl", Asked(number=1, question="q-1", limit=60))
    put(tmp_path, "20261123T090000Z-peft-lora-abd567.jsonl", Asked(number=1, question="q2", limit=60))
    put(tmp_path, "20251231T235959Z-mixed-xyz999.jsonl", Asked(number=1, question="q-1", limit=60))
    return tmp_path


@pytest.mark.parametrize(
    ("at", "stamp"),
    [
        ("2026-11-24T09:00:00.123Z", "20261124T090000123Z"),
        ("2026-11-24T09:00:00Z", "20261124T090000Z"),
        ("2026-11-24T09:00:00.123456+00:00", "20261124T090000123Z"),
    ],
)
def test_the_name_tells_time_topic_and_id_and_is_found_again(tmp_path: Path, at: str, stamp: str) -> None:
    name = file_name(at, "peft-lora", "abc234")
    assert name == f"{stamp}-peft-lora-abc234.jsonl"
    put(tmp_path, name)
    assert [(item.id, item.path.name) for item in files(tmp_path)] == [("abc234", name)]


def test_of_two_sessions_of_one_second_the_later_comes_later(tmp_path: Path) -> None:
    for at, name in (("2026-11-24T09:00:00.123Z", "zzz999"), ("2026-11-24T09:00:00.124Z", "abc234")):
        put(tmp_path, file_name(at, "all", name))
    assert [item.id for item in files(tmp_path)] == ["zzz999", "abc234"]


def test_every_id_that_can_be_made_can_be_found(tmp_path: Path) -> None:
    assert len(set(ID_ALPHABET)) == len(ID_ALPHABET) and not set(ID_ALPHABET) & set("il1o0")
    for char in ID_ALPHABET:
        name = file_name(AT, "all", char * ID_LENGTH)
        put(tmp_path, name)
        assert find(tmp_path, char * ID_LENGTH).name == name


def test_sessions_are_listed_oldest_first(folder: Path) -> None:
    assert [item.id for item in files(folder)] == ["xyz999", "abd567", "abc234"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("latest", "abc234"), ("abc234", "abc234"), ("abc", "abc234"), ("x", "xyz999"), ("ABD", "abd567")],
)
def test_a_session_is_found_by_the_start_of_its_id(folder: Path, wanted: str, found: str) -> None:
    assert find(folder, wanted).stem.endswith(found)


def test_an_ambiguous_start_names_the_sessions_it_fits(folder: Path) -> None:
    with pytest.raises(TranscriptError, match=r"'ab' fits several sessions: abd567, abc234; type more"):
        find(folder, "ab")


def test_an_unknown_id_names_the_nearest_and_the_list(folder: Path) -> None:
    with pytest.raises(
        TranscriptError, match=r"no session 'abc243' \(did you mean 'abc234'\?\).*review list"
    ):
        find(folder, "abc243")
    with pytest.raises(TranscriptError, match=r"no session 'qqq'; "):
        find(folder, "qqq")


@pytest.mark.parametrize("wanted", ["latest", "abc"])
def test_without_sessions_the_next_command_is_named(tmp_path: Path, wanted: str) -> None:
    for empty in (tmp_path, tmp_path / "missing"):
        with pytest.raises(TranscriptError, match=r"no sessions yet.*'mock-interview run'"):
            find(empty, wanted)
        assert files(empty) == [] and list(sessions(empty)) == []


def test_other_files_are_none_of_ours(folder: Path) -> None:
    before = files(folder)
    for name in (
        "README.md",
        ".gitignore",
        "20261124T090000Z-all-abc234.md",
        "20261124T090000Z-all-abc234.jsonl.bak",
        ".20261124T090000Z-all-abc234.jsonl",
        "20261124T090000Z-all-toolong7.jsonl",
        "answers.jsonl",
    ):
        (folder / name).write_text('{"v":99}\n')
    assert files(folder) == before
    told: list[str] = []
    assert len(list(sessions(folder, told))) == 3 and told == []


def test_a_folder_that_cannot_be_read_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TranscriptError, match=r"file: cannot be read: Not a directory; .*--transcripts"):
        files(tmp_path / "file")


def test_sessions_that_cannot_be_read_are_told_and_the_others_given(folder: Path) -> None:
    (folder / "20261125T090000Z-all-badbad.jsonl").write_bytes(b"junk\n")
    (folder / "20261126T090000Z-all-newnew.jsonl").write_bytes(b'{"v":2}\n')
    (folder / "20261127T090000Z-all-folder.jsonl").mkdir()
    told: list[str] = []
    found = [session.id for _, session in sessions(folder, told)]
    assert found == ["xyz999", "abd567", "abc234"]
    assert len(told) == 3
    for part, message in zip(("badbad", "newnew", "folder"), told, strict=True):
        assert part in message


@pytest.mark.parametrize(
    "begun", [b"", b'{"v":1,"seq":0,"at":"2026', b"\x00" * 4096], ids=["empty", "torn", "nul"]
)
def test_a_session_that_never_began_is_in_nobodys_way(folder: Path, begun: bytes) -> None:
    """It was killed before its first line was on disk."""
    (folder / "20261128T090000Z-all-nothng.jsonl").write_bytes(begun)
    told: list[str] = []
    assert [session.id for _, session in sessions(folder, told)] == ["xyz999", "abd567", "abc234"]
    assert told == []
    assert find(folder, "latest").name.endswith("abc234.jsonl")
    assert find(folder, "nothng").name.endswith("nothng.jsonl"), "by its name it is still found"


def test_a_folder_of_sessions_that_never_began_has_none(tmp_path: Path) -> None:
    (tmp_path / "20261128T090000Z-all-nothng.jsonl").write_bytes(b"")
    with pytest.raises(TranscriptError, match="no sessions yet"):
        find(tmp_path, "latest")


def test_a_session_that_had_to_move_is_found_where_it_went(folder: Path) -> None:
    name, rescued = "20261124T090000Z-all-abc234.jsonl", folder / "rescued"
    asked = Asked(number=1, question="q-1", limit=60)
    copy = put(rescued, name, asked, answered("there"))
    put(rescued, "20261124T090000Z-all-zzz999.jsonl", answered("of another folder"))
    assert find(folder, "abc", [folder / "nowhere", rescued]) == copy
    assert [item.path.parent.name for item in files(folder, [rescued])][-1] == "rescued"
    assert len(files(folder, [rescued])) == 3
    put(folder, name, asked, answered("gone on with here"))
    assert find(folder, "abc", [rescued]) == folder / name, "the copy no longer holds all of it"
