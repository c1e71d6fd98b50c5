"""Claims about amounts: what is one, and when another stands in its place."""

from __future__ import annotations

import pytest

from mock_interview.grading.amounts import amounts, amounts_given, other_amounts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("about 1,000 samples", (1000,)),
        ("1.3 亿参数和 52k 条", (1.3e8, 52e3)),
        ("a 7b model of 32 layers", (7e9, 32)),
        ("gpt-4, v2 and llama2 are names", ()),
        ("3 billion tokens", (3e9,)),
        ("a thousand samples, a million more, a k-means", (1000, 1e6)),
        ("8 t5 models", (8,)),
        ("1.44e19 flop at 8e-5", (1.44e19, 8e-5)),
        ("十七万对，四万六千份，一亿三千多万", (170_000, 46_000, 1.3e8)),
        ("两千，一千六百多万，六千七百多亿", (2000, 1.6e7, 6.7e11)),
        ("2022 年，千万别，万一，二十来个", ()),
        ("no number", ()),
    ],
)
def test_amounts_are_read_with_their_words_of_scale(text: str, found: tuple[float, ...]) -> None:
    assert amounts(text) == pytest.approx(found)


@pytest.mark.parametrize(
    ("claim", "statements", "known"),
    [
        ("about 3000 good samples", ["about 1000 samples are enough"], ()),
        ("3000 samples", ["about 1000 samples", "a thousand samples will do"], ()),
        ("0.3% of the parameters", ["only 0.1% of the parameters"], ()),
        ("用了一百二十万条", ["约 80 万条"], ()),
        ("fp16 takes 48 bytes, 24 of them for adam", ["12 bytes, 4 of them for adam"], ()),
    ],
)
def test_another_amount_in_place_of_the_right_one_is_found(
    claim: str, statements: list[str], known: tuple[float, ...]
) -> None:
    assert other_amounts(claim, statements, known) > 0


@pytest.mark.parametrize(
    ("claim", "statements", "known"),
    [
        ("about 1100 samples", ["about 1000 samples"], ()),  # roughly the same
        ("about 1k samples", ["about 1000 samples"], ()),
        ("forty tasks", ["30 to 50 tasks"], ()),  # in words
        ("40 tasks", ["30 to 50 tasks"], ()),
        ("2b for the weights, 2b for the gradient", ["2 bytes each"], ()),  # bytes, not billions
        ("16b per parameter", ["about 16 bytes a parameter"], ()),
        ("四十万条", ["约 40 万条"], ()),
        ("3000 samples", ["about 1000 samples", "few samples will do"], ()),  # lives without it
        ("1000 samples in 64 batches", ["about 1000 samples"], ()),  # as many right as others
        ("8192 tokens", ["about 1000 samples"], (8192.0,)),  # belongs to another point
        ("in 2 steps", ["about 1000 samples"], ()),
        ("many samples", ["about 1000 samples"], ()),
    ],
)
def test_no_other_amount(claim: str, statements: list[str], known: tuple[float, ...]) -> None:
    assert other_amounts(claim, statements, known) == 0


@pytest.mark.parametrize(
    ("claim", "given"),
    [("约 367 万个参数", 1), ("参数大约 1500 万", 0), ("3.67m parameters, 7.3 mb", 2), ("28 layers", 0)],
)
def test_amounts_of_a_statement_that_a_claim_gives_are_counted(claim: str, given: int) -> None:
    assert amounts_given(claim, ["共约 367 万(3.67m)参数", "fp16 下 7.3 mb"]) == given
