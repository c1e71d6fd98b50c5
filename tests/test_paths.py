from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mock_interview.errors import UsageError
from mock_interview.paths import (
    Place,
    bank_folder,
    cache_folder,
    config_file,
    rescue_folders,
    rubric_folder,
    transcript_folder,
)

Find = Callable[..., Place]
RULES = [
    (bank_folder, "--bank", "MOCK_INTERVIEW_BANK", "question_bank"),
    (rubric_folder, "--rubrics", "MOCK_INTERVIEW_RUBRICS", "rubrics"),
    (transcript_folder, "--transcripts", "MOCK_INTERVIEW_TRANSCRIPTS", "transcripts"),
]
every_rule = pytest.mark.parametrize(("find", "flag", "variable", "name"), RULES, ids=[r[3] for r in RULES])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@every_rule
def test_the_option_wins_then_the_variable_then_the_folder_here(
    find: Find, flag: str, variable: str, name: str, here: Path
) -> None:
    for folder in ("option", "variable", name):
        (here / folder).mkdir()
    env = {variable: "variable"}
    assert find(Path("option"), env) == Place(path=here / "option", why=flag)
    assert find(None, env) == Place(path=here / "variable", why=variable)
    assert find(None, {}) == Place(path=here / name, why=f"./{name}")
    assert find(None, {variable: ""}) == Place(path=here / name, why=f"./{name}")


@every_rule
def test_a_file_of_that_name_is_not_the_folder(
    find: Find, flag: str, variable: str, name: str, here: Path
) -> None:
    (here / name).write_text("")
    assert find(None, {}).why in ("shipped with the program", "user data folder")


@pytest.mark.parametrize(("find", "name"), [(bank_folder, "question_bank"), (rubric_folder, "rubrics")])
def test_without_any_choice_what_ships_is_used(find: Find, name: str) -> None:
    place = find(None, {})
    assert place.why == "shipped with the program" and place.path.name == name and place.path.is_dir()


@pytest.mark.parametrize("find", [bank_folder, rubric_folder])
def test_a_folder_of_content_that_is_not_there_is_refused_with_who_named_it(find: Find) -> None:
    with pytest.raises(UsageError, match=r"nowhere: is not a folder \(from --"):
        find(Path("nowhere"), {})
    with pytest.raises(UsageError, match=r"nowhere: is not a folder \(from MOCK_INTERVIEW"):
        find(None, {"MOCK_INTERVIEW_BANK": "nowhere", "MOCK_INTERVIEW_RUBRICS": "nowhere"})


def test_transcripts_may_go_where_no_folder_is_yet(here: Path) -> None:
    assert transcript_folder(Path("later"), {}).path == here / "later"
    assert not (here / "later").exists(), "deciding creates nothing"


@every_rule
def test_a_tilde_is_the_home_folder(find: Find, flag: str, variable: str, name: str) -> None:
    folder = Path(os.environ["HOME"]) / "mine"
    folder.mkdir()
    assert find(Path("~/mine"), {}).path == folder
    assert find(None, {variable: "~/mine"}).path == folder


@every_rule
def test_a_path_that_cannot_be_is_refused_not_a_crash(
    find: Find, flag: str, variable: str, name: str
) -> None:
    for bad in ("~nobody-of-that-name/x", "a\0b"):
        with pytest.raises(UsageError, match=f"is not a folder.*from {flag}"):
            find(Path(bad), {})


@pytest.mark.parametrize(("find", "flag"), [(bank_folder, "--bank"), (rubric_folder, "--rubrics")])
def test_a_name_that_is_too_long_is_refused_with_the_reason(find: Find, flag: str) -> None:
    with pytest.raises(UsageError, match=f"cannot be used: File name too long .from {flag}"):
        find(Path("x" * 5000), {})


def test_who_has_no_home_keeps_sessions_where_they_are_held(homeless: None, here: Path) -> None:
    assert transcript_folder(None, {}).path == here / "transcripts"
    with pytest.raises(OSError):
        (cache_folder().path / "vectors").mkdir(parents=True)
    assert all(folder.is_absolute() for folder in rescue_folders())


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without an entry among the users of the system and without HOME, as in some containers."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)


def test_a_rescue_folder_that_another_user_could_have_made_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert rescue_folders()[-1] == tmp_path / "mock-interview-rescued"
    (tmp_path / "mock-interview-rescued").symlink_to(tmp_path)
    assert tmp_path / "mock-interview-rescued" not in rescue_folders()


def test_without_room_for_temporary_files_there_is_one_rescue_folder_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", full)
    assert [folder.name for folder in rescue_folders()] == ["rescued"]


def test_without_a_folder_here_sessions_go_to_the_data_folder_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    place = transcript_folder(None, {})
    assert place == Place(path=tmp_path / "xdg" / "mock-interview" / "transcripts", why="user data folder")
    monkeypatch.delenv("XDG_DATA_HOME")
    home = Path(os.environ["HOME"])
    assert transcript_folder(None, {}).path == home / ".local/share/mock-interview/transcripts"


def test_cache_and_rescue_folders_follow_xdg_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    assert cache_folder() == Place(path=tmp_path / "c" / "mock-interview", why="user cache folder")
    state, temporary = rescue_folders()
    assert state == tmp_path / "s" / "mock-interview" / "rescued"
    assert temporary.name == "mock-interview-rescued" and not temporary.is_relative_to(tmp_path / "s")


def test_the_config_file_follows_xdg_unless_a_variable_names_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, here: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    there = tmp_path / "xdg" / "mock-interview" / "config.yaml"
    assert config_file({}) == Place(path=there, why="user config folder")
    named = {"MOCK_INTERVIEW_CONFIG": "mine.yaml"}
    assert config_file(named) == Place(path=here / "mine.yaml", why="MOCK_INTERVIEW_CONFIG")
    with pytest.raises(UsageError, match=r"is not a file \(from MOCK_INTERVIEW_CONFIG\)"):
        config_file({"MOCK_INTERVIEW_CONFIG": "a\0b"})
