from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import mock_interview.review
from mock_interview.model import Flag, Verdict
from mock_interview.review.labels import LABELS, day_text, days_text, duration, labels, local
from tests.blanks import blanks

ROOM = Path(mock_interview.review.__file__).parent
# Put together from parts, where a search does not find them.
MADE = re.compile(
    r"flag_|ended_|confidence_\d|speed_|why_|lost_|unjudged_|covered|partial|missed|contradicted"
)


@pytest.mark.parametrize("key", LABELS)
def test_both_languages_have_the_same_blanks(key: str) -> None:
    zh, en = map(blanks, LABELS[key])
    assert zh == en
    assert key == "space" or all(text.strip() for text in LABELS[key])


@pytest.mark.parametrize("name", [v.value for v in Verdict] + [f"flag_{f.value}" for f in Flag])
def test_every_verdict_and_flag_has_a_label(name: str) -> None:
    assert labels("zh")(name) != labels("en")(name)


def test_every_label_is_used() -> None:
    users = [
        ROOM / f"{name}.py"
        for name in ("answered", "report", "page", "cards", "anki", "markdown", "judgement", "why")
    ]
    files = [*users, *ROOM.glob("templates/*.jinja")]
    used = "".join(path.read_text(encoding="utf-8") for path in files)
    own = (ROOM / "labels.py").read_text(encoding="utf-8").rpartition("# fmt: skip")[2]
    missing = [
        key for key in LABELS if not MADE.match(key) and not re.search(rf"[\"']{key}[\"']", used + own)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0 秒", "0 s"),
        (59.9, "59 秒", "59 s"),
        (60, "1 分", "1 min"),
        (95, "1 分 35 秒", "1 min 35 s"),
        (3600, "1 小时", "1 h"),
        (3601, "1 小时", "1 h"),
        (11_460, "3 小时 11 分", "3 h 11 min"),
        (-5, "0 秒", "0 s"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(seconds: float, zh: str, en: str) -> None:
    assert (duration(seconds, "zh"), duration(seconds, "en")) == (zh, en)


def test_days_are_written_as_people_write_them() -> None:
    first, last, other = date(2026, 11, 2), date(2026, 11, 21), date(2025, 12, 31)
    assert day_text(first, "en") == "2 Nov 2026" and day_text(first, "zh") == "2026 年 11 月 2 日"
    assert days_text(first, last, "en") == "2 Nov to 21 Nov 2026"
    assert days_text(first, last, "zh") == "2026 年 11 月 2 日至 11 月 21 日"
    assert days_text(other, last, "en") == "31 Dec 2025 to 21 Nov 2026"
    assert days_text(other, last, "zh") == "2025 年 12 月 31 日至 2026 年 11 月 21 日"
    assert days_text(first, first, "en") == "2 Nov 2026"


def test_what_is_no_time_is_none() -> None:
    assert local("yesterday") is None and local("") is None
    assert local("2026-11-24T09:00:00.000Z") is not None
