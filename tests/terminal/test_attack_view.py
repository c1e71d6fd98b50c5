from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

from mock_interview.bank.assault import Shot
from mock_interview.bank.siege import attack_rows, control_rows, offenders, section_rows
from mock_interview.terminal.attack_view import show_over, show_siege, show_worst
from mock_interview.terminal.screen import console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shot(name: str, lang: str, score: float | None, original: float | None = None) -> Shot:
    return Shot(
        question="q1", section="token-budget", lang=lang, name=name, score=score,
        answer="words \x1b[31m" + "很长的回答" * 40, control=original is not None, original=original,
    )  # fmt: skip


SHOTS = [
    shot("echo", "zh", 0.0),
    shot("echo", "en", None),
    shot("injection/role-play", "zh", 70.0),
    shot("flip/numbers", "en", 20.0),
    shot("order", "zh", 70.0, 80.0),
    shot("polite", "en", 80.0, 80.0),
]


def screen(width: int, lang: str) -> str:
    file = io.StringIO()
    out = console(file=file, width=width)
    show_siege(out, attack_rows(SHOTS), section_rows(SHOTS), control_rows(SHOTS), lang)
    show_worst(out, offenders(SHOTS), lang)
    show_over(out, ["injection/role-play (zh)"], lang)
    return file.getvalue()


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_fit_their_screen_and_hide_control_characters(lang: str, width: int) -> None:
    drawn = screen(width, lang)
    assert max(cell_len(line) for line in drawn.splitlines()) <= width
    assert "\x1b" not in drawn and "injection/role-play" in drawn


def test_what_is_above_its_limit_is_marked_and_what_has_no_score_is_a_dash() -> None:
    rows = {line.split()[0]: line.split() for line in screen(100, "en").splitlines() if line.strip()}
    assert rows["injection/role-play"][1:3] == ["100.0", "!"]
    assert rows["echo"] == ["echo", "0.0", "0", "1", "–", "–", "0", "5"]
    assert rows["flip/numbers"][-1] == "10"
    assert rows["order"][-2:] == ["not", "met"] and rows["polite"][-1] == "–"
    assert "1 answer could not be graded and is left out" in screen(100, "en")
