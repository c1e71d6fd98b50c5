"""How much of an answer the encoder reads: all that anybody says, and not more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mock_interview.grading.grader import Grader
from mock_interview.grading.nominate import ENCODED_CLAUSE, ENCODED_PART
from mock_interview.grading.text import MAX_CHARS, normalise, units
from mock_interview.model import Answer
from tests.grading.samples import BANK, QUESTION, WordEncoder, WordVerifier
from tests.judge.samples import RUBRIC

RIGHT = "LoRA freezes the pretrained weights and trains two low-rank matrices. "


class Counting(WordEncoder):
    """Remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def encode(self, texts: Sequence[str], *, kind: str = "passage") -> np.ndarray:
        self.given += texts
        return super().encode(texts, kind=kind)


def given(*parts: str) -> list[str]:
    """What the encoder is given of an answer."""
    encoder = Counting()
    grader = Grader(encoder, WordVerifier(), BANK, cache=WordEncoder())
    grade = grader.grade(QUESTION, Answer(parts=parts), RUBRIC, lang="en")
    assert grade.score is not None
    return encoder.given


def filler(size: int) -> str:
    return "".join(f"Sentence number {n} says something else. " for n in range(size // 40))[:size]


def test_every_clause_of_what_anybody_says_is_read_whole() -> None:
    for parts in ((RIGHT + filler(7_500),), (RIGHT, filler(7_900), filler(5_000))):
        texts = [normalise(part).text for part in parts]
        assert given(*parts) == [text[a:b] for text in texts for a, b, _ in units(text)]


def test_of_a_very_long_part_the_encoder_reads_so_much_and_of_each_part_by_itself() -> None:
    read = given(RIGHT + filler(MAX_CHARS), filler(MAX_CHARS))
    assert 2 * ENCODED_PART - 400 <= sum(map(len, read)) <= 2 * ENCODED_PART


def test_what_is_said_at_the_end_of_a_very_long_part_is_found_by_its_words_and_read() -> None:
    grader = Grader(WordEncoder(), WordVerifier(), BANK)
    late = filler(MAX_CHARS - 400) + RIGHT
    points = grader.grade(QUESTION, Answer(parts=(late,)), RUBRIC, lang="en").points
    assert points[0].quote is not None and "freezes the pretrained weights" in points[0].quote.text.lower()


def test_a_wall_of_signs_is_no_clause() -> None:
    read = given(filler(4_500) + RIGHT + "1." * 1_500 + " " + RIGHT)
    assert read and max(map(len, read)) <= ENCODED_CLAUSE
