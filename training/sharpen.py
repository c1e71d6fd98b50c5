"""Teaches the shipped verifier single statements, and keeps what else it says as it is.

    python -m training.sharpen --out FOLDER

Starts from the shipped eight-bit file and computes with rounded weights (see ``rounded``); it takes half an
hour on two processors. Lessons are the statements (see ``statements``), and pairs of excerpt and point from
written answers, for which the right chances are those that the start gave.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from mock_interview.grading.judging import pair, whole_pair
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.onnx_model import OnnxModel, Tokens
from mock_interview.grading.verifier import GRAPH
from training.distil import Batches
from training.export import export_over, write_config
from training.judgements import Judgement
from training.labelled import (
    Marked,
    Sample,
    fold_of,
    held_samples,
    written_marked,
)
from training.lessons import LABEL_OF
from training.reading import Reader, project_bank
from training.rounded import keep_rounded, round_weights
from training.rows import samples
from training.statements import lessons_of, read_statements, wordings_of
from training.to_sentence_transformers import restored_weights
from training.verifier import CLASSES, Verifier, padded_pairs, verifier_from

SMOOTHING = 0.05
WARM_UP = 0.06
# Layers that stay as they are, counted from the input: they read words, and cost half of the time.
FROZEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A pair of claim and point; ``label`` is its class, ``None`` where the start's chances are the goal."""

    claim: str
    point: str
    label: int | None
    kind: str
    question: str


class Pairs:
    """Lessons as token rows, with the chances (lessons, 4) that are to be learnt."""

    def __init__(self, lessons: Sequence[Lesson], tokenizer: OnnxModel) -> None:
        self.lessons = lessons
        self.rows: list[Tokens] = tokenizer.pairs([(one.point, one.claim) for one in lessons])
        self.lengths = np.array([len(row.ids) for row in self.rows])
        self.goals = torch.full((len(lessons), CLASSES), SMOOTHING / CLASSES)
        for at, one in enumerate(lessons):
            if one.label is not None:
                self.goals[at, one.label] += 1 - SMOOTHING

    def inputs(self, numbers: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
        """What the verifier takes for these lessons."""
        rows = [self.rows[i] for i in numbers]
        firsts = [row.segments.index(1) if 1 in row.segments else len(row.ids) for row in rows]
        return padded_pairs([np.array(row.ids) for row in rows], firsts)

    def keep(self, verifier: Verifier) -> None:
        """Set the goals of lessons without a label to what ``verifier`` says."""
        numbers = [at for at, one in enumerate(self.lessons) if one.label is None]
        self.goals[numbers] = torch.from_numpy(judged(verifier, self, numbers))


def judged(verifier: Verifier, pairs: Pairs, numbers: Sequence[int], batch: int = 128) -> np.ndarray:
    """Probabilities (numbers, 4)."""
    verifier.eval()
    order = np.array(numbers)[np.argsort(pairs.lengths[list(numbers)], kind="stable")]
    found = np.zeros((len(pairs.lessons), CLASSES), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            found[chosen] = verifier(*pairs.inputs(chosen.tolist())).float().softmax(-1).numpy()
    return found[list(numbers)]


def of_samples(reader: Reader, found: Sequence[Sample], *, known: bool) -> Iterator[Lesson]:
    """What the grader reads of answers to the bank's questions for each point; labelled if ``known``."""
    for sample in found:
        heeded = reader.read(sample.question, sample.answer)
        for nomination, label in zip(heeded.nominations, sample.labels, strict=True):
            if nomination.excerpt:
                claim, point = pair(nomination)
                yield Lesson(
                    claim=claim, point=point, label=LABEL_OF[label] if known else None,
                    kind=sample.kind, question=sample.question.id,
                )  # fmt: skip


def of_marked(reader: Reader, rows: Sequence[Marked]) -> Iterator[Lesson]:
    """What the grader reads of answers to questions that have only a reference."""
    for row in rows:
        found = reader.read_free(row.question, row.references, row.answer)
        pairs = [pair(nomination) for nomination in found.nominations if nomination.excerpt]
        whole = whole_pair(found.heard, found.material)
        for claim, point in [*pairs, *([whole] if whole and whole[0] else [])]:
            yield Lesson(claim=claim, point=point, label=None, kind=row.source, question=row.question_id)


def of_statement(lesson: Judgement) -> Lesson:
    """A statement's lesson."""
    return Lesson(
        claim=lesson.claim, point=lesson.point, label=lesson.labels[0] if lesson.labels else None,
        kind=lesson.kind, question=lesson.question,
    )  # fmt: skip


def kept_pairs(reader: Reader, count: int, seed: int) -> list[Lesson]:
    """``count`` pairs for which nothing is to change, half of them about the bank's points.

    Those are from honest answers, from answers turned round, and from ones that say nothing.
    """
    rng = random.Random(seed)
    own, rows = list(samples(reader)), list(written_marked())
    rng.shuffle(own)
    rng.shuffle(rows)
    half = count // 2
    of_bank = islice(of_samples(reader, own, known=False), half)
    return [*of_bank, *islice(of_marked(reader, rows), count - half)]


class Trainer:
    """Verifier, lessons and optimiser; ``step`` does one update and returns its loss."""

    def __init__(self, verifier: Verifier, pairs: Pairs, options: argparse.Namespace) -> None:
        self.verifier, self.pairs, self.rate = verifier, pairs, options.rate
        layers = verifier.body.bert.encoder.layer[FROZEN:]
        for parameter in verifier.body.parameters():
            parameter.requires_grad_(False)
        for parameter in layers.parameters():
            parameter.requires_grad_(True)
        round_weights(layers, options.seed)
        self.batches = Batches(pairs.lengths, options.batch, options.seed)
        self.steps = options.steps or round(options.epochs * self.batches.per_epoch)
        moving = [parameter for parameter in verifier.parameters() if parameter.requires_grad]
        self.adam = torch.optim.AdamW(moving, lr=options.rate, weight_decay=0.0)
        verifier.train()

    def step(self, step: int) -> float:
        done = step / self.steps
        self.adam.param_groups[0]["lr"] = self.rate * min(1.0, (done + 1e-3) / WARM_UP, max(0.01, 1 - done))
        numbers = self.batches.at(step).tolist()
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.verifier(*self.pairs.inputs(numbers))
        loss = F.cross_entropy(logits.float(), self.pairs.goals[numbers])
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.adam.param_groups[0]["params"], 1.0)
        self.adam.step()
        return float(loss.detach())


def area(found: np.ndarray, positive: np.ndarray) -> float:
    """Area under the ROC curve: how often a positive one has the greater value, ties counted half."""
    from scipy.stats import rankdata

    ranks, yes = rankdata(found), positive.sum()
    no = len(positive) - yes
    return float((ranks[positive].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def report(name: str, verifier: Verifier, pairs: Pairs) -> str:
    """How well labelled pairs are told apart: a line with the areas for stating and for denying."""
    numbers = range(len(pairs.lessons))
    found = judged(verifier, pairs, numbers)
    labels = np.array([one.label for one in pairs.lessons])
    areas = [area(found[:, at], labels == at) for at in (0, 2)]
    return f"{name}: {len(labels)} pairs, states {areas[0]:.3f}, denies {areas[1]:.3f}"


def told(measured: Mapping[str, Pairs], verifier: Verifier) -> str:
    """A line of `report` for each of ``measured``."""
    return "\n".join(report(name, verifier, pairs) for name, pairs in measured.items())


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--model", type=Path, default=FOLDER, help="folder of the shipped files to start from"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--version", default="1.0.0", help="written beside the files")
    parser.add_argument("--without-fold", type=int, default=-1, help="leave a fold's statements out")
    parser.add_argument("--kept", type=int, default=12_000, help="pairs for which nothing is to change")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--steps", type=int, default=0, help="instead of --epochs")
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--seed", type=int, default=41)
    return parser.parse_args()


def main() -> None:
    """Command line."""
    from tqdm import tqdm

    options = read_options()
    torch.manual_seed(options.seed)
    bank = project_bank()
    reader = Reader(bank, options.model)
    tokenizer = OnnxModel(options.model, GRAPH)
    verifier = verifier_from(restored_weights(options.model, GRAPH))
    written = lessons_of(read_statements(), reader, options.seed)
    statements = [of_statement(one) for one in (*written, *wordings_of(bank, options.seed))]
    left_out = [one for one in statements if fold_of(one.question) == options.without_fold]
    lessons = [one for one in statements if fold_of(one.question) != options.without_fold]
    lessons += kept_pairs(reader, options.kept, options.seed)
    checks = {"held answers": list(of_samples(reader, list(held_samples(bank)), known=True))}
    if left_out:
        checks["statements left out"] = [one for one in left_out if one.label is not None]
    measured = {name: Pairs(found, tokenizer) for name, found in checks.items()}
    pairs = Pairs(lessons, tokenizer)
    print(f"{len(lessons)} lessons\n{told(measured, verifier)}", flush=True)
    pairs.keep(verifier)
    trainer = Trainer(verifier, pairs, options)
    bar, mean = tqdm(range(trainer.steps), mininterval=10), 0.0
    for step in bar:
        loss = trainer.step(step)
        mean = loss if step == 0 else 0.98 * mean + 0.02 * loss
        bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
    keep_rounded(verifier)
    weights = {name: value.numpy() for name, value in verifier.plain_weights().items()}
    export_over(weights, options.model, options.out)
    write_config(options.out, options.version)
    print(told(measured, verifier))


if __name__ == "__main__":
    main()
