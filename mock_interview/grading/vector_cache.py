"""Keeps the vectors of texts that never change (references, points, mistakes) on disk.

One file per model, named by the model's digest; a record is the hash of a text, its vector, and
a checksum. Whatever cannot be read is encoded again: the cache may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from mock_interview.grading.encoder import Encoder

MAX_BYTES = 64 * 1024 * 1024
SUFFIX = ".vectors"
_KEY, _CHECK = 16, 4


def _key(text: str, kind: str) -> bytes:
    content = f"{kind}\0{text}".encode("utf-8", "replace")
    return hashlib.blake2b(content, digest_size=_KEY).digest()


class CachedEncoder:
    """An ``Encoder`` that asks ``encoder`` only for texts it has not met.

    ``folder`` is created when first written to. ``max_bytes`` bounds all files in it together;
    the oldest vectors go first.
    """

    def __init__(self, encoder: Encoder, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._encoder, self._folder, self._max_bytes = encoder, folder, max_bytes
        self.name: str = encoder.name
        self.digest: str = encoder.digest
        self.dim: int = encoder.dim
        self.independent: bool = encoder.independent
        self._path = folder / f"{self.digest}{SUFFIX}"
        self._known: dict[bytes, np.ndarray] | None = None

    def encode(self, texts: Sequence[str], *, kind: Literal["query", "passage"] = "passage") -> np.ndarray:
        """As ``Encoder.encode``; vectors that had to be computed are on disk when it returns."""
        keys = [_key(text, kind) for text in texts]
        known = self._load()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            vectors = self._encoder.encode(list(missing.values()), kind=kind)
            known.update(zip(missing, vectors, strict=True))
            self._save(known)
        rows = [known[key] for key in keys]
        return np.array(rows, np.float32).reshape(len(rows), self.dim)

    def _load(self) -> dict[bytes, np.ndarray]:
        if self._known is None:
            try:
                self._known = _parse(self._path.read_bytes(), self.dim)
            except OSError:
                self._known = {}
        return self._known

    def _save(self, known: dict[bytes, np.ndarray]) -> None:
        """Replaces the file as a whole. A folder that cannot be written to only costs time."""
        size = _KEY + self.dim * 4 + _CHECK
        keep = list(known.items())[-max(1, self._max_bytes // size) :]
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(self._path, b"".join(_record(key, vector) for key, vector in keep))
            _drop_oldest(self._folder, self._path, self._max_bytes)


def _record(key: bytes, vector: np.ndarray) -> bytes:
    body = key + np.ascontiguousarray(vector, "<f4").tobytes()
    return body + zlib.crc32(body).to_bytes(_CHECK, "little")


def _parse(data: bytes, dim: int) -> dict[bytes, np.ndarray]:
    """The records of ``data`` whose checksum holds, in file order."""
    size = _KEY + dim * 4 + _CHECK
    known: dict[bytes, np.ndarray] = {}
    for start in range(0, len(data) - size + 1, size):
        body, check = data[start : start + size - _CHECK], data[start + size - _CHECK : start + size]
        if zlib.crc32(body).to_bytes(_CHECK, "little") == check:
            known[body[:_KEY]] = np.frombuffer(body, "<f4", offset=_KEY)
    return known


def _replace(path: Path, data: bytes) -> None:
    """Readers see the old file or the whole new one. No fsync: checksums find a torn file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _drop_oldest(folder: Path, own: Path, max_bytes: int) -> None:
    """Deletes other models' files, least recently written first, until the bound holds."""
    files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    total = sum(path.stat().st_size for path in files)
    for path in files:
        if total > max_bytes and path != own:
            total -= path.stat().st_size
            path.unlink()
