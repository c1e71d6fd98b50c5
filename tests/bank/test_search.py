from __future__ import annotations

from dataclasses import replace

import pytest

from mock_interview.bank.search import get, outline_share, search, stats
from mock_interview.errors import UsageError
from mock_interview.model import Bank, Text
from tests.samples import TOPICS, question

RMS = replace(question("rms-formula"), seed="2.18.2")
ROPE = replace(
    question("rope-idea", topic="norm"),
    question=Text(zh="旋转位置编码的思路是什么？", en="What is the idea of rotary embedding?"),
)
BANK = Bank(questions=(RMS, ROPE), topics=TOPICS, digest="")


@pytest.mark.parametrize("wanted", ["rms-formula", "2.18.2", "seed:2.18.2"])
def test_a_question_is_found_by_id_or_outline_number(wanted: str) -> None:
    assert get(BANK, wanted) is RMS


def test_an_unknown_id_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'rope-idea'"):
        get(BANK, "rope-ideas")


@pytest.mark.parametrize("text", ["旋转位置", "rotary", "ROPE", "rotary embeding idea"])
def test_search_finds_in_both_languages_in_spite_of_case_and_typos(text: str) -> None:
    assert search(BANK, text)[0] is ROPE


def test_search_finds_nothing_when_nothing_is_alike() -> None:
    assert search(BANK, "zzzz qqqq") == []


def test_stats_count_by_section_and_outline() -> None:
    (row,) = stats(BANK)
    assert (row.questions, row.levels[2], row.kinds["formula"]) == (2, 2, 2)
    assert (row.outline, row.outline_total) == (1, 8)
    assert outline_share([row]) == (1, 158)
