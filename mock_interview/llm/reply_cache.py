"""Replies kept on disk, so that the same question to the same model costs nothing twice.

A file a reply, named by a hash of what was asked, which itself is not kept. Whatever cannot be read
is asked again: the folder may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mock_interview.atomic import write_atomic
from mock_interview.llm.request import Wish

MAX_BYTES = 64 * 1024 * 1024
SUFFIX = ".reply.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reply as it is kept."""

    text: str
    model: str


def key_of(wish: Wish, server: str, model: str, extra: Mapping[str, Any]) -> str:
    """The name of what is asked: no key and no header is part of it."""
    asked = [VERSION, server, model, dict(extra), asdict(wish)]
    if wish.schema is not None:
        asked.append([wish.schema.name, dict(wish.schema.schema)])
    content = json.dumps(asked, sort_keys=True, ensure_ascii=True, default=dict)
    return hashlib.sha256(content.encode()).hexdigest()[:40]


class ReplyCache:
    """The replies in ``folder``, at most ``max_bytes`` of them: those not used for longest go first."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._folder, self._max_bytes = folder, max_bytes
        self._lock = threading.Lock()
        self._size: int | None = None

    def get(self, key: str) -> Kept | None:
        """The reply kept under ``key``; ``None`` when there is none or it is damaged."""
        path = self._path(key)
        try:
            data = json.loads(path.read_bytes())
            kept = Kept(text=data["text"], model=data["model"])
            if data["check"] != _check(key, kept):
                return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keep a reply. A folder that cannot be written to only costs calls."""
        text = json.dumps({"text": kept.text, "model": kept.model, "check": _check(key, kept)})
        with self._lock, contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # replies quote what the user wrote
            write_atomic(self._path(key), text)
            self._make_room(len(text))

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"

    def _make_room(self, added: int) -> None:
        self._size = None if self._size is None else self._size + added
        if self._size is not None and self._size <= self._max_bytes:
            return
        files = []
        for path in self._folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(OSError):  # another session may have removed it
                state = path.stat()
                files.append((state.st_mtime_ns, state.st_size, path))
        self._size = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if self._size <= self._max_bytes:
                break
            self._size -= size
            path.unlink(missing_ok=True)


def _check(key: str, kept: Kept) -> str:
    content = f"{key}\0{kept.model}\0{kept.text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:16]
