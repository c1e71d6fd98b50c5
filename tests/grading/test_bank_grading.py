"""Every question of the bank: what deserves less scores less, in both languages.

Answers are graded with the bundled encoder. `KNOWN` are the questions where an attack still does as
well as the correct answer: the list may only shrink. `IN_BAND` is a floor: raise it with the grader.
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
from mock_interview.grading.verifier import BundledVerifier
from mock_interview.model import LANGUAGES, Answer, Bank, Example, Flag, Question, Rubric, Verdict
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
KINDS = ("negated", "echo", "keywords", "sibling", "injection")
KNOWN = {
    # The grader reads their correct answers too strictly.
    ("sibling", "zh", "rlhf-shorten-three-stages"),
    ("sibling", "en", "prompt-tuning-why"),
}
# Share of the examples inside their band, in each language.
IN_BAND = 0.95
SEEN: set[str] = set()
NOT_BELOW: set[tuple[str, str, str]] = set()
INSIDE: dict[str, list[bool]] = defaultdict(list)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(ROOT / "question_bank")


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubrics(ROOT / "rubrics")["default"]


@pytest.fixture(scope="module")
def grader(bank: Bank) -> Grader:
    return Grader(make_encoder("bundled"), BundledVerifier(), bank)


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
                    if score(question, text, lang) >= scores[id(strong)]:
                        NOT_BELOW.add((kind, lang, question.id))
    SEEN.add(section)


@pytest.mark.parametrize("kind", KINDS)
def test_an_attack_scores_below_the_correct_answer_for_every_question(kind: str) -> None:
    if set(SECTIONS) != SEEN:
        pytest.skip("needs the whole module to run")
    found = {key for key in NOT_BELOW if key[0] == kind}
    assert found <= KNOWN


@pytest.mark.parametrize("lang", LANGUAGES)
def test_most_examples_fall_into_their_band(lang: str) -> None:
    found = INSIDE[lang]
    if not found:
        pytest.skip("needs the whole module to run")
    assert sum(found) / len(found) >= IN_BAND


def test_every_section_of_the_bank_is_tested(bank: Bank) -> None:
    assert {question.section for question in bank.questions} <= set(SECTIONS)


def test_another_questions_words_are_no_fault_where_they_say_what_is_asked(
    bank: Bank, grader: Grader, rubric: Rubric
) -> None:
    question = bank.question("lora-in-plain-words")
    said = (
        "原权重是冻结的，只训练两个低秩矩阵 A 和 B，ΔW=BA，推理时可以合并回去没有额外延迟，秩一般取 8 到 64。"
    )
    beside = (
        "缩放系数 α/r 让换秩时不用重新调学习率，B 初始为零，A 用高斯初始化，推理时可以合并回去没有额外延迟。"
    )
    graded, other = (
        grader.grade(question, Answer(parts=(text,)), rubric, lang="zh") for text in (said, beside)
    )
    assert any(point.verdict is Verdict.COVERED for point in graded.points)
    assert Flag.OFF_TOPIC not in graded.flags
    assert not any(point.verdict is Verdict.COVERED for point in other.points)
    assert Flag.OFF_TOPIC in other.flags
