"""Bank folders with something wrong in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mock_interview.bank.load import read_bank
from tests.samples import BANK_YAML, write_bank

Say = Callable[..., list[str]]


def changed(old: str, new: str, text: str = BANK_YAML) -> str:
    """``text`` with the first ``old`` replaced."""
    assert old in text, old
    return text.replace(old, new, 1)


@pytest.fixture
def problems(tmp_path: Path) -> Say:
    """``problems("level: 2", "level: 9")``: what is said of the sample bank after that change."""

    def say(*pairs: str) -> list[str]:
        text = BANK_YAML
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            text = changed(old, new, text)
        folder = write_bank(tmp_path / "bank", text)
        return [str(problem).replace(f"{folder}/", "") for problem in read_bank(folder).problems]

    return say
