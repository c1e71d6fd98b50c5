"""Claims about the bundled verifier."""

from __future__ import annotations

import numpy as np
import pytest

from mock_interview.grading.verifier import CONTRADICTS, NEITHER, STATES, BundledVerifier, Verifier

POINTS = {
    "zh": "LoRA 冻结预训练权重，只训练低秩矩阵",
    "en": "LoRA freezes the pretrained weights and trains only low-rank matrices",
}


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return BundledVerifier()


def test_each_row_is_a_distribution(verifier: Verifier) -> None:
    judged = verifier.judge([("claim", "point"), ("", "point"), ("长" * 900, "点" * 900), ("\ud800", "🙂")])
    assert judged.shape == (4, 4)
    assert judged.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert judged.min() >= 0


def test_no_pairs_give_no_rows(verifier: Verifier) -> None:
    assert verifier.judge([]).shape == (0, 4)


@pytest.mark.parametrize("pair", [("", "a point"), ("  ", "a point"), ("a claim", "")])
def test_a_side_without_words_is_neither_for_certain(verifier: Verifier, pair: tuple[str, str]) -> None:
    assert verifier.judge([pair])[0, NEITHER] == 1


@pytest.mark.parametrize(
    ("right", "opposite", "point"),
    [
        (POINTS["zh"], "LoRA 不冻结预训练权重", POINTS["zh"]),
        (POINTS["en"], "LoRA does not freeze the pretrained weights", POINTS["en"]),
        (POINTS["en"], "LoRA does not freeze the pretrained weights", POINTS["zh"]),
        ("过大的学习率会让训练发散", "过大的学习率会让训练收敛", "学习率太大时训练会发散"),
        ("KV cache increases memory use", "KV cache reduces memory use", "The KV cache increases memory use"),
    ],
)
def test_a_right_claim_stands_above_its_opposite(
    verifier: Verifier, right: str, opposite: str, point: str
) -> None:
    judged = np.log(verifier.judge([(right, point), (opposite, point)]))
    margins = judged[:, STATES] - judged[:, CONTRADICTS]
    assert margins[0] > margins[1] + 1
    assert margins[1] < 0


def test_another_subject_neither_states_nor_denies(verifier: Verifier) -> None:
    claims = ["今天天气很好", "The tokenizer splits text into subwords", "I like pizza"]
    judged = verifier.judge([(claim, POINTS[lang]) for claim in claims for lang in POINTS])
    assert (judged[:, [STATES, CONTRADICTS]] < 0.1).all()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_judgement_is_the_same_to_the_last_bit_whatever_is_judged_beside_it(
    verifier: Verifier, threads: int
) -> None:
    pairs = [("word " * length, POINTS["en"]) for length in range(1, 20)]
    pairs += [("一句中文，稍微长一些。" * 8, POINTS["zh"]), ("长" * 300, POINTS["en"])]
    other = BundledVerifier(threads=threads)
    together = verifier.judge([*pairs, *pairs[::2]])
    for row, pair in zip(together, pairs, strict=False):
        assert np.array_equal(other.judge([pair])[0], row), pair
