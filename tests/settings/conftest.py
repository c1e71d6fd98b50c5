from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mock_interview.errors import SettingsError
from mock_interview.settings.effective import effective
from mock_interview.settings.values import LlmOptions, Settings

Read = Callable[..., Settings]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """``read("model: m", OPENAI_API_KEY="...", options=LlmOptions(...))``."""

    def call(text: str | None = None, /, options: LlmOptions | None = None, **env: str) -> Settings:
        path = tmp_path / "config.yaml"
        if text is not None:
            path.write_text(text, encoding="utf-8")
        return effective(path, env, options)

    return call


@pytest.fixture
def problems(read: Read, tmp_path: Path) -> Callable[..., list[str]]:
    """What is wrong, a line a problem, the folder left out."""

    def call(text: str | None = None, /, options: LlmOptions | None = None, **env: str) -> list[str]:
        with pytest.raises(SettingsError) as caught:
            read(text, options, **env)
        return [str(one).replace(f"{tmp_path}/", "") for one in caught.value.problems]

    return call
