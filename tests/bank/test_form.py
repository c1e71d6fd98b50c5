from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.bank.form import OURS, blank_form, read_form, with_schema, without_schema
from mock_interview.model import Topic, text_in

PLACE = Path("new.yaml")
TOPICS = (Topic(path="mine", title=text_in("en", "Mine")),)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_schema_is_shown_as_comments_and_taken_out_again(lang: str) -> None:
    text = "id: a\n# my remark\ntopic: mine\n"
    shown = with_schema(text, lang)
    assert all(line.startswith(OURS.strip()) for line in shown.split("\n\n")[0].split("\n"))
    assert all(
        name in shown for name in ("topic", "level", "points", "mistakes", "hints", "sources", "examples")
    )
    assert without_schema(shown.replace("\n", "\r\n")) == text


@pytest.mark.parametrize("lang", ["zh", "en", ""])
def test_an_empty_form_is_no_question_yet_and_says_what_is_missing(lang: str) -> None:
    question, problems = read_form(with_schema(blank_form("mine", lang), "en"), PLACE, TOPICS, lang)
    assert question is None and any("'id'" in str(one) for one in problems)


def test_a_filled_form_is_a_question() -> None:
    text = (
        blank_form("mine", "en").replace("id:", "id: one").replace("question: |\n  \n", "question: What?\n")
    )
    question, problems = read_form(text.replace("reference: |\n  \n", ""), PLACE, TOPICS, "en")
    assert not problems and question is not None and question.question == text_in("en", "What?")


def test_problems_are_told_at_the_lines_that_the_person_sees() -> None:
    text = with_schema(
        "id: one\ntopic: mine\nlevel: 9\nkind: concept\ntime_limit: 60\nquestion: What?\n", "en"
    )
    question, problems = read_form(text, PLACE, TOPICS, "en")
    (problem,) = problems
    assert question is None and text.split("\n")[problem.line - 1] == "level: 9"
