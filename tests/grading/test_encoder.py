"""Claims about encoders: the bundled one, the choice by name, long and odd texts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mock_interview.errors import EncoderError
from mock_interview.grading.bundled import BundledEncoder
from mock_interview.grading.encoder import Encoder, make_encoder
from mock_interview.grading.model_files import FOLDER

ODD_TEXTS = {
    "400 words": "gradient descent moves the weights against the gradient " * 45,
    "400 characters without a mark": "训练低秩矩阵" * 70,
    "emoji": "🙂🚀 works 👍🏽",
    "traditional": "透過凍結權重並訓練低秩矩陣",
    "full width": "ＬｏＲＡ　ｒａｎｋ＝８",
    "code": "def f(x):\n\treturn torch.softmax(x, dim=-1)  # ⟨probabilities⟩",
    "lone surrogate": "broken \ud83d paste",
    "control characters": "a\x00b\x1b[31m",
    "one endless word": "x" * 5000,
}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return make_encoder("bundled")


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_any_text_becomes_a_unit_vector(encoder: Encoder, text: str) -> None:
    vectors = encoder.encode([text])
    assert vectors.shape == (1, encoder.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_text_without_words_is_a_row_of_zeros(encoder: Encoder, text: str) -> None:
    assert not encoder.encode([text, "words"])[0].any()


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dim)


def test_a_sentence_is_nearest_to_its_translation(encoder: Encoder) -> None:
    zh = [
        "通过冻结原模型权重并训练低秩矩阵",
        "学习率过大会导致损失发散",
        "键值缓存减少重复计算",
        "分词器把文本切成子词",
    ]
    en = [
        "LoRA freezes the original weights and trains low-rank matrices",
        "too large a learning rate makes the loss diverge",
        "the key-value cache avoids repeated computation",
        "the tokenizer cuts text into subwords",
    ]
    scores = encoder.encode(zh) @ encoder.encode(en).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert scores.argmax(axis=0).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_vector_is_the_same_to_the_last_bit_whatever_is_encoded_beside_it(
    encoder: Encoder, threads: int
) -> None:
    """Of every length up to some, so that each stands in batches of its own and of others' lengths."""
    texts = ["word " * length for length in range(1, 24)] + ["一句稍长一些的中文句子，带有标点。", "w " * 300]
    other = BundledEncoder(threads=threads)
    together = encoder.encode([*texts, *texts[::3], "x"])
    for row, text in zip(together, texts, strict=False):
        assert np.array_equal(other.encode([text])[0], row), text
    assert encoder.independent and np.array_equal(other.encode(texts[::-2]), together[: len(texts)][::-2])


def test_traditional_and_full_width_text_is_read_as_plain_text(encoder: Encoder) -> None:
    one, other = encoder.encode(["ＬｏＲＡ　訓練低秩矩陣", "LoRA 训练低秩矩阵"])
    assert one @ other == pytest.approx(1, abs=1e-5)


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    start = "The optimizer updates the weights after every batch. " * 30
    tail = "量化把权重存成八位整数，从而减少显存占用。" * 6
    plain, longer, alone = encoder.encode([start, start + tail, tail])
    assert longer @ alone > plain @ alone + 0.1


def test_kind_makes_no_difference_to_the_bundled_encoder(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode(["a b"], kind="query"), encoder.encode(["a b"]))


def test_a_damaged_file_is_named_and_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    damaged = bytearray((folder / "encoder.onnx").read_bytes())
    damaged[1000] ^= 1
    (folder / "encoder.onnx").write_bytes(damaged)
    with pytest.raises(EncoderError, match=r"encoder\.onnx.*damaged"):
        BundledEncoder(folder)


def test_a_missing_configuration_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"config\.json.*pip install"):
        BundledEncoder(tmp_path)


def test_the_digest_names_the_weights() -> None:
    config = json.loads((FOLDER / "config.json").read_text())
    encoder = BundledEncoder()
    assert encoder.name == "bundled"
    assert len(encoder.digest) == 16
    assert encoder.dim == config["dim"]


@pytest.mark.parametrize("spec", ["bundle", "Bundled2", "sentence-transformer:x"])
def test_an_unknown_encoder_gets_a_suggestion(spec: str) -> None:
    with pytest.raises(EncoderError, match="did you mean"):
        make_encoder(spec)


def test_the_maker_of_other_models_asks_for_a_name() -> None:
    with pytest.raises(EncoderError, match="which model"):
        make_encoder("sentence-transformers:")


def test_the_bundled_encoder_takes_no_argument() -> None:
    with pytest.raises(EncoderError, match="takes no argument"):
        make_encoder("bundled:large")


def test_torch_is_not_imported_for_the_bundled_encoder() -> None:
    code = (
        "import sys; from mock_interview.grading.encoder import make_encoder;"
        "assert 'onnxruntime' not in sys.modules;"
        "make_encoder().encode(['a']);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_shipped_files_fit_the_repository() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 45_000_000
