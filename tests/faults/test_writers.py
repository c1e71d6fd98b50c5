"""All other files that are written, on a disk that fails or a program that dies at every step.

A file is the old one or the whole one; what other files hold stays; doing it again does it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.bank.pack import add_pack, pack
from mock_interview.bank.store import BankFolder
from mock_interview.cli.amending import write_readable
from mock_interview.cli.bank_import import import_
from mock_interview.cli.bank_write import edit, new
from mock_interview.cli.review_appeal import appeal
from mock_interview.cli.review_export import export
from mock_interview.cli.review_report import report
from mock_interview.errors import WriteError
from mock_interview.transcript.folder import files
from mock_interview.transcript.read import read_session
from tests.faults.acts import deaths, failures, run, steps_of
from tests.faults.disk import Killed
from tests.samples import BANK_YAML, write_bank
from tests.three_weeks import three_weeks, write_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to tell which file is synced")
NOTES = (
    "# Norms\n\n## What is a norm?\n\nA size of a vector.\n\n# Rates\n\n## Why warm up?\n\nSteps are large.\n"
)
SECOND = (
    BANK_YAML.replace("id: norm\n", "id: other\n")
    .replace("norm", "other").replace('"2.18', '"2.19').replace("layer-", "l-").replace("rms-f", "r-f")
)  # fmt: skip


# ------------------------------------------------------------------- what is done


def imported(root: Path) -> None:
    (root.parent / "notes.md").write_text(NOTES, encoding="utf-8")
    import_([root.parent / "notes.md"], out=root / "bank")


def imported_again(root: Path) -> None:
    """Into a bank that has a question of the notes with another answer, and a person's own besides."""
    (root.parent / "notes.md").write_text(NOTES.replace("A size", "The size"), encoding="utf-8")
    import_([root.parent / "notes.md"], out=root / "bank")


def written(root: Path) -> None:
    new("Rates", "Why decay?", "Steps get small.", lang="en", bank=root / "bank")


def edited(root: Path) -> None:
    folder = BankFolder(root / "bank")
    before = folder.bank.questions[0]
    text = folder.question_text(before.id)
    level = f"level: {before.level}\n"
    assert level in text
    folder.rewrite(before.id, text.replace(level, "level: 5\n"), replace(before, level=5))
    folder.save()


def added(root: Path) -> None:
    add_pack(root.parent / "p.zip", folder := BankFolder(root / "bank"))
    folder.save()


def packed(root: Path) -> None:
    pack(root.parent / "source", root / "bank.zip", ())


def bank_of_notes(root: Path) -> None:
    imported(root)


def pack_of_two(root: Path) -> None:
    write_bank(root.parent / "source")
    write_bank(root.parent / "source", SECOND, "other.yaml")
    pack(root.parent / "source", root.parent / "p.zip", ())


# what goes before, and what is done
BANKS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "import": (lambda _root: None, imported),
    "import again": (bank_of_notes, imported_again),
    "new": (bank_of_notes, written),
    "edit": (bank_of_notes, edited),
    "add": (pack_of_two, added),
    "pack": (pack_of_two, packed),
}


def place(folder: Path, before: Callable[[Path], None]) -> Path:
    (folder / "disk").mkdir(parents=True)
    before(folder / "disk")
    return folder / "disk"


def contents(root: Path) -> dict[str, bytes]:
    """Every file but those that a death left under a name of their own."""
    paths = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def check_between(root: Path, old: dict[str, bytes], whole: dict[str, bytes]) -> None:
    """Every file is the old one or the whole one, and a bank can be used."""
    now = contents(root)
    assert now.keys() <= whole.keys() and old.keys() <= now.keys()
    for name, raw in now.items():
        assert raw in (old.get(name), whole[name]), name
    if (root / "bank").is_dir() and any((root / "bank").glob("*.yaml")):
        load_bank(root / "bank")


@pytest.mark.parametrize("name", BANKS)
def test_a_bank_is_the_old_or_the_whole_one_and_doing_it_again_does_it(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before, act = BANKS[name]
    root = place(tmp_path / "dry", before)
    old = contents(root)
    total = steps_of(root, act)
    whole = contents(root)
    assert total >= 4 and whole != old
    for label, plan in (*failures(total), *deaths(total)):
        root = place(tmp_path / label, before)
        _, error = run(root, plan, act)
        assert error is None or isinstance(error, (WriteError, Killed)), label
        assert error is not None or contents(root) == whole
        check_between(root, old, whole)
        if contents(root) != whole:  # a name that is only not sure to last is told as an error as well
            act(root)
        assert contents(root) == whole, label
    capsys.readouterr()


def test_an_edit_that_cannot_be_saved_leaves_the_text_in_the_editors_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text(encoding='utf-8').replace('level: 3', 'level: 1'), encoding='utf-8')\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    root = place(tmp_path / "a", bank_of_notes)
    name = load_bank(root / "bank").questions[0].id
    label, plan = next(failures(1))
    _, error = run(root, plan, lambda _root: edit(name, bank=root / "bank"))
    assert isinstance(error, WriteError), label
    kept = Path(str(error).rsplit("Your text is kept in ", 1)[1])
    assert "level: 1" in kept.read_text(encoding="utf-8")


# --------------------------------------------------------- appeals, and the readable copy


def sessions(root: Path) -> None:
    write_all(root / "t", three_weeks("en")[:2])


def transcript(root: Path) -> Path:
    return files(root / "t")[-1].path


def appealed(root: Path) -> None:
    session = read_session(transcript(root))
    turn = next(turn for turn in session.turns if turn.grade is not None and turn.grade.score is not None)
    point = turn.question.points[0].id
    appeal(session.id, turn.number, point, "covered", "I said so", transcripts=root / "t")


def test_an_appeal_is_in_the_transcript_or_was_never_made_and_the_gold_file_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def home(root: Path) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(root / "data"))
        sessions(root)
        gold = root / "data" / "mock-interview" / "appeals.jsonl"
        gold.parent.mkdir(parents=True)
        gold.write_text('{"mine": "a\u2028b"}\nno row at all\n', encoding="utf-8")

    total = steps_of(place(tmp_path / "dry", home), appealed)
    for label, plan in (*failures(total), *deaths(total)):
        root = place(tmp_path / label, home)
        _, error = run(root, plan, appealed)
        assert error is None or isinstance(error, (WriteError, Killed)), label
        gold = root / "data" / "mock-interview" / "appeals.jsonl"
        kept = gold.read_text(encoding="utf-8").split("\n")
        assert kept[:2] == ['{"mine": "a\u2028b"}', "no row at all"]
        made = [turn for turn in read_session(transcript(root)).turns if turn.appeals]
        assert len(kept) == 3 or made, "what is in the gold file is in the transcript"
        appealed(root)
        assert len(gold.read_text(encoding="utf-8").split("\n")) == 4
        assert any(turn.appeals for turn in read_session(transcript(root)).turns)
    capsys.readouterr()


def test_the_readable_copy_is_the_old_or_the_whole_one_and_costs_the_transcript_nothing(
    tmp_path: Path,
) -> None:
    def copied(root: Path) -> None:
        write_readable(read_session(transcript(root)), transcript(root), None)

    def old_copy(root: Path) -> None:
        sessions(root)
        transcript(root).with_suffix(".md").write_text("old")

    root = place(tmp_path / "dry", old_copy)
    old, total = contents(root), steps_of(root, copied)
    whole = contents(root)
    for label, plan in (*failures(total), *deaths(total)):
        root = place(tmp_path / label, old_copy)
        _, error = run(root, plan, copied)
        assert error is None or isinstance(error, (WriteError, Killed)), label
        check_between(root, old, whole)
        copied(root)
        assert contents(root) == whole


# ------------------------------------------------------------------- reports and exports

OUTPUTS: dict[str, Callable[[Path, Path], None]] = {
    "report.html": lambda out, t: report(output=out, transcripts=t, lang="en"),
    "all.md": lambda out, t: export(output=out, transcripts=t),
    "all.csv": lambda out, t: export(output=out, transcripts=t, bom=True),
    "all.json": lambda out, t: export(output=out, transcripts=t),
    "cards.txt": lambda out, t: export(output=out, transcripts=t),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_report_is_the_old_or_the_whole_one(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sessions(tmp_path)

    def act(root: Path) -> None:
        OUTPUTS[name](root / name, tmp_path / "t")

    total = steps_of(place(tmp_path / "dry", lambda _root: None), act)
    made = (tmp_path / "dry" / "disk" / name).read_bytes()
    for label, plan in (*failures(total), *deaths(total)):
        root = place(tmp_path / label, lambda root: (root / name).write_bytes(made) and None)
        _, error = run(root, plan, act)
        assert error is None or isinstance(error, (WriteError, Killed)), label
        found = (root / name).read_bytes()
        assert without_minutes(found) == without_minutes(made)
        strays = [path for path in root.iterdir() if path.name != name]
        # A disk on which nothing can be removed any more keeps the half.
        assert not strays or isinstance(error, Killed) or not label.startswith("once")
    capsys.readouterr()


def without_minutes(page: bytes) -> bytes:
    """A page says when it was made."""
    return re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d", b"", page)
