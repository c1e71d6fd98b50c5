"""Fits the grader's coefficients on labelled answers, and prints how good the result is.

    python -m training.fit_grader --verifiers FOLDER            # fit, print, write coefficients.json
    python -m training.fit_grader --verifiers FOLDER --dry-run  # print the tables only
    python -m training.fit_grader --verifiers FOLDER --people   # and the tables on sets marked by people

``FOLDER`` holds a model folder for each fold, with a verifier that has not seen its questions (see the
README of this folder). Everything printed is cross-validated by question.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# Small matrices: more threads only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from mock_interview.grading import blend
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.verdicts import FILE, FORMAT, Linear, verdict_of
from mock_interview.model import PointResult, Rubric
from mock_interview.rubric import load_rubrics
from training.corpus import DATA
from training.curves import Knots, fit_curve, fit_drafted_curve, residual
from training.fitting import chances_of, fit_verdicts
from training.labelled import (
    FOLDS,
    MARKED_SETS,
    Marked,
    Sample,
    fold_of,
    people_marked,
    written_marked,
)
from training.reading import ROOT, Reader, project_bank
from training.rows import Row, Verifiers, bank_rows, marked_rows, samples
from training.tables import attacks_table, bands_table, kinds_table, people_table

# Rows of a set marked by people that are measured at most; the whole of all sets takes an hour.
PEOPLE_SAMPLE = 600


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the chances of its verdicts and the share of the marks it earns before the curve."""

    row: Row
    chances: np.ndarray
    share: float


def judge(row: Row, model: Linear, rubric: Rubric) -> Judged:
    """As the grader does it, without flags and hints."""
    found = chances_of(row, model)
    rows = [tuple(line) for line in found.tolist()]
    points = [
        PointResult(point=str(i), weight=int(w), verdict=verdict_of(c), credit=blend.credit(c, rubric))
        for i, (w, c) in enumerate(zip(row.weights.tolist(), rows, strict=True))
    ]
    return Judged(row, found, blend.add_up(points, rows, {"precision": row.precision}, rubric).share)


def cross_validated(rows: Sequence[Row], fit_on: Sequence[Row], rubric: Rubric) -> list[Judged]:
    """Every one of ``rows`` judged by a fit on the questions of other folds."""
    models = {fold: fit_verdicts([r for r in fit_on if r.fold != fold]) for fold in {r.fold for r in rows}}
    return [judge(row, models[row.fold], rubric) for row in rows]


def sampled(rows: Sequence[Marked], count: int = PEOPLE_SAMPLE) -> list[Marked]:
    """At most ``count`` rows spread evenly over ``rows``."""
    step = max(1.0, len(rows) / count)
    return [rows[int(i * step)] for i in range(min(count, len(rows)))]


def measured_people(
    reader: Reader, verifiers: Verifiers, data: Path, bank: Sequence[Row], rubric: Rubric
) -> dict[str, tuple[list[Judged], list[Judged]]]:
    """For each set: judged by folds within it, and by models that have not seen the set at all."""
    out = {}
    model = fit_verdicts(bank)
    for name in MARKED_SETS:
        found = sampled(list(people_marked(data, name)))
        within = marked_rows(reader, verifiers, found)
        without = marked_rows(reader, verifiers, found, f"s_{name}")
        out[name] = ([judge(r, model, rubric) for r in within], [judge(r, model, rubric) for r in without])
    return out


def stored(
    model: Linear, knots: Knots, spread: float, drafted: tuple[Knots, float], reader: Reader
) -> dict[str, object]:
    """The content of coefficients.json."""
    scale = reader.scale
    return {
        "format": FORMAT,
        "fitted": {
            "command": "python -m training.fit_grader", "bank": reader.bank.digest,
            "questions": len(reader.bank.questions), "encoder": reader.encoder.digest,
        },
        "scales": {reader.encoder.digest: (round(scale.low, 4), round(scale.high, 4))},
        "pairs": reader.pairs,
        "verdict": asdict(model),
        "curve": knots, "residual": spread,
        "drafted_curve": drafted[0], "drafted_residual": drafted[1],
    }  # fmt: skip


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=FOLDER, help="folder of the encoder")
    parser.add_argument("--verifiers", type=Path, required=True, help="folder of the folds' models")
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)), help="folds to use")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--people", action="store_true", help="also measure on the sets marked by people")
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--dry-run", action="store_true", help="print the tables, write nothing")
    return parser.parse_args()


def in_folds(options: argparse.Namespace) -> Callable[[Sample | Marked], bool]:
    """Whether an answer is to a question of the chosen folds."""

    def chosen(item: Sample | Marked) -> bool:
        name = item.question.id if isinstance(item, Sample) else item.question_id
        return fold_of(name) in options.folds

    return chosen


def main() -> None:
    """Command line."""
    options = read_options()
    rubric = load_rubrics(ROOT / "rubrics")["default"]
    reader, verifiers = Reader(project_bank(), options.model), Verifiers(options.verifiers)
    chosen = in_folds(options)
    rows = bank_rows(reader, verifiers, filter(chosen, samples(reader)))
    other = marked_rows(reader, verifiers, filter(chosen, written_marked()))
    verifiers.save()
    print(f"{len(reader.bank.questions)} questions, {len(rows)} answers, {len(other)} to other questions\n")
    judged = cross_validated(rows, rows, rubric)
    knots = fit_curve(judged)
    spread = residual(judged, knots)
    print(bands_table(judged, knots), attacks_table(judged, knots), kinds_table(judged, knots), sep="\n\n")
    free = cross_validated(other, rows, rubric)
    drafted_knots = fit_drafted_curve(free)
    drafted = (drafted_knots, residual(free, drafted_knots))
    if options.people:
        found = measured_people(reader, verifiers, options.data, rows, rubric)
        verifiers.save()
        print("\n" + people_table({"other": (free, free), **found}, drafted_knots))
    if not options.dry_run:
        content = stored(fit_verdicts(rows), knots, spread, drafted, reader)
        options.out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
