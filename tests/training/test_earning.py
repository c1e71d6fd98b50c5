"""Claims about what answers earn in the fit: the same as the grader says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mock_interview.grading import blend
from mock_interview.grading.signals import NAMES
from mock_interview.grading.verdicts import Leniency, probabilities, verdict_of
from mock_interview.model import PointResult, Verdict
from mock_interview.rubric import load_rubrics
from training.labelled import UNKNOWN, Marked
from training.rows import Row

torch = pytest.importorskip("torch")
RUBRICS = load_rubrics(Path(__file__).parents[2] / "rubrics")
POINTS = 3


def row(number: int) -> Row:
    """A row with signals and weights of its own."""
    rng = np.random.default_rng(number)
    item = Marked(
        source="other", question_id=f"q{number}", question="?", references=("r",), answer="a", lang="en",
        mark=float(rng.random()),
    )  # fmt: skip
    return Row(
        item=item, fold=0, signals=rng.random((POINTS, len(NAMES))), labels=np.full(POINTS, UNKNOWN),
        weights=rng.integers(1, 6, POINTS).astype(float),
        precision=float(rng.random()) if number % 3 else None, similarity=0.5,
        reference=float(rng.integers(5, 200)), to_the_point=int(rng.integers(0, 200)),
        lists_names=number % 4 == 0,
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(RUBRICS))
def test_the_fit_counts_marks_as_the_grader_does(name: str) -> None:
    from training.earning import answers

    rubric = RUBRICS[name]
    rows = [row(number) for number in range(40)]
    rng = np.random.default_rng(5)
    chances = rng.dirichlet([0.4] * 4, len(rows) * POINTS)
    data = answers(rows, np.zeros((len(chances), 1)), [1.0] * len(rows))
    found = data.shares(torch.tensor(chances), rubric).numpy()
    for at, one in enumerate(rows):
        own = [tuple(line) for line in chances[at * POINTS : (at + 1) * POINTS].tolist()]
        points = [
            PointResult(point=str(i), weight=int(w), verdict=verdict_of(c), credit=blend.credit(c, rubric))
            for i, (w, c) in enumerate(zip(one.weights.tolist(), own, strict=True))
        ]
        share = blend.add_up(points, own, {"precision": one.precision}, rubric).share
        assert found[at] == pytest.approx(max(share, 1e-4), abs=1e-9)


def test_the_fit_raises_shares_to_the_power_that_the_grader_does() -> None:
    from training.earning import answers

    rows = [row(number) for number in range(40)]
    leniency = Leniency(0.1, -0.2, -0.4)
    data = answers(rows, np.zeros((len(rows) * POINTS, 1)), [1.0] * len(rows))
    found = data.exponents(torch.tensor([0.1, -0.2, -0.4]).double()).numpy()
    expected = [
        1.0 if one.lists_names else leniency.exponent(one.reference, one.to_the_point) for one in rows
    ]
    assert found.tolist() == pytest.approx(expected)


def test_a_point_nobody_judged_says_nothing_in_the_fit() -> None:
    from training.fitting import fit_earning

    rng = np.random.default_rng(3)
    rows = [replace(row(n), labels=rng.integers(0, 4, POINTS)) for n in range(30)]
    unjudged = [
        replace(one, labels=np.full(POINTS, UNKNOWN), item=replace(one.item, mark=None)) for one in rows
    ]
    before = fit_earning(rows, RUBRICS["default"])
    after = fit_earning([*rows, *unjudged], RUBRICS["default"])
    signals = dict(zip(NAMES, rows[0].signals[0].tolist(), strict=True))
    assert after.logits(signals) == pytest.approx(before.logits(signals), abs=0.3)


def test_a_name_that_is_said_is_covered_and_one_that_is_not_is_missed() -> None:
    """Fitted on answers whose marks are the share of the names they say."""
    from training.fitting import fit_names

    rng = np.random.default_rng(8)
    rows = []
    for number in range(60):
        one = replace(row(number), lists_names=True, precision=None)
        said = rng.integers(0, 2, POINTS)
        signals = one.signals.copy()
        signals[:, NAMES.index("named")] = 2 * said - 1
        mark = float((one.weights * said).sum() / one.weights.sum())
        rows.append(replace(one, signals=signals, item=replace(one.item, mark=mark)))
    model = fit_names(rows, RUBRICS["default"])
    usual = dict.fromkeys(NAMES, 0.0)
    for named, verdict in ((1.0, Verdict.COVERED), (-1.0, Verdict.MISSED)):
        assert verdict_of(probabilities([usual | {"named": named}], model)[0]) is verdict
