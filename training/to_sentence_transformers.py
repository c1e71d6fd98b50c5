"""Turns the shipped encoder into a folder that sentence-transformers can load.

The eight-bit weights are spread out to floats again, so one set of weights serves both
runtimes: ``python -m training.to_sentence_transformers FOLDER``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from training.export import MAX_TOKENS, MODEL
from training.onnx_graph import TABLE_FILE, restored_columns


def restored_weights(model: Path, name: str = "encoder.onnx") -> dict[str, np.ndarray]:
    """A shipped graph's weights by their usual names, with one row of the table for every token id."""
    graph = onnx.load(model / name, load_external_data=False).graph
    outside = {t.name: tuple(t.dims) for t in graph.initializer if t.external_data}
    inside = {t.name: numpy_helper.to_array(t) for t in graph.initializer if not t.external_data}
    weights = {"embeddings.word_embeddings.weight": _table(model / TABLE_FILE, outside)}
    weights["embeddings.position_embeddings.weight"] = inside["positions"]
    weights["embeddings.token_type_embeddings.weight"] = inside["segments"]
    for name, value in inside.items():
        base, _, part = name.rpartition(".")
        if part in {"gamma", "beta"}:
            weights[f"{base}.{'weight' if part == 'gamma' else 'bias'}"] = value
        elif part == "bias" or base.startswith("head."):
            weights[name] = value
        elif part == "weight":
            weights[name] = restored_columns(value, inside[f"{base}.scale"])
    return _split_attention(weights)


def _table(path: Path, shapes: dict[str, tuple[int, ...]]) -> np.ndarray:
    data = path.read_bytes()
    rows, dim = shapes["table"]
    scale_at = (rows * dim + 63) // 64 * 64
    ids_at = scale_at + (rows * 4 + 63) // 64 * 64
    packed = np.frombuffer(data, np.int8, rows * dim).reshape(rows, dim)
    scale = np.frombuffer(data, np.float32, rows, scale_at)
    row_of_id = np.frombuffer(data, np.int32, shapes["row_of_id"][0], ids_at)
    return np.asarray((packed * scale[:, None])[row_of_id], np.float32)


def _split_attention(weights: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The one bias of an attention as the three of query, key and value."""
    out: dict[str, np.ndarray] = {}
    for name, value in weights.items():
        if not name.endswith(".self.bias"):
            out[name] = value
            continue
        for part, third in zip(("query", "key", "value"), np.split(value, 3), strict=True):
            out[name.replace("self", f"self.{part}")] = third
    return out


def write_folder(model: Path, folder: Path) -> None:
    """Everything sentence-transformers needs to load ``folder`` as a model."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    weights = {k: torch.from_numpy(np.array(v)) for k, v in restored_weights(model).items()}
    config = BertConfig(
        vocab_size=len(weights["embeddings.word_embeddings.weight"]),
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        max_position_embeddings=MAX_TOKENS,
    )
    bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(weights)
    body = folder / "body"
    bert.save_pretrained(body)
    names = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    special = {f"{key}_token": word for key, word in names.items()}
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=MAX_TOKENS, **special)
    fast.save_pretrained(body)
    transformer = models.Transformer(str(body), max_seq_length=MAX_TOKENS)
    pooling = models.Pooling(config.hidden_size, pooling_mode="mean")
    whole = SentenceTransformer(modules=[transformer, pooling, models.Normalize()], device="cpu")
    whole.save(str(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write; must not hold another model")
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    write_folder(options.model, options.folder)
    print(json.dumps({"written": str(options.folder)}))


if __name__ == "__main__":
    main()
