"""Claims about encoders from sentence-transformers, and about parity between the two runtimes."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pytest

from mock_interview.errors import EncoderError
from mock_interview.grading.bundled import BundledEncoder
from mock_interview.grading.encoder import make_encoder
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.st_encoder import SentenceTransformersEncoder, _prompts

ENGLISH = "LoRA freezes pretrained weights gradient descent learning rate attention cache key value token"
CHINESE = "模型 训练 低秩矩阵 学习率 注意力 缓存 分词器 权重 梯度 损失 量化 显存 推理 数据集 的 和 不"
WORDS = [*ENGLISH.split(), *CHINESE.split()]


def texts(count: int) -> list[str]:
    rng = random.Random(4)
    return [" ".join(rng.choices(WORDS, k=rng.randint(3, 60))) for _ in range(count)]


@pytest.fixture(scope="module")
def other_runtime(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformersEncoder:
    from training.to_sentence_transformers import write_folder

    folder = tmp_path_factory.mktemp("st")
    write_folder(FOLDER, folder)
    encoder = make_encoder(f"sentence-transformers:{folder}")
    assert isinstance(encoder, SentenceTransformersEncoder)
    return encoder


def test_both_runtimes_give_the_same_vectors(other_runtime: SentenceTransformersEncoder) -> None:
    sample = texts(200)
    cosines = (other_runtime.encode(sample) * BundledEncoder().encode(sample)).sum(axis=1)
    assert cosines.min() > 0.99


def test_a_loaded_model_keeps_the_promises_of_an_encoder(other_runtime: SentenceTransformersEncoder) -> None:
    vectors = other_runtime.encode(["", "words", "\ud800"], kind="query")
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([0, 1, 1], abs=1e-5)
    assert other_runtime.dim == 384
    assert other_runtime.encode([]).shape == (0, 384)
    assert other_runtime.name.startswith("sentence-transformers:")
    assert len(other_runtime.digest) == 16


def test_without_the_extra_the_install_command_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"pip install 'mock-interview\[models\]'"):
        make_encoder("sentence-transformers:BAAI/bge-m3")


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be loaded"):
        make_encoder(f"sentence-transformers:{tmp_path / 'nothing'}")


@pytest.mark.parametrize(
    ("model", "stated", "expected"),
    [
        ("BAAI/bge-m3", {}, {"query": "", "passage": ""}),
        ("intfloat/multilingual-e5-small", {}, {"query": "query: ", "passage": "passage: "}),
        (
            "Qwen/Qwen3-Embedding-0.6B",
            {"query": "Instruct: q", "document": ""},
            {"query": "Instruct: q", "passage": ""},
        ),
        ("x", {"query": "Q ", "passage": "P "}, {"query": "Q ", "passage": "P "}),
    ],
)
def test_prompts_are_the_models_own(model: str, stated: dict[str, str], expected: dict[str, str]) -> None:
    assert _prompts(model, stated) == expected
