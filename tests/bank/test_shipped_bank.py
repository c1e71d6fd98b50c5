"""The questions that ship: whole, bilingual, and without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.bank.check import check_bank
from mock_interview.bank.lint import Finding
from mock_interview.bank.load import load_bank
from mock_interview.bank.outline import OUTLINE
from mock_interview.cli.wiring import look_with_models
from mock_interview.model import Bank

SHIPPED = Path(__file__).parents[2] / "question_bank"


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(SHIPPED)


def test_every_outline_question_is_covered_exactly_once(bank: Bank) -> None:
    seeds = sorted(question.seed for question in bank.questions if question.seed)
    assert seeds == sorted(number for numbers in OUTLINE.values() for number in numbers)


def test_the_check_finds_nothing_in_form_or_content() -> None:
    assert [str(problem) for problem in check_bank(SHIPPED).problems] == []


@pytest.fixture(scope="module")
def seen_by_models(bank: Bank) -> list[Finding]:
    return look_with_models(bank)


def test_no_two_questions_or_points_say_the_same(seen_by_models: list[Finding]) -> None:
    assert [finding for finding in seen_by_models if finding.code == "alike"] == []


def test_no_mistake_is_taken_for_the_point_it_contradicts(seen_by_models: list[Finding]) -> None:
    assert [finding for finding in seen_by_models if finding.code == "mistake"] == []


def test_nearly_every_reference_states_its_points_as_the_grader_reads_them(
    bank: Bank, seen_by_models: list[Finding]
) -> None:
    """The rest are statements the grader fails to recognise; the share says how many."""
    missed = [finding for finding in seen_by_models if finding.code == "reference"]
    points = 2 * sum(len(question.points) for question in bank.questions)
    assert 1 - len(missed) / points >= 0.93


def test_every_question_names_where_its_facts_were_checked(bank: Bank) -> None:
    assert [q.id for q in bank.questions if not q.sources or q.reviewed < "2026-11"] == []


def test_every_question_has_a_strong_a_partial_and_a_weak_example(bank: Bank) -> None:
    bands = {"strong", "partial", "weak"}
    assert [q.id for q in bank.questions if {e.band for e in q.examples} != bands] == []


def test_the_labels_of_every_example_agree_with_its_band(bank: Bank) -> None:
    """Covered weight counts whole, partly said weight half, and contradicted weight half against."""
    ranges = {"strong": (76, 101), "partial": (35, 69), "weak": (-999, 30)}
    off = []
    for question in bank.questions:
        weights = {point.id: point.weight for point in question.points}
        for example in question.examples:
            earned = sum(weights[p] for p in example.covers)
            earned += 0.5 * sum(weights[p] for p in example.partly)
            earned -= 0.5 * sum(weights[p] for p in example.contradicts)
            low, high = ranges[example.band]
            share = 100 * earned / sum(weights.values())
            if not low <= share <= high:
                off.append(f"{question.id}: {example.band} but {share:.0f}: {example.answer[:30]}")
    assert off == []
