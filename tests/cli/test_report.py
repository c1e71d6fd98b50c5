"""``review report`` from the command line: files, languages, and what it refuses."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mock_interview.cli import app
from mock_interview.errors import TranscriptError, UsageError, WriteError
from mock_interview.review.page import is_page
from tests.samples import finished
from tests.three_weeks import write_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two finished sessions, the later in Chinese, and one in which nothing was asked yet."""
    early = finished("en")
    early = replace(
        early,
        id="early2",
        started_at="2026-11-20T09:00:00.000Z",
        turns=tuple(replace(turn, asked_at="2026-11-20T09:00:00.000Z") for turn in early.turns),
    )
    bare = replace(finished(), id="bare22", started_at="2026-11-25T09:00:00.000Z", turns=(), ended="quit")
    write_all(tmp_path / "transcripts", [early, finished("zh"), bare])
    return tmp_path / "transcripts"


def report(folder: Path, *args: object) -> Result:
    return CliRunner().invoke(app, ["review", "report", "--transcripts", str(folder), *map(str, args)])


def page(result: Result) -> str:
    assert result.exit_code == 0, result.output or result.exception
    return result.stdout


def test_a_report_is_one_file_that_says_where_it_is(run, folder: Path, tmp_path: Path) -> None:
    done = run("review", "report", "--lang", "en", "-o", "my.html")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"Saved to {tmp_path / 'my.html'}\n"
    assert is_page(tmp_path / "my.html")
    assert list(tmp_path.glob(".my*")) == []


def test_without_a_name_it_is_report_html_here(run, folder: Path, tmp_path: Path) -> None:
    assert run("review", "report").returncode == 0
    assert is_page(tmp_path / "report.html")


def test_a_dash_prints_the_page_in_utf8_whatever_the_terminal_is(run, folder: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = run("review", "report", "latest", "-o", "-", "--lang", "zh", env=environment)
    assert "模拟面试" not in done.stdout or done.stdout.startswith("<!doctype html>\n")
    assert "面试练习报告" in done.stdout and done.stderr == ""


def test_everything_is_in_the_report_of_everything_latest_first(folder: Path) -> None:
    html = page(report(folder, "-o", "-", "--lang", "en"))
    assert re.findall(r'id="(\w+)-1"', html) == ["abc234", "early2"]
    assert "Interview practice report" in html and "2 sessions on 2 days, 6 questions." in html


def test_one_session_may_be_named(folder: Path) -> None:
    html = page(report(folder, "ear", "-o", "-"))
    assert "Mock interview report" in html and "abc234" not in html


@pytest.mark.parametrize(
    ("args", "lang"),
    [
        (["abc"], "zh-Hans"),
        (["early2"], "en"),
        (["abc", "--lang", "en"], "en"),
        (["--since", "2026-11-24"], "zh-Hans"),
    ],
)
def test_a_report_is_in_the_language_of_the_practice_unless_told_otherwise(
    folder: Path, args: list[str], lang: str
) -> None:
    assert f'<html lang="{lang}">' in page(report(folder, "-o", "-", *args))


def test_answers_may_be_limited_and_still_count(folder: Path) -> None:
    html = page(report(folder, "-o", "-", "--lang", "en", "--answers", "2"))
    assert "early2-1" not in html and "abc234-3" in html, "a session is not cut in two"
    assert "The latest 3 questions are shown; 3 earlier ones" in html
    bare = page(report(folder, "-o", "-", "--lang", "en", "--answers", "0"))
    assert 'class="words"' not in bare and "6 questions." in bare


def test_a_topic_narrows_figures_and_answers_down(folder: Path) -> None:
    html = page(report(folder, "-o", "-", "--lang", "en", "--topic", "norm/rms"))
    assert "4 questions." in html and "abc234-3" not in html
    assert '<p class="when">20 Nov to 24 Nov 2026 · RMS norm</p>' in html


def test_answers_may_be_unfolded(folder: Path) -> None:
    assert 'class="q" id="abc234-1" open' in page(report(folder, "-o", "-", "--unfold"))
    assert 'class="q" id="abc234-1">' in page(report(folder, "-o", "-"))


def test_an_empty_history_gives_a_friendly_page(tmp_path: Path) -> None:
    html = page(report(tmp_path / "none", "-o", "-", "--lang", "en"))
    assert "No practice yet" in html and "mock-interview run --questions 3" in html


def test_a_session_without_answers_gives_a_page_too(folder: Path) -> None:
    html = page(report(folder, "bare22", "-o", "-", "--lang", "en"))
    assert "No practice yet" in html


def test_our_own_report_is_replaced_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    assert report(folder, "-o", path).exit_code == 0
    assert report(folder, "-o", path).exit_code == 0
    path.write_text("my thesis", encoding="utf-8")
    refused = report(folder, "-o", path)
    assert isinstance(refused.exception, WriteError) and "--force" in str(refused.exception)
    assert path.read_text(encoding="utf-8") == "my thesis"
    assert report(folder, "-o", path, "--force").exit_code == 0 and is_page(path)


def test_a_link_stays_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    assert report(folder, "-o", tmp_path / "link.html").exit_code == 0
    assert (tmp_path / "link.html").is_symlink() and is_page(tmp_path / "real.html")


def test_a_folder_and_a_place_that_is_not_there_are_refused_with_a_remedy(
    folder: Path, tmp_path: Path
) -> None:
    refused = report(folder, "-o", tmp_path)
    assert isinstance(refused.exception, WriteError) and "name a file in it" in str(refused.exception)
    refused = report(folder, "-o", tmp_path / "no" / "x.html")
    assert isinstance(refused.exception, WriteError) and "make it first" in str(refused.exception)


@pytest.mark.parametrize("args", [["--since", "2027-01-01"], ["--topic", "norm", "--since", "2027-01-01"]])
def test_when_nothing_fits_no_page_is_made(folder: Path, tmp_path: Path, args: list[str]) -> None:
    refused = report(folder, "-o", tmp_path / "x.html", *args)
    assert isinstance(refused.exception, TranscriptError) and "2027-01-01" in str(refused.exception)
    assert not (tmp_path / "x.html").exists()


def test_an_id_and_a_filter_do_not_go_together(folder: Path) -> None:
    refused = report(folder, "abc", "--since", "2026-11-01")
    assert isinstance(refused.exception, UsageError) and "leave one out" in str(refused.exception)


def test_an_unknown_session_or_topic_is_told_with_what_is_near(folder: Path) -> None:
    assert "no session 'zzz'" in str(report(folder, "zzz").exception)
    assert "norm" in str(report(folder, "--topic", "norn").exception)


def test_a_report_loads_no_model_and_no_network(folder: Path) -> None:
    import subprocess
    import sys

    heavy = ("numpy", "onnxruntime", "openai", "prompt_toolkit", "genanki", "fsrs", "socket")
    script = (
        "import sys\nfrom typer.testing import CliRunner\nfrom mock_interview.cli import app\n"
        f"CliRunner().invoke(app, ['review', 'report', '--transcripts', {str(folder)!r}, '-o', '-'])\n"
        f"print([name for name in {heavy[:-1]!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
