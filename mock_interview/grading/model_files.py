"""The model files that come with the package: where they are, and that they are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import EncoderError

FOLDER = Path(__file__).resolve().parents[1] / "encoder_model"
REMEDY = "Install the package again: pip install --force-reinstall mock-interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """What ``config.json`` says: ``sha256`` maps file names to hex digests.

    A text longer than ``max_tokens`` is read in windows, a pair longer than ``max_pair_tokens`` is cut.
    """

    version: str
    dim: int
    max_tokens: int
    max_pair_tokens: int
    sha256: dict[str, str]

    def digest(self, names: Iterable[str]) -> str:
        """One short hash for a model that consists of the named files."""
        joined = " ".join(self.sha256[name] for name in sorted(names))
        return hashlib.sha256(joined.encode()).hexdigest()[:16]


def read_config(folder: Path) -> ModelConfig:
    """The configuration in ``folder``; raises ``EncoderError`` when it is missing or damaged."""
    path = folder / "config.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return ModelConfig(
            version=raw["version"],
            dim=raw["dim"],
            max_tokens=raw["max_tokens"],
            max_pair_tokens=raw["max_pair_tokens"],
            sha256=dict(raw["sha256"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"{path}: cannot be read as a model configuration ({error}). {REMEDY}") from error


def checked(folder: Path, config: ModelConfig, names: Iterable[str]) -> None:
    """Raises ``EncoderError`` unless every named file has the hash the configuration states."""
    for name in names:
        try:
            with (folder / name).open("rb") as file:
                found = (
                    hashlib.file_digest(file, "sha256").hexdigest()
                    if hasattr(hashlib, "file_digest")
                    else hashlib.sha256(file.read()).hexdigest()
                )
        except OSError as error:
            raise EncoderError(f"{folder / name}: cannot be read ({error.strerror}). {REMEDY}") from error
        if found != config.sha256.get(name):
            raise EncoderError(
                f"{folder / name}: the file is damaged (its hash is not the stated one). {REMEDY}"
            )
