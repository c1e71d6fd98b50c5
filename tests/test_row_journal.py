"""A file that is written in pieces: what a kill at any byte leaves, and how it is gone on with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.errors import UsageError, WriteError
from mock_interview.row_journal import Journal, Mark

ABOUT = {"rows": "abc", "rubric": "strict"}
PIECES = ("one\n", "two\nthree\n", "四\n")
WHOLE = "".join(PIECES)


def write(target: Path, *, resume: bool, stop: int | None = None, engine: str = "e") -> Journal:
    """Write the pieces that are missing, but only up to piece ``stop``; a piece is one row of the source."""
    journal = Journal(target, ABOUT)
    file = journal.open(resume=resume)
    assert file is not None
    for piece in PIECES[journal.mark.rows : stop]:
        file.write(piece)
        journal.keep(rows=1, scored=1, engine=engine)
    return journal


def test_a_file_is_in_place_when_finished_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    journal = write(target, resume=False)
    assert not target.exists()
    journal.finish()
    assert target.read_text(encoding="utf-8") == WHOLE
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_run_that_was_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    write(target, resume=False, stop=2).close()
    journal = write(target, resume=True, stop=2)
    assert journal.mark == Mark(rows=2, size=14, scored=2, engine="e")
    journal.close()
    write(target, resume=True).finish()
    assert target.read_text(encoding="utf-8") == WHOLE


@pytest.mark.parametrize(
    "torn", ['{"rows": 3, "si', '{"rows": 3, "size": 18, "scored": 3, "engine": "e"}', "\x00\x00"]
)
def test_a_torn_line_of_the_journal_costs_no_row_before_it(tmp_path: Path, torn: str) -> None:
    target = tmp_path / "out.txt"
    write(target, resume=False, stop=2).close()
    with (tmp_path / "out.txt.part.journal").open("a") as log:
        log.write(torn)
    for rows in (2, 3):
        journal = Journal(target, ABOUT)
        journal.open(resume=True)
        assert journal.mark.rows == rows
        journal.close()
        write(target, resume=True, stop=3).close()


def test_without_being_asked_nothing_is_gone_on_with_and_nothing_thrown_away(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    write(target, resume=False, stop=2).close()
    with pytest.raises(UsageError, match=r"out\.txt\.part: 2 rows of a run that was cut off.*--resume"):
        Journal(target, ABOUT).open(resume=False)
    assert (tmp_path / "out.txt.part").read_text() == "one\ntwo\nthree\n"


def test_a_run_made_from_something_else_is_refused_by_name(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    write(target, resume=False, stop=2).close()
    with pytest.raises(UsageError, match="with other rubric; make that the same"):
        Journal(target, {**ABOUT, "rubric": "default"}).open(resume=True)


def test_rows_of_two_engines_do_not_mix(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    write(target, resume=False, stop=2, engine="old").close()
    journal = Journal(target, ABOUT)
    journal.open(resume=True)
    journal.check_engine("")
    journal.check_engine("old")
    with pytest.raises(UsageError, match="graded by old; now it would be new"):
        journal.check_engine("new")


def test_a_run_that_kept_nothing_is_begun_again_unasked(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    journal = Journal(target, ABOUT)
    file = journal.open(resume=False)
    assert file is not None
    file.write("never kept")
    journal.close()
    write(target, resume=False).finish()
    assert target.read_text(encoding="utf-8") == WHOLE


def test_a_file_of_that_name_without_a_journal_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out.txt.part").write_text("mine")
    for resume in (False, True):
        with pytest.raises(UsageError, match="is in the way"):
            Journal(tmp_path / "out.txt", ABOUT).open(resume=resume)
    assert (tmp_path / "out.txt.part").read_text() == "mine"


def test_an_empty_file_of_that_name_is_what_a_kill_leaves_and_is_in_no_way(tmp_path: Path) -> None:
    (tmp_path / "out.txt.part").touch()
    write(tmp_path / "out.txt", resume=False).finish()
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == WHOLE


@pytest.mark.parametrize("resume", [False, True])
def test_a_file_that_is_being_written_is_refused_to_anybody_else(tmp_path: Path, resume: bool) -> None:
    target = tmp_path / "out.txt"
    first = write(target, resume=False, stop=2)
    for _ in range(2):
        with pytest.raises(WriteError, match=r"out\.txt: another mock-interview is writing this file"):
            Journal(target, ABOUT).open(resume=resume)
    first.close()
    write(target, resume=True).finish()
    assert target.read_text(encoding="utf-8") == WHOLE
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_what_is_refused_leaves_no_journal_and_no_lock(tmp_path: Path) -> None:
    (tmp_path / "out.txt.part").write_text("mine")
    for _ in range(2):
        with pytest.raises(UsageError, match="is in the way"):
            Journal(tmp_path / "out.txt", ABOUT).open(resume=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt.part"]


def left_by_a_kill(target: Path) -> None:
    """A finished file whose journal is still there."""
    journal = write(target, resume=False)
    log = target.with_name(f"{target.name}.part.journal")
    size = journal.part.stat().st_size
    kept = log.read_bytes() + json.dumps({"finished": size}).encode() + b"\n"
    journal.finish()
    log.write_bytes(kept)


def test_a_file_that_was_finished_before_a_kill_is_not_made_again(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    left_by_a_kill(target)
    journal = Journal(target, ABOUT)
    assert journal.open(resume=True) is None and journal.mark.rows == 3
    journal.discard()
    assert target.read_text(encoding="utf-8") == WHOLE
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_finished_file_is_made_again_when_it_was_made_from_something_else_or_is_another(
    tmp_path: Path,
) -> None:
    target = tmp_path / "out.txt"
    for about, text, resume in (
        ({**ABOUT, "rubric": "x"}, None, True),
        (ABOUT, "mine", True),
        (ABOUT, None, False),
    ):
        left_by_a_kill(target)
        if text is not None:
            target.write_text(text)
        journal = Journal(target, about)
        assert journal.open(resume=resume) is not None and journal.mark == Mark()
        journal.discard()


@pytest.mark.parametrize(
    "line",
    ['{"rows": "3", "size": 18, "scored": 3, "engine": "e"}',
     '{"rows": 3, "size": [], "scored": 3, "engine": "e"}',
     '{"rows": 3, "size": 1e999, "scored": 3, "engine": "e"}',
     '{"rows": -1, "size": 1, "scored": 0, "engine": "e"}',
     '{"rows": 3, "size": 18, "scored": true, "engine": "e"}', "[" * 5000, "[]", "3"],
)  # fmt: skip
def test_a_damaged_mark_costs_no_row_before_it(tmp_path: Path, line: str) -> None:
    target = tmp_path / "out.txt"
    write(target, resume=False, stop=2).close()
    with (tmp_path / "out.txt.part.journal").open("a") as log:
        log.write(line + "\n")
    write(target, resume=True).finish()
    assert target.read_text(encoding="utf-8") == WHOLE


def test_a_journal_that_does_not_say_what_the_rows_were_made_from_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    write(target, resume=False, stop=2).close()
    log = tmp_path / "out.txt.part.journal"
    _first, *rest = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b'{"format": 1, "about": ["rows"]}\n' + b"".join(rest))
    with pytest.raises(UsageError, match="with other rows, rubric"):
        Journal(target, ABOUT).open(resume=True)


def test_a_journal_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.txt.part").write_text("x")
    (tmp_path / "out.txt.part.journal").write_text(json.dumps({"format": 2}) + "\n")
    with pytest.raises(UsageError, match="of another version"):
        Journal(tmp_path / "out.txt", ABOUT).open(resume=True)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_wherever_a_kill_cuts_the_files_the_rest_makes_them_whole(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The journal is cut anywhere; the part anywhere beyond what the rest of the journal counts on."""
    folder = tmp_path_factory.mktemp("cut")
    target = folder / "out.txt"
    write(target, resume=False, stop=data.draw(st.integers(0, 3))).close()
    part, log = folder / "out.txt.part", folder / "out.txt.part.journal"
    lines = log.read_bytes()
    first = lines.index(b"\n") + 1  # was there before the part
    cut = data.draw(st.integers(first, len(lines)))
    log.write_bytes(lines[:cut])
    marks = [json.loads(line) for line in lines[:cut].splitlines(keepends=True)[1:] if line.endswith(b"}\n")]
    durable = marks[-1]["size"] if marks else 0
    size = data.draw(st.integers(durable, part.stat().st_size))
    part.write_bytes(part.read_bytes()[:size] + data.draw(st.binary(max_size=5)))
    write(target, resume=True).finish()
    assert target.read_text(encoding="utf-8") == WHOLE
    shutil.rmtree(folder)
