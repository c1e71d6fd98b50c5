"""``bank new``, ``edit``, ``draft``, ``pack`` and ``add`` in a process of their own.

The editor follows a script.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.bank.proposal import Proposal, read_reply
from mock_interview.bank.store import BankFolder
from mock_interview.chat import ChatReply
from mock_interview.cli.bank_draft import take

REPLY = {
    "points": [
        {
            "id": "frozen",
            "weight": 5,
            "text": "The weights are frozen",
            "accept": ["they stay"],
            "probe": "What of them?",
        },
        {
            "id": "low-rank",
            "weight": 4,
            "text": "Low-rank matrices are trained",
            "accept": ["A and B"],
            "probe": "What else?",
        },
    ],
    "mistakes": [{"contradicts": "frozen", "text": "All weights are updated"}],
    "hints": [],
}


def editor(tmp_path: Path, *edits: tuple[str, str]) -> dict[str, str]:
    """An environment whose editor replaces texts."""
    script = tmp_path / "editor.py"
    lines = "".join(f"text = text.replace({old!r}, {new!r}, 1)\n" for old, new in edits)
    head = "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
    script.write_text(f"{head}{lines}path.write_text(text, encoding='utf-8')\n", encoding="utf-8")
    return {**os.environ, "EDITOR": f"{sys.executable} {script}"}


def write_one(run) -> None:
    asked = ("-q", "What is LoRA?")
    told = ("-a", "LoRA freezes the pretrained weights. It trains two low-rank matrices.")
    done = run("bank", "new", "--bank", "mine", "--topic", "LoRA notes", "--lang", "en", *asked, *told)
    assert done.returncode == 0, done.stderr


def test_a_question_written_on_the_command_line_starts_a_bank(run, tmp_path: Path) -> None:
    write_one(run)
    (question,) = load_bank(tmp_path / "mine").questions
    assert (question.id, question.topic, question.langs, question.drafted) == (
        "lora",
        "lora-notes",
        ("en",),
        True,
    )


def test_a_question_written_in_the_editor_gets_an_id_of_its_words(run, tmp_path: Path) -> None:
    write_one(run)
    asked = ("question: |\n  \n", "question: When does LoRA fail?\n")
    env = editor(tmp_path, asked, ("reference: |\n  \n", ""))
    done = run("bank", "new", "--bank", "mine", "--topic", "lora-notes", env=env)
    assert done.returncode == 0, done.stderr
    assert [q.id for q in load_bank(tmp_path / "mine").questions] == ["lora", "when-lora-fail"]


def test_leaving_the_editor_without_a_change_writes_nothing(run, tmp_path: Path) -> None:
    write_one(run)
    before = {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()}
    for args in (("new", "--topic", "lora-notes"), ("edit", "lora")):
        done = run("bank", *args, "--bank", "mine", env=editor(tmp_path))
        assert done.returncode == 0 and "Nothing changed." in done.stdout
    assert {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()} == before


def test_an_edit_changes_what_was_edited_and_keeps_remarks(run, tmp_path: Path) -> None:
    write_one(run)
    env = editor(
        tmp_path, ("level: 3", "level: 1"), ("question: What is LoRA?", "question: What's LoRA?  # shorter")
    )
    done = run("bank", "edit", "lora", "--bank", "mine", env=env)
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "mine").iterdir()
    assert load_bank(tmp_path / "mine").questions[0].level == 1
    assert "# shorter" in path.read_text(encoding="utf-8") and "#:" not in path.read_text(encoding="utf-8")


def test_what_cannot_be_used_is_told_by_line_and_kept(run, tmp_path: Path) -> None:
    write_one(run)
    before = {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()}
    done = run("bank", "edit", "lora", "--bank", "mine", env=editor(tmp_path, ("level: 3", "level: 9")))
    assert done.returncode == 3 and "'level' must be a whole number from 1 to 5" in done.stderr
    kept = Path(done.stderr.rsplit("Your text is kept in ", 1)[1].strip())
    assert "level: 9" in kept.read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()} == before


def test_without_an_editor_or_with_one_that_fails_that_is_told(run, tmp_path: Path) -> None:
    write_one(run)
    gone = {**os.environ, "EDITOR": "/no/such/editor"}
    assert run("bank", "edit", "lora", "--bank", "mine", env=gone).returncode == 2
    fails = run("bank", "edit", "lora", "--bank", "mine", env={**os.environ, "EDITOR": "false"})
    assert fails.returncode == 5 and "your text is kept" in fails.stderr


@pytest.mark.parametrize("args", [("edit", "lora"), ("new", "--topic", "lora-notes")])
def test_a_text_that_cannot_be_saved_is_kept(run, tmp_path: Path, args: tuple[str, ...]) -> None:
    """The file is made a folder's name while the editor is open, so that nothing can be put in its place."""
    write_one(run)
    (path,) = (tmp_path / "mine").iterdir()
    env = editor(tmp_path, ("level: 3", "level: 1"), ("question: |\n  \n", "question: Why?\nlevel: 1\n"))
    script = tmp_path / "editor.py"
    away = f"path = pathlib.Path({str(path)!r}); path.unlink(); (path / 'x').mkdir(parents=True)\n"
    script.write_text(script.read_text(encoding="utf-8") + away, encoding="utf-8")
    done = run("bank", *args, "--bank", "mine", env=env)
    assert done.returncode in (3, 5) and "Traceback" not in done.stderr
    kept = Path(done.stderr.rsplit("Your text is kept in ", 1)[1].strip())
    assert "level: 1" in kept.read_text(encoding="utf-8")


def test_an_editor_that_removes_the_file_and_a_folder_for_it_that_is_not_there_are_told(
    run, tmp_path: Path
) -> None:
    write_one(run)
    env = editor(tmp_path)
    (tmp_path / "editor.py").write_text("import sys, pathlib\npathlib.Path(sys.argv[1]).unlink()\n")
    done = run("bank", "edit", "lora", "--bank", "mine", env=env)
    assert done.returncode == 5 and "the editor left no file" in done.stderr


def test_the_bank_that_ships_is_not_written_to(run, tmp_path: Path) -> None:
    (tmp_path / "question_bank" / "norm.yaml").unlink()
    (tmp_path / "question_bank").rmdir()
    for args in (("edit", "rope-idea"), ("draft", "rope-idea"), ("new", "--topic", "x", "-q", "Why?")):
        done = run("bank", *args)
        assert done.returncode == 2 and "name a folder of yours with --bank" in done.stderr


def test_a_pack_goes_from_one_bank_to_another(run, tmp_path: Path) -> None:
    write_one(run)
    assert run("bank", "pack", "--bank", "mine").returncode == 0
    done = run("bank", "add", "mine.zip", "--bank", "theirs")
    assert done.returncode == 0 and "questions added: 1" in done.stdout
    again = run("bank", "add", "mine.zip", "--bank", "theirs")
    assert "questions added: 0 · there already: 1" in again.stdout
    assert load_bank(tmp_path / "theirs").questions == load_bank(tmp_path / "mine").questions
    assert run("bank", "pack", "--bank", "mine", "--out", "x.tar").returncode == 2
    assert run("bank", "add", "gone.zip", "--bank", "theirs").returncode == 9


def test_points_are_drafted_only_where_there_are_none(run, tmp_path: Path) -> None:
    write_one(run)
    (path,) = (tmp_path / "mine").iterdir()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition("    points:")[0], encoding="utf-8")
    assert "key points drafted: 2" in run("bank", "draft", "lora", "--bank", "mine").stdout
    assert path.read_text(encoding="utf-8") == text
    path.write_text(text.replace("weight: 3", "weight: 5", 1), encoding="utf-8")
    assert "has key points" in run("bank", "draft", "lora", "--bank", "mine").stdout
    run("bank", "draft", "lora", "--bank", "mine", "--again")
    assert path.read_text(encoding="utf-8") == text


def test_the_prompt_is_printed_and_a_reply_is_taken_when_it_is_accepted(run, tmp_path: Path) -> None:
    write_one(run)
    prompt = run("bank", "draft", "lora", "--bank", "mine", "--print-prompt")
    assert prompt.returncode == 0 and "What is LoRA?" in prompt.stdout and prompt.stdout.isascii()
    (tmp_path / "reply.txt").write_text(f"```json\n{json.dumps(REPLY)}\n```", encoding="utf-8")
    shown = run("bank", "draft", "lora", "--bank", "mine", "--import-draft", "reply.txt")
    assert (
        "+ The weights are frozen (frozen · weight 5)" in shown.stdout
        and "Nothing was written" not in shown.stdout
    )
    assert "Not accepted" in shown.stderr or "not accepted" in shown.stderr.lower()
    assert load_bank(tmp_path / "mine").questions[0].drafted
    done = run(
        "bank", "draft", "lora", "--bank", "mine", "--import-draft", "-", "--yes", stdin=json.dumps(REPLY)
    )
    assert done.returncode == 0, done.stderr
    question = load_bank(tmp_path / "mine").questions[0]
    assert (
        [p.id for p in question.points] == ["frozen", "low-rank"]
        and not question.drafted
        and question.mistakes
    )


def test_a_reply_that_is_no_proposal_and_a_missing_model_end_with_their_code(run, tmp_path: Path) -> None:
    write_one(run)
    bad = run("bank", "draft", "lora", "--bank", "mine", "--import-draft", "-", "--yes", stdin="no")
    assert bad.returncode == 8 and "nothing was changed" in bad.stderr
    assert run("bank", "draft", "lora", "--bank", "mine", "--judge", "--import-draft", "-").returncode == 2
    assert run("bank", "draft", "lora", "--bank", "mine", "--import-draft", "gone.json").returncode == 9


@pytest.mark.parametrize("accepted", [True, False])
def test_a_person_decides(run, tmp_path: Path, accepted: bool, capsys: pytest.CaptureFixture[str]) -> None:
    write_one(run)
    folder = BankFolder(tmp_path / "mine")
    before = folder.bank.question("lora")
    reply = ChatReply(text=json.dumps(REPLY), model="fake-1")
    proposal = Proposal(before=before, after=read_reply(reply.text, before), reply=reply)
    asked: list[str] = []
    assert (
        take(folder, proposal, "zh", yes=False, ask=lambda text: bool(asked.append(text)) or accepted)
        is accepted
    )
    assert asked and "fake-1" in capsys.readouterr().out
    assert load_bank(tmp_path / "mine").question("lora").drafted is not accepted
