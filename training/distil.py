"""Trains the student: first to agree with the teacher, then to feel the flip of a meaning.

``--pattern`` says what the steps do in turn:
``z`` student(Chinese) towards teacher(English), ``e`` student(English) towards teacher(English),
``p`` polarity: a translation must be nearer than the flipped edit of either sentence.
Resumable: a checkpoint every ``--save-every`` steps; batches depend on the step number alone.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.corpus import DATA, Pair, selected_pairs
from training.flips import TRAINING_KINDS, flips_of, pick
from training.student import Body, Pieces, load_plain, padded, save_plain
from training.substitution import Substitutes

POOL_BATCHES = 40
EXTRA_NEGATIVES = 1024
TEMPERATURE = 0.05
# A flipped copy shares nearly all words with its sentence; this asks less of that comparison.
HARD_SHARE = 0.5
BODY_RATE, TABLE_RATE = 1.5e-4, 2e-3
WARM_UP = 100
# Share of edits that exchange any word, beside the named flips.
SUBSTITUTION_SHARE = 0.35
# Pairs edited at a time by one process.
EDITED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Quad:
    """A pair as table rows, with a flipped edit of each side; ``pair`` is its number."""

    pair: int
    zh: np.ndarray
    en: np.ndarray
    zh_flip: np.ndarray
    en_flip: np.ndarray


class Batches:
    """Batches of similar lengths; the n-th batch of an order is a function of its seed and n."""

    def __init__(self, lengths: np.ndarray, size: int, seed: int) -> None:
        self.lengths, self.size, self.seed = lengths, size, seed
        self.per_epoch = len(lengths) // size
        self.epoch = -1
        self.order: list[np.ndarray] = []

    def at(self, n: int) -> np.ndarray:
        """Indices (size,) of batch ``n``."""
        epoch, place = divmod(n, self.per_epoch)
        if epoch != self.epoch:
            self.epoch, self.order = epoch, self._shuffle(epoch)
        return self.order[place]

    def _shuffle(self, epoch: int) -> list[np.ndarray]:
        generator = np.random.default_rng((self.seed, epoch))
        mixed = generator.permutation(len(self.lengths))
        pool = POOL_BATCHES * self.size
        pools = [mixed[i : i + pool] for i in range(0, len(mixed), pool)]
        ordered = np.concatenate([p[np.argsort(self.lengths[p], kind="stable")] for p in pools])
        batches = [ordered[i * self.size : (i + 1) * self.size] for i in range(self.per_epoch)]
        return [batches[i] for i in generator.permutation(len(batches))]


def teacher_loss(vectors: Tensor, targets: Tensor, others: Tensor | None) -> Tensor:
    """Cosine distance to the targets; with ``others`` also contrast against them."""
    cosine = (vectors * targets).sum(-1)
    loss = 5 * (1 - cosine).mean()
    if others is None:
        return loss
    scores = vectors @ torch.cat([targets, others]).T / TEMPERATURE
    return loss + F.cross_entropy(scores, torch.arange(len(vectors), device=vectors.device))


def polarity_loss(zh: Tensor, en: Tensor, zh_flip: Tensor, en_flip: Tensor) -> Tensor:
    """Each translation against the flip in its own language, and against the anchor's own flip."""
    right = (zh * en).sum(-1) / TEMPERATURE
    wrong = [(zh * en_flip).sum(-1), (en * zh_flip).sum(-1)]
    hard = [(zh * zh_flip).sum(-1), (en * en_flip).sum(-1)]
    easy_loss = sum(F.softplus(w / TEMPERATURE - right + 1).mean() for w in wrong)
    hard_loss = sum(F.softplus(h / TEMPERATURE - right).mean() for h in hard)
    return easy_loss + HARD_SHARE * hard_loss


def make_quads(
    pairs: list[Pair], pieces: Pieces, table: np.ndarray, variants: int = 1, seed: int = 5
) -> list[Quad]:
    """Every pair that can be edited in both languages, ``variants`` times with other edits."""
    texts = [text for pair in pairs[:40_000] for text in (pair.zh, pair.en)]
    substitutes = Substitutes(pieces.tokenizer, pieces.row_of_id, table, texts)
    parts = [
        (first, variant, seed)
        for variant in range(variants)
        for first in range(0, len(pairs), EDITED_AT_ONCE)
    ]
    global _shared  # what forked processes read; sending it to each would take longer than editing
    _shared = (pairs, substitutes)
    with get_context("fork").Pool() as pool:
        found = [row for rows in pool.map(_edited_part, parts) for row in rows]
    numbers = [number for number, *_ in found]
    both = [(pairs[number].zh, pairs[number].en) for number in numbers]
    columns = [pieces.rows([text[i] for text in both]) for i in range(2)]
    columns += [pieces.rows([row[i] for row in found]) for i in (1, 2)]
    return [Quad(*quad) for quad in zip(numbers, *columns, strict=True)]


_shared: tuple[list[Pair], Substitutes]


def _edited_part(part: tuple[int, int, int]) -> list[tuple[int, str, str]]:
    """(number, Chinese edit, English edit) of the pairs from ``first`` on that can be edited."""
    first, variant, seed = part
    pairs, substitutes = _shared
    rng = random.Random(f"{seed} {variant} {first}")
    out = []
    for number in range(first, min(first + EDITED_AT_ONCE, len(pairs))):
        zh = edited(pairs[number].zh, "zh", substitutes, rng)
        en = edited(pairs[number].en, "en", substitutes, rng)
        if zh and en:
            out.append((number, zh, en))
    return out


def edited(text: str, lang: str, substitutes: Substitutes, rng: random.Random) -> str | None:
    """A named flip of ``text``, or a general substitution; None when neither is possible."""
    flips = flips_of(text, lang, TRAINING_KINDS) if rng.random() > SUBSTITUTION_SHARE else []
    return pick(flips, rng).text if flips else substitutes.edit(text, rng)


def encode_groups(body: Body, groups: list[list[np.ndarray]]) -> list[Tensor]:
    """Unit vectors of several groups of texts in one pass."""
    ids, mask = padded([rows for group in groups for rows in group])
    device = body.english.device
    with torch.autocast(device.type, torch.bfloat16):
        vectors = body(ids.to(device), mask.to(device))
    return list(vectors.split([len(group) for group in groups]))


class Trainer:
    """Holds data, batches and optimisers; ``step`` does one update and returns its loss."""

    def __init__(self, body: Body, pieces: Pieces, options: argparse.Namespace) -> None:
        self.body, self.options = body, options
        pairs = selected_pairs(options.data)
        blocks = sorted((options.work / "teacher").glob("???????.npy"))
        self.targets = torch.from_numpy(np.concatenate([np.load(b) for b in blocks]))
        pairs = pairs[: len(self.targets)]
        self.zh = pieces.rows([p.zh for p in pairs])
        self.en = pieces.rows([p.en for p in pairs])
        self.zh_batches = Batches(np.array([len(r) for r in self.zh]), options.batch, options.seed)
        self.en_batches = Batches(np.array([len(r) for r in self.en]), options.batch, options.seed + 1)
        self.quads = (
            make_quads(pairs[: options.quad_pairs], pieces, body.table(), options.variants)
            if "p" in options.pattern
            else []
        )
        lengths = np.array([len(q.zh) + len(q.en) for q in self.quads])
        self.quad_batches = Batches(lengths, options.quads, options.seed + 2)
        names = [(n, p) for n, p in body.named_parameters() if p.requires_grad and "chinese" not in n]
        self.adam = torch.optim.AdamW([p for _, p in names], lr=BODY_RATE, weight_decay=0.0)
        self.sparse = torch.optim.SparseAdam(list(body.chinese.parameters()), lr=TABLE_RATE)

    def loss(self, step: int) -> Tensor:
        cycle, place = divmod(step, len(self.options.pattern))
        kind = self.options.pattern[place]
        turn = cycle * self.options.pattern.count(kind) + self.options.pattern[:place].count(kind)
        if kind == "p":
            quads = [self.quads[i] for i in self.quad_batches.at(turn)]
            groups = [[q.zh for q in quads], [q.en for q in quads]]
            groups += [[q.zh_flip for q in quads], [q.en_flip for q in quads]]
            zh, en, zh_flip, en_flip = encode_groups(self.body, groups)
            targets = self._targets([q.pair for q in quads])
            agree = teacher_loss(zh, targets, None) + teacher_loss(en, targets, None)
            return polarity_loss(zh, en, zh_flip, en_flip) + self.options.agree * agree
        texts, batches = (self.zh, self.zh_batches) if kind == "z" else (self.en, self.en_batches)
        chosen = batches.at(turn)
        others = None
        if kind == "z":
            generator = np.random.default_rng((self.options.seed, step))
            draw = generator.integers(len(self.targets), size=EXTRA_NEGATIVES)
            others = self._targets(draw[~np.isin(draw, chosen)])
        (vectors,) = encode_groups(self.body, [[texts[i] for i in chosen]])
        return teacher_loss(vectors, self._targets(chosen), others)

    def _targets(self, numbers: Sequence[int] | np.ndarray) -> Tensor:
        return self.targets[numbers].float().to(self.body.english.device)

    def step(self, step: int) -> float:
        done = (step - self.options.decay_from) / max(1, self.options.steps - self.options.decay_from)
        rate = self.options.rate * min(1.0, (step + 1) / WARM_UP, max(0.02, 1.0 - done))
        for optimiser, base in ((self.adam, BODY_RATE), (self.sparse, TABLE_RATE)):
            optimiser.param_groups[0]["lr"] = base * rate
            optimiser.zero_grad(set_to_none=True)
        loss = self.loss(step)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in self.body.bert.parameters() if p.grad is not None], 1.0)
        self.adam.step()
        if self.body.chinese.weight.grad is not None:
            self.sparse.step()
        return float(loss.detach())

    def save(self, step: int, path: Path) -> None:
        part = path.with_suffix(".part")
        state = [self.body.state_dict(), self.adam.state_dict(), self.sparse.state_dict()]
        torch.save({"step": step, "state": state}, part)
        part.replace(path)

    def restore(self, path: Path) -> int:
        saved = torch.load(path, weights_only=True, map_location=self.body.english.device)
        for target, state in zip((self.body, self.adam, self.sparse), saved["state"], strict=True):
            target.load_state_dict(state)
        return int(saved["step"])


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--work", type=Path, required=True, help="folder of the earlier results")
    parser.add_argument("--start", type=Path, required=True, help="weights to start from")
    parser.add_argument("--out", type=Path, required=True, help="weights to write")
    parser.add_argument("--english-rows", type=int, default=29_040)
    parser.add_argument("--pattern", default="zzp")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--decay-from", type=int, default=400, help="step at which the rate starts to fall")
    parser.add_argument("--rate", type=float, default=1.0, help="multiplies both learning rates")
    parser.add_argument("--batch", type=int, default=64, help="texts in a batch of agreement")
    parser.add_argument("--agree", type=float, default=1.0, help="weight of agreement in a polarity batch")
    parser.add_argument("--variants", type=int, default=1, help="edits of each pair")
    parser.add_argument("--quads", type=int, default=32, help="pairs in a polarity batch")
    parser.add_argument("--quad-pairs", type=int, default=40_000, help="pairs that are edited for polarity")
    parser.add_argument("--freeze-table", action="store_true", help="leave all input embeddings as they are")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--save-every", type=int, default=200)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    return parser.parse_args()


def main() -> None:
    from tqdm import tqdm

    options = read_options()
    torch.manual_seed(options.seed)
    pieces = Pieces(options.work, 96)
    body = load_plain(options.start, options.english_rows).train().to(options.device)
    body.chinese.weight.requires_grad_(not options.freeze_table)
    trainer = Trainer(body, pieces, options)
    checkpoint = options.out.with_suffix(".checkpoint")
    first = trainer.restore(checkpoint) if checkpoint.exists() else 0
    losses: dict[str, float] = {}
    bar = tqdm(range(first, options.steps), initial=first, total=options.steps, mininterval=10)
    for step in bar:
        kind = options.pattern[step % len(options.pattern)]
        loss = trainer.step(step)
        losses[kind] = 0.98 * losses.get(kind, loss) + 0.02 * loss
        bar.set_postfix({k: f"{v:.3f}" for k, v in losses.items()}, refresh=False)
        if (step + 1) % options.save_every == 0:
            trainer.save(step + 1, checkpoint)
            save_plain(trainer.body, options.out)
    save_plain(trainer.body, options.out)


if __name__ == "__main__":
    main()
