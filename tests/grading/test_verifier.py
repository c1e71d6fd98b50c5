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
    assert judged.shape == (4, 3)
    assert judged.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert judged.min() >= 0


def test_no_pairs_give_no_rows(verifier: Verifier) -> None:
    assert verifier.judge([]).shape == (0, 3)


@pytest.mark.parametrize("pair", [("", "a point"), ("  ", "a point"), ("a claim", "")])
def test_a_side_without_words_is_neither_for_certain(verifier: Verifier, pair: tuple[str, str]) -> None:
    assert verifier.judge([pair])[0, NEITHER] == 1


@pytest.mark.parametrize("claim_lang", ["zh", "en"])
@pytest.mark.parametrize("point_lang", ["zh", "en"])
def test_a_point_is_stated_by_itself_and_by_its_translation(
    verifier: Verifier, claim_lang: str, point_lang: str
) -> None:
    judged = verifier.judge([(POINTS[claim_lang], POINTS[point_lang])])
    assert judged[0].argmax() == STATES


@pytest.mark.parametrize(
    ("claim", "lang"),
    [
        ("LoRA 不冻结预训练权重，也不训练低秩矩阵", "zh"),
        ("LoRA does not freeze the pretrained weights", "en"),
        ("LoRA updates the pretrained weights and freezes the low-rank matrices", "en"),
    ],
)
def test_the_opposite_is_contradicted(verifier: Verifier, claim: str, lang: str) -> None:
    assert verifier.judge([(claim, POINTS[lang])])[0].argmax() == CONTRADICTS


def test_another_subject_is_neither(verifier: Verifier) -> None:
    claims = ["今天天气很好", "The tokenizer splits text into subwords"]
    judged = verifier.judge([(claim, POINTS["zh"]) for claim in claims])
    assert judged.argmax(axis=1).tolist() == [NEITHER, NEITHER]


def test_a_judgement_does_not_depend_on_the_pairs_beside_it(verifier: Verifier) -> None:
    pairs = [("short", POINTS["en"]), ("一句中文，稍微长一些。" * 8, POINTS["zh"])]
    together = verifier.judge(pairs)
    for row, pair in zip(together, pairs, strict=True):
        assert np.allclose(verifier.judge([pair])[0], row, atol=1e-5)
