"""Prints the table of the model card: what the shipped files achieve on held-out texts.

``python -m training.figures --teacher FOLDER`` takes a few minutes on two cores.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mock_interview.grading.bundled import BundledEncoder
from mock_interview.grading.encoder import Encoder
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.st_encoder import SentenceTransformersEncoder
from mock_interview.grading.verifier import CONTRADICTS, STATES, BundledVerifier, Verifier
from training.corpus import DATA, held_out_pairs, read_marked
from training.polarity_set import Case, polarity_cases
from training.quality import easy_leads, easy_wins, hard_wins, mean_cosine, pearson, retrieval

MARKED_SAMPLE = 1200
FRESH_PROCESS = """
import time; start = time.perf_counter()
from mock_interview.grading.encoder import make_encoder
make_encoder("bundled").encode(["Why does LoRA freeze the pretrained weights?"])
seconds = time.perf_counter() - start
status = open("/proc/self/status").read()  # getrusage would count the parent before exec
print(seconds, int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""
SPEED = """
import sys, time
from mock_interview.grading.encoder import make_encoder
encoder = make_encoder(sys.argv[1])
words = open(sys.argv[2], encoding="utf-8").read().split()
texts = [" ".join(words[i * 20 : i * 20 + 20]) for i in range(512)]
encoder.encode(texts[:64])
best = 1e9
for _ in range(3):
    start = time.perf_counter(); encoder.encode(texts); best = min(best, time.perf_counter() - start)
print(best)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    value: str
    goal: str = ""


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def retrieval_rows(encoder: Encoder, teacher: Encoder, data: Path) -> Iterator[Row]:
    pairs = held_out_pairs(data, 1000)
    en, zh = encoder.encode([p.en for p in pairs]), encoder.encode([p.zh for p in pairs])
    target = teacher.encode([p.en for p in pairs])
    yield Row(f"retrieval zh to en among {len(pairs)}", percent(retrieval(zh, en)), ">= 98.5 %")
    yield Row(f"retrieval en to zh among {len(pairs)}", percent(retrieval(en, zh)), ">= 98.5 %")
    yield Row("English parity with the teacher (mean cosine)", f"{mean_cosine(en, target):.3f}", ">= 0.97")
    yield Row("Chinese to the teacher's English (mean cosine)", f"{mean_cosine(zh, target):.3f}")


def people_rows(encoder: Encoder, teacher: Encoder, data: Path) -> Iterator[Row]:
    """Correlation of plain cosine (answer, best reference) with marks by people, English sets."""
    for name in ("scientsbank", "beetle", "saf_en"):
        rows = random.Random(1).sample(read_marked(data, name), MARKED_SAMPLE)
        marks = np.array([float(str(r["score"])) / float(str(r["max_score"])) for r in rows])
        ours, theirs = (pearson(cosine_scores(e, rows), marks) for e in (encoder, teacher))
        yield Row(f"r of plain cosine with people, {name}, teacher in brackets", f"{ours:.3f} ({theirs:.3f})")


def cosine_scores(encoder: Encoder, rows: list[dict[str, object]]) -> np.ndarray:
    """For each answer its cosine with the nearest of its references."""
    references = [r["reference"] if isinstance(r["reference"], list) else [r["reference"]] for r in rows]
    texts = sorted({str(t) for options in references for t in options})
    place = {text: i for i, text in enumerate(texts)}
    vectors, answers = encoder.encode(texts), encoder.encode([str(r["answer"]) for r in rows])
    best = [max(vectors[place[str(t)]] @ a for t in o) for o, a in zip(references, answers, strict=True)]
    return np.array(best)


def split(won: np.ndarray, cases: list[Case]) -> str:
    """Overall share, then the shares on edit kinds that training used and did not use."""
    unseen = np.array([case.unseen for case in cases])
    parts = f"kinds in training {percent(won[~unseen].mean())}, kept out {percent(won[unseen].mean())}"
    return f"{percent(won.mean())} ({parts})"


def polarity_rows(encoder: Encoder, verifier: Verifier, data: Path) -> Iterator[Row]:
    for lang in ("zh", "en"):
        cases = polarity_cases(data, lang)
        parts = ("sentence", "translation", "flipped")
        vectors = [encoder.encode([getattr(c, part) for c in cases]) for part in parts]
        yield Row(f"polarity easy, {lang}, encoder", split(easy_wins(*vectors), cases), ">= 96 %")
        yield Row(f"polarity hard, {lang}, encoder", split(hard_wins(*vectors), cases))
        right = margin(verifier, [(c.translation, c.sentence) for c in cases])
        copied = margin(verifier, [(c.flipped, c.sentence) for c in cases])
        against = margin(verifier, [(c.translation, c.flipped) for c in cases])
        yield Row(f"polarity easy, {lang}, verifier", split(right > against, cases), ">= 96 %")
        leads = [easy_leads(*vectors), right - against]
        both = sum(lead / lead.std() for lead in leads)
        yield Row(f"polarity easy, {lang}, both models", split(np.asarray(both) > 0, cases), ">= 96 %")
        yield Row(f"polarity hard, {lang}, verifier", split(right > copied, cases), ">= 80 %")


def margin(verifier: Verifier, pairs: list[tuple[str, str]]) -> np.ndarray:
    """How much more likely a claim states its point than contradicts it, as log odds."""
    judged = verifier.judge(pairs) + 1e-6
    return np.asarray(np.log(judged[:, STATES]) - np.log(judged[:, CONTRADICTS]))


def run(code: str, *arguments: str) -> list[float]:
    """Numbers printed by ``code`` in a fresh interpreter."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def speed_rows(teacher: Path, data: Path, scratch: Path) -> Iterator[Row]:
    seconds, megabytes = min(run(FRESH_PROCESS) for _ in range(5))
    yield Row("fresh process to the first vector", f"{seconds:.2f} s", "<= 0.5 s")
    yield Row("its peak memory", f"{megabytes:.0f} MB", "<= 150 MB")
    scratch.write_text(" ".join(p.en for p in held_out_pairs(data, 1000)), encoding="utf-8")
    (ours,) = run(SPEED, "bundled", str(scratch))
    (theirs,) = run(SPEED, f"sentence-transformers:{teacher}", str(scratch))
    scratch.unlink()
    what = "512 sentences of 20 words, against sentence-transformers with the teacher"
    yield Row(what, f"{ours:.2f} s against {theirs:.2f} s, {theirs / ours:.1f} times", ">= 3 times")


def size_rows(folder: Path) -> Iterator[Row]:
    size = sum(p.stat().st_size for p in folder.iterdir() if p.suffix in {".onnx", ".bin", ".json"})
    yield Row("shipped files together", f"{size / 1e6:.1f} MB", "<= 45 MB")


def _teacher(options: argparse.Namespace) -> Encoder:
    return SentenceTransformersEncoder(str(options.teacher))


GROUPS: dict[str, Callable[[argparse.Namespace], Iterator[Row]]] = {
    "retrieval": lambda o: retrieval_rows(BundledEncoder(o.model), _teacher(o), o.data),
    "people": lambda o: people_rows(BundledEncoder(o.model), _teacher(o), o.data),
    "polarity": lambda o: polarity_rows(BundledEncoder(o.model), BundledVerifier(o.model), o.data),
    "size": lambda o: size_rows(o.model),
    "speed": lambda o: speed_rows(o.teacher, o.data, Path("speed-texts.tmp")),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--teacher", type=Path, required=True, help="folder of the teacher model")
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--only", nargs="*", default=list(GROUPS), help="groups of rows to print")
    options = parser.parse_args()
    print("| measure | value | goal |\n|---|---|---|")
    for name in options.only:
        for row in GROUPS[name](options):
            print(f"| {row.what} | {row.value} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
