"""Times a very large bank, beside merely parsing its files: whole processes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import Processes
from benchmarks.timing import Goal, Row, Task, in_turn, ratio

QUESTIONS = 50_000
FILE = 500  # questions in each file
ROUNDS = 3
SEED = 1
PARSING = "parsing the files"
PARSE = """
import sys
from pathlib import Path
import yaml
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
FIRST, LOAD, SAMPLE, CHECK = "first look", "topics", "a drawn session", "bank check --quick"
THINGS = ("gradient", "cache", "adapter", "tokenizer", "scheduler", "router", "optimizer", "reward")
DEEDS = ("scales", "rotates", "freezes", "merges", "shards", "quantizes", "masks", "averages")


def rows(processes: Processes, scratch: Path, count: int = QUESTIONS) -> list[Row]:
    """Commands over a bank of ``count`` questions, which is written below ``scratch``, an empty folder."""
    bank = scratch / "bank"
    write_bank(bank, count)
    where = ("--bank", str(bank))
    answered = json.dumps({"answer": "I do not know."})
    session = ("run", "--answers", "-", "--lang", "en", "--questions", "1", "--followups", "0", *where)
    tasks: dict[str, Task] = {
        FIRST: lambda number: processes.command("topics", *where, cache=f"large-{number}"),
        LOAD: lambda _: processes.command("topics", *where),
        SAMPLE: lambda _: processes.command(*session, stdin=answered),
        CHECK: lambda _: processes.command("bank", "check", "--quick", *where),
        PARSING: lambda _: processes.python("-c", PARSE, str(bank)),
    }
    seconds = in_turn(tasks, ROUNDS)
    goals = {
        FIRST: Goal(of=PARSING, at_most=2),
        LOAD: Goal(of=PARSING, at_most=0.2),
        SAMPLE: Goal(of=PARSING, at_most=0.5),
        CHECK: Goal(of=PARSING, at_most=5),
    }
    return [
        Row(
            what=f"{name}, {count} questions",
            unit="s",
            values=seconds[name],
            ratios={PARSING: ratio(seconds[name], seconds[PARSING])},
            goals=(goal,),
        )
        for name, goal in goals.items()
    ]


def write_bank(folder: Path, count: int) -> None:
    """Write ``count`` small questions, `FILE` in each file of ``folder``, which is not there yet."""
    folder.mkdir()
    draw = random.Random(SEED)
    for start in range(0, count, FILE):
        name = f"s{start // FILE}"
        lines = [f"section:\n  id: {name}\n  title: {{zh: 第{name}章, en: Chapter {name}}}\nquestions:"]
        for number in range(start, min(start + FILE, count)):
            lines += _question(name, number, draw)
        (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _question(section: str, number: int, draw: random.Random) -> Iterator[str]:
    thing, deed = draw.choice(THINGS), draw.choice(DEEDS)
    yield f"  - id: {section}-q{number}"
    yield f"    topic: {section}"
    yield f"    level: {1 + number % 5}"
    yield "    kind: concept"
    yield "    time_limit: 120"
    yield f"    question: {{zh: 第 {number} 号{thing}做什么？, en: What does {thing} {number} do?}}"
    told = [f"{thing} {number} {deed} block {draw.randrange(10**6)}" for _ in range(2)]
    yield f"    reference: {{zh: {told[0]}，{told[1]}。, en: '{told[0]}, and {told[1]}.'}}"
    yield "    points:"
    for place, text in enumerate(told):
        yield f"      - {{id: p{place}, weight: 3, text: {{zh: {text}, en: {text}}}}}"
