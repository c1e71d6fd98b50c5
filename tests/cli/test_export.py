"""``review export`` from the command line: formats, files, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mock_interview.cli import app
from mock_interview.errors import TranscriptError, UsageError, WriteError
from mock_interview.model import Verdict
from mock_interview.review.anki import HEAD
from tests.samples import finished, grade
from tests.three_weeks import write_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two finished sessions, the later in Chinese."""
    early = finished("en")
    early = replace(
        early,
        id="early2",
        started_at="2026-11-20T09:00:00.000Z",
        turns=tuple(replace(turn, asked_at="2026-11-20T09:00:00.000Z") for turn in early.turns),
    )
    write_all(tmp_path / "transcripts", [early, finished("zh")])
    return tmp_path / "transcripts"


def export(folder: Path, *args: object) -> Result:
    return CliRunner().invoke(app, ["review", "export", "--transcripts", str(folder), *map(str, args)])


def out(result: Result) -> str:
    assert result.exit_code == 0, result.output or result.exception
    return result.stdout


def test_markdown_is_what_the_copy_beside_a_transcript_is(folder: Path) -> None:
    both = out(export(folder))
    assert both.index("# Mock interview early2") < both.index("\n\n# 模拟面试 abc234\n")
    one = out(export(folder, "early2"))
    assert one.startswith("# Mock interview early2\n") and "模拟面试" not in one
    assert "除以它的均方根" in out(export(folder, "early2", "--lang", "zh"))


def test_json_of_one_session_is_that_of_review_show_and_of_more_a_list(folder: Path) -> None:
    shown = CliRunner().invoke(app, ["review", "show", "early2", "--json", "--transcripts", str(folder)])
    assert json.loads(out(export(folder, "early2", "--format", "json"))) == json.loads(shown.stdout)
    listed = json.loads(out(export(folder, "--format", "json")))
    assert [one["id"] for one in listed] == ["early2", "abc234"]
    assert json.loads(out(export(folder, "--format", "json", "--since", "2026-11-24")))[0]["id"] == "abc234"


def test_csv_is_a_row_a_point_and_opens_in_excel_when_asked_to(folder: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(out(export(folder, "--format", "csv"))), strict=True))
    assert len(rows) == 10 and [row["session"] for row in rows] == ["early2"] * 5 + ["abc234"] * 5
    path = tmp_path / "x.csv"
    assert export(folder, "-o", path).exit_code == 0 and not path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert export(folder, "-o", path, "--bom").exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfsession,started_at,")
    assert export(folder, "-o", path).exit_code == 0, "still known to be ours"


def test_a_topic_narrows_an_export_down(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(out(export(folder, "-f", "csv", "-t", "norm/rms")))))
    assert {row["topic"] for row in rows} == {"norm/rms"} and len(rows) == 8


def test_the_name_of_the_file_says_what_to_write(folder: Path, tmp_path: Path) -> None:
    for name, start in (
        ("x.md", b"# Mock interview"),
        ("x.json", b'[{"shape": 1'),
        ("x.csv", b"session,"),
        ("x.apkg", b"PK"),
        ("x.txt", HEAD.encode()),
        ("x.tsv", HEAD.encode()),
    ):
        done = export(folder, "-o", tmp_path / name)
        assert done.exit_code == 0 and str(tmp_path / name) in done.stderr
        assert (tmp_path / name).read_bytes().startswith(start)
        assert export(folder, "-o", tmp_path / name).exit_code == 0, "ours is replaced"
        (tmp_path / name).write_text("mine", encoding="utf-8")
        assert isinstance(export(folder, "-o", tmp_path / name).exception, WriteError)
    assert out(export(folder, "--format", "anki")).startswith(HEAD)


def test_a_package_is_whole_and_its_cards_are_counted(folder: Path, tmp_path: Path) -> None:
    done = export(folder, "--format", "anki", "-o", tmp_path / "gaps.apkg", "--lang", "en")
    assert done.stderr == f"cards: 3\nSaved to {tmp_path / 'gaps.apkg'}\n"
    with zipfile.ZipFile(tmp_path / "gaps.apkg") as package:
        assert package.namelist() == ["collection.anki2", "media"] and package.testzip() is None


def test_when_nothing_was_missed_no_cards_are_made(tmp_path: Path) -> None:
    turn = finished().turns[0]
    points = tuple(replace(point, verdict=Verdict.COVERED) for point in grade().points)
    turn = replace(turn, grade=replace(grade(), points=points))
    write_all(tmp_path / "t", [replace(finished(), turns=(turn,))])
    done = export(tmp_path / "t", "-o", tmp_path / "x.apkg")
    assert (done.exit_code, done.stdout) == (0, "") and "No cards to make" in done.stderr
    assert not (tmp_path / "x.apkg").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-o", "x.xlsx"], "--format"),
        (["--format", "xml"], "must be one of md, json, csv, anki"),
        (["--format", "ankii"], "anki"),
        (["--format", "anki", "-o", "x.csv"], ".apkg"),
        (["--bom"], "--format csv"),
        (["abc", "--since", "2026-11-01"], "leave one out"),
        (["--since", "soon"], "2026-11-01"),
    ],
)
def test_a_wrong_command_line_is_refused_with_a_remedy(folder: Path, args: list[str], words: str) -> None:
    refused = export(folder, *args)
    assert isinstance(refused.exception, UsageError) and words in str(refused.exception)


def test_without_practice_there_is_nothing_to_export(tmp_path: Path) -> None:
    refused = export(tmp_path / "none", "-o", tmp_path / "x.csv")
    assert isinstance(refused.exception, TranscriptError) and "mock-interview run" in str(refused.exception)
    assert not (tmp_path / "x.csv").exists()


def test_an_export_ends_quietly_when_its_reader_has_gone(run, folder: Path) -> None:
    import subprocess
    import sys

    command = (
        f"{sys.executable} -m mock_interview review export --transcripts {folder} --format csv | head -1"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout.startswith("session,") and done.stderr == ""
