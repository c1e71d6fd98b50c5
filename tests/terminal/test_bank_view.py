from __future__ import annotations

import io
from dataclasses import replace

import pytest

from mock_interview.bank.exam import sit, tally
from mock_interview.bank.search import outline_share, stats
from mock_interview.model import Bank, Example, Grade, Mistake, Text
from mock_interview.terminal.bank_view import show_exam, show_found, show_question, show_stats, topic_titles
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from tests.samples import TOPICS, question

ASKED = replace(
    question(),
    seed="2.18.2",
    mistakes=(Mistake(contradicts="divides", text=Text(zh="先减均值", en="The mean is subtracted first")),),
    examples=(
        Example(answer="divide by the rms\nand scale", lang="en", band="strong"),
        Example(answer="不知道", lang="zh", band="weak"),
    ),
)
BANK = Bank(questions=(ASKED, question("q2", topic="norm", level=4)), topics=TOPICS, digest="")


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bank_screens(golden, lang: str, width: int) -> None:
    file = io.StringIO()
    out = console(file=file, width=width)
    show_question(out, QuestionView(out, lang, topic_titles(BANK, lang), {}), ASKED, lang)
    show_found(out, BANK.questions, lang)
    show_found(out, (), lang)
    rows = stats(BANK)
    show_stats(out, rows, outline_share(rows), lang)
    results = list(sit(BANK, (), lambda _q, _e: Grade(score=12.0, band="weak")))
    show_exam(out, results, tally(results), lang)
    golden(f"bank-{lang}-{width}", file.getvalue())
