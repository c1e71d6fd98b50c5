"""Teaches the shipped verifier single statements, and keeps what else it says as it is.

    python -m training.sharpen --out FOLDER

Starts from the shipped eight-bit file and computes with rounded weights (see ``rounded``); it takes an hour
on two processors. Lessons are the statements (see ``statements`` and ``facts``), and pairs of excerpt and
point from written answers, for which the right chances are those that the start gave.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.onnx_model import OnnxModel, Tokens
from mock_interview.grading.verifier import GRAPH
from training.distil import Batches
from training.export import export_over, write_config
from training.facts import lessons_of_facts, read_facts
from training.judgements import CONTRADICTS, STATES, Judgement
from training.labelled import TYPED, UNKNOWN, fold_of, held_samples, written_marked, written_samples
from training.lessons import GOOD, of_edited, of_marked, of_sample
from training.reading import Reader, project_bank
from training.rounded import keep_rounded, round_weights
from training.rows import samples
from training.statements import (
    CONTRAST,
    CONTRAST_APART,
    CONTRAST_FILE,
    CROSSED,
    CROSSED_FILE,
    SHORT,
    SHORT_FILE,
    beside_of,
    brief_of,
    joint_of,
    lessons_of,
    read_statements,
    wordings_of,
)
from training.to_sentence_transformers import restored_weights
from training.verifier import CLASSES, Verifier, padded_pairs, verifier_from

SMOOTHING = 0.03
WARM_UP = 0.06
# Layers that stay as they are, counted from the input: they read words, and cost a third of the time.
FROZEN = 2


class Pairs:
    """Lessons as token rows, with the chances (lessons, 4) that are to be learnt.

    Lessons with several labels have none: they are right wherever `allowed` (lessons, 4) is one. Those of
    lessons without a label are what the start says (see `keep`).
    """

    def __init__(self, lessons: Sequence[Judgement], tokenizer: OnnxModel) -> None:
        self.lessons = lessons
        self.rows: list[Tokens] = tokenizer.pairs([(one.point, one.claim) for one in lessons])
        self.lengths = np.array([len(row.ids) for row in self.rows])
        self.goals = torch.full((len(lessons), CLASSES), SMOOTHING / CLASSES)
        self.allowed = torch.zeros(len(lessons), CLASSES)
        for at, one in enumerate(lessons):
            if len(one.labels) == 1:
                self.goals[at, one.labels[0]] += 1 - SMOOTHING
            elif one.labels:
                self.goals[at] = 0
                self.allowed[at, list(one.labels)] = 1

    def inputs(self, numbers: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
        """What the verifier takes for these lessons."""
        rows = [self.rows[i] for i in numbers]
        firsts = [row.segments.index(1) if 1 in row.segments else len(row.ids) for row in rows]
        return padded_pairs([np.array(row.ids) for row in rows], firsts)

    def keep(self, verifier: Verifier) -> None:
        """Set the goals of lessons without a label to what ``verifier`` says."""
        numbers = [at for at, one in enumerate(self.lessons) if not one.labels]
        self.goals[numbers] = torch.from_numpy(judged(verifier, self, numbers))

    def loss(self, logits: Tensor, numbers: Sequence[int]) -> Tensor:
        """How unlikely ``logits`` (numbers, 4) make what is to be learnt, on average."""
        chances = logits.log_softmax(-1)
        aimed = (self.goals[numbers] * chances).sum(-1)
        allowed = self.allowed[numbers]
        several = allowed.any(-1)
        one_of = chances.masked_fill((allowed == 0) & several[:, None], -torch.inf).logsumexp(-1)
        return -torch.where(several, one_of, aimed).mean()


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


def kept_pairs(reader: Reader, count: int, seed: int) -> list[Judgement]:
    """``count`` pairs for which nothing is to change, half of them about the bank's points.

    Those are from honest answers, from answers turned round, and from ones that say nothing.
    """
    rng = random.Random(seed)
    own, rows = list(samples(reader, written_samples(reader.bank))), list(written_marked())
    rng.shuffle(own)
    rng.shuffle(rows)
    # What is not known of a point has no label to learn either.
    of_bank = (lesson for one in own if UNKNOWN not in one.labels for lesson in of_sample(reader, one))
    of_others = (lesson for at, row in enumerate(rows) for lesson in of_marked(reader, row, at))
    found = [*islice(of_bank, count // 2), *islice(of_others, count - count // 2)]
    return [replace(lesson, labels=()) for lesson in found]


def turned_answers(reader: Reader, seed: int) -> Iterator[Judgement]:
    """Good answers to the bank as they stand, and with every clause turned round."""
    rng = random.Random(seed)
    for sample in written_samples(reader.bank):
        if sample.kind.startswith(GOOD):
            yield from of_sample(reader, sample)
            yield from of_edited(reader, sample, rng)


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
        loss = self.pairs.loss(logits.float(), numbers)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.adam.param_groups[0]["params"], 1.0)
        self.adam.step()
        return float(loss.detach())


def report(name: str, verifier: Verifier, pairs: Pairs) -> str:
    """How well labelled pairs are told apart: a line with the areas under the ROC curves of two classes."""
    from sklearn.metrics import roc_auc_score

    found = judged(verifier, pairs, range(len(pairs.lessons)))
    labels = np.array([one.labels[0] for one in pairs.lessons])
    areas = [roc_auc_score(labels == kind, found[:, kind]) for kind in (STATES, CONTRADICTS)]
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
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the long statements and the facts, how many to take"
    )
    parser.add_argument(
        "--unproven", action="store_true",
        help="also facts by topics, joint sentences and contrasts: with them, less of the rest is told apart",
    )  # fmt: skip
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--turns", type=int, default=2, help="how often statements are put into answers anew")
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--steps", type=int, default=0, help="instead of --epochs")
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--seed", type=int, default=41)
    return parser.parse_args()


def lessons_for(reader: Reader, options: argparse.Namespace) -> tuple[list[Judgement], list[Judgement]]:
    """What is to be learnt, and the statements about questions of the fold that is left out."""
    bank, rng = reader.bank, random.Random(options.seed)
    written = read_statements()
    facts = [fact for fact in read_facts() if options.unproven or not fact.has_topic]
    lately = [*read_statements(SHORT_FILE, SHORT), *read_statements(CROSSED_FILE, CROSSED)]
    if options.unproven:
        lately += read_statements(CONTRAST_FILE, CONTRAST)
    about: list[Judgement] = []
    lessons = kept_pairs(reader, options.kept, options.seed)
    lessons += (one for sample in held_samples(bank, TYPED) for one in of_sample(reader, sample))
    lessons += turned_answers(reader, options.seed)
    for seed in range(options.seed, options.seed + options.turns):
        about += lessons_of([one for one in written if rng.random() < options.share], reader, seed)
        about += (one for one in wordings_of(bank, seed) if rng.random() < options.share)
        about += [*brief_of(written, bank, seed), *lessons_of(lately, reader, seed)]
        about += beside_of([*written, *lately], bank, seed)
        about += joint_of(bank, seed) if options.unproven else ()
        lessons += (one for one in lessons_of_facts(facts, seed) if rng.random() < options.share)
    left_out = [one for one in about if fold_of(one.question) == options.without_fold]
    return lessons + [one for one in about if fold_of(one.question) != options.without_fold], left_out


def main() -> None:
    """Command line."""
    from tqdm import tqdm

    options = read_options()
    torch.manual_seed(options.seed)
    bank = project_bank()
    reader = Reader(bank, options.model)
    tokenizer = OnnxModel(options.model, GRAPH)
    verifier = verifier_from(restored_weights(options.model, GRAPH))
    lessons, left_out = lessons_for(reader, options)
    checks = {"held answers": [one for sample in held_samples(bank) for one in of_sample(reader, sample)]}
    apart = lessons_of(read_statements(CONTRAST_APART, CONTRAST), reader, options.seed)
    for name, found in (("contrasts not read", apart), ("statements left out", left_out)):
        checks[name] = [one for one in found if len(one.labels) == 1]
    measured = {name: Pairs(found, tokenizer) for name, found in checks.items() if found}
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
