# ruff: noqa: E501  (frames read best several to a line)
"""What an answer takes back is not said."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.grading.encoder import make_encoder
from mock_interview.grading.grader import Grader
from mock_interview.grading.retraction import stood_by
from mock_interview.grading.text import normalise
from mock_interview.grading.verifier import BundledVerifier
from mock_interview.model import LANGUAGES, Answer, Verdict
from mock_interview.rubric import load_rubrics

ROOT = Path(__file__).parents[2]
SAID = {"en": "LoRA freezes the base weights", "zh": "LoRA 冻结原来的权重"}
# The last of each language are for what the rules know by another of their words.
TAKEN_BACK = {
    "en": (
        "It is wrong that {}.", "{}. That is wrong.", "Some say: {}. I disagree.", "{}, which is simply not the case.",
        "A common misconception is that {}.", "The idea that {} is a myth.", "Some people think {}; but that's false.",
        "It would be a mistake to believe that {}.",
    ),
    "zh": (
        "有人说：{}。这是错的。", "{}，这个说法不对。", "很多人以为{}，其实不然。", "常见的误解是{}。", "说{}是不对的。",
        "{}，这是个误区。", "有人认为{}，这完全不正确。", "{}的说法是错误的。",
    ),
}  # fmt: skip
STOOD_BY = {
    "en": (
        "It is right that {}.", "{}. That is right.", "Some say: {}. I agree.", "{}, and that is not the whole story.",
        "If the rank is wrong, {}.", "A model that is wrong still shows that {}.", "{}. It is not wrong to train the norms too.",
    ),
    "zh": (
        "有人说：{}。这是对的。", "{}，这个说法没问题。", "{}，这不是误区。", "模型可能误以为是新任务，但{}。", "错误样本要删，{}。",
        "说明{}，是对的。",
    ),
}  # fmt: skip


def left(text: str) -> str:
    return stood_by(normalise(text)).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_taken_back_is_left_out_and_the_rest_stays(lang: str) -> None:
    rest = {"en": "The adapters can be merged afterwards.", "zh": "适配器之后可以合并。"}[lang]
    for frame in TAKEN_BACK[lang]:
        for text in (frame.format(SAID[lang]) + " " + rest, rest + " " + frame.format(SAID[lang])):
            assert SAID[lang].lower() not in left(text), text
            assert normalise(rest).text in left(text), text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_stood_by_stays(lang: str) -> None:
    for frame in STOOD_BY[lang]:
        normal = normalise(frame.format(SAID[lang]))
        assert stood_by(normal) is normal, normal.text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("A common misconception is that LoRA is slower; in fact it adds no latency.", "it adds no latency"),
        ("很多人以为 LoRA 会变慢，其实合并后没有延迟。", "其实合并后没有延迟"),
        ("It is wrong to say that it drifts, but it can forget.", "but it can forget"),
    ],
)
def test_what_is_so_instead_is_said(text: str, rest: str) -> None:
    assert rest in left(text)


def test_places_of_what_stays_are_kept() -> None:
    normal = normalise("It is false that A holds. B holds.")
    kept = stood_by(normal)
    assert len(kept.text) == len(normal.text) and kept.origin == normal.origin
    assert kept.text[kept.text.index("b holds") :] == "b holds."


@pytest.mark.parametrize(
    "sign", ["that is ", "it is wrong that ", "有人说", "说", "，这是错的", "the idea that "]
)
def test_a_wall_of_one_phrase_costs_no_backtracking(sign: str) -> None:
    text = (sign * 20_000)[:20_000]
    start = process_time()
    stood_by(normalise(text))
    assert process_time() - start < 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_accepted_wording_earns_nothing_when_taken_back(lang: str) -> None:
    bank = load_bank(ROOT / "question_bank")
    grader, rubric = (
        Grader(make_encoder("bundled"), BundledVerifier(), bank),
        load_rubrics(ROOT / "rubrics")["default"],
    )
    for question in bank.questions[::20]:
        point = next(p for p in question.points if p.accept.get(lang))
        for frame in TAKEN_BACK[lang][:4]:
            answer = Answer(parts=(frame.format(point.accept.get(lang)[0].rstrip(".。")),))
            grade = grader.grade(question, answer, rubric, lang=lang)
            found = next(one for one in grade.points if one.point == point.id)
            assert found.verdict in (Verdict.MISSED, Verdict.CONTRADICTED), answer
            assert found.credit == 0, answer
