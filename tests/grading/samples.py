"""A bank of one question and an encoder that needs no model, for tests of the wiring."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from mock_interview.grading.lexical import tokens
from mock_interview.grading.text import normalise
from mock_interview.model import Bank, KeyPoint, Mistake, Question, Text, Texts

DIM = 256


class WordEncoder:
    """Vectors of hashed words: texts are as close as the words they share."""

    name, digest, dim, independent = "words", "0" * 16, DIM, True

    def __init__(self) -> None:
        self.calls = 0
        self.texts = 0

    def encode(self, texts: Sequence[str], *, kind: str = "passage") -> np.ndarray:
        self.calls += 1
        self.texts += len(texts)
        rows = np.zeros((len(texts), DIM), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in tokens(normalise(text).text):
                row[zlib.crc32(word.encode()) % DIM] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.where(norms > 0, norms, 1)


class WordVerifier:
    """Takes a claim for the point as far as it has the point's words; "not" and "never" turn it round."""

    name, digest = "words", "1" * 16

    def __init__(self) -> None:
        self.calls = 0

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.calls += 1
        return np.array([self._row(claim, wanted) for claim, wanted in pairs], np.float32).reshape(-1, 4)

    @staticmethod
    def _row(claim: str, wanted: str) -> list[float]:
        words, said = set(tokens(normalise(wanted).text)), set(tokens(normalise(claim).text))
        share = 0.98 * len(words & said) / max(1, len(words))
        turned = bool({"not", "never"} & set(claim.lower().split()))
        return [0.0, 0.0, share, 1 - share] if turned else [share, 0.0, 0.0, 1 - share]


def point(point_id: str, weight: int, zh: str, en: str, accept: str = "") -> KeyPoint:
    return KeyPoint(
        id=point_id, weight=weight, text=Text(zh=zh, en=en), accept=Texts(en=(accept,) if accept else ())
    )


QUESTION = Question(
    id="lora-idea",
    topic="peft/lora",
    level=2,
    kind="concept",
    time_limit=120,
    question=Text(zh="LoRA 的核心思路是什么？", en="What is the core idea of LoRA?"),
    reference=Text(
        zh="LoRA 冻结预训练权重，只训练两个低秩矩阵，推理时可以合并回原权重，没有额外延迟。",
        en="LoRA freezes the pretrained weights and trains two low-rank matrices, merged for inference.",
    ),
    points=(
        point(
            "freezes",
            5,
            "LoRA 冻结预训练权重",
            "LoRA freezes the pretrained weights",
            "the base stays untouched",
        ),
        point("low-rank", 4, "只训练两个低秩矩阵的乘积", "It trains the product of two low-rank matrices"),
        point("merges", 2, "推理时合并回原权重，没有额外延迟", "At inference it merges and adds no latency"),
    ),
    mistakes=(
        Mistake(
            contradicts="freezes",
            text=Text(zh="LoRA 更新全部预训练权重", en="LoRA updates all pretrained weights"),
        ),
    ),
)
BANK = Bank(questions=(QUESTION,), topics=(), digest="test")
