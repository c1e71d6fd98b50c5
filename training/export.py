"""Writes the shipped files: both graphs, the table, the tokenizer, config.json with hashes."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from training.judgements import MAX_PAIR_TOKENS
from training.onnx_graph import (
    TABLE_FILE,
    add_pooling,
    add_verdict,
    body_graph,
    save_graph,
    save_table,
)

MODEL = Path("mock_interview/encoder_model")
MAX_TOKENS = 128
CLASSES = 4


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_config(folder: Path, version: str) -> None:
    """config.json: what the reader must know, and the hash of every file beside it."""
    files = sorted(p for p in folder.iterdir() if p.suffix in {".onnx", ".bin"} or p.name == "tokenizer.json")
    config = {
        "format": 1,
        "name": "mock-interview-encoder",
        "version": version,
        "dim": 384,
        "pooling": "mean",
        "max_tokens": MAX_TOKENS,
        "max_pair_tokens": MAX_PAIR_TOKENS,
        "sha256": {path.name: sha256(path) for path in files},
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def export_encoder(weights: dict[str, np.ndarray], vocabulary: Path, folder: Path) -> None:
    """Encoder graph, table and tokenizer into ``folder``."""
    row_of_id = np.asarray(json.loads((vocabulary / "rows.json").read_text()), np.int32)
    save_table(weights, row_of_id, folder / TABLE_FILE)
    graph, states = body_graph(weights, tokens=MAX_TOKENS, ids=len(row_of_id))
    save_graph(graph, add_pooling(graph, states), 384, folder / "encoder.onnx")
    shutil.copyfile(vocabulary / "tokenizer.json", folder / "tokenizer.json")


def export_verifier(weights: dict[str, np.ndarray], vocabulary: Path, folder: Path) -> None:
    """Verifier graph into ``folder``, over the table that the encoder wrote there."""
    ids = len(json.loads((vocabulary / "rows.json").read_text()))
    graph, states = body_graph(weights, tokens=MAX_PAIR_TOKENS, ids=ids)
    save_graph(graph, add_verdict(graph, states, weights), CLASSES, folder / "verifier.onnx")


def export_over(weights: dict[str, np.ndarray], model: Path, folder: Path) -> None:
    """A verifier's graph into ``folder``, with copies of all else that lies in ``model``."""
    shutil.copytree(model, folder, dirs_exist_ok=True)
    outside = onnx.load(model / "verifier.onnx", load_external_data=False).graph.initializer
    shapes = {one.name: tuple(one.dims) for one in outside if one.external_data}
    # Of the table the graph takes the shape alone.
    weights = {
        **weights,
        "embeddings.word_embeddings.weight": np.broadcast_to(np.float32(0), shapes["table"]),
    }
    graph, states = body_graph(weights, tokens=MAX_PAIR_TOKENS, ids=shapes["row_of_id"][0])
    save_graph(graph, add_verdict(graph, states, weights), CLASSES, folder / "verifier.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder with tokenizer.json and rows.json")
    parser.add_argument("--weights", type=Path, required=True, help="safetensors file of the trained student")
    parser.add_argument("--verifier", type=Path, help="safetensors file of the trained verifier")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the shipped files")
    parser.add_argument("--version", default="1.0.0")
    options = parser.parse_args()
    options.model.mkdir(parents=True, exist_ok=True)
    encoder = load_file(options.weights)
    export_encoder(encoder, options.work, options.model)
    if options.verifier:
        verifier = load_file(options.verifier)
        table = "embeddings.word_embeddings.weight"
        if not np.array_equal(encoder[table], verifier[table]):
            raise SystemExit("the verifier was trained over another table than this encoder's")
        export_verifier(verifier, options.work, options.model)
    write_config(options.model, options.version)


if __name__ == "__main__":
    main()
