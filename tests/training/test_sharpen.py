"""Claims about the last stage of the verifier's training: its files, and how it is measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch comes with the extra 'training'")

import torch

from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.onnx_model import OnnxModel
from mock_interview.grading.verifier import GRAPH, BundledVerifier
from training.export import export_over, write_config
from training.judgements import CONTRADICTS, NEITHER, NOT_DENIED, PARTLY, STATES, Judgement
from training.sharpen import SMOOTHING, Pairs, judged
from training.to_sentence_transformers import restored_weights
from training.verifier import verifier_from

PAIRS = [
    ("LoRA keeps the base model frozen", "LoRA freezes the pretrained weights"),
    ("LoRA updates all of the pretrained weights", "LoRA freezes the pretrained weights"),
    ("学习率一般要更大", "LoRA 的学习率约为全量微调的十倍"),
    ("GQA 让几个查询头共用键和值", "LoRA 的学习率约为全量微调的十倍"),
]


def test_the_shipped_verifier_comes_back_from_its_file_and_goes_there_again(tmp_path: Path) -> None:
    verifier = verifier_from(restored_weights(FOLDER, GRAPH))
    export_over({name: value.numpy() for name, value in verifier.plain_weights().items()}, FOLDER, tmp_path)
    write_config(tmp_path, "test")
    expected = BundledVerifier().judge(PAIRS)
    assert np.array_equal(BundledVerifier(tmp_path).judge(PAIRS), expected)
    labels = ((), (), NOT_DENIED, (NEITHER,))
    lessons = [
        Judgement(claim=claim, point=point, labels=may_be, kind="")
        for (claim, point), may_be in zip(PAIRS, labels, strict=True)
    ]
    pairs = Pairs(lessons, OnnxModel(FOLDER, GRAPH))
    # Inputs of products are eight-bit there and of sixteen bits here.
    assert np.abs(judged(verifier, pairs, range(len(PAIRS))) - expected).max() < 0.1
    pairs.keep(verifier)
    goals = pairs.goals.numpy()
    assert np.allclose(goals.sum(1), [1, 1, 0, 1], atol=1e-3)
    assert np.abs(goals[:2] - expected[:2]).max() < 0.1
    assert goals[3, NEITHER] == pytest.approx(1 - SMOOTHING * 3 / 4)


def test_a_lesson_with_several_labels_is_right_in_any_of_them() -> None:
    labels = (NOT_DENIED, NOT_DENIED, (NEITHER,), (NEITHER,))
    lessons = [
        Judgement(claim=claim, point=point, labels=may_be, kind="")
        for (claim, point), may_be in zip(PAIRS, labels, strict=True)
    ]
    pairs = Pairs(lessons, OnnxModel(FOLDER, GRAPH))
    sure = 8 * torch.eye(4)
    losses = [[float(pairs.loss(sure[[label]], [at])) for label in range(4)] for at in (0, 2)]
    free, held = losses
    assert max(free[STATES], free[PARTLY], free[NEITHER]) < 0.01 < 5 < free[CONTRADICTS]
    assert held[NEITHER] < 0.3 < 5 < min(held[STATES], held[CONTRADICTS])
    logits = torch.zeros(4, 4, requires_grad=True)
    pairs.loss(logits, [0, 1, 2, 3]).backward()
    assert logits.grad is not None and bool(logits.grad.isfinite().all())
