from __future__ import annotations

from dataclasses import replace

import pytest

from mock_interview.cli.asking import askable, gradable_first
from mock_interview.errors import UsageError
from mock_interview.model import Question, text_in
from tests.samples import question


def only(lang: str, name: str) -> Question:
    return replace(question(name), question=text_in(lang, "题" if lang == "zh" else "Q"))


def ids(questions: object) -> list[str]:
    return [one.id for one in questions]  # type: ignore[attr-defined]


def test_questions_in_both_languages_are_asked_in_either() -> None:
    found = askable([question("a"), question("b")], "zh", given=False)
    assert (ids(found.questions), found.lang, found.left_out) == (["a", "b"], "zh", 0)


def test_nobody_who_chose_no_language_is_left_without_questions() -> None:
    found = askable([only("zh", "a"), only("zh", "b")], "en", given=False)
    assert (ids(found.questions), found.lang, found.left_out) == (["a", "b"], "zh", 0)


def test_the_language_of_most_questions_is_taken_when_none_was_chosen() -> None:
    mixed = [only("zh", "a"), only("zh", "b"), only("en", "c")]
    assert askable(mixed, "en", given=False).lang == "zh"
    chosen = askable(mixed, "en", given=True)
    assert (ids(chosen.questions), chosen.lang, chosen.left_out) == (["c"], "en", 2)


def test_a_language_that_was_chosen_and_is_not_there_is_told_with_the_other() -> None:
    with pytest.raises(UsageError, match="in Chinese only; use --lang zh"):
        askable([only("zh", "a")], "en", given=True)


def test_questions_that_can_be_graded_come_first_while_they_are_enough() -> None:
    bare = replace(question("bare"), points=())
    mixed = [bare, question("a"), question("b")]
    assert ids(gradable_first(mixed, count=2, seconds=None)) == ["a", "b"]
    assert ids(gradable_first(mixed, count=3, seconds=None)) == ["bare", "a", "b"]
    assert ids(gradable_first(mixed, count=200, seconds=120)) == ["a", "b"]
    assert ids(gradable_first(mixed, count=200, seconds=121)) == ["bare", "a", "b"]
