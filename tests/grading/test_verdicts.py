"""Fitted coefficients: readable, proper probabilities, and signs that no sample can turn round."""

from __future__ import annotations

import json
from itertools import pairwise
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.signals import NAMES
from mock_interview.grading.trees import Boosted
from mock_interview.grading.verdicts import FILE, REVOKED, probabilities, read_fitted, verdict_of
from mock_interview.model import Verdict

MODEL, KNOWN = read_fitted().plain.verdict, read_fitted().known.verdict


def by_trees(signals: dict[str, float], model: Boosted = MODEL) -> tuple[float, ...]:
    return model.chances([signals])[0]


def chances_of(signals: dict[str, float]) -> tuple[float, ...]:
    return probabilities([signals], MODEL)[0]


signals = st.fixed_dictionaries({name: st.floats(-2, 3) for name in NAMES})


@given(signals)
def test_the_chances_of_the_verdicts_add_up_to_one(values: dict[str, float]) -> None:
    chances = chances_of(values)
    assert sum(chances) == pytest.approx(1)
    assert all(chance >= 0 for chance in chances)


@given(
    signals,
    st.sampled_from(
        ["turned", "added_negation", "opposed", "wrong_lead_here", "denies", "exchanged", "other_amounts"]
    ),
)
def test_a_sign_of_contradiction_never_speaks_for_a_point(values: dict[str, float], name: str) -> None:
    # Products with this signal rise with it only where the other factor is not negative.
    values = {key: abs(value) for key, value in values.items()}
    before = by_trees(values)
    after = by_trees(values | {name: values[name] + 1})
    assert after[0] <= before[0] + 1e-12 and after[3] >= before[3] - 1e-12


@given(
    signals,
    st.sampled_from(["denies", "opposed", "wrong_lead_here", "like_wrong", "claim_wrong"]),
)
def test_being_like_known_denials_never_speaks_for_a_point(values: dict[str, float], name: str) -> None:
    values = {key: abs(value) for key, value in values.items()}
    more = values | {name: values[name] + 1}
    if name.endswith("_wrong"):
        lead = name.replace("_wrong", "_lead")
        more |= {lead: values[lead] - 1}
    before, after = by_trees(values, KNOWN), by_trees(more, KNOWN)
    assert after[0] <= before[0] + 1e-12 and after[3] >= before[3] - 1e-12


def test_where_nothing_is_known_the_other_trees_judge() -> None:
    fitted = read_fitted()
    assert fitted.written(known=True) is fitted.known and fitted.written(known=False) is fitted.plain
    assert not {name for name in MODEL.features if name.startswith(("like_", "claim_", "known"))}
    assert {"like_right", "like_partly", "like_wrong", "like_lead"} <= set(KNOWN.features)


@given(signals, st.floats(0, 1))
def test_an_accepted_wording_is_the_point_unless_something_denies_it_for_certain(
    values: dict[str, float], denies: float
) -> None:
    told = chances_of(values | {"verbatim": 1.0, "denies": denies})
    plain = chances_of(values | {"verbatim": 0.0, "denies": denies})
    assert told == ((1.0, 0.0, 0.0, 0.0) if denies < REVOKED else plain)


@given(st.floats(0, 2), st.floats(0, 1), st.floats(-0.5, 1))
def test_what_the_verifier_takes_for_a_contradiction_leans_that_way(
    similarity: float, shared: float, lead: float
) -> None:
    def lean(denies: float) -> float:
        states = 0.6 * (1 - denies)
        values = dict.fromkeys(NAMES, 0.0) | {
            "similarity": similarity, "shared_words": shared, "wrong_lead": lead, "denies": denies,
            "states": states, "denies_odds": log(denies / (1 - denies)),
            "states_odds": log(states / (1 - states)),
        }  # fmt: skip
        covered, _, _, denied = by_trees(values)
        return covered - denied

    leans = [lean(denies) for denies in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99)]
    assert all(after <= before + 1e-9 for before, after in pairwise(leans))
    # Where nothing is alike there is little to deny.
    assert similarity < 1 or leans[-1] < leans[0] - 0.05


def test_every_feature_is_made_of_known_signals() -> None:
    fitted = read_fitted()
    for features in (
        MODEL.features,
        KNOWN.features,
        fitted.plain.earning.features,
        fitted.known.earning.features,
        fitted.drafted.verdict.features,
        fitted.names.features,
    ):
        assert {name for feature in features for name in feature.split("*")} <= set(NAMES)


def copy(**changed: float) -> dict[str, float]:
    """Signals of a word-for-word copy of a point, as ``changed``."""
    said = {
        "states": 0.9, "states_odds": 2.0, "similarity": 1.0, "shared_words": 0.9, "shared_words_answer": 0.9,
        "shared_letters": 0.9, "new_words": 0.9, "terms": 1.0, "length": 3.8,
    }  # fmt: skip
    return dict.fromkeys(NAMES, 0.0) | said | changed


def test_a_copy_with_its_sides_exchanged_or_other_amounts_says_the_opposite() -> None:
    assert verdict_of(chances_of(copy())) is Verdict.COVERED
    for turned in ({"exchanged": 0.8}, {"other_amounts": 1.0}):
        assert verdict_of(chances_of(copy(**turned))) is Verdict.CONTRADICTED


def test_other_words_with_exchanged_sides_are_not_called_the_opposite_for_that_alone() -> None:
    chances = chances_of(copy(shared_words=0.3, exchanged=0.8))
    assert chances[0] > 0 and chances[3] < 1


def test_other_words_with_other_amounts_earn_nothing_and_are_not_called_the_opposite() -> None:
    said = copy(shared_words=0.3)
    assert verdict_of(chances_of(said)) is Verdict.COVERED
    chances = chances_of(said | {"other_amounts": 1.0})
    assert chances[:2] == (0, 0) and verdict_of(chances) is Verdict.MISSED


def test_the_curve_rises_from_nothing_to_everything() -> None:
    for known in (True, False):
        xs, ys = zip(*read_fitted().written(known=known).curve, strict=True)
        assert list(xs) == sorted(set(xs)) and list(ys) == sorted(set(ys))
        assert (xs[0], ys[0], xs[-1], ys[-1]) == (0, 0, 1, 1)


def test_the_file_says_what_fitted_it() -> None:
    fitted = json.loads(FILE.read_text(encoding="utf-8"))["fitted"]
    assert {"command", "bank", "questions", "encoder"} <= set(fitted)


def test_a_newer_format_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "coefficients.json"
    path.write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(ValueError, match="format 99"):
        read_fitted(path)


def test_a_tie_goes_to_the_worse_verdict() -> None:
    assert verdict_of((0.4, 0.4, 0.1, 0.1)) is Verdict.PARTIAL


def test_nobody_is_told_to_have_said_the_opposite_on_a_mere_suspicion() -> None:
    assert verdict_of((0.05, 0.05, 0.05, 0.85)) is Verdict.CONTRADICTED
    assert verdict_of((0.05, 0.05, 0.15, 0.75)) is Verdict.MISSED
    assert verdict_of((0.3, 0.05, 0.1, 0.55)) is Verdict.PARTIAL
    assert verdict_of((0.1, 0.05, 0.3, 0.55)) is Verdict.MISSED


def test_words_nearer_to_a_known_mistake_that_deny_the_point_are_never_the_point() -> None:
    values = dict.fromkeys(NAMES, 0.0) | {
        "similarity": 2.0,
        "shared_words": 1.0,
        "agreed": 4.0,
        "states": 0.1,
    }
    mistaken = values | {"denies": 0.9, "wrong_lead_here": 0.3, "has_wrong": 1.0}
    covered, partial, _, denied = chances_of(mistaken)
    assert covered == partial == 0 and denied > 0
    assert verdict_of(chances_of(mistaken)) in (Verdict.CONTRADICTED, Verdict.MISSED)
    verbatim = values | {
        "wrong_lead_here": 0.05,
        "wrong_shared_words": 0.95,
        "shared_words": 0.6,
        "states": 0.9,
    }
    assert chances_of(verbatim)[0] == 0
    assert chances_of(verbatim | {"shared_words": 0.8})[0] > 0
    for spared in ({"wrong_lead_here": 0.0}, {"denies": 0.3}):
        assert chances_of(mistaken | spared)[0] > 0


@given(signals, st.sampled_from(["states", "states_odds"]))
def test_what_is_right_elsewhere_never_speaks_against_a_point(values: dict[str, float], name: str) -> None:
    name = f"{name}_elsewhere"
    more = values | {name: values[name] + 1}
    covered, _, _, denied = by_trees(values)
    later_covered, _, _, later_denied = by_trees(more)
    assert later_covered >= covered - 1e-9 and later_denied <= denied + 1e-9


@given(st.integers(0, 2000), st.integers(0, 4000), st.integers(0, 500))
def test_saying_more_to_the_point_never_makes_marks_harder_to_get(
    reference: int, said: int, more: int
) -> None:
    leniency = read_fitted().drafted.leniency
    assert leniency.exponent(reference, said + more) <= leniency.exponent(reference, said)


def test_more_than_the_reference_is_long_changes_nothing() -> None:
    leniency = read_fitted().drafted.leniency
    assert leniency.exponent(50, 50) == leniency.exponent(50, 5000)
    assert leniency.exponent(50, 5) > leniency.exponent(50, 50)
