from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mock_interview.model import Exchange, Grade
from mock_interview.practice import held
from mock_interview.review.plain import session_json, summary_json
from mock_interview.review.summary import summarise
from tests.review.conftest import GoldenJson
from tests.samples import RUBRIC, finished

DOCS = Path(__file__).parents[2] / "docs" / "json.md"


def summary() -> dict[str, Any]:
    return summary_json(held(finished()), summarise(finished(), RUBRIC))


def whole(number: int | None = None) -> dict[str, Any]:
    return session_json(finished(), summarise(finished(), RUBRIC), number)


def keys(data: object) -> set[str]:
    """Every key in ``data``, however deep."""
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in keys(value)}
    if isinstance(data, (list, tuple)):
        return {key for value in data for key in keys(value)}
    return set()


def test_the_shape_of_a_summary_is_stable(golden_json: GoldenJson) -> None:
    golden_json("review", summary())


def test_the_shape_of_a_session_is_stable(golden_json: GoldenJson) -> None:
    golden_json("review-show", whole())


def test_the_session_has_everything_the_summary_has() -> None:
    assert {key: value for key, value in whole().items() if key in summary()} == summary()


def test_every_key_is_documented() -> None:
    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text(encoding="utf-8")))
    assert keys(whole()) - documented == set()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_one_question_is_that_question_of_the_whole(number: int) -> None:
    assert whole(number)["questions"] == [whole()["questions"][number - 1]]
    assert whole(number)["asked"] == 3


def test_what_is_not_graded_is_null_with_a_reason_and_never_zero() -> None:
    wrong, skipped = whole()["questions"][1:]
    assert wrong["grade"]["score"] == 0.0
    assert skipped["grade"]["score"] is None and skipped["grade"]["reason"] == "skipped"
    session = replace(finished(), turns=(replace(finished().turns[0], grade=None),))
    plain = session_json(session, summarise(session, RUBRIC))
    assert plain["questions"][0]["grade"] is None and plain["mean"] is None and plain["not_graded"] == 1


@pytest.mark.parametrize(
    ("ended", "state"), [("finished", "finished"), ("time", "time"), ("quit", "quit"), ("", "cut_off")]
)
def test_the_state_says_how_a_session_stopped(ended: str, state: str) -> None:
    session = replace(finished(), ended=ended)
    assert summary_json(held(session), summarise(session))["state"] == state


def test_a_quote_is_where_it_says_in_the_answer_it_names() -> None:
    for question in whole()["questions"]:
        parts = [question["answer"], *question["followups"]]
        for point in question["grade"]["points"]:
            if quote := point["quote"]:
                words = parts[quote["source"]]["text"]
                assert words[quote["start"] : quote["end"]] == quote["text"]


def test_any_words_survive_as_json() -> None:
    session = finished()
    words = "\ud800\x00\u2028题"
    turns = (replace(session.turns[0], main=Exchange(text=words, how="submitted"), grade=Grade(score=0.0)),)
    session = replace(session, turns=turns, notes=("\x1b[2J",))
    plain = json.loads(json.dumps(session_json(session, summarise(session)), allow_nan=False))
    assert plain["questions"][0]["answer"]["text"] == words
