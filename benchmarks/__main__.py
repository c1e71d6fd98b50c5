"""``python -m benchmarks``: measures, prints a table, and writes the figures where ``--json`` says."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import files, grading, large_bank, looking, sitting, starting
from benchmarks.processes import Processes
from benchmarks.timing import Row, as_json, shortfalls, table

GROUPS = ("starting", "sitting", "grading", "files", "bank", "looking")
RUNS = 60
# A library whose threads wait for each other suffers most from others' work, so that ratios to it flatter us.
BUSY = (
    "The machine was busy with other work: times are too long, and ratios to sentence-transformers too good."
)


def main() -> None:
    options = _options()
    before = _load()
    with tempfile.TemporaryDirectory(prefix="mock-interview-benchmarks-") as name:
        _keep_apart(Path(name))
        rows = _measure(options, Path(name))
    python, processors, after = platform.python_version(), os.cpu_count(), _load()
    print(table(rows))
    missed = shortfalls(rows)
    print("\nEvery goal is met." if not missed else "\n".join(["\nShort of its goal:", *missed]))
    print(f"\nPython {python}, {processors} processors.")
    print(f"Load average over 1, 5 and 15 minutes: {_words(before)} before, {_words(after)} after.")
    if max((*before[:1], *after[:1]), default=0) > (processors or 1):
        print(BUSY)
    if options.json is not None:
        machine = {"python": python, "processors": processors, "load_before": before, "load_after": after}
        found = {"machine": machine, "rows": [as_json(row) for row in rows]}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--teacher", type=Path, metavar="DIR", help="a sentence-transformers model to compare with"
    )
    parser.add_argument("--runs", type=int, default=RUNS, help=f"warm grades a row (default {RUNS})")
    parser.add_argument(
        "--transcripts",
        type=int,
        default=looking.TRANSCRIPTS,
        metavar="N",
        help=f"sessions to look back at (default {looking.TRANSCRIPTS})",
    )
    parser.add_argument(
        "--rows", type=int, default=files.ROWS, metavar="N", help=f"rows of a file (default {files.ROWS})"
    )
    parser.add_argument(
        "--questions",
        type=int,
        default=large_bank.QUESTIONS,
        metavar="N",
        help=f"questions of a large bank (default {large_bank.QUESTIONS})",
    )
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS, help="what to measure")
    options = parser.parse_args()
    for name in ("runs", "transcripts", "rows", "questions"):
        if getattr(options, name) < 1:
            parser.error(f"--{name} must be at least 1")
    if options.json is not None and not options.json.parent.is_dir():
        parser.error(f"--json {options.json}: its folder does not exist")
    if options.teacher is not None:
        options.teacher = options.teacher.resolve()
        if not options.teacher.is_dir():
            parser.error(f"--teacher {options.teacher}: is not a folder")
        if importlib.util.find_spec("sentence_transformers") is None:
            parser.error("--teacher needs sentence-transformers: pip install 'mock-interview[models]'")
    return options


def _keep_apart(scratch: Path) -> None:
    """Lets nothing of the user's own be read or written: no settings, sessions, or kept vectors."""
    for name in [name for name in os.environ if name.startswith("MOCK_INTERVIEW_")]:
        del os.environ[name]
    for kind in ("CACHE", "DATA", "STATE", "CONFIG"):
        os.environ[f"XDG_{kind}_HOME"] = str(scratch / kind.lower())
    os.environ["HF_HUB_OFFLINE"] = "1"


def _measure(options: argparse.Namespace, scratch: Path) -> list[Row]:
    processes = Processes(scratch)
    groups: dict[str, Callable[[Path], list[Row]]] = {
        "starting": lambda _: starting.rows(processes, options.teacher),
        "sitting": lambda _: sitting.rows(processes),
        "grading": lambda _: grading.rows(options.teacher, options.runs),
        "files": lambda place: files.rows(processes, place, options.teacher, options.rows),
        "bank": lambda place: large_bank.rows(processes, place, options.questions),
        "looking": lambda place: looking.rows(processes, place, options.transcripts),
    }
    found: list[Row] = []
    for name in [name for name in GROUPS if name in options.only]:
        place = scratch / f"for-{name}"
        place.mkdir()
        print(f"measuring: {name}", file=sys.stderr)
        found += groups[name](place)
        shutil.rmtree(place)
    return found


def _load() -> tuple[float, ...]:
    """Load averages over 1, 5 and 15 minutes; empty where the system has none."""
    return os.getloadavg() if hasattr(os, "getloadavg") else ()


def _words(load: Sequence[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in load) or "unknown"


if __name__ == "__main__":
    main()
