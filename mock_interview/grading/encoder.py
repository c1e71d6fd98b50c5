"""What an encoder is, and how one is made from its name. Runs no model itself."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from mock_interview.errors import EncoderError

if TYPE_CHECKING:
    import numpy as np

Kind = Literal["query", "passage"]
DEFAULT = "bundled"


class Encoder(Protocol):
    """Turns texts into vectors whose dot products say how close their meanings are.

    ``name`` is what ``make_encoder`` was given, ``digest`` identifies the exact weights, ``dim``
    is the length of a vector. ``independent`` says whether a vector is the same to the last bit
    whatever other texts are encoded in the same call.
    """

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def dim(self) -> int: ...

    @property
    def independent(self) -> bool: ...

    def encode(self, texts: Sequence[str], *, kind: Kind = "passage") -> np.ndarray:
        """Unit vectors (len(texts), dim), float32; a row of zeros for a text without words.

        ``kind`` matters to models that were trained with different prompts for questions and
        for texts. Raises ``EncoderError`` when the model cannot run.
        """
        ...


def _bundled(argument: str, threads: int | None) -> Encoder:
    from mock_interview.grading.bundled import BundledEncoder

    if argument:
        raise EncoderError(f"the encoder 'bundled' takes no argument, not {argument!r}")
    return BundledEncoder() if threads is None else BundledEncoder(threads=threads)


def _sentence_transformers(argument: str, threads: int | None) -> Encoder:
    from mock_interview.grading.st_encoder import SentenceTransformersEncoder

    if not argument:
        raise EncoderError(
            "which model? Write sentence-transformers:NAME, for example "
            "sentence-transformers:BAAI/bge-m3, or a folder in place of the name"
        )
    if threads is not None:
        os.environ["OMP_NUM_THREADS"] = str(threads)  # read when torch is first imported
    return SentenceTransformersEncoder(argument)


MAKERS: dict[str, Callable[[str, int | None], Encoder]] = {
    "bundled": _bundled,
    "sentence-transformers": _sentence_transformers,
}


def make_encoder(spec: str = DEFAULT, *, threads: int | None = None) -> Encoder:
    """The encoder named by ``spec``: ``bundled`` or ``sentence-transformers:<name or path>``.

    ``threads`` is how many it computes with; ``None`` leaves that to it.

    Raises ``EncoderError`` for an unknown name, a missing extra, or a model that cannot load.
    """
    check_spec(spec)
    maker, _, argument = spec.partition(":")
    return MAKERS[maker](argument, threads)


def check_spec(spec: str) -> None:
    """Refuse a name that no encoder answers to, or whose extra is missing.

    Raises ``EncoderError``; loads no model.
    """
    maker, _, argument = spec.partition(":")
    if maker not in MAKERS:
        near = difflib.get_close_matches(maker, MAKERS, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}; " if near else ""
        known = "'bundled' or 'sentence-transformers:<name or path>'"
        raise EncoderError(f"unknown encoder {spec!r}; {hint}it is {known}")
    if maker == "sentence-transformers":
        from mock_interview.grading.st_encoder import check_installed

        check_installed(argument)
