"""A session with both gradings, as a document and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from mock_interview.codec import from_plain, to_plain
from mock_interview.model import Grade, Session, Text
from mock_interview.review.markdown import to_markdown
from mock_interview.review.plain import session_json
from mock_interview.review.summary import summarise
from tests.cli.test_json import documented
from tests.judge.graded import judged_session


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_tracks_and_what_is_contested_read_as_a_document(golden, lang: str) -> None:  # type: ignore[no-untyped-def]
    session = judged_session(lang)
    golden(f"markdown-judged-{lang}", to_markdown(session, summarise(session), {}))


def test_words_of_a_model_cannot_act_as_markup() -> None:
    session = judged_session("en")
    turn = session.turns[0]
    grade = turn.grade
    assert grade is not None and grade.judgement is not None
    evil = "x\n\n# heading | <b> `y` [z](http://evil)"
    points = tuple(
        replace(point, votes=tuple(replace(vote, reasoning=evil) for vote in point.votes))
        for point in grade.judgement.points
    )
    judgement = replace(grade.judgement, points=points, model=evil)
    session = replace(session, turns=(replace(turn, grade=replace(grade, judgement=judgement)),))
    rendered = to_markdown(session, summarise(session), {})
    assert not [line for line in rendered.splitlines() if line.startswith("# heading")]
    assert "<b>" not in rendered and "[z](" not in rendered


def test_every_key_is_documented() -> None:
    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for inner in value.values() for key in keys(inner)}
        return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()

    session = judged_session("en")
    grades = [question["grade"] for question in session_json(session, summarise(session))["questions"]]
    assert keys(json.loads(json.dumps(grades))) <= documented("review show --json")


def test_a_grade_with_both_tracks_comes_back_as_it_was_and_an_old_one_has_no_second() -> None:
    for turn in judged_session("zh").turns:
        assert turn.grade is not None
        assert from_plain(json.loads(json.dumps(to_plain(turn.grade))), Grade) == turn.grade
    old = to_plain(judged_session("en").turns[1].grade)
    for key in ("judgement", "offline", "contested"):
        del old[key]
    read = from_plain(old, Grade)
    assert read.judgement is None and read.offline is None and read.contested == () and read.score == 0.0


@pytest.mark.parametrize(
    "words", ["1. one", "- item", "+ item", "# heading", "> quote", "    code", "a\n\n- b"]
)
def test_a_point_a_reason_or_a_stamp_begins_nothing_in_a_list(words: str) -> None:
    session = judged_session("en")
    first, second, third = session.turns
    both = Text(zh=words, en=words)
    question = replace(
        first.question, points=tuple(replace(point, text=both) for point in first.question.points)
    )
    turns = (
        replace(first, question=question, appeals=(replace(first.appeals[0], because=words),)),
        replace(second, regrades=(replace(second.regrades[0], at=words),)),
        third,
    )
    session = replace(session, turns=turns)
    lines = to_markdown(session, summarise(session), {}).split("\n")
    items = [line.strip() for line in lines if line.strip().startswith("- ")]
    assert len(items) == len(
        [line for line in plain_lines(judged_session("en")) if line.strip().startswith("- ")]
    )
    for item in items:
        assert not re.match(r"- *([-+*#>]|\d+[.)]) ", item), item


def plain_lines(session: Session) -> list[str]:
    return to_markdown(session, summarise(session), {}).split("\n")


def test_the_document_tells_reasons_confidence_appeals_and_later_grades() -> None:
    text = "\n".join(plain_lines(judged_session("en")))
    for told in ("Why this one: due for 4 days", "was fairly sure", "### Your appeals", "### Graded again"):
        assert told in text
