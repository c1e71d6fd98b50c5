"""JSON shapes compared with golden files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

GoldenJson = Callable[[str, object], None]


@pytest.fixture
def golden_json(request: pytest.FixtureRequest) -> GoldenJson:
    """Compare data with ``tests/golden/<name>.json``; ``--update-golden`` rewrites it."""
    folder = Path(__file__).parent.parent / "golden"

    def check(name: str, data: object) -> None:
        path = folder / f"{name}.json"
        text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{path} differs; look, then run --update-golden"

    return check
