"""Trains the verifier. Resumable; batches depend on the step.

First on sentences of the parallel corpus (``--pairs``), then from that result on lessons about answers
(``--lessons``, see ``lessons``). ``--without-fold`` and ``--without-set`` keep questions out, so that their
answers can be judged by a model that has not seen them; their figures are printed at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.corpus import DATA, Pair, selected_pairs
from training.distil import Batches
from training.judgements import MAX_PAIR_TOKENS, PARTLY, STATES, Judgement, parallel_judgements
from training.labelled import fold_of
from training.lessons import read_lessons
from training.quality import pearson
from training.student import Pieces
from training.verifier import CLASSES, Verifier, load_verifier, padded_pairs, save_verifier

HEAD_RATE = 1e-3
SMOOTHING = 0.03
# Weight of a group's squared error in mark beside the cross entropy of its lessons.
MARK_WEIGHT = 3.0
WARM_UP = 0.06
# Similar but not the same: above this two sentences of one manual often say the same thing.
NEIGHBOUR_BAND = (0.4, 0.85)


def close_neighbours(targets: np.ndarray, seed: int, device: str) -> list[int]:
    """For every row the number of a similar other row, picked among the nearest twenty."""
    rng = np.random.default_rng(seed)
    vectors = torch.from_numpy(targets.astype(np.float32)).to(device)
    chosen = []
    for start in range(0, len(vectors), 1024):
        scores = vectors[start : start + 1024] @ vectors.T
        scores[(scores > NEIGHBOUR_BAND[1]) | (scores < NEIGHBOUR_BAND[0])] = -1
        values, numbers = (part.cpu() for part in scores.topk(20))
        for row, (value, number) in enumerate(zip(values, numbers, strict=True)):
            usable = number[value > 0].tolist() or [(start + row + 1) % len(vectors)]
            chosen.append(usable[int(rng.integers(len(usable)))])
    return chosen


def of_parallel(options: argparse.Namespace) -> list[Judgement]:
    """Lessons from the last ``--pairs`` sentences of the corpus, which the encoder saw least often."""
    if not options.pairs:
        return []
    blocks = sorted((options.work / "teacher").glob("???????.npy"))
    targets = np.concatenate([np.load(b) for b in blocks])
    pairs: list[Pair] = selected_pairs(options.data)[: len(targets)][-options.pairs :]
    neighbours = close_neighbours(targets[-options.pairs :], options.seed, options.device)
    return list(parallel_judgements(pairs, neighbours, options.seed))


def is_kept_out(lesson: Judgement, options: argparse.Namespace) -> bool:
    """Whether a lesson belongs to a question that training must not see."""
    if not lesson.question:
        return False
    return fold_of(lesson.question) == options.without_fold or lesson.kind == options.without_set


def is_used(lesson: Judgement, students: float) -> bool:
    """Whether a lesson is among the share ``students`` of the answers of that set; all others are."""
    if lesson.kind != "student":
        return True
    return hashlib.sha256(lesson.group.rpartition(":")[0].encode()).digest()[0] < 256 * students


def grouped(lessons: Sequence[Judgement]) -> list[list[int]]:
    """Numbers of lessons that go together: a group's, or one alone."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, lesson in enumerate(lessons):
        groups[lesson.group or f"#{number}"].append(number)
    return list(groups.values())


class Lessons:
    """Lessons as table rows, with their labels and marks as tensors."""

    def __init__(self, found: Sequence[Judgement], pieces: Pieces) -> None:
        self.found = found
        self.rows = pieces.rows([(j.point, j.claim) for j in found])
        end = int(pieces.row_of_id[pieces.tokenizer.token_to_id("[SEP]")])
        self.firsts = [int(np.argmax(r == end)) + 1 for r in self.rows]
        self.allowed = torch.zeros(len(found), CLASSES, dtype=torch.bool)
        for i, lesson in enumerate(found):
            self.allowed[i, list(lesson.labels)] = True
        self.units = grouped(found)

    def inputs(self, numbers: Sequence[int], device: str) -> list[Tensor]:
        """What the verifier takes for these lessons."""
        parts = padded_pairs([self.rows[i] for i in numbers], [self.firsts[i] for i in numbers])
        return [part.to(device) for part in parts]


def loss_of(logits: Tensor, lessons: Lessons, units: Sequence[Sequence[int]]) -> Tensor:
    """Cross entropy against the allowed classes, and the groups' squared error in mark."""
    device = logits.device
    numbers = [i for unit in units for i in unit]
    chances = F.log_softmax(logits.float(), -1)
    allowed = lessons.allowed[numbers].to(device)
    known = allowed.any(1)
    right = chances.masked_fill(~allowed, -1e4).logsumexp(1)
    loss = (-(1 - SMOOTHING) * right - SMOOTHING * chances.mean(1))[known].sum() / len(numbers)
    owner = torch.tensor([n for n, unit in enumerate(units) for _ in unit], device=device)
    credit = chances[:, STATES].exp() + 0.5 * chances[:, PARTLY].exp()
    sizes = torch.bincount(owner, minlength=len(units)).float()
    mean = torch.zeros(len(units), device=device).index_add(0, owner, credit) / sizes
    marks = [lessons.found[unit[0]].mark for unit in units]
    marked = torch.tensor([m is not None for m in marks], device=device)
    error = (mean - torch.tensor([m or 0.0 for m in marks], device=device)) ** 2
    return loss + MARK_WEIGHT * error[marked].sum() / len(units)


class Trainer:
    """Holds lessons, batches and the optimiser; ``step`` does one update and returns its loss."""

    def __init__(self, verifier: Verifier, lessons: Lessons, options: argparse.Namespace) -> None:
        self.verifier, self.lessons, self.options = verifier, lessons, options
        lengths = np.array([max(len(lessons.rows[i]) for i in unit) for unit in lessons.units])
        self.batches = Batches(lengths, options.batch, options.seed)
        self.steps = options.steps or int(options.epochs * self.batches.per_epoch)
        named = [(n, p) for n, p in verifier.named_parameters() if p.requires_grad]
        groups = [
            {"params": [p for n, p in named if n.startswith("body")], "base": options.rate},
            {"params": [p for n, p in named if not n.startswith("body")], "base": HEAD_RATE},
        ]
        self.adam = torch.optim.AdamW(groups, lr=options.rate, weight_decay=0.01)

    def step(self, step: int) -> float:
        done = step / self.steps
        rate = min(1.0, (done + 1e-3) / WARM_UP, max(0.01, 1 - done))
        for group in self.adam.param_groups:
            group["lr"] = group["base"] * rate
        units = [self.lessons.units[i] for i in self.batches.at(step)]
        inputs = self.lessons.inputs([i for unit in units for i in unit], self.options.device)
        with torch.autocast(inputs[0].device.type, torch.bfloat16):
            logits = self.verifier(*inputs)
        loss = loss_of(logits, self.lessons, units)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.adam.param_groups[0]["params"], 1.0)
        self.adam.step()
        return float(loss.detach())

    def save(self, step: int, path: Path) -> None:
        part = path.with_suffix(".part")
        torch.save({"step": step, "state": [self.verifier.state_dict(), self.adam.state_dict()]}, part)
        part.replace(path)

    def restore(self, path: Path) -> int:
        saved = torch.load(path, weights_only=True, map_location=self.options.device)
        self.verifier.load_state_dict(saved["state"][0])
        self.adam.load_state_dict(saved["state"][1])
        return int(saved["step"])


@torch.no_grad()
def judged(verifier: Verifier, lessons: Lessons, device: str, batch: int = 512) -> np.ndarray:
    """Probabilities (lessons, classes)."""
    verifier.eval()
    order = np.argsort([len(r) for r in lessons.rows], kind="stable")
    out = np.zeros((len(order), CLASSES), np.float32)
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        inputs = lessons.inputs(chosen.tolist(), device)
        with torch.autocast(inputs[0].device.type, torch.bfloat16):
            out[chosen] = verifier(*inputs).float().softmax(-1).cpu().numpy()
    return out


def figures(lessons: Lessons, found: np.ndarray) -> list[str]:
    """A line for each kind: accuracy against the allowed classes, and r of groups' credit with marks."""
    lines = []
    kinds: dict[str, list[list[int]]] = defaultdict(list)
    for unit in lessons.units:
        kinds[lessons.found[unit[0]].kind].append(unit)
    for kind, units in kinds.items():
        numbers = np.array([i for unit in units for i in unit])
        allowed = lessons.allowed[numbers].numpy()
        known = allowed.any(1)
        right = allowed[np.arange(len(numbers)), found[numbers].argmax(1)][known]
        credit = found[:, STATES] + 0.5 * found[:, PARTLY]
        marks = np.array([lessons.found[unit[0]].mark for unit in units], float)
        means = np.array([credit[unit].mean() for unit in units])
        parts = [f"{kind}: {len(numbers)} lessons"]
        if known.any():
            parts.append(f"right {right.mean():.3f}")
        if not np.isnan(marks).any():
            error = np.sqrt(((means - marks) ** 2).mean())
            two = ((means >= 0.5) == (marks >= 0.5)).mean()
            parts.append(f"r {pearson(means, marks):.3f}, error {error:.3f}, two-way {two:.3f}")
        lines.append(", ".join(parts))
    return lines


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--work", type=Path, required=True, help="folder of the earlier results")
    parser.add_argument("--start", type=Path, required=True, help="weights to start from")
    parser.add_argument("--out", type=Path, required=True, help="weights to write")
    parser.add_argument("--english-rows", type=int, default=29_040)
    parser.add_argument("--lessons", type=Path, help="lessons about answers")
    parser.add_argument("--pairs", type=int, default=0, help="pairs of the parallel corpus")
    parser.add_argument("--without-fold", type=int, default=-1, help="keep the questions of a fold out")
    parser.add_argument("--without-set", default="", help="keep a set of marked answers out")
    parser.add_argument("--students", type=float, default=1.0, help='share of the answers "student" to use')
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--steps", type=int, default=0, help="instead of --epochs")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--save-every", type=int, default=500)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    return parser.parse_args()


def main() -> None:
    from tqdm import tqdm

    options = read_options()
    torch.manual_seed(options.seed)
    pieces = Pieces(options.work, MAX_PAIR_TOKENS)
    about_answers = list(read_lessons(options.lessons)) if options.lessons else []
    about_answers = [lesson for lesson in about_answers if is_used(lesson, options.students)]
    kept_out = [lesson for lesson in about_answers if is_kept_out(lesson, options)]
    found = [lesson for lesson in about_answers if not is_kept_out(lesson, options)] + of_parallel(options)
    random.Random(options.seed).shuffle(found)
    print(f"{len(found)} lessons, {len(kept_out)} kept out", flush=True)
    verifier = load_verifier(options.start, options.english_rows).train().to(options.device)
    trainer = Trainer(verifier, Lessons(found, pieces), options)
    checkpoint = options.out.with_suffix(".checkpoint")
    first = trainer.restore(checkpoint) if checkpoint.exists() else 0
    mean = 0.0
    bar = tqdm(range(first, trainer.steps), initial=first, total=trainer.steps, mininterval=10)
    for step in bar:
        loss = trainer.step(step)
        mean = loss if step == first else 0.98 * mean + 0.02 * loss
        bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
        if (step + 1) % options.save_every == 0:
            trainer.save(step + 1, checkpoint)
    save_verifier(verifier, options.out)
    if kept_out:
        lessons = Lessons(kept_out, pieces)
        print("\n".join(figures(lessons, judged(verifier, lessons, options.device))))


if __name__ == "__main__":
    main()
