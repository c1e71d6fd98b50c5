"""Claims about the answers that are graded to measure time."""

from __future__ import annotations

import random

import pytest

from benchmarks.answers import make_answer
from mock_interview.grading.text import normalise, reading_length, units

SAID = {
    "en": [
        "You freeze the pretrained weights, and learn a low-rank update next to each matrix.",
        "Only a small share of parameters is trained, so the adapter file stays small!",
    ],
    "zh": [
        "预训练权重全部冻结，只训练旁边的低秩矩阵。",
        "可训练的参数不到百分之一，所以只需保存很小的适配器文件！",
    ],
}
OTHER = {
    "en": [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600)],
    "zh": [chr(0x5000 + 2 * n) + chr(0x5001 + 2 * n) for n in range(600)],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", [20, 60, 200])
def test_an_answer_has_the_length_asked_for(lang: str, words: int) -> None:
    text = make_answer(SAID[lang], OTHER[lang], words, random.Random(words))
    assert 2 * words - 1 <= reading_length(text) <= 2 * words


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hardly_a_clause_is_the_same_in_two_answers(lang: str) -> None:
    draw = random.Random(1)
    answers = [normalise(make_answer(SAID[lang], OTHER[lang], 60, draw)).text for _ in range(30)]
    # The last clause is cut where the length runs out, perhaps after a word or two.
    clauses = [text[a:b] for text in answers for a, b, _ in units(text)[:-1]]
    assert len(set(clauses)) > 0.95 * len(clauses)


def test_the_same_seed_makes_the_same_answer() -> None:
    one, other = (make_answer(SAID["en"], OTHER["en"], 60, random.Random(5)) for _ in range(2))
    assert one == other
