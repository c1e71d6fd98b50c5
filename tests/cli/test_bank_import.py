"""``bank import`` and what follows it: practise, import again, check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

NOTES = """\
# 笔记

![badge](b.svg)

## 基础

### 1. 什么是学习率？

- **大小**：沿梯度反方向每一步走多远，由学习率决定。
- **太大**：损失来回震荡，甚至发散，训练不收敛。

### 2. 介绍一下动量

## License

MIT
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def test_notes_become_a_bank_that_is_practised_at_once(run, answers, notes: Path) -> None:
    done = run("bank", "import", notes, "--out", "mine")
    assert done.returncode == 0, done.stderr
    assert "questions added: 2 · topics: 1 · answered: 1" in done.stdout and "MIT" not in done.stdout
    said = "学习率决定沿着负梯度方向每一步走多大。如果太大，损失会震荡，甚至不收敛。"
    rows = [
        {"question_id": "shen-me-shi-xue-xi-lv", "answer": said},
        {"question_id": "jie-shao-yi-xia-dong-liang", "answer": "不知道"},
    ]
    held = run("run", "--bank", "mine", "--answers", answers(*rows))
    assert held.returncode == 0, held.stderr
    assert "得分" in held.stdout and "未评分：这道题还没有参考答案" in held.stdout
    assert "mock-interview bank edit jie-shao-yi-xia-dong-liang" in held.stdout
    shown = json.loads(run("review", "show", "--json").stdout)
    scores = {q["question_id"]: q["grade"]["score"] for q in shown["questions"]}
    assert scores["shen-me-shi-xue-xi-lv"] > 30 and scores["jie-shao-yi-xia-dong-liang"] is None


def test_the_check_lists_what_has_no_answer(run, notes: Path) -> None:
    run("bank", "import", notes, "--out", "mine")
    report = json.loads(run("bank", "check", "--bank", "mine", "--quick", "--json").stdout)
    assert report["errors"] == 0 and {p["code"] for p in report["problems"]} == {"drafted", "unanswered"}


def test_a_dry_run_tells_everything_and_writes_nothing(run, notes: Path, tmp_path: Path) -> None:
    done = run("bank", "import", notes, "--out", "mine", "--dry-run")
    assert done.returncode == 0 and "Nothing was written." in done.stdout
    lines = done.stdout.splitlines()
    number = NOTES.split("\n").index("## License") + 1
    assert any(line.split()[:1] == [str(number)] and "licence" in line for line in lines)
    assert any(line.split()[:1] == ["3"] and "badges" in line for line in lines)
    assert not (tmp_path / "mine").exists()


def test_without_a_place_to_write_to_only_a_dry_run_goes(run, notes: Path) -> None:
    done = run("bank", "import", notes)
    assert done.returncode == 2 and "--out DIR" in done.stderr
    assert run("bank", "import", notes, "--dry-run").returncode == 0


def test_importing_again_tells_what_changed_and_keeps_edits(run, notes: Path, tmp_path: Path) -> None:
    run("bank", "import", notes, "--out", "mine")
    (path,) = (tmp_path / "mine").glob("*.yaml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("什么是学习率？", "学习率是什么？ # 我改的"),
        encoding="utf-8",
    )
    notes.write_text(
        NOTES.replace("### 2. 介绍一下动量\n", "### 2. 介绍一下动量\n\n过去梯度的滑动平均。\n"),
        encoding="utf-8",
    )
    done = run("bank", "import", notes, "--out", "mine", "--json")
    steps = {row["id"]: (row["what"], row["fields"]) for row in json.loads(done.stdout)["questions"]}
    assert steps == {
        "shen-me-shi-xue-xi-lv": ("edited", []),
        "jie-shao-yi-xia-dong-liang": ("updated", ["reference"]),
    }
    assert "学习率是什么？ # 我改的" in path.read_text(encoding="utf-8")


def test_the_json_has_the_documented_keys(run, notes: Path) -> None:
    plain = json.loads(run("bank", "import", notes, "--dry-run", "--json").stdout)
    assert set(plain) == {
        "shape", "out", "dry_run", "found", "answered", "files", "topics", "questions", "gone",
    }  # fmt: skip
    (file,) = plain["files"]
    assert (plain["found"], plain["answered"], plain["out"], plain["dry_run"]) == (2, 1, None, True)
    assert {row["why"] for row in file["skipped"]} == {"badges", "aside"}


def test_several_files_and_kinds_at_once(run, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(
        "question,answer,topic\nWhat is RoPE?,A rotation.,Position\n", encoding="gb18030"
    )
    (tmp_path / "folder" / "sub").mkdir(parents=True)
    (tmp_path / "folder" / "sub" / "x.md").write_text("## What is ALiBi?\n\nA bias.\n", encoding="utf-16")
    done = run("bank", "import", notes, "more.csv", "folder", "--out", "mine", "--topic", "我的", "--json")
    plain = json.loads(done.stdout)
    assert [row["file"] for row in plain["files"]] == ["notes.md", "more.csv", "folder/sub/x.md"]
    assert plain["found"] == 4 and {row["topic"] for row in plain["questions"]} == {"wo-de"}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone.md", None, "cannot be read"),
        ("a.docx", b"PK\x03\x04", "files that end in '.docx' are not read"),
        ("a.md", b"PK\x03\x04", "zip archive or an office document"),
        ("a.md", b"", "is empty"),
        ("a.md", b"# Title\n\nJust text.\n", "no question found"),
        ("a.csv", b"x,y\n1,2\n", "--map question=NAME"),
        ("a.apkg", b"garbage", "is not a zip archive"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_its_code(
    run, tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = run("bank", "import", name, "--out", "mine")
    assert done.returncode == 9 and said in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "mine").exists()


def test_a_language_that_is_none_is_refused(run, notes: Path) -> None:
    done = run("bank", "import", notes, "--out", "mine", "--lang", "fr")
    assert done.returncode == 2 and "must be one of zh, en, auto" in done.stderr


def test_a_bank_in_one_language_is_asked_in_it_whatever_the_locale(run, answers, notes: Path) -> None:
    run("bank", "import", notes, "--out", "mine")
    done = run("run", "--bank", "mine", "--answers", answers(None), "--questions", 1)
    assert done.returncode == 0 and "in Chinese only" in done.stderr and "第 1/1 题" in done.stdout
    refused = run("run", "--bank", "mine", "--answers", answers(None), "--lang", "en")
    assert refused.returncode == 2 and "use --lang zh" in refused.stderr
