"""Claims about the questions of other fields that come with answers: new to the verifier, and sound."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mock_interview.bank.load import read_bank
from training.labelled import CONTRADICTED, FRESH, UNSEEN, held_samples
from training.reading import project_bank


@pytest.mark.parametrize("folder", [FRESH, UNSEEN])
def test_their_questions_can_be_read_and_have_four_answers_each(folder: Path) -> None:
    reading = read_bank(folder)
    assert not reading.problems
    found = list(held_samples(reading.bank, folder / "answers.jsonl"))
    assert Counter(one.question.id for one in found) == {one.id: 4 for one in reading.bank.questions}
    assert all(one.mark is not None and 0 <= one.mark <= 1 for one in found)
    for one in found:
        false = one.labels.count(CONTRADICTED)
        least, most = {"flip": (1, 1), "flips": (2, 4), "twisted": (2, 4), "wrong": (2, 9)}.get(
            one.kind, (0, 9)
        )
        assert least <= false <= most, one.question.id
        assert not false or one.kind not in ("strong", "plain", "terse")


def test_no_question_is_in_two_of_the_banks() -> None:
    banks = [project_bank(), project_bank(FRESH), project_bank(UNSEEN)]
    ids = Counter(question.id for bank in banks for question in bank.questions)
    texts = Counter(question.question.en for bank in banks for question in bank.questions)
    assert max(ids.values()) == max(texts.values()) == 1
