"""The one door to onnxruntime, tokenizers and threadpoolctl: token ids in, the graph's output rows out.

Knows nothing of what the outputs mean. Importing both libraries takes 0.13 s and 50 MB, so it
happens when a model is made, not when this module is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mock_interview.errors import EncoderError
from mock_interview.grading.model_files import FOLDER, REMEDY, checked, read_config

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

THREADS = 2
BATCH = 32
# Windows of a batch times their length squared, at most, which bounds its memory to some 30 MB.
AREA = 2**18
# What starting a batch costs, in tokens: computing so many takes as long, about 0.7 ms.
START = 8
# A window's output is the same to the last bit whatever is computed beside it, if it is never alone (sums
# are then taken in another order) and if filled up to a multiple of this (as are those of some lengths).
STEP = 4
TOKENIZER = "tokenizer.json"
TABLE = "embeddings.bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One window of a text, or of a pair of texts: token ids and segment numbers."""

    ids: list[int]
    segments: list[int]


def _tokens(encoding: Encoding) -> Tokens:
    return Tokens(ids=encoding.ids, segments=encoding.type_ids)


def _valid(text: str) -> str:
    """The text without lone surrogates, which cannot be written as UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class OnnxModel:
    """A graph of the bundled model with its tokenizer, checked against the stated hashes."""

    def __init__(self, folder: Path, graph: str, *, threads: int = THREADS) -> None:
        names = (graph, TABLE, TOKENIZER)
        self.config = read_config(folder)
        checked(folder, self.config, names)
        self.digest = self.config.digest(names)
        try:
            self._load(folder, graph, threads)
        except Exception as error:  # both libraries raise bare Exception subclasses of their own
            raise EncoderError(f"{folder / graph}: the model cannot be loaded ({error}). {REMEDY}") from error

    def _load(self, folder: Path, graph: str, threads: int) -> None:
        import onnxruntime
        from threadpoolctl import ThreadpoolController

        # A product of numpy's on several threads leaves them spinning for tens of milliseconds, on the
        # cores that the model needs next.
        ThreadpoolController().select(internal_api="openblas").limit(limits=1)
        settings = onnxruntime.SessionOptions()
        # Windows are shared out among threads that compute them alone: half of a run's steps are too small
        # to be parted, and threads that wait for a part of one spin.
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = 3
        # Every batch has another shape; planned memory would only grow.
        settings.enable_mem_pattern = False
        self._session = onnxruntime.InferenceSession(
            str(folder / graph), settings, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = _tokenizer(folder / TOKENIZER)
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads - 1, thread_name_prefix=graph) if threads > 1 else None

    def windows(self, texts: Sequence[str], overlap: int) -> list[list[Tokens]]:
        """Each text as windows of at most ``max_tokens`` that share ``overlap`` tokens."""
        self._tokenizer.enable_truncation(self.config.max_tokens, stride=overlap)
        encodings = self._tokenizer.encode_batch_fast([_valid(text) for text in texts])
        return [[_tokens(e), *map(_tokens, e.overflowing)] for e in encodings]

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Tokens]:
        """Each pair as one window; the longer text of a pair too long is cut at its end."""
        self._tokenizer.enable_truncation(self.config.max_pair_tokens, strategy="longest_first")
        cleaned = [(_valid(first), _valid(second)) for first, second in pairs]
        return [_tokens(e) for e in self._tokenizer.encode_batch_fast(cleaned)]

    def run(self, windows: Sequence[Tokens], width: int) -> np.ndarray:
        """Output rows (len(windows), width), float32; computed in order of length.

        A row depends on its own window alone, to the last bit.
        """
        out = np.zeros((len(windows), width), np.float32)

        def compute(share: Sequence[int]) -> None:
            for batch in _batches([len(windows[i].ids) for i in share]):
                chunk = [share[at] for at in batch]
                (out[chunk],) = self._session.run(None, _inputs([windows[i] for i in chunk]))

        mine, *others = _shares([len(window.ids) for window in windows], self._threads)
        waited = [self._pool.submit(compute, share) for share in others] if self._pool else []
        compute(mine)
        for future in waited:
            future.result()
        return out


def _shares(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Numbers of windows for at most ``most`` threads, each with as long ones and with two at least."""
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    count = max(1, min(most, len(order) // 2))
    shares: list[list[int]] = [[] for _ in range(count)]
    for at, window in enumerate(order):
        turn, place = divmod(at, count)
        shares[place if turn % 2 == 0 else count - 1 - place].append(window)
    return shares


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Numbers of windows that are computed together, longest first: the cheapest way to part them.

    None is alone: one without another stands twice.
    """
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    widths = [_filled(lengths[i]) for i in order]
    cost, cuts = [0], [0]  # of the first windows, as many as the place in the list says
    for end in range(1, len(order) + 1):
        costs = {
            at: cost[at] + START + widths[at] * max(2, end - at)
            for at in range(max(0, end - BATCH), end)
            if end - at <= 2 or (end - at) * widths[at] ** 2 <= AREA
        }
        cuts.append(min(costs, key=costs.__getitem__))
        cost.append(costs[cuts[-1]])
    batches: list[list[int]] = []
    end = len(order)
    while end:
        batches.append(order[cuts[end] : end])
        end = cuts[end]
    return [batch * 2 if len(batch) == 1 else batch for batch in reversed(batches)]


def _filled(length: int) -> int:
    return -(-length // STEP) * STEP


@lru_cache(maxsize=2)
def _tokenizer(path: Path) -> Tokenizer:
    """Both graphs read with the same tokenizer; each sets how it truncates before it encodes."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))


def is_known(word: str) -> bool:
    """Whether a word is one token of the shipped models, so that they have learnt it as a whole."""
    return _tokenizer(FOLDER / TOKENIZER).token_to_id(word) is not None


def _inputs(windows: list[Tokens]) -> dict[str, np.ndarray]:
    """The graph's inputs (batch, tokens), filled up with zeros."""
    longest = max(len(window.ids) for window in windows)
    shape = (len(windows), _filled(longest))
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = {name: np.zeros(shape, np.int64) for name in names}
    for row, window in enumerate(windows):
        length = len(window.ids)
        inputs["input_ids"][row, :length] = window.ids
        inputs["attention_mask"][row, :length] = 1
        inputs["token_type_ids"][row, :length] = window.segments
    return inputs
