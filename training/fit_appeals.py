"""Fits the weights of `appeal_model`: ``python -m training.fit_appeals`` (five minutes on two cores).

Appeals to the grader in ``answers/appeals.jsonl`` against honest answers: the bank's examples and
``answers/bank.jsonl`` and ``other.jsonl``. Prints, at several thresholds, the share of appeals found
whose family was left out of the fit, and the share of honest answers to questions left out that are
taken for one; writes ``appeal_weights.json`` at the threshold for `MISTAKEN`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mock_interview.bank.load import load_bank
from mock_interview.grading.appeal_model import FILE, FORMAT, Subject, features, plain, subject_of
from mock_interview.grading.appealing import pieces
from mock_interview.grading.draft import drafted
from mock_interview.grading.text import normalise

ROOT = Path(__file__).parent
# Share of honest answers that may be taken for an appeal: the judge can then lower them, but not raise.
MISTAKEN = 0.06
# On the sum of the weights of words and of groups, and on all squares; chosen on unseen families.
PENALTY = {"word": 10.0, "group": 1.0}
RIDGE = 0.5
# Appeals, and families of them, in which a word must occur to be looked at.
LEAST, LEAST_FAMILIES = 3, 2
FOLDS, FAMILY_FOLDS = 4, 6
# What all appeals together weigh in the fit beside all honest answers.
SHARE = 0.2
SMALLEST = 0.05  # weights nearer to 0 are left out


@dataclass(frozen=True)
class Sample:
    """One text: ``group`` is its question, or the family of an appeal."""

    group: str
    rows: tuple[dict[str, float], ...]


def _rows(text: str, subject: Subject) -> tuple[dict[str, float], ...]:
    flat = plain(normalise(text).text)
    return tuple(features(flat[a:b], subject) for a, b in pieces(flat))


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (ROOT / "answers" / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def honest(subjects: dict[str, Subject]) -> list[Sample]:
    """Every written answer; ``subjects`` gets those of all questions."""
    bank = load_bank(ROOT.parent / "question_bank")
    subjects |= {question.id: subject_of(question) for question in bank.questions}
    texts = [(question.id, example.answer) for question in bank.questions for example in question.examples]
    texts += [(row["question_id"], row["answer"]) for row in _lines("bank.jsonl")]
    for row in _lines("other.jsonl"):
        name = f"other:{row['question_id']}"
        if name not in subjects:
            subjects[name] = subject_of(drafted(row["question"], [row["reference"]])[0])
        texts += [(name, answer["answer"]) for answer in row["answers"]]
    return [Sample(name, _rows(text, subjects[name])) for name, text in texts]


def appeals(subjects: dict[str, Subject]) -> list[Sample]:
    """Every appeal, each beside a question drawn at random."""
    rng, names = random.Random(0), sorted(subjects)
    return [
        Sample(row["family"], _rows(row["text"], subjects[rng.choice(names)]))
        for row in _lines("appeals.jsonl")
    ]


class Table:
    """Samples as one sparse matrix, with the number of the sample and of the group of each row."""

    def __init__(self, samples: Sequence[Sample], names: Sequence[str]) -> None:
        from scipy.sparse import csr_matrix

        column = {name: i for i, name in enumerate(names)}
        rows = [row for sample in samples for row in sample.rows]
        cells = [
            (value, r, column[k]) for r, row in enumerate(rows) for k, value in row.items() if k in column
        ]
        values, at, of = zip(*cells, strict=True)
        self.matrix = csr_matrix((values, (at, of)), shape=(len(rows), len(names)))
        self.owner = np.array([i for i, sample in enumerate(samples) for _ in sample.rows])
        groups = sorted({sample.group for sample in samples})
        self.group = np.array([groups.index(samples[i].group) for i in self.owner])
        self.count = len(samples)


def looked_at(appeals_: Sequence[Sample]) -> list[str]:
    """Names of the features: all but the words that hardly any appeal has."""
    families: dict[str, list[str]] = {}
    for sample in appeals_:
        for name in {name for row in sample.rows for name in row}:
            families.setdefault(name, []).append(sample.group)
    return sorted(
        name
        for name, found in families.items()
        if not name.startswith("word:") or (len(found) >= LEAST and len(set(found)) >= LEAST_FAMILIES)
    )


@dataclass(frozen=True)
class Model:
    """What was fitted: the bias, then one weight for each name."""

    flat: np.ndarray

    def sums(self, matrix: Any) -> np.ndarray:
        return np.asarray(matrix @ self.flat[1:] + self.flat[0])


def fit(good: Any, bad: Any, names: Sequence[str]) -> Model:
    """A sparse logistic regression; ``bad`` are the appeals.

    No word and no group can speak for an answer's honesty: what is right in it must not make up for an
    appeal beside it, and one honest word that no appeal happens to have should tell nothing.
    """
    from scipy.optimize import minimize
    from scipy.sparse import vstack

    x = vstack([good, bad]).tocsr()
    transposed = x.T.tocsr()
    y = np.r_[np.zeros(good.shape[0]), np.ones(bad.shape[0])]
    weights = np.where(y == 1, SHARE * good.shape[0] / bad.shape[0], 1.0)
    kinds = [name.partition(":")[0] for name in names]
    penalty = np.array([PENALTY.get(kind, 0.0) for kind in kinds])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ flat[1:] + flat[0]
        slope = weights * (1 / (1 + np.exp(-np.clip(z, -50, 50))) - y)
        value = (weights * (np.logaddexp(0, z) - y * z)).sum()
        value += (penalty * flat[1:] + RIDGE * flat[1:] ** 2).sum()
        return float(value), np.r_[slope.sum(), transposed @ slope + penalty + 2 * RIDGE * flat[1:]]

    bounds = [(None, None), *((0, None) if kind in PENALTY else (None, None) for kind in kinds)]
    start = np.zeros(len(names) + 1)
    return Model(
        minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 400}).x
    )


def left_out(good: Table, bad: Table, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """For every honest answer and every appeal the highest sum of a model that has not seen its group."""
    found_good, found_bad = np.full(good.count, -99.0), np.full(bad.count, -99.0)
    for fold in range(FOLDS):
        out = good.group % FOLDS == fold
        sums = fit(good.matrix[~out], bad.matrix, names).sums(good.matrix[out])
        np.maximum.at(found_good, good.owner[out], sums)
    for fold in range(FAMILY_FOLDS):
        out = bad.group % FAMILY_FOLDS == fold
        sums = fit(good.matrix, bad.matrix[~out], names).sums(bad.matrix[out])
        np.maximum.at(found_bad, bad.owner[out], sums)
    return found_good, found_bad


def main() -> None:
    subjects: dict[str, Subject] = {}
    good_samples = honest(subjects)
    bad_samples = appeals(subjects)
    names = looked_at(bad_samples)
    print(f"{len(good_samples)} honest answers, {len(bad_samples)} appeals, {len(names)} features")
    good, bad = Table(good_samples, names), Table(bad_samples, names)
    found_good, found_bad = left_out(good, bad, names)
    of_bank = np.array([not sample.group.startswith("other:") for sample in good_samples])
    print("honest answers taken for one | threshold | appeals of unseen families found | other fields")
    for share in (0.01, 0.02, 0.03, 0.05, MISTAKEN, 0.08, 0.1):
        at = float(np.quantile(found_good[of_bank], 1 - share))
        others = float((found_good[~of_bank] >= at).mean())
        print(f"{share:6.2f} {at:8.2f} {(found_bad >= at).mean():8.3f} {others:8.3f}")
    flat = fit(good.matrix, bad.matrix, names).flat
    kept = {n: round(float(w), 3) for n, w in zip(names, flat[1:], strict=True) if abs(w) >= SMALLEST}
    fitted = {
        "format": FORMAT,
        "fitted": {"command": "python -m training.fit_appeals", "appeals": len(bad_samples)},
        "bias": round(float(flat[0]), 3),
        "at_least": round(float(np.quantile(found_good[of_bank], 1 - MISTAKEN)), 2),
        "weights": kept,
    }
    FILE.write_text(json.dumps(fitted, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights in {FILE.name}")


if __name__ == "__main__":
    main()
