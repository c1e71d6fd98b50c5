from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

import pytest

from mock_interview.errors import WriteError
from mock_interview.settings.effective import effective
from mock_interview.settings.keys import NAMES
from mock_interview.settings.shown import as_plain, rows
from mock_interview.settings.template import template, write_template
from mock_interview.settings.values import LlmOptions, Settings
from tests.faults.acts import files_of_at_most

SETTING = re.compile(r"^# (?=[a-z_]+: )", re.M)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_sets_nothing_and_offers_everything(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.yaml"
    write_template(path, lang)
    assert effective(path, {}) == Settings()
    offered = re.findall(r"^# ([a-z_]+): ", template(lang), re.M)
    assert set(offered) == set(NAMES)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_of_the_template_works_when_it_is_turned_on(lang: str, tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text("sk-0123456789")
    lines = [line for line in template(lang).splitlines() if SETTING.match(line)]
    for line in lines:
        path = tmp_path / "config.yaml"
        path.write_text(SETTING.sub("", line))
        name = line[2:].partition(":")[0]
        settings = effective(path, {"DEEPSEEK_API_KEY": "sk-0123456789"})
        where = "api_key" if name.startswith("api_key") else name
        assert settings.origin(where).startswith(f"{path}:1")


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        write_template(tmp_path / "config.yaml", "en")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "config.yaml").stat().st_mode) == 0o600


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("model: m")
    with pytest.raises(WriteError, match="is there already and stays as it is"):
        write_template(path, "en")
    assert path.read_text() == "model: m"
    dangling = tmp_path / "link.yaml"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(WriteError, match="is there already"):
        write_template(dangling, "en")
    with pytest.raises(WriteError, match="config\\.yaml: cannot be made: File exists"):
        write_template(path / "config.yaml", "en")


def test_what_is_shown_holds_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    key = "sk-planted-0123456789abcdef"
    path.write_text(f"api_key: {key}\nheaders: {{X: {key}}}\nbase_url: https://e.com/v1?key={key}\n")
    settings = effective(path, {}, LlmOptions(model="m"))
    plain = as_plain(settings, path)
    assert key not in repr(plain) and key not in repr(rows(settings)) and key not in repr(settings.headers)
    assert plain["settings"]["api_key"] == {"value": "…cdef", "origin": f"{path}:1"}
    assert plain["settings"]["headers"]["value"] == {"X": "…cdef"}
    assert plain["settings"]["base_url"]["value"] == "https://e.com/v1"
    assert set(plain["settings"]) == {row.name for row in rows(settings)}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_file_that_does_not_fit_on_the_disk_is_told_and_not_left_half(tmp_path: Path) -> None:
    with files_of_at_most(100), pytest.raises(WriteError, match="cannot be written"):
        write_template(tmp_path / "config.yaml", "en")
    write_template(tmp_path / "config.yaml", "en")
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == template("en")
