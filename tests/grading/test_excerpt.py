"""What of an answer is read beside one point."""

from __future__ import annotations

import numpy as np

from mock_interview.grading.excerpt import GAP, Clauses
from mock_interview.grading.text import claims, normalise

ANSWER = "Rank eight is enough. Alpha stays at r. The rate is ten times smaller."
RANK, ALPHA, RATE = "rank eight is enough", "alpha stays at r", "the rate is ten times smaller"


def excerpt(
    about: dict[str, float], others: dict[str, float] | None = None, budget: int = 64, answer: str = ANSWER
) -> str:
    """The excerpt when the claims that are these clauses, or hold them, have these scores, and others 0."""
    part = normalise(answer)
    said = [(0, claim) for claim in claims(part)]

    def scores(by_clause: dict[str, float]) -> np.ndarray:
        return np.array([max([v for k, v in by_clause.items() if k in c.text], default=0.0) for _, c in said])

    clauses = Clauses(said, [part.text])
    return clauses.excerpt(scores(about), None if others is None else scores(others), budget=budget)


def test_a_short_answer_is_read_whole_where_nothing_is_about_another_point() -> None:
    assert excerpt({RANK: 1.0}) == normalise(ANSWER).text.rstrip(".")
    assert excerpt({RANK: 1.0}, {ALPHA: 0.2, RATE: 0.2}) == normalise(ANSWER).text.rstrip(".")


def test_a_clause_about_another_point_is_left_out_and_so_is_what_is_wrong_with_it() -> None:
    assert excerpt({RANK: 1.0}, {RATE: 1.5}) == f"{RANK}. {ALPHA}"
    assert excerpt({RANK: 1.0, RATE: 0.6}, {ALPHA: 1.0, RATE: 0.8}) == f"{RANK}{GAP}{RATE}"


def test_the_best_claim_is_read_whatever_it_is_to_others() -> None:
    assert excerpt({RATE: 1.0}, {RANK: 2.0, ALPHA: 2.0, RATE: 2.0}) == RATE


def test_a_long_answer_is_cut_down_to_what_bears_most_on_the_point() -> None:
    long = ANSWER + " Nothing to see here." * 30
    assert excerpt({ALPHA: 1.0, RANK: 0.5}, {RATE: 1.0}, budget=16, answer=long) == f"{RANK}. {ALPHA}"
