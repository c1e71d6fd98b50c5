"""Claims about the transcripts that are read to measure time."""

from __future__ import annotations

from pathlib import Path

from benchmarks.transcripts import DRAFTS, QUESTIONS, write_transcripts
from mock_interview.practice import marks, practices
from mock_interview.transcript.folder import files, sessions


def test_they_are_whole_sessions_that_are_read_without_a_remark(tmp_path: Path) -> None:
    write_transcripts(tmp_path, 3)
    found = [session for _path, session in sessions(tmp_path)]
    assert len(found) == 3 and len({session.id for session in found}) == 3
    for session in found:
        assert session.notes == () and session.ended == "finished" and len(session.turns) == QUESTIONS
        assert all(turn.grade is not None and turn.grade.score is not None for turn in session.turns)
        assert all(marks(row.marks) and row.at for row in practices(session))
    raw = files(tmp_path)[0].path.read_bytes()
    assert raw.count(b'"type":"draft"') == QUESTIONS * DRAFTS


def test_the_same_seed_makes_the_same_files_and_later_ones_are_others(tmp_path: Path) -> None:
    for name, more in (("a", {}), ("b", {}), ("c", {"first": 5})):
        write_transcripts(tmp_path / name, 2, **more)
    names = [[item.path.name for item in files(tmp_path / name)] for name in "abc"]
    assert names[0] == names[1] and not set(names[0]) & set(names[2])
    assert [f.path.read_bytes() for f in files(tmp_path / "a")] == [
        f.path.read_bytes() for f in files(tmp_path / "b")
    ]
