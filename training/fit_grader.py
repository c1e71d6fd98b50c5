"""Fits the grader's coefficients on labelled answers, and prints how good the result is.

    python -m training.fit_grader                        # points that were written: trees, curve, range
    python -m training.fit_grader --verifiers FOLDER     # and what is for bare references
    python -m training.fit_grader --dry-run              # print the tables only

Points that were written are fitted on answers which the installed verifier was not trained on, to the bank
and to questions of other fields which it has never seen. Of bare references it has seen nearly all, so they
need ``FOLDER``: a model folder for each fold, with a verifier that has not seen its questions, and one for
each set marked by people, with a verifier that has not seen the set (see the README of this folder); without
it what was fitted for them stays. Everything printed is cross-validated by question. Without the data folder,
what is fitted for bare references rests on the answers written for training alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

# Small matrices: more threads only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from mock_interview.grading import blend
from mock_interview.grading.assessment import AS_EARNED
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.trees import Boosted
from mock_interview.grading.verdicts import FILE, FORMAT, Leniency, Linear, Model, verdict_of
from mock_interview.grading.verifier import BundledVerifier
from mock_interview.model import Bank, PointResult, Rubric
from mock_interview.rubric import load_rubrics
from training.boosting import fit_verdicts
from training.corpus import DATA
from training.curves import RESIDUAL, Knots, doubt_of, fit_curve
from training.fitting import chances_of, fit_drafted, fit_names, fit_prior
from training.labelled import (
    FRESH,
    MARKED_SETS,
    WRITTEN,
    WRITTEN_SETS,
    Marked,
    held_samples,
    people_marked,
    written_marked,
)
from training.reading import ROOT, Reader, project_bank
from training.rows import Remembering, Row, Verifiers, bank_rows, marked_rows, samples
from training.tables import agreement_table, attacks_table, bands_table, kinds_table, people_table

# Rows of a set marked by people that are measured at most; the whole of all sets takes an hour.
PEOPLE_SAMPLE = 2600
# What answers to questions that the verifier has never seen weigh: there are few of them, and other people's
# banks are all such.
FRESH_WEIGHT = 2
# The same for those written for training.
WRITTEN_SAMPLE = 2640


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the chances of its verdicts and the share of the marks it earns before the curve."""

    row: Row
    chances: np.ndarray
    share: float


@dataclass(frozen=True, slots=True)
class Bare:
    """What is fitted for bare references: `grading.verdicts.Drafted`, and for names of a list."""

    verdict: Linear
    leniency: Leniency
    names: Linear


@dataclass(frozen=True, slots=True)
class People:
    """A set marked by people: by the verifiers of the folds, and by one that has not seen the set."""

    within: list[Row]
    without: list[Row]


def judge(row: Row, model: Model, rubric: Rubric) -> Judged:
    """As the grader does it, without flags and hints."""
    found = chances_of(row, model)
    rows = [tuple(line) for line in found.tolist()]
    points = [
        PointResult(point=str(i), weight=int(w), verdict=verdict_of(c), credit=blend.credit(c, rubric))
        for i, (w, c) in enumerate(zip(row.weights.tolist(), rows, strict=True))
    ]
    return Judged(row, found, blend.add_up(points, rows, {"precision": row.precision}, rubric).share)


def judge_drafted(row: Row, fitted: Bare, rubric: Rubric) -> Judged:
    """The same for a bare reference: the share is what the score is made of."""
    if row.lists_names:
        return judge(row, fitted.names, rubric)
    judged = judge(row, fitted.verdict, rubric)
    return replace(judged, share=judged.share ** fitted.leniency.exponent(row.reference, row.to_the_point))


def fit_bare(rows: Sequence[Row], prior: Linear, rubric: Rubric) -> Bare:
    """What is fitted for bare references."""
    return Bare(*fit_drafted(rows, prior, rubric), fit_names(rows, rubric))


def cross_validated(
    rows: Sequence[Row], groups: Sequence[Sequence[Row]], rubric: Rubric
) -> list[list[Judged]]:
    """Each of ``groups``, every row judged by a fit on the questions of other folds among ``rows``."""
    folds = {row.fold for row in rows}
    models = {fold: fit_verdicts([r for r in rows if r.fold != fold]) for fold in folds}
    return [[judge(row, models[row.fold], rubric) for row in group] for group in groups]


def cross_validated_drafted(rows: Sequence[Row], prior: Linear, rubric: Rubric) -> list[Judged]:
    """The same for bare references."""
    folds = {row.fold for row in rows}
    models = {fold: fit_bare([r for r in rows if r.fold != fold], prior, rubric) for fold in folds}
    return [judge_drafted(row, models[row.fold], rubric) for row in rows]


def sampled(rows: Sequence[Marked], count: int = PEOPLE_SAMPLE) -> list[Marked]:
    """At most ``count`` rows spread evenly over ``rows``."""
    step = max(1.0, len(rows) / count)
    return [rows[int(i * step)] for i in range(min(count, len(rows)))]


def written(count: int = WRITTEN_SAMPLE) -> Iterator[Marked]:
    """At most ``count`` answers of each kind written for questions that have only a reference."""
    found = list(written_marked())
    for name in WRITTEN_SETS:
        yield from sampled([row for row in found if row.source == name], count)


def measured_people(reader: Reader, verifiers: Verifiers, data: Path) -> dict[str, People]:
    """The sets marked by people that the data folder has."""
    out = {}
    for name in MARKED_SETS:
        try:
            found = sampled(list(people_marked(data, name)))
        except OSError:
            continue
        within = marked_rows(reader, verifiers, found)
        out[name] = People(within, marked_rows(reader, verifiers, found, f"s_{name}"))
    return out


def left_out(
    name: str, sets: Mapping[str, People], other: Sequence[Row], prior: Linear, rubric: Rubric
) -> list[Judged]:
    """One set judged by a fit on the others."""
    rest = [row for each, found in sets.items() if each != name for row in found.within]
    fitted = fit_bare([*other, *rest], prior, rubric)
    return [judge_drafted(row, fitted, rubric) for row in sets[name].without]


def stored(model: Boosted, knots: Knots, doubt: float, reader: Reader) -> dict[str, object]:
    """The content of coefficients.json but for bare references."""
    scale = reader.scale
    return {
        "format": FORMAT,
        "fitted": {
            "command": "python -m training.fit_grader", "bank": reader.bank.digest,
            "questions": len(reader.bank.questions), "encoder": reader.encoder.digest,
        },
        "scales": {reader.encoder.digest: (round(scale.low, 4), round(scale.high, 4))},
        "pairs": reader.pairs,
        "verdict": model.stored(),
        "curve": knots, "residual": RESIDUAL, "doubt": doubt,
    }  # fmt: skip


def stored_bare(bare: Bare, doubt: float) -> dict[str, object]:
    """What coefficients.json says of bare references."""
    drafted = {"verdict": asdict(bare.verdict), "leniency": asdict(bare.leniency)}
    return {"drafted": {**drafted, "residual": RESIDUAL, "doubt": doubt}, "names": asdict(bare.names)}


def fitted_bare(
    own: Sequence[Row], reader: Reader, options: argparse.Namespace, rubric: Rubric
) -> dict[str, object]:
    """Fits for bare references, held to the verdicts on ``own``; prints their tables."""
    verifiers = Verifiers(options.verifiers)
    other = marked_rows(reader, verifiers, written())
    people = measured_people(reader, verifiers, options.data)
    verifiers.save()
    prior = fit_prior(own, rubric)
    marked = [*other, *(row for found in people.values() for row in found.within)]
    free = cross_validated_drafted(marked, prior, rubric)
    without = {name: left_out(name, people, other, prior, rubric) for name in people}
    print("\n" + people_table(free, without))
    return stored_bare(fit_bare(marked, prior, rubric), doubt_of(free, AS_EARNED, rubric))


def kept_bare(path: Path = FILE) -> dict[str, object]:
    """What was fitted for bare references before."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {key: content[key] for key in ("drafted", "names")}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=FOLDER, help="folder of the models")
    parser.add_argument("--verifiers", type=Path, help="folder of the folds' models, for bare references")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--dry-run", action="store_true", help="print the tables, write nothing")
    return parser.parse_args()


def measured(bank: Bank, answers: Path, model: Path) -> tuple[Reader, list[Row]]:
    """The answers to a bank and those made from them, with what read them."""
    reader = Reader(bank, model)
    verifier = Remembering(BundledVerifier(model), None)
    return reader, bank_rows(reader, verifier, samples(reader, held_samples(bank, answers)))


def main() -> None:
    """Command line."""
    options = read_options()
    rubric = load_rubrics(ROOT / "rubrics")["default"]
    reader, own = measured(project_bank(), WRITTEN / "held.jsonl", options.model)
    _, fresh = measured(project_bank(FRESH), FRESH / "answers.jsonl", options.model)
    print(f"{len(reader.bank.questions)} questions, {len(own)} answers; {len(fresh)} to other questions\n")
    every = [*own, *fresh * FRESH_WEIGHT]
    judged, others = cross_validated(every, [own, fresh], rubric)
    both = [*judged, *others]
    knots = fit_curve(both, [one for one in judged if one.row.item.kind == "example"])
    doubt = doubt_of(both, knots, rubric)
    print(bands_table(judged, knots), attacks_table(both, knots), sep="\n\n")
    for title, group in (("the bank's questions", judged), ("questions of other fields", others)):
        print(f"\n{title}\n", kinds_table(group, knots), agreement_table(group, knots), sep="\n")
    bare = fitted_bare(every, reader, options, rubric) if options.verifiers else kept_bare()
    if not options.dry_run:
        content = stored(fit_verdicts(every), knots, doubt, reader) | bare
        options.out.write_text(as_text(content), encoding="utf-8")


def as_text(content: Mapping[str, object]) -> str:
    """JSON with a tree a line."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return re.sub(r"\[\s+\[[^\[\]]+\](?:,\s+\[[^\[\]]+\])*\s+\]", _line, text) + "\n"


def _line(match: re.Match[str]) -> str:
    return re.sub(r"\s+", "", match[0])


if __name__ == "__main__":
    main()
