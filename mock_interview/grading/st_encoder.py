"""The one door to sentence-transformers: any of its models as an ``Encoder``.

Needs the extra ``models``. Importing the library takes about 5 s and 420 MB, so it happens when
an encoder is made.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from mock_interview.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

INSTALL = "pip install 'mock-interview[models]'"
# Names under which models file the prompt of a text that is searched for, or searched in.
PROMPT_NAMES = {"query": ("query",), "passage": ("passage", "document")}
# The E5 models were trained with these words but do not all state them in their files.
E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
# Part of every tensor that goes into the digest; whole tensors would take seconds to read.
DIGEST_NUMBERS = 4096


class SentenceTransformersEncoder:
    """Implements ``Encoder`` with the model of a hub name or a folder.

    Raises ``EncoderError`` when the extra is missing or the model cannot be loaded.
    """

    independent = False  # torch adds in another order in another batch

    def __init__(self, model: str) -> None:
        self.name: str = f"sentence-transformers:{model}"
        self._model = _load(model)
        self._prompts = _prompts(model, self._model.prompts)
        self.dim: int = len(self._model.encode("a"))
        self.digest: str = _digest(self._model, self._prompts)

    def encode(self, texts: Sequence[str], *, kind: Literal["query", "passage"] = "passage") -> np.ndarray:
        """Unit vectors (len(texts), dim), float32; what exceeds the model's window is cut."""
        out = np.zeros((len(texts), self.dim), np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        if filled:
            prompt = self._prompts[kind]
            vectors = self._model.encode(
                [texts[i].encode("utf-8", "replace").decode() for i in filled],
                prompt=prompt or None,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            out[filled] = vectors
        return out


def check_installed(model: str) -> None:
    """Refuse ``model`` when the extra is missing. Raises ``EncoderError``; imports nothing heavy."""
    if importlib.util.find_spec("sentence_transformers") is None:
        raise EncoderError(
            f"the encoder sentence-transformers:{model} needs packages that are not installed. "
            f"Install them: {INSTALL}"
        )


def _load(model: str) -> SentenceTransformer:
    check_installed(model)
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model)
    except Exception as error:  # the hub, torch and the file formats each raise their own kinds
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EncoderError(
            f"the model {model!r} cannot be loaded ({reason}). Give the name of a model that can "
            "be fetched from here, or the folder of one that has been downloaded"
        ) from error


def _prompts(model: str, stated: Mapping[str, str | None]) -> dict[str, str]:
    """The words put before a text, for each kind; none is the empty string."""
    found = {
        kind: next((prompt for name in names if (prompt := stated.get(name))), "")
        for kind, names in PROMPT_NAMES.items()
    }
    is_e5 = "e5-" in model.lower() and "instruct" not in model.lower()
    return E5_PROMPTS if is_e5 and not any(found.values()) else found


def _digest(model: SentenceTransformer, prompts: dict[str, str]) -> str:
    """A hash of shapes, of the beginning of every weight, and of the prompts."""
    total = hashlib.sha256(repr(sorted(prompts.items())).encode())
    for name, tensor in model.state_dict().items():
        total.update(f"{name} {tuple(tensor.shape)}".encode())
        part = tensor.flatten()[:DIGEST_NUMBERS].detach().float().cpu()
        total.update(part.numpy().tobytes())
    return total.hexdigest()[:16]
