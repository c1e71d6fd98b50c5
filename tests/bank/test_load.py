from __future__ import annotations

import errno
from pathlib import Path

import pytest

from mock_interview.bank.load import bank_files, load_bank, read_bank
from mock_interview.errors import ExitCode, FileProblems
from tests.bank.conftest import changed
from tests.samples import BANK_YAML, write_bank

OTHER = BANK_YAML.replace("id: norm\n", "id: other\n").replace("topic: norm", "topic: other")


def said(folder: Path) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in read_bank(folder).problems]


def test_questions_and_topics_come_in_file_order(tmp_path: Path) -> None:
    renamed = (
        OTHER.replace("rms-formula", "b").replace("layer-formula", "a").replace('    seed: "2.18.2"\n', "")
    )
    write_bank(tmp_path, renamed, "z.yml")
    bank = load_bank(write_bank(tmp_path))
    assert [question.id for question in bank.questions] == ["rms-formula", "layer-formula", "b", "a"]
    assert [topic.path for topic in bank.topics] == ["norm", "norm/rms", "other", "other/rms"]
    assert bank.question("a").topic == "other"
    with pytest.raises(KeyError, match="zzz"):
        bank.question("zzz")


def test_an_id_or_a_seed_used_twice_names_both_places(tmp_path: Path) -> None:
    write_bank(tmp_path, BANK_YAML, "a.yaml")
    write_bank(tmp_path, OTHER, "b.yaml")
    assert said(tmp_path) == [
        "b.yaml:8: [rms-formula] the id 'rms-formula' is already used at a.yaml:8",
        "b.yaml:8: [rms-formula] the seed '2.18.2' is already used at a.yaml:8",
        "b.yaml:24: [layer-formula] the id 'layer-formula' is already used at a.yaml:24",
    ]


def test_an_id_used_twice_in_one_file_is_found_too(tmp_path: Path) -> None:
    write_bank(tmp_path, changed("id: layer-formula", "id: rms-formula"), "a.yaml")
    assert said(tmp_path) == ["a.yaml:24: [rms-formula] the id 'rms-formula' is already used at a.yaml:8"]


def test_a_section_over_two_files_must_be_described_alike(tmp_path: Path) -> None:
    second = BANK_YAML.replace("-formula", "-two").replace('"2.18.2"', '"2.18.3"')
    write_bank(tmp_path, BANK_YAML, "a.yaml")
    write_bank(tmp_path, second, "b.yaml")
    assert said(tmp_path) == []
    write_bank(tmp_path, changed("zh: 归一化, ", "zh: 规范化, ", second), "b.yaml")
    assert said(tmp_path) == [
        "b.yaml: [section] the topic 'norm' has another title or outline number in a.yaml"
    ]


def test_an_empty_and_a_missing_folder_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    for name, what in (
        ("empty", "has no .yaml files"),
        ("gone", "is not a folder"),
        ("file", "is not a folder"),
    ):
        with pytest.raises(FileProblems, match=rf"{name}: {what}; .*--bank") as caught:
            load_bank(tmp_path / name)
        assert caught.value.exit_code == ExitCode.BAD_BANK


def test_a_folder_that_cannot_be_looked_into_is_not_called_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(FileProblems, match="cannot be read: Permission denied; name a folder"):
        load_bank(tmp_path)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_checked(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    (tmp_path / "b.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "c.yaml").write_bytes(BANK_YAML.encode("gb18030"))
    (tmp_path / "d.yaml").write_bytes(b"")
    write_bank(tmp_path, changed("level: 2", "level: 8"), "e.yaml")
    found = said(tmp_path)
    assert found[0] == "a.yaml: cannot be read: Is a directory"
    assert found[1] == "b.yaml: cannot be read: No such file or directory"
    assert found[2].startswith("c.yaml: is not UTF-8 (byte ")
    assert found[3] == "d.yaml: is empty"
    assert found[4].startswith("e.yaml:11: [rms-formula] 'level'") and len(found) == 5


def test_files_of_an_editor_or_a_system_are_passed_over_and_capital_letters_are_not(tmp_path: Path) -> None:
    (tmp_path / ".#norm.yaml").symlink_to("nowhere")
    (tmp_path / "._norm.yaml").write_bytes(b"\x00")
    (tmp_path / "norm.yaml~").write_text("junk")
    (tmp_path / "README.md").write_text("junk")
    write_bank(tmp_path, BANK_YAML, "NORM.YAML")
    assert [path.name for path in bank_files(tmp_path)] == ["NORM.YAML"]
    assert len(load_bank(tmp_path).questions) == 2


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    plain = load_bank(write_bank(tmp_path / "a"))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "norm.yaml").write_bytes(b"\xef\xbb\xbf" + BANK_YAML.replace("\n", "\r\n").encode())
    assert load_bank(tmp_path / "b").questions == plain.questions


def test_the_digest_follows_the_content_of_every_file_and_nothing_else(tmp_path: Path) -> None:
    first = load_bank(write_bank(tmp_path / "a")).digest
    assert load_bank(write_bank(tmp_path / "b")).digest == first and len(first) == 16
    write_bank(tmp_path / "b", changed("weight: 5", "weight: 4"))
    assert load_bank(tmp_path / "b").digest != first
    write_bank(tmp_path / "a", "section: {id: x, title: {zh: x, en: x}}\nquestions: []\n", "x.yaml")
    assert load_bank(tmp_path / "a").digest != first
