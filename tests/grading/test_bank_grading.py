"""Every question of the bank: what deserves less scores less, in both languages.

Answers are graded with the bundled encoder. The laws hold for each question; the share of examples
inside their band is a floor that only moves up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.grading import attacks
from mock_interview.grading.encoder import make_encoder
from mock_interview.grading.grader import Grader
from mock_interview.model import LANGUAGES, Answer, Question
from mock_interview.rubric import load_rubrics

ROOT = Path(__file__).parents[2]
BANK = load_bank(ROOT / "question_bank")
RUBRIC = load_rubrics(ROOT / "rubrics")["default"]
SECTIONS = sorted({question.section for question in BANK.questions})


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    yield Grader(make_encoder("bundled"), BANK)


def score(grader: Grader, question: Question, text: str, lang: str) -> float:
    found = grader.grade(question, Answer(parts=(text,)), RUBRIC, lang=lang).score
    assert found is not None
    return found


def questions(section: str) -> Iterator[tuple[Question, str, str]]:
    """Each question of a section with its strong answer, once per language."""
    for question in BANK.questions:
        for lang in LANGUAGES:
            example = attacks.strong(question, lang)
            if question.section == section and example is not None:
                yield question, lang, example.answer


@pytest.mark.parametrize("section", SECTIONS)
def test_what_deserves_less_than_a_correct_answer_scores_less(grader: Grader, section: str) -> None:
    wrong = []
    for question, lang, answer in questions(section):
        right = score(grader, question, answer, lang)
        worse = {
            "negated": attacks.negated(answer, lang),
            "echo": attacks.echo(question, lang),
            "keywords": attacks.keyword_list(question, lang),
            "sibling": attacks.from_sibling(question, BANK, lang),
        }
        for kind, text in worse.items():
            if text is not None and score(grader, question, text, lang) >= right:
                wrong.append(f"{question.id} [{lang}] {kind}")
    assert not wrong
