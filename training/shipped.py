"""Prints how the grader as installed marks answers that neither a model nor a coefficient was fitted on.

    python -m training.shipped [--model FOLDER]           # answers to the shipped bank
    python -m training.shipped --unseen [--model FOLDER]  # answers to questions of other fields
    python -m training.shipped --bare [--unseen] ...      # by the reference alone, without the points
    python -m training.shipped --typed [--model FOLDER]   # short answers as they are typed
    python -m training.shipped --right ...                # short ones in which nothing is false
    python -m training.shipped --voices ...               # as six kinds of people answer

The verifier knows the questions of the shipped bank, and has seen none of the others.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mock_interview.errors import EncoderError
from mock_interview.grading.bundled import BundledEncoder
from mock_interview.grading.grader import Grader
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.verifier import BundledVerifier
from mock_interview.model import LANGUAGES, Answer, Bank, Grade
from mock_interview.rubric import load_rubrics
from training.labelled import (
    CONTRADICTED,
    COVERED,
    TYPED_APART,
    UNSEEN,
    VERDICTS,
    VOICES,
    WRITTEN,
    Sample,
    held_samples,
    right_samples,
    written_samples,
)
from training.quality import pearson
from training.reading import ROOT, project_bank
from training.tables import in_order, undeserved_half


@dataclass(frozen=True, slots=True)
class Graded:
    """An answer with its grade, and the numbers (points,) of the verdicts shown, none on drafted points."""

    sample: Sample
    grade: Grade
    shown: np.ndarray

    @property
    def score(self) -> float:
        """0-1."""
        return (self.grade.score or 0.0) / 100

    @property
    def mark(self) -> float:
        """The interviewer's, 0-1."""
        return self.sample.mark or 0.0


def graded(samples: Sequence[Sample], bank: Bank, model: Path, *, bare: bool = False) -> list[Graded]:
    """Every answer to ``bank`` as the program grades it, with the models in ``model``.

    ``bare``: as it would where the question had nothing but its reference.
    """
    grader = Grader(BundledEncoder(model), BundledVerifier(model), bank)
    rubric = load_rubrics(ROOT / "rubrics")["default"]
    out = []
    for sample in samples:
        question, answer, lang = sample.question, Answer(parts=(sample.answer,)), sample.lang
        if bare:
            texts = question.question.get(lang), [question.reference.get(lang)]
            grade = grader.grade_free(*texts, answer, rubric, lang=lang)
        else:
            grade = grader.grade(question, answer, rubric, lang=lang)
        shown = [] if bare else [VERDICTS[point.verdict.value] for point in grade.points]
        out.append(Graded(sample, grade, np.array(shown, int)))
    return out


def marks_table(found: Sequence[Graded]) -> str:
    """How scores agree with marks, by language."""
    columns = (
        "n",
        "r",
        "error",
        "in order",
        "undeserved half marks",
        "verdicts right",
        "mark within the range",
    )
    lines = [f"| answers | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for name, group in _by_language(found):
        scores, marks = (np.array([getattr(one, what) for one in group]) for what in ("score", "mark"))
        error = np.sqrt(((scores - marks) ** 2).mean())
        keys = [one.sample.question.id for one in group]
        ordered, little = in_order(keys, scores, marks), undeserved_half(scores, marks)
        within = np.mean([one.grade.low <= 100 * one.mark <= one.grade.high for one in group])
        figures = [f"{pearson(scores, marks):.3f}", f"{error:.3f}"]
        figures += [f"{ordered:.1%}", f"{little:.1%}", _right(group), f"{within:.1%}"]
        lines.append(f"| {name} | {len(group)} | {' | '.join(figures)} |")
    return "\n".join(lines)


def kinds_table(found: Sequence[Graded]) -> str:
    """Mean mark and mean score by kind, and how many verdicts are the right one of four."""
    lines = ["| kind | n | mean mark | mean score | verdicts right |", "|---|---|---|---|---|"]
    for kind in sorted({one.sample.kind for one in found}):
        group = [one for one in found if one.sample.kind == kind]
        mark, score = (100 * np.mean([getattr(one, what) for one in group]) for what in ("mark", "score"))
        lines.append(f"| {kind} | {len(group)} | {mark:.0f} | {score:.0f} | {_right(group)} |")
    return "\n".join(lines)


def opposites_table(found: Sequence[Graded]) -> str:
    """How often "you said the opposite" is right, and what becomes of points that are contradicted."""
    lines = [
        "| answers | calls | right | contradictions | called | shown as covered |",
        "|---|---|---|---|---|---|",
    ]
    for name, group in _by_language(found):
        shown = np.concatenate([one.shown for one in group])
        true = np.concatenate([np.array(one.sample.labels) for one in group])
        called, wrong = shown == CONTRADICTED, true == CONTRADICTED
        missed = (shown == COVERED)[wrong]
        figures = [_share(wrong[called]), str(wrong.sum()), _share(called[wrong]), _share(missed)]
        lines.append(f"| {name} | {called.sum()} | {' | '.join(figures)} |")
    return "\n".join(lines)


def right_table(found: Sequence[Graded]) -> str:
    """What becomes of answers in which nothing is false."""
    columns = ("n", "mean score", "below half marks", "points", "told as the opposite")
    lines = [f"| answers | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for name, group in _by_language(found):
        scores, shown = np.array([one.score for one in group]), np.concatenate([one.shown for one in group])
        figures = [f"{100 * scores.mean():.0f}", _share(scores < 0.5), str(len(shown))]
        lines.append(f"| {name} | {len(group)} | {' | '.join(figures)} | {np.sum(shown == CONTRADICTED)} |")
    return "\n".join(lines)


def _right(found: Sequence[Graded]) -> str:
    """Share of the points whose verdict is the right one of four; of drafted ones nobody has said."""
    judged = [one.shown == np.array(one.sample.labels) for one in found if len(one.shown)]
    return _share(np.concatenate([*judged, np.array([], bool)]))


def _share(found: np.ndarray) -> str:
    return f"{found.mean():.1%}" if len(found) else "–"


def _by_language(found: Sequence[Graded]) -> list[tuple[str, list[Graded]]]:
    groups = [(lang, [one for one in found if one.sample.lang == lang]) for lang in LANGUAGES]
    return [*groups, ("all", list(found))]


TABLES: tuple[Callable[[Sequence[Graded]], str], ...] = (marks_table, kinds_table, opposites_table)


def samples_of(options: argparse.Namespace, bank: Bank) -> list[Sample]:
    """The answers that the options ask for."""
    if options.right:
        return list(right_samples(bank))
    if options.voices:
        return list(written_samples(bank, VOICES))
    answers = UNSEEN / "answers.jsonl" if options.unseen else WRITTEN / "apart.jsonl"
    return list(held_samples(bank, TYPED_APART if options.typed else answers))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=FOLDER, help="folder of the models that grade")
    parser.add_argument("--bare", action="store_true", help="by the reference alone, without the points")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--unseen", action="store_true", help="questions that no model has seen")
    which.add_argument("--typed", action="store_true", help="short answers as they are typed")
    which.add_argument("--voices", action="store_true", help="answers as six kinds of people give them")
    which.add_argument("--right", action="store_true", help="short answers in which nothing is false")
    options = parser.parse_args()
    if options.right and options.bare:
        parser.error("argument --bare: not allowed with argument --right")
    bank = project_bank(UNSEEN) if options.unseen else project_bank()
    samples = samples_of(options, bank)
    try:
        found = graded(samples, bank, options.model, bare=options.bare)
    except EncoderError as error:
        parser.error(str(error))
    if options.right:
        print(right_table(found))
        return
    print("\n\n".join(table(found) for table in (TABLES[:2] if options.bare else TABLES)))
    if options.typed or options.voices:
        print(f"\n{right_table([one for one in found if CONTRADICTED not in one.sample.labels])}")


if __name__ == "__main__":
    main()
