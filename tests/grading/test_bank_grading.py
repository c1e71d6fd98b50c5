"""Every question of the bank: what deserves less scores less, in both languages.

Answers are graded with the bundled encoder. `AT_LEAST` are floors over the whole bank: raise them
with the grader, never lower them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.grading import attacks
from mock_interview.grading.encoder import make_encoder
from mock_interview.grading.grader import Grader
from mock_interview.model import LANGUAGES, Answer, Bank, Example, Question, Rubric
from mock_interview.rubric import load_rubrics

ROOT = Path(__file__).parents[2]
SECTIONS = (
    "advanced",
    "alibi",
    "basics",
    "datasets",
    "evaluation",
    "extrapolation",
    "ffn",
    "finetuning",
    "inference",
    "langchain",
    "normalization",
    "peft",
    "position",
    "rag",
    "rlhf",
    "token-budget",
    "tokenizer",
)
# Share of questions, in each language, whose attack scores below the strong answer it comes from.
AT_LEAST = {"negated": 0.98, "echo": 0.99, "keywords": 0.97, "sibling": 0.97, "injection": 0.99}
# Share of the examples inside their band, in each language.
IN_BAND = 0.8
BELOW: dict[tuple[str, str], list[bool]] = defaultdict(list)
INSIDE: dict[str, list[bool]] = defaultdict(list)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(ROOT / "question_bank")


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubrics(ROOT / "rubrics")["default"]


@pytest.fixture(scope="module")
def grader(bank: Bank) -> Grader:
    return Grader(make_encoder("bundled"), bank)


def attacks_on(question: Question, example: Example, bank: Bank) -> Iterator[tuple[str, str]]:
    lang = example.lang
    yield "negated", attacks.negated(example.answer, lang)
    yield "echo", attacks.echo(question, lang)
    yield "keywords", attacks.keyword_list(question, lang)
    yield "injection", attacks.injected(lang)
    sibling = attacks.from_sibling(question, bank, lang)
    if sibling is not None:
        yield "sibling", sibling


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_graded_with_its_attacks(
    bank: Bank, grader: Grader, rubric: Rubric, section: str
) -> None:
    def score(question: Question, text: str, lang: str) -> float:
        found = grader.grade(question, Answer(parts=(text,)), rubric, lang=lang)
        assert found.score is not None
        return found.score

    for question in (q for q in bank.questions if q.section == section):
        scores = {id(e): score(question, e.answer, e.lang) for e in question.examples}
        for example in question.examples:
            low, high = {"strong": (70, 101), "partial": (35, 70), "weak": (0, 35)}[example.band]
            INSIDE[example.lang].append(low <= scores[id(example)] < high)
        for lang in LANGUAGES:
            strong = attacks.strong(question, lang)
            if strong is not None:
                for kind, text in attacks_on(question, strong, bank):
                    BELOW[kind, lang].append(score(question, text, lang) < scores[id(strong)])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", AT_LEAST)
def test_an_attack_scores_below_the_correct_answer(kind: str, lang: str) -> None:
    found = BELOW[kind, lang]
    if not found:
        pytest.skip("needs the whole module to run")
    assert sum(found) / len(found) >= AT_LEAST[kind], f"{len(found) - sum(found)} of {len(found)} do not"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_most_examples_fall_into_their_band(lang: str) -> None:
    found = INSIDE[lang]
    if not found:
        pytest.skip("needs the whole module to run")
    assert sum(found) / len(found) >= IN_BAND


def test_every_section_of_the_bank_is_tested(bank: Bank) -> None:
    assert {question.section for question in bank.questions} <= set(SECTIONS)
