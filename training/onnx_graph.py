"""Writes a BERT body as an ONNX graph with eight-bit weights, straight from its weights.

Inputs of a matrix product are quantised row by row as they come, one scale for each token. So the
vector of a text does not depend on the texts beside it in a batch, as it would with one scale for
the whole tensor. The table of input embeddings lies in a file of its own that graphs may share.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEADS = 12
DIM = 384
# Seven of the eight bits: processors without VNNI add two products in 16 bits, which must not
# overflow. Every processor then computes the same whole numbers.
WEIGHT_LEVELS = 63
TABLE_FILE = "embeddings.bin"
CONTRIB = "com.microsoft"
Weights = Mapping[str, np.ndarray]


def quantised_table(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eight-bit rows (rows, dim) and their scales (rows, 1)."""
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def quantised_columns(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A weight (out, in) as signed bytes (in, out) and scales (out,)."""
    scale = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-8) / WEIGHT_LEVELS
    return np.round(weight / scale).astype(np.int8).T, scale[:, 0].astype(np.float32)


def restored_columns(packed: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The weight (out, in) that ``quantised_columns`` packed."""
    return np.asarray(packed.T * scale[:, None], np.float32)


class Packed(NamedTuple):
    """A matrix as bytes (rows, in), and the scale of each of its rows (rows, 1)."""

    rows: str
    scale: str


class Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name, domain=domain, **attributes))
        return name

    def shared(self) -> None:
        """Constants that every layer uses."""
        self.constant("one", np.array(1, np.float32))
        self.constant("middle", np.array(128, np.uint8))
        self.constant("step", np.array(1 / 127, np.float32))
        self.constant("smallest", np.array(1e-8, np.float32))
        self.constant("columns", np.array([1], np.int64))
        self.constant("flat", np.array([-1, DIM], np.int64))

    def packed(self, x: str, name: str) -> Packed:
        """``x`` (rows, in) as bytes, one scale a row."""
        size = self.op("Abs", [x], f"{name}.size")
        largest = self.op("ReduceMax", [size, "columns"], f"{name}.largest", keepdims=0)
        step = self.op("Mul", [largest, "step"], f"{name}.step")
        step = self.op("Max", [step, "smallest"], f"{name}.scale.row")
        zero = self.op(
            "ConstantOfShape",
            [self.op("Shape", [step], f"{name}.rows")],
            f"{name}.zero",
            value=helper.make_tensor("value", TensorProto.UINT8, [1], [128]),
        )
        rows = self.op("QuantizeLinear", [x, step, zero], f"{name}.packed", axis=0)
        return Packed(rows, self.op("Unsqueeze", [step, "columns"], f"{name}.column"))

    def linear(self, x: Packed, name: str, weight: np.ndarray) -> str:
        """``x`` (rows, in) times ``weight`` (out, in), without the bias."""
        columns, scale = quantised_columns(weight)
        constants = [self.constant(f"{name}.weight", columns), "one", self.constant(f"{name}.scale", scale)]
        product = self.op("MatMulIntegerToFloat", [x.rows, *constants, "middle"], f"{name}.product", CONTRIB)
        return self.op("Mul", [product, x.scale], f"{name}.out")

    def norm(self, x: str, skip: str, name: str, weights: Weights, bias: str = "") -> str:
        """Layer norm of ``x`` + ``skip`` + ``bias``.

        Written as plain steps: the fused SkipLayerNormalization takes six times as long on a processor.
        """
        gamma = self.constant(f"{name}.gamma", weights[f"{name}.weight"])
        beta = self.constant(f"{name}.beta", weights[f"{name}.bias"])
        if bias:
            x = self.op("Add", [x, bias], f"{name}.biased")
        total = self.op("Add", [x, skip], f"{name}.sum")
        return self.op("LayerNormalization", [total, gamma, beta], f"{name}.out", axis=-1, epsilon=1e-12)


def external(name: str, dtype: int, dims: tuple[int, ...], offset: int, length: int) -> onnx.TensorProto:
    """A constant that lies at ``offset`` in the table file."""
    tensor = onnx.TensorProto(name=name, data_type=dtype, dims=dims)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", TABLE_FILE), ("offset", str(offset)), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
    return tensor


def add_embeddings(graph: Graph, weights: Weights, tokens: int, table: tuple[int, int], ids: int) -> str:
    """Input states: looked-up row, position and segment, normalised."""
    rows, dim = table
    row_bytes = (rows * dim + 63) // 64 * 64
    scale_bytes = (rows * 4 + 63) // 64 * 64
    graph.constants += [
        external("table", TensorProto.INT8, (rows, dim), 0, rows * dim),
        external("table.scale", TensorProto.FLOAT, (rows, 1), row_bytes, rows * 4),
        external("row_of_id", TensorProto.INT32, (ids,), row_bytes + scale_bytes, ids * 4),
    ]
    row = graph.op("Gather", ["row_of_id", "input_ids"], "row")
    packed = graph.op("Gather", ["table", row], "word.packed")
    scale = graph.op("Gather", ["table.scale", row], "word.scale")
    word = graph.op("Mul", [graph.op("Cast", [packed], "word.float", to=TensorProto.FLOAT), scale], "word")
    position = graph.constant("positions", weights["embeddings.position_embeddings.weight"][:tokens])
    length = graph.op("Shape", ["input_ids"], "length", start=1, end=2)
    zero = graph.constant("zero", np.zeros(1, np.int64))
    position = graph.op("Slice", [position, zero, length, zero], "position")
    segment = graph.constant("segments", weights["embeddings.token_type_embeddings.weight"])
    segment = graph.op("Gather", [segment, "token_type_ids"], "segment")
    place = graph.op("Add", [segment, position], "place")
    return graph.norm(word, place, "embeddings.LayerNorm", weights)


def add_layer(graph: Graph, x: str, prefix: str, weights: Weights) -> str:
    """One transformer layer over flat states (batch * tokens, dim)."""
    own = f"{prefix}.attention.self"
    parts = ("query", "key", "value")
    rows = graph.packed(x, own)
    flat = [graph.linear(rows, f"{own}.{part}", weights[f"{own}.{part}.weight"]) for part in parts]
    deep = [graph.op("Reshape", [name, "deep"], f"{name}.deep") for name in flat]
    bias = np.concatenate([weights[f"{own}.{part}.bias"] for part in parts])
    inputs = [*deep, graph.constant(f"{own}.bias", bias), "mask"]
    mixed = graph.op("MultiHeadAttention", inputs, f"{own}.mixed", CONTRIB, num_heads=HEADS)
    mixed = graph.op("Reshape", [mixed, "flat"], f"{own}.flat")
    x = add_output(graph, mixed, x, f"{prefix}.attention.output", weights)
    up = f"{prefix}.intermediate.dense"
    wide = graph.linear(graph.packed(x, up), up, weights[f"{up}.weight"])
    wide = graph.op(
        "BiasGelu", [wide, graph.constant(f"{up}.bias", weights[f"{up}.bias"])], f"{up}.gelu", CONTRIB
    )
    return add_output(graph, wide, x, f"{prefix}.output", weights)


def add_output(graph: Graph, x: str, skip: str, name: str, weights: Weights) -> str:
    """Projection back to the width of the states, added to ``skip`` and normalised."""
    dense = f"{name}.dense"
    bias = graph.constant(f"{dense}.bias", weights[f"{dense}.bias"])
    out = graph.linear(graph.packed(x, dense), dense, weights[f"{dense}.weight"])
    return graph.norm(out, skip, f"{name}.LayerNorm", weights, bias)


def mean_over(graph: Graph, x: str, mask: str, name: str) -> str:
    """Mean of ``x`` over the tokens where ``mask`` (batch, tokens) is one."""
    last, tokens = np.array([2], np.int64), np.array([1], np.int64)
    column = graph.op("Unsqueeze", [mask, graph.constant(f"{name}.last", last)], f"{name}.column")
    axis = graph.constant(f"{name}.axis", tokens)
    weighted = graph.op("Mul", [x, column], f"{name}.weighted")
    total = graph.op("ReduceSum", [weighted, axis], f"{name}.total", keepdims=0)
    count = graph.op("ReduceSum", [mask, axis], f"{name}.count", keepdims=1)
    return graph.op("Div", [total, count], name)


def add_pooling(graph: Graph, x: str) -> str:
    """The encoder's output: the mean over the real tokens (batch, dim), not normalised."""
    weight = graph.op("Cast", ["attention_mask"], "weight", to=TensorProto.FLOAT)
    return mean_over(graph, x, weight, "mean")


def add_verdict(graph: Graph, x: str, weights: Weights) -> str:
    """The verifier's output: probabilities (batch, 4) from the means of the two segments."""
    mask = graph.op("Cast", ["attention_mask"], "weight", to=TensorProto.FLOAT)
    segment = graph.op("Cast", ["token_type_ids"], "segment.float", to=TensorProto.FLOAT)
    claim_mask = graph.op("Mul", [mask, segment], "claim.mask")
    point = mean_over(graph, x, graph.op("Sub", [mask, claim_mask], "point.mask"), "point")
    claim = mean_over(graph, x, claim_mask, "claim")
    apart = graph.op("Abs", [graph.op("Sub", [point, claim], "difference")], "apart")
    both = graph.op("Mul", [point, claim], "product")
    hidden = graph.op("Concat", [point, claim, both, apart], "features", axis=1)
    for name in ("inner", "outer"):
        pair = [
            graph.constant(f"head.{name}.{part}", weights[f"head.{name}.{part}"])
            for part in ("weight", "bias")
        ]
        hidden = graph.op("Gemm", [hidden, *pair], f"head.{name}.out", transB=1)
        if name == "inner":
            hidden = graph.op("Gelu", [hidden], "head.gelu", CONTRIB)
    return graph.op("Softmax", [hidden], "probabilities", axis=1)


def body_graph(weights: Weights, *, tokens: int, ids: int) -> tuple[Graph, str]:
    """The body up to its last states (batch, tokens, dim), ready for a head."""
    graph = Graph()
    graph.shared()
    graph.op("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    table = weights["embeddings.word_embeddings.weight"].shape
    x = add_embeddings(graph, weights, tokens, (table[0], table[1]), ids)
    graph.op("Shape", [x], "deep")
    x = graph.op("Reshape", [x, "flat"], "embeddings.flat")
    for layer in range(6):
        x = add_layer(graph, x, f"encoder.layer.{layer}", weights)
    return graph, graph.op("Reshape", [x, "deep"], "states")


def save_graph(graph: Graph, output: str, width: int, path: Path) -> None:
    """Writes the graph with ``output`` (batch, width) as its one result."""
    both = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"])
            for n in ("input_ids", "attention_mask", "token_type_ids")]  # fmt: skip
    result = helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", width])
    body = helper.make_graph(graph.nodes, path.stem, both, [result], graph.constants)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1)]
    path.write_bytes(helper.make_model(body, opset_imports=opsets, ir_version=9).SerializeToString())


def save_table(weights: Weights, row_of_id: np.ndarray, path: Path) -> None:
    """Writes the shared file: rows, their scales, and the row of every token id."""
    packed, scale = quantised_table(weights["embeddings.word_embeddings.weight"])
    with path.open("wb") as file:
        for part in (packed, scale, row_of_id.astype(np.int32)):
            file.write(part.tobytes())
            file.write(b"\0" * (-file.tell() % 64))
