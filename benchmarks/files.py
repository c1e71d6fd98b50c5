"""Times the grading of a file of answers beside a plain loop over it, and measures its memory."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.answers import make_answer, sentences, vocabulary
from benchmarks.processes import Processes
from benchmarks.timing import Goal, Row
from mock_interview.cli.wiring import open_bank
from mock_interview.model import LANGUAGES

ROWS = 10_000
TENTH = 10
LOOPED = 400  # rows that the loop is timed on; it does the same for each
WORDS = (20, 60)
SEED = 1
EIGHTH = 0.125
LOOP, FEWER = "a plain loop by sentence-transformers", "a tenth of the rows"
# The same job, row by row: the answer's sentences and the question's key points are encoded, and a
# cross-encoder judges each point beside its two nearest sentences. The weights of its last layer are
# drawn by chance, which makes no difference to the time.
PLAIN_LOOP = """
import json, sys, time
from sentence_transformers import CrossEncoder, SentenceTransformer
model, judge = SentenceTransformer(sys.argv[1]), CrossEncoder(sys.argv[1], num_labels=4)
rows = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")][: int(sys.argv[3])]
start = time.perf_counter()
for row in rows:
    said = model.encode(row["sentences"], normalize_embeddings=True, show_progress_bar=False)
    points = model.encode(row["points"], normalize_embeddings=True, show_progress_bar=False)
    nearest = (points @ said.T).argsort(axis=1)[:, -2:]
    excerpts = [" ".join(row["sentences"][i] for i in sorted(best)) for best in nearest]
    verdicts = judge.predict(list(zip(row["points"], excerpts)), show_progress_bar=False)
    row["score"] = float(verdicts.argmax(axis=1).mean())
print(time.perf_counter() - start)
"""


def rows(processes: Processes, scratch: Path, teacher: Path | None, count: int = ROWS) -> list[Row]:
    """A file of ``count`` rows, each once; ``teacher`` is the folder of the loop's model."""
    whole, tenth = scratch / "whole.jsonl", scratch / "tenth.jsonl"
    write_rows(whole, count)
    write_rows(tenth, max(1, count // TENTH))
    start = time.perf_counter()
    peak = processes.peak("grade", str(whole), "--output", str(scratch / "graded.jsonl"))
    each = (time.perf_counter() - start) / count
    fewer = processes.peak("grade", str(tenth), "--output", str(scratch / "fewer.jsonl"))
    ratios = {} if teacher is None else {LOOP: each / _loop(whole, teacher)}
    return [
        Row(
            what=f"grade a file of {count} rows, a row",
            unit="ms",
            values=(each,),
            ratios=ratios,
            goals=(Goal(of=LOOP, at_most=EIGHTH),),
        ),
        Row(
            what=f"peak memory of the largest process that grades {count} rows",
            unit="MB",
            values=(peak,),
            ratios={FEWER: peak / fewer},
            goals=(Goal(of=FEWER, at_most=1.1),),
        ),
    ]


def write_rows(path: Path, count: int) -> None:
    """Answers to questions from all over the bank, half of them in each language, hardly any clause twice."""
    bank = open_bank(None)
    words = {lang: vocabulary(bank, lang) for lang in LANGUAGES}
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            question = bank.questions[number % len(bank.questions)]
            lang = LANGUAGES[number % len(LANGUAGES)]
            said = sentences(question, lang)
            text = make_answer(said, words[lang], draw.choice(WORDS), draw)
            row = {
                "question_id": question.id,
                "answer": text,
                "lang": lang,
                "sentences": _split(text),
                "points": [point.text.get(lang) for point in question.points],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _split(text: str) -> list[str]:
    ended = text.replace("。", "。\n").replace(". ", ".\n")
    return [part.strip() for part in ended.split("\n") if part.strip()] or [text]


def _loop(path: Path, teacher: Path) -> float:
    """Seconds for a row; loading is not counted."""
    command = [sys.executable, "-c", PLAIN_LOOP, str(teacher), str(path), str(LOOPED)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return float(done.stdout.split()[-1]) / LOOPED
