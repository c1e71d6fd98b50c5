from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.conduct.persona import LINES, load_persona, names
from mock_interview.errors import SettingsError, UsageError

OWN = """\
name: {zh: 自己的, en: My own}
manner: {zh: 慢条斯理。, en: Unhurried.}
opening: {zh: [开始。], en: [Begin.]}
moving_on: {zh: [下一题。, 再来。], en: [Next., Go on.]}
cannot_say: {zh: [请自定。], en: [Your choice.]}
wrap_up: {zh: [结束。], en: [Done.]}
"""


def write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["friendly", "neutral", "tough"])
def test_every_shipped_persona_has_its_lines_in_both_languages(name: str) -> None:
    assert name in names()
    persona = load_persona(name)
    assert all(persona.line(line, lang) for line in LINES for lang in ("zh", "en"))
    assert persona.manner.zh != persona.manner.en


def test_a_file_of_ones_own_is_a_persona(tmp_path: Path) -> None:
    persona = load_persona(write(tmp_path, OWN))
    assert persona.id == "mine"
    assert [persona.line("moving_on", "en", turn) for turn in (0, 1, 2)] == ["Next.", "Go on.", "Next."]


def test_an_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'friendly'"):
        load_persona("frendly")


def test_everything_wrong_with_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    text = (
        OWN.replace("en: [Begin.]", "fr: [Debut.]")
        .replace("wrap_up", "wrapup")
        .replace("Unhurried.", "x" * 401)
    )
    with pytest.raises(SettingsError) as caught:
        load_persona(write(tmp_path, text))
    said = str(caught.value)
    for piece in (
        "mine.yaml:2:",
        "mine.yaml:3:",
        "mine.yaml:6:",
        "did you mean 'wrap_up'",
        "400 characters",
        "'fr'",
    ):
        assert piece in said
    assert caught.value.exit_code == 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.yaml: cannot be read"):
        load_persona(str(tmp_path / "none.yaml"))
