"""Files made to do harm end in an error or are read, in bounded time and memory.

Both are measured in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

MOST_SECONDS = 60  # of processor time, stopped by the system when it is more
MOST_MEMORY = 2 * 2**30  # bytes of address space
RUN = """
import json, resource, sys
from pathlib import Path
from mock_interview.errors import MockInterviewError
from mock_interview.importing.sources import SourceOptions, read_source, source_files
try:
    found = [read_source(path, SourceOptions()) for path in source_files([Path(sys.argv[1])])]
    said = ""
except MockInterviewError as error:
    found, said = [], str(error)
used = resource.getrusage(resource.RUSAGE_SELF)
status = Path("/proc/self/status")  # getrusage counts the parent before exec too
kilobytes = int(status.read_text().split("VmHWM:")[1].split()[0]) if status.exists() else used.ru_maxrss
print(json.dumps({"questions": sum(len(one.questions) for one in found), "said": said,
                  "seconds": used.ru_utime + used.ru_stime, "megabytes": kilobytes / 1024}))
"""


def read(path: Path) -> dict[str, object]:
    """What reading ``path`` comes to, with the time and memory it took."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], capture_output=True, text=True, preexec_fn=limit, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_line_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "endless.md"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    found = read(path)
    assert "has 100 MB; at most 16 MB are read" in str(found["said"])
    assert float(str(found["seconds"])) < 2 and float(str(found["megabytes"])) < 100


def test_a_line_of_fifteen_megabytes_is_refused_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text("# a\n" + "x" * (15 * 2**20), encoding="utf-8")
    found = read(tmp_path / "long.md")
    assert "long.md:2: has a line of" in str(found["said"])
    assert float(str(found["seconds"])) < 5 and float(str(found["megabytes"])) < 400


HOSTILE = {
    "quotes": ">" * 200_000 + " a",
    "lists": "\n".join("  " * depth + "- a?" for depth in range(2000)),
    "brackets": "[" * 50_000,
    "links": "[a](b" * 20_000,
    "stars": "**a " * 50_000,
    "emphasis": "*a_ " * 50_000,
    "backticks": "".join("`" * length + " " for length in range(600)),
    "folds": "<details><summary>a</summary>\n\n" * 5000,
    "open tags": "<a " * 50_000,
    "bold tags": "<div>" + "<b>" * 50_000,
    "comments": "<!-- " * 50_000,
    "comments in text": "x <!-- " * 40_000,
    "formulas": "\\(a " * 50_000,
    "dollars": "$a " * 50_000,
    "headings": "## a\n" * 8_000,
    "rules": "---\n" * 20_000,
    "markers": "Q: a?\n" * 10_000,
    "numbers": "1. a?\n" * 8_000,
    "html lists": "<ul><li>" * 20_000,
    "cells": "<table><tr>" + "<td>" * 50_000,
    "fences": "```\n" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_deep_and_endless_markup_is_read_in_bounded_time(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.md").write_text(HOSTILE[name], encoding="utf-8")
    found = read(tmp_path / "notes.md")
    assert float(str(found["seconds"])) < 20 and float(str(found["megabytes"])) < 1000


def test_bytes_that_mean_nothing_are_told(tmp_path: Path) -> None:
    (tmp_path / "noise.md").write_bytes(bytes((i * 7919 + i // 255) % 256 for i in range(200_000)))
    assert "is not text" in str(read(tmp_path / "noise.md")["said"])


def test_links_that_go_round_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    assert "cannot be read" in str(read(tmp_path / "a.md")["said"])
    folder = tmp_path / "notes"
    (folder / "deeper").mkdir(parents=True)
    (folder / "deeper" / "again").symlink_to(folder)
    (folder / "deeper" / "q.md").write_text("## What is it?\n", encoding="utf-8")
    assert read(folder)["questions"] == 1


@pytest.mark.parametrize("place", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_file(place: str) -> None:
    if not os.path.exists(place):  # noqa: PTH110
        pytest.skip("no such device here")
    assert "is not a file" in str(read(Path(place))["said"])


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert "is not a file" in str(read(tmp_path / "pipe.md")["said"])


def test_json_nested_without_end_is_told(tmp_path: Path) -> None:
    (tmp_path / "deep.jsonl").write_text('{"question": ' + "[" * 500_000 + "\n", encoding="utf-8")
    assert read(tmp_path / "deep.jsonl")["questions"] == 0


def test_five_megabytes_of_notes_take_seconds(tmp_path: Path) -> None:
    part = (
        "### {n}. 什么是概念{n}？\n\n**定义**："
        + "模型用注意力对输入加权。" * 20
        + "\n\n- 一条 `code`\n- 两条\n\n"
    )
    text = "# 题库\n\n## 一\n\n" + "".join(part.replace("{n}", str(n)) for n in range(6500))
    (tmp_path / "big.md").write_text(text, encoding="utf-8")
    assert (tmp_path / "big.md").stat().st_size > 5 * 10**6
    found = read(tmp_path / "big.md")
    assert found["questions"] == 6500
    assert float(str(found["seconds"])) < 40 and float(str(found["megabytes"])) < 1500
