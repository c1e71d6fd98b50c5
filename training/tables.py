"""Tables of how good a fit is, in Markdown. Pure functions of judged rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from mock_interview.grading.blend import curved
from mock_interview.model import LANGUAGES
from training.curves import BANDS, MADE, JudgedRow, Knots, band_of
from training.quality import pearson

LEVELS = 11


def bands_table(judged: Sequence[JudgedRow], knots: Knots) -> str:
    """Share of the examples inside their band, by language and band."""
    lines = ["| examples inside their band | strong | partial | weak | all |", "|---|---|---|---|---|"]
    for lang in LANGUAGES:
        cells, every = [], []
        for band in ("strong", "partial", "weak"):
            low, high = BANDS[band]
            found = [j for j in judged if band_of(j) == band and j.row.item.lang == lang]
            scores = [curved(j.share, knots) for j in found]
            inside = [low <= score + 1e-9 < high for score in scores]
            every += inside
            cells.append(f"{np.mean(inside):.1%} of {len(inside)}")
        lines.append(f"| {lang} | {' | '.join(cells)} | {np.mean(every):.1%} of {len(every)} |")
    return "\n".join(lines)


def attacks_table(judged: Sequence[JudgedRow], knots: Knots) -> str:
    """How often an attack scores below the question's strong example, and half marks or more."""
    own: dict[tuple[str, str], float] = {}
    for one in judged:
        if band_of(one) == "strong":
            own.setdefault(_key(one), one.share)
    lines = ["| attack | language | below strong | half marks or more | mean |", "|---|---|---|---|---|"]
    for kind in sorted(MADE):
        for lang in LANGUAGES:
            found = [j for j in judged if j.row.item.kind == kind and j.row.item.lang == lang]
            below = np.mean([j.share < own.get(_key(j), 2) for j in found])
            scores = np.array([curved(j.share, knots) for j in found])
            half, mean = (scores >= 0.5).mean(), 100 * scores.mean()
            lines.append(f"| {kind} | {lang} | {below:.1%} | {half:.1%} | {mean:.0f} |")
    return "\n".join(lines)


def _key(one: JudgedRow) -> tuple[str, str]:
    item = one.row.item
    return str(getattr(getattr(item, "question", None), "id", "")), item.lang


def kinds_table(judged: Sequence[JudgedRow], knots: Knots) -> str:
    """Mean score and mean mark of the written answers by kind, and how they agree."""
    kinds: dict[str, list[JudgedRow]] = defaultdict(list)
    for one in judged:
        if one.row.item.mark is not None and one.row.item.kind not in MADE:
            kinds[one.row.item.kind.partition("-")[0]].append(one)
    lines = ["| written answers | n | mean mark | mean score | verdicts right |", "|---|---|---|---|---|"]
    every = [one for group in kinds.values() for one in group]
    for kind, group in [*sorted(kinds.items()), ("all", every)]:
        scores = np.array([curved(j.share, knots) for j in group])
        marks = np.array([j.row.item.mark for j in group], float)
        right = np.concatenate([j.told.argmax(1) == j.row.labels for j in group])
        agree = f" (r {pearson(scores, marks):.3f})" if kind == "all" else ""
        means = f"{100 * marks.mean():.0f} | {100 * scores.mean():.0f}{agree}"
        lines.append(f"| {kind} | {len(group)} | {means} | {right.mean():.1%} |")
    return "\n".join(lines)


# Marks that differ by this much are clearly different; below this one an answer deserves little.
CLEARLY, LITTLE = 0.25, 1 / 3


def agreement_table(judged: Sequence[JudgedRow], knots: Knots) -> str:
    """How the scores of the written answers agree with the marks, and with their order."""
    found = [one for one in judged if one.row.item.mark is not None and one.row.item.kind not in MADE]
    scores = np.array([curved(one.share, knots) for one in found])
    marks = np.array([one.row.item.mark for one in found], float)
    ordered, undeserved = (
        in_order([_key(one) for one in found], scores, marks),
        undeserved_half(scores, marks),
    )
    lines = ["| written answers | value |", "|---|---|"]
    lines.append(f"| root mean square error | {np.sqrt(((scores - marks) ** 2).mean()):.3f} |")
    lines.append(f"| two answers with clearly different marks in the right order | {ordered:.1%} |")
    lines.append(f"| half marks or more for answers that deserve under a third | {undeserved:.1%} |")
    return "\n".join(lines)


def in_order(keys: Sequence[Hashable], scores: np.ndarray, marks: np.ndarray) -> float:
    """Share (0-1) of the pairs of answers with one key and clearly different marks that are ordered right."""
    together: dict[Hashable, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        together[key].append(at)
    pairs = [
        (a, b) for group in together.values() for a in group for b in group if marks[a] - marks[b] >= CLEARLY
    ]
    return float(np.mean([scores[a] > scores[b] for a, b in pairs]))


def undeserved_half(scores: np.ndarray, marks: np.ndarray) -> float:
    """Share (0-1) of the answers that deserve little which get half marks or more; 0 where none does."""
    return float(np.mean(scores[marks < LITTLE] >= 0.5)) if (marks < LITTLE).any() else 0.0


def people_table(
    free: Sequence[JudgedRow], apart: Mapping[str, Sequence[JudgedRow]], name: str = "questions not seen"
) -> str:
    """Agreement on marked sets: the grader by folds and without the set, the cosine, the mean mark.

    ``name`` says what ``free`` are judged by.
    """
    lines = ["| set | n | grader | r | error | two-way | QWK |", "|---|---|---|---|---|---|---|"]
    sets: dict[str, list[JudgedRow]] = defaultdict(list)
    for one in free:
        sets[str(getattr(one.row.item, "source", ""))].append(one)
    for source, within in sets.items():
        marks = np.array([j.row.item.mark for j in within], float)
        series = {
            name: np.array([j.share for j in within]),
            "set not seen": np.array([j.share for j in apart.get(source, ())]),
            "naive cosine": np.clip([j.row.similarity for j in within], 0, 1),
            "mean mark": np.full(len(marks), marks.mean()),
        }
        for what, scores in series.items():
            if len(scores):
                lines.append(f"| {source} | {len(marks)} | {what} | {_figures(scores, marks)} |")
    return "\n".join(lines)


def _figures(scores: np.ndarray, marks: np.ndarray) -> str:
    from sklearn.metrics import cohen_kappa_score

    error = float(np.sqrt(((scores - marks) ** 2).mean()))
    two = float(((scores >= 0.5) == (marks >= 0.5)).mean())
    if np.ptp(scores) == 0:
        return f"– | {error:.2f} | {two:.2f} | –"
    levels = [np.round(np.clip(part, 0, 1) * (LEVELS - 1)).astype(int) for part in (scores, marks)]
    kappa = float(cohen_kappa_score(*levels, weights="quadratic"))
    return f"{pearson(scores, marks):.2f} | {error:.2f} | {two:.2f} | {kappa:.2f}"
