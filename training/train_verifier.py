"""Trains the verifier on the lessons of ``judgements``. Resumable; batches depend on the step."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from training.corpus import DATA, Pair, selected_pairs
from training.distil import Batches
from training.judgements import Judgement, bank_judgements, marked_judgements, parallel_judgements
from training.student import Pieces
from training.verifier import Verifier, load_verifier, padded_pairs, save_verifier

BODY_RATE, HEAD_RATE = 2e-4, 1e-3
SMOOTHING = 0.03
WARM_UP = 40
# Similar but not the same: above this two sentences of one manual often say the same thing.
NEIGHBOUR_BAND = (0.4, 0.85)


def close_neighbours(targets: np.ndarray, seed: int) -> list[int]:
    """For every row the number of a similar other row, picked among the nearest twenty."""
    rng = np.random.default_rng(seed)
    vectors = torch.from_numpy(targets.astype(np.float32))
    chosen = []
    for start in range(0, len(vectors), 1024):
        scores = vectors[start : start + 1024] @ vectors.T
        scores[(scores > NEIGHBOUR_BAND[1]) | (scores < NEIGHBOUR_BAND[0])] = -1
        values, numbers = scores.topk(20)
        for row, (value, number) in enumerate(zip(values, numbers, strict=True)):
            usable = number[value > 0].tolist() or [(start + row + 1) % len(vectors)]
            chosen.append(usable[int(rng.integers(len(usable)))])
    return chosen


def lessons(options: argparse.Namespace) -> list[Judgement]:
    """All training pairs; the small sources are repeated to weigh more."""
    blocks = sorted((options.work / "teacher").glob("???????.npy"))
    targets = np.concatenate([np.load(b) for b in blocks])
    # The end of the order: what the encoder's training saw least often.
    pairs: list[Pair] = selected_pairs(options.data)[: len(targets)][-options.pairs :]
    neighbours = close_neighbours(targets[-options.pairs :], options.seed)
    found = list(parallel_judgements(pairs, neighbours, options.seed))
    for turn in range(options.bank_turns):
        found += bank_judgements(options.bank, options.seed + turn, held=False)
    found += marked_judgements(options.data, held=False) * options.marked_turns
    random.Random(options.seed).shuffle(found)
    return found


class Trainer:
    """Holds lessons, batches and the optimiser; ``step`` does one update and returns its loss."""

    def __init__(self, verifier: Verifier, pieces: Pieces, options: argparse.Namespace) -> None:
        self.verifier, self.options = verifier, options
        found = lessons(options)
        print(f"{len(found)} lessons", flush=True)
        # Segments: the point comes first, with the marks around it.
        self.rows = pieces.rows([(j.point, j.claim) for j in found])
        end = int(pieces.row_of_id[pieces.tokenizer.token_to_id("[SEP]")])
        self.firsts = [int(np.argmax(r == end)) + 1 for r in self.rows]
        self.labels = torch.tensor([j.label for j in found])
        self.batches = Batches(np.array([len(r) for r in self.rows]), options.batch, options.seed)
        named = [(n, p) for n, p in verifier.named_parameters() if p.requires_grad]
        groups = [
            {"params": [p for n, p in named if n.startswith("body")], "base": BODY_RATE},
            {"params": [p for n, p in named if not n.startswith("body")], "base": HEAD_RATE},
        ]
        self.adam = torch.optim.AdamW(groups, lr=BODY_RATE, weight_decay=0.01)

    def step(self, step: int) -> float:
        rate = min(1.0, (step + 1) / WARM_UP, max(0.02, 1 - step / self.options.steps))
        for group in self.adam.param_groups:
            group["lr"] = group["base"] * rate
        chosen = self.batches.at(step)
        inputs = padded_pairs([self.rows[i] for i in chosen], [self.firsts[i] for i in chosen])
        device = torch.device(self.options.device)
        with torch.autocast(device.type, torch.bfloat16):
            logits = self.verifier(*(part.to(device) for part in inputs))
        labels = self.labels[chosen].to(device)
        loss = F.cross_entropy(logits.float(), labels, label_smoothing=SMOOTHING)
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


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--bank", type=Path, default=Path("question_bank"))
    parser.add_argument("--work", type=Path, required=True, help="folder of the earlier results")
    parser.add_argument("--start", type=Path, required=True, help="weights of the trained encoder")
    parser.add_argument("--out", type=Path, required=True, help="weights to write")
    parser.add_argument("--english-rows", type=int, default=29_040)
    parser.add_argument("--pairs", type=int, default=7_000, help="pairs of the parallel corpus")
    parser.add_argument("--bank-turns", type=int, default=1)
    parser.add_argument("--marked-turns", type=int, default=1)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--save-every", type=int, default=150)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    return parser.parse_args()


def main() -> None:
    from tqdm import tqdm

    options = read_options()
    torch.manual_seed(options.seed)
    verifier = load_verifier(options.start, options.english_rows).train().to(options.device)
    trainer = Trainer(verifier, Pieces(options.work, 112), options)
    checkpoint = options.out.with_suffix(".checkpoint")
    first = trainer.restore(checkpoint) if checkpoint.exists() else 0
    mean = 0.0
    bar = tqdm(range(first, options.steps), initial=first, total=options.steps, mininterval=10)
    for step in bar:
        loss = trainer.step(step)
        mean = loss if step == first else 0.98 * mean + 0.02 * loss
        bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
        if (step + 1) % options.save_every == 0:
            trainer.save(step + 1, checkpoint)
            save_verifier(verifier, options.out)
    save_verifier(verifier, options.out)


if __name__ == "__main__":
    main()
