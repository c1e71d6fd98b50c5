"""Fits the grader's coefficients on labelled answers, and prints how good the result is.

    python -m training.fit_grader                        # writes coefficients.json
    python -m training.fit_grader --verifiers FOLDER     # writes bare.json
    python -m training.fit_grader --dry-run              # prints the tables only

Points that were written are fitted on answers which the installed verifier was not trained on, to the bank
and to questions of other fields which it has never seen. How bare references are fitted, and why that takes
two steps, is told in `training.bare`: ``FOLDER`` holds a model folder for each fold, with a verifier that has
not seen its questions, and one for each set marked by people, with a verifier that has not seen the set (see
the README of this folder). Everything printed is cross-validated by question. Without the data folder, what
is fitted for bare references rests on the answers written for training alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

# Small matrices: more threads only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from mock_interview.errors import EncoderError
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.verdicts import FILE, FORMAT
from mock_interview.grading.verifier import BundledVerifier
from mock_interview.model import Rubric
from mock_interview.rubric import load_rubrics
from training import bare
from training.boosting import fit_verdicts
from training.corpus import DATA
from training.curves import RESIDUAL, Knots, doubt_of, fit_curve
from training.fitting import KNOWN, PLAIN, Setting, fit_earning
from training.judged import Judged, Written, judge_written
from training.labelled import FRESH, WRITTEN, held_samples
from training.reading import ROOT, Reader, project_bank
from training.rows import Remembering, Row, bank_rows, samples
from training.tables import agreement_table, attacks_table, bands_table, kinds_table

# What answers to questions that the verifier has never seen weigh: there are few of them, and other people's
# banks are all such.
FRESH_WEIGHT = 2


def fit_written(rows: Sequence[Row], rubric: Rubric, setting: Setting) -> Written:
    """What is fitted for points that were written."""
    return Written(fit_verdicts(rows, setting), fit_earning(rows, rubric, setting))


def cross_validated(
    rows: Sequence[Row], groups: Sequence[Sequence[Row]], rubric: Rubric, setting: Setting
) -> list[list[Judged]]:
    """Each of ``groups``, every row judged by a fit on the questions of other folds among ``rows``."""
    folds = {row.fold for row in rows}
    models = {fold: fit_written([row for row in rows if row.fold != fold], rubric, setting) for fold in folds}
    return [[judge_written(row, models[row.fold], rubric) for row in group] for group in groups]


def stored(model: Written, knots: Knots, doubt: float) -> dict[str, object]:
    """What ``coefficients.json`` says of written points."""
    return {
        "verdict": model.verdict.stored(), "earning": asdict(model.earning),
        "curve": knots, "residual": RESIDUAL, "doubt": doubt,
    }  # fmt: skip


def source_of(reader: Reader) -> dict[str, object]:
    """What the fit rests on, and what it says of encoders."""
    scale = reader.scale
    return {
        "format": FORMAT,
        "fitted": {
            "command": "python -m training.fit_grader", "bank": reader.bank.digest,
            "questions": len(reader.bank.questions), "encoder": reader.encoder.digest,
        },
        "scales": {reader.encoder.digest: (round(scale.low, 4), round(scale.high, 4))},
        "pairs": reader.pairs,
    }  # fmt: skip


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=FOLDER, help="folder of the models")
    parser.add_argument("--verifiers", type=Path, help="folder of the folds' models, for bare references")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, help="instead of coefficients.json, or bare.json")
    parser.add_argument("--dry-run", action="store_true", help="print the tables, write nothing")
    options = parser.parse_args()
    for folder in (options.model, options.verifiers):
        if folder is not None and not folder.is_dir():
            parser.error(f"{folder}: no such folder")
    return options


def measured(reader: Reader, answers: Path, verifier: Remembering) -> list[Row]:
    """The answers to the reader's bank and those made from them."""
    return bank_rows(reader, verifier, samples(reader, held_samples(reader.bank, answers)))


def fitted_known(own: Sequence[Row], rubric: Rubric) -> dict[str, object]:
    """Fits what is for points with precedents, and prints its tables."""
    (judged,) = cross_validated(own, [own], rubric, KNOWN)
    return _fitted("points with precedents", own, {"the bank's questions": judged}, rubric, KNOWN)


def fitted_plain(own: Sequence[Row], fresh: Sequence[Row], rubric: Rubric) -> dict[str, object]:
    """Fits what is for written points without, and prints its tables."""
    every = [*own, *fresh * FRESH_WEIGHT]
    judged, others = cross_validated(every, [own, fresh], rubric, PLAIN)
    groups = {"the bank's questions": judged, "questions of other fields": others}
    return _fitted("points without precedents", every, groups, rubric, PLAIN)


def _fitted(
    title: str, rows: Sequence[Row], groups: Mapping[str, Sequence[Judged]], rubric: Rubric, setting: Setting
) -> dict[str, object]:
    """What ``rows`` fit, with the curve that is right for ``groups``, which fits on others have judged."""
    both = [one for group in groups.values() for one in group]
    model = fit_written(rows, rubric, setting)
    examples = [judge_written(row, model, rubric) for row in rows if row.item.kind == "example"]
    knots = fit_curve(both, examples)
    doubt = doubt_of(both, knots, rubric, setting.within)
    print(f"## {title}", bands_table(both, knots), attacks_table(both, knots), sep="\n\n")
    for name, group in groups.items():
        print(f"\n{name}\n", kinds_table(group, knots), agreement_table(group, knots), sep="\n")
    return stored(model, knots, doubt)


def fitted(options: argparse.Namespace) -> tuple[Path, dict[str, object]]:
    """The file to write and what to write there. Raises ``EncoderError`` for a folder without models."""
    rubric = load_rubrics(ROOT / "rubrics")["default"]
    verifier = Remembering(BundledVerifier(options.model), None)
    bank, other = project_bank(), project_bank(FRESH)
    reader = Reader(bank, options.model)
    own = measured(reader, WRITTEN / "held.jsonl", verifier)
    fresh = measured(Reader(other, options.model, reader.scale), FRESH / "answers.jsonl", verifier)
    print(f"{len(bank.questions)} questions, {len(own)} answers; {len(fresh)} to other questions\n")
    if options.verifiers:
        every = [*own, *fresh * FRESH_WEIGHT]
        return bare.FILE, bare.by_folds(every, reader, options.verifiers, options.data, rubric)
    content = {
        **source_of(reader), "known": fitted_known(own, rubric), "plain": fitted_plain(own, fresh, rubric)
    }  # fmt: skip
    alone = bare.by_shipped(bare.unread(bank, other), reader, verifier, options.data, rubric)
    return FILE, content | alone


def main() -> None:
    """Command line."""
    options = read_options()
    try:
        file, content = fitted(options)
    except EncoderError as error:
        raise SystemExit(str(error)) from None
    if not options.dry_run:
        (options.out or file).write_text(as_text(content), encoding="utf-8")


def as_text(content: Mapping[str, object]) -> str:
    """JSON with a tree a line."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return re.sub(r"\[\s+\[[^\[\]]+\](?:,\s+\[[^\[\]]+\])*\s+\]", _line, text) + "\n"


def _line(match: re.Match[str]) -> str:
    return re.sub(r"\s+", "", match[0])


if __name__ == "__main__":
    main()
