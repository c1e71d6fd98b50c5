"""The questions that ship: whole, bilingual, and without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.bank.check import BankReport, check_bank
from mock_interview.bank.load import load_bank
from mock_interview.bank.outline import OUTLINE
from mock_interview.model import Bank

SHIPPED = Path(__file__).parents[2] / "question_bank"


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(SHIPPED)


@pytest.fixture(scope="module")
def report() -> BankReport:
    return check_bank(SHIPPED)


def test_every_outline_question_is_covered_exactly_once(bank: Bank) -> None:
    seeds = sorted(question.seed for question in bank.questions if question.seed)
    assert seeds == sorted(number for numbers in OUTLINE.values() for number in numbers)


def test_the_check_finds_nothing(report: BankReport) -> None:
    assert [str(problem) for problem in report.problems] == []


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
