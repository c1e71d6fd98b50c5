"""The JSON of ``topics``, ``paths`` and ``bank check``: shapes documented in docs/json.md."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from mock_interview.transcript.events import Asked, Line, Started, encode
from tests.bank.conftest import changed
from tests.cli.conftest import Run
from tests.samples import planned, question, write_bank

DOCS = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
NO_UTF8 = {
    **os.environ,
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "ascii",
}


def read(run: Run, *args: str, code: int = 0, **more: Any) -> Any:
    done = run(*args, **more)
    assert done.returncode == code, done.stderr
    assert not done.stderr
    return json.loads(done.stdout)


def documented(heading: str) -> set[str]:
    """The words in backticks of the section under that heading."""
    section = DOCS.split(f"\n## `{heading}`", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"`([a-z_]+)`", section))


@pytest.mark.parametrize("locale", [None, NO_UTF8], ids=["utf-8", "ascii"])
def test_topics_are_rows_with_counts_levels_and_practice(run: Run, locale: dict[str, str] | None) -> None:
    rows = read(run, "topics", "--json", **({} if locale is None else {"env": locale}))
    assert rows == [
        {
            "path": "norm",
            "title": {"zh": "归一化", "en": "Normalisation"},
            "questions": 2,
            "levels": [2, 3],
            "practised": 0,
        },
        {
            "path": "norm/rms",
            "title": {"zh": "均方根归一化", "en": "RMS norm"},
            "questions": 1,
            "levels": [2, 2],
            "practised": 0,
        },
    ]
    assert set(rows[0]) <= documented("topics --json")


def test_paths_name_each_folder_and_the_rule_that_chose_it(run: Run, tmp_path: Path) -> None:
    places = read(run, "paths", "--json")
    assert set(places) == {"question_bank", "rubrics", "transcripts", "appeals", "cache"}
    assert places["question_bank"] == {"path": str(tmp_path / "question_bank"), "why": "./question_bank"}
    assert set(places) | set(places["cache"]) <= documented("paths --json")


def test_a_check_lists_every_finding_and_fails(run: Run, tmp_path: Path) -> None:
    write_bank(tmp_path / "question_bank", changed("level: 2", "level: 9"))
    report = read(run, "bank", "check", "--quick", "--json", code=1)
    assert set(report) <= documented("bank check --json")
    (error,) = [row for row in report["problems"] if row["code"] == "schema"]
    assert (error["line"], error["where"]) == (11, "rms-formula")
    assert set(error) <= documented("bank check --json")


def test_a_list_without_sessions_is_an_empty_list(run: Run) -> None:
    assert read(run, "review", "list", "--json") == []


def put_session(folder: Path) -> None:
    """A session of 23 November, half past four in the afternoon UTC, that asked about RMSNorm."""
    session = planned(question())
    events = (
        Started(id=session.id, options=session.options, planned=session.planned, topics=session.topics),
        Asked(number=1, question="q1", limit=60),
    )
    at = "2026-11-23T16:30:00.000Z"
    lines = [encode(Line(at=at, seq=seq, event=event)) for seq, event in enumerate(events)]
    (folder / "20261123T163000Z-all-abc234.jsonl").write_bytes(b"".join(lines))


def test_a_list_is_filtered_by_any_name_of_a_topic(run: Run, tmp_path: Path) -> None:
    put_session(tmp_path / "transcripts")
    (session,) = read(run, "review", "list", "--json")
    for wish in ("norm/rms", "norm", "rms,rag", "均方根", "2.18"):
        assert read(run, "review", "list", "--json", "--topic", wish) == [session]
    assert read(run, "review", "list", "--json", "--topic", "peft") == []


@pytest.mark.parametrize(
    ("zone", "day", "kept"),
    [
        ("UTC", "2026-11-23", True),
        ("UTC", "2026-11-24", False),
        ("Asia/Shanghai", "2026-11-24", True),
        ("Asia/Shanghai", "2026-11-25", False),
        ("America/New_York", "2026-11-23", True),
        ("Asia/Shanghai", "0001-01-01", None),
        ("UTC", "2026-02-30", None),
        ("UTC", "24.11.2026", None),
    ],
)
def test_since_is_a_day_where_the_user_is(
    run: Run, tmp_path: Path, zone: str, day: str, kept: bool | None
) -> None:
    """At half past four in the afternoon of the 23rd, UTC, it is the 24th in Shanghai."""
    put_session(tmp_path / "transcripts")
    done = run("review", "list", "--json", "--since", day, env={**os.environ, "TZ": zone})
    if kept is None:
        assert done.returncode == 2 and "write it as 2026-11-01" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert len(json.loads(done.stdout)) == kept
