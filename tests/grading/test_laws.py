"""Laws of the grader with the models that ship, over questions spread across the bank."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.grading import attacks
from mock_interview.grading.battery import controls_on
from mock_interview.grading.encoder import make_encoder
from mock_interview.grading.grader import Grader
from mock_interview.grading.verifier import BundledVerifier
from mock_interview.model import LANGUAGES, Answer, Grade, Question, Verdict
from mock_interview.rubric import load_rubrics

ROOT = Path(__file__).parents[2]
BANK = load_bank(ROOT / "question_bank")
RUBRIC = load_rubrics(ROOT / "rubrics")["default"]
SPREAD = BANK.questions[::17]
# All of these are right but the learning rate, which is ten times larger.
ONE_FALSE = {
    "zh": "LoRA 要放到所有线性层上，尤其是 MLP；秩一般 8 到 64 就够，数据多才加大；alpha 固定成 r 或 2r；"
    "学习率要比全量微调大约小 10 倍。",
    "en": "I would put LoRA on all linear layers, attention and MLP, because that matters more than the "
    "rank. Rank 8 to 64 is usually enough, start at 16 and raise it only if validation still improves. "
    "Alpha scales the update as alpha over r, I keep alpha at twice the rank. The learning rate is about "
    "ten times smaller than for full fine-tuning, around 2e-6, and I scan it first.",
}


@pytest.fixture(scope="module")
def grader() -> Grader:
    return Grader(make_encoder("bundled"), BundledVerifier(), BANK)


def grade(grader: Grader, question: Question, text: str, lang: str) -> Grade:
    return grader.grade(question, Answer(parts=(text,)), RUBRIC, lang=lang)


def score(grader: Grader, question: Question, text: str, lang: str) -> float:
    found = grade(grader, question, text, lang).score
    assert found is not None
    return found


def growing(grader: Grader, question: Question, asked: Question, lang: str) -> list[float]:
    """The scores by ``asked`` of one accepted wording of ``question``, of two, and so on."""
    said = [(p.accept.get(lang) or (p.text.get(lang),))[0] for p in question.points]
    texts = [attacks.joined(said[:count], lang) for count in range(1, len(said) + 1)]
    return [score(grader, asked, text, lang) for text in texts]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_more_point_in_an_accepted_wording_never_lowers_the_score(grader: Grader, lang: str) -> None:
    for question in SPREAD:
        scores = growing(grader, question, question, lang)
        assert all(after >= before for before, after in pairwise(scores)), question.id
        assert scores[-1] >= 70, question.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_more_point_in_other_words_hardly_ever_lowers_the_score(grader: Grader, lang: str) -> None:
    """A right statement that the verifier takes for a denial of its point, or of another, costs."""
    steps = [
        after - before
        for question in SPREAD
        for before, after in pairwise(growing(grader, question, attacks.paraphrase(question, lang)[1], lang))
    ]
    assert len(steps) >= 40
    assert sum(step < -5 for step in steps) <= 0.05 * len(steps)


def test_order_lists_politeness_and_typos_hardly_matter(grader: Grader) -> None:
    moved: dict[str, list[float]] = defaultdict(list)
    for question in SPREAD:
        for lang in LANGUAGES:
            told = controls_on(question, lang)
            if not told:
                continue
            original = score(grader, question, told.pop("original"), lang)
            for kind, text in told.items():
                moved[kind].append(score(grader, question, text, lang) - original)
    assert set(moved) == {"order", "bullets", "polite", "typos"}
    # What is polite bears on no point, which costs precision, and stands beside what the verifier reads.
    for kind, most in (("order", 3), ("bullets", 3), ("polite", 3.5)):
        assert fmean(map(abs, moved[kind])) <= most, kind
    assert fmean(moved["typos"]) >= -5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_false_claim_about_a_point_costs(grader: Grader, lang: str) -> None:
    fell = []
    for question in SPREAD:
        right = {p.id: (p.accept.get(lang) or (p.text.get(lang),))[0] for p in question.points}
        wrong = question.mistakes[0]
        turned = {**right, wrong.contradicts: wrong.text.get(lang)}
        scores = [
            score(grader, question, attacks.joined(list(t.values()), lang), lang) for t in (right, turned)
        ]
        fell.append(scores[1] < scores[0])
    assert sum(fell) >= 0.9 * len(fell)


def test_grading_twice_and_by_another_grader_gives_the_same_grade(grader: Grader) -> None:
    again = Grader(make_encoder("bundled"), BundledVerifier(), BANK)
    for question in SPREAD[:3]:
        example = question.examples[0]
        first = grade(grader, question, example.answer, example.lang)
        assert grade(grader, question, example.answer, example.lang) == first
        assert grade(again, question, example.answer, example.lang) == first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_with_one_point_is_not_told_of_the_others(grader: Grader, lang: str) -> None:
    told = points = 0
    for question in SPREAD:
        wrong = question.mistakes[0]
        said = [
            wrong.text.get(lang)
            if point.id == wrong.contradicts
            else (point.accept.get(lang) or (point.text.get(lang),))[0]
            for point in question.points
        ]
        for result in grade(grader, question, attacks.joined(said, lang), lang).points:
            if result.point != wrong.contradicts:
                points += 1
                told += result.verdict is Verdict.CONTRADICTED
    assert told <= 0.025 * points


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_false_statement_in_a_short_answer_does_not_cost_the_rest(grader: Grader, lang: str) -> None:
    question = BANK.question("lora-knobs-that-matter")
    found = grade(grader, question, ONE_FALSE[lang], lang)
    wrong = {result.point for result in found.points if result.verdict is Verdict.CONTRADICTED}
    assert wrong <= {"higher-learning-rate"}
    assert found.score is not None and found.score >= 30


def test_a_point_with_amounts_quotes_the_words_that_give_them(grader: Grader) -> None:
    question = BANK.question("chatglm-6b-lora-size")
    text = (
        "A 是 8×4096，B 是 12288×8，一层加起来 8×(4096+12288)=131072，28 层就是 3670016，"
        "约 367 万个参数，fp16 下大概 7 MB。"
        "如果挂所有线性层，还要加上注意力输出和 FFN 的两层，参数大约 1500 万，30 MB 左右。"
    )
    quotes = [point.quote.text for point in grade(grader, question, text, "zh").points if point.quote]
    assert any("367" in quote and "1500" not in quote for quote in quotes)
    assert any("1500" in quote and "367" not in quote for quote in quotes)
