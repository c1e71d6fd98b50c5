"""Nothing here waits for a real disk."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync that costs nothing: what is synced is watched by `Disk`, and no test here cuts real power."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
