"""A grader that loads beside the interview: when it begins, and that nothing ends before it has."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import pytest

from mock_interview.cli.wiring import BackgroundGrader
from mock_interview.errors import EncoderError
from mock_interview.grading.grader import Grader
from mock_interview.model import Answer
from mock_interview.rubric import load_rubrics
from tests.samples import question

RUBRIC = load_rubrics(Path(__file__).parents[2] / "rubrics")["default"]


class Loading:
    """What makes a grader, as slowly as wanted, and fails when it may go on."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.ended = threading.Event(), threading.Event(), threading.Event()

    def __call__(self) -> Grader:
        self.begun.set()
        self.go_on.wait(20)
        self.ended.set()
        return cast(Grader, None)


def test_nothing_is_loaded_before_the_question_stands_on_screen() -> None:
    loading = Loading()
    grader = BackgroundGrader(loading, RUBRIC, "en", None)
    assert not loading.begun.wait(0.05)
    grader.begin()
    grader.begin()
    assert loading.begun.wait(20)
    loading.go_on.set()
    grader.end()


def test_the_end_of_a_session_waits_for_a_load_that_has_begun() -> None:
    loading = Loading()
    grader = BackgroundGrader(loading, RUBRIC, "en", None)
    grader.end()
    assert not loading.begun.is_set()
    grader.begin()
    assert loading.begun.wait(20)
    threading.Timer(0.1, loading.go_on.set).start()
    grader.end()
    assert loading.ended.is_set()


def test_the_first_grade_begins_the_load_and_is_told_what_went_wrong() -> None:
    def fail() -> Grader:
        raise EncoderError("no model")

    grader = BackgroundGrader(fail, RUBRIC, "en", None)
    with pytest.raises(EncoderError, match="no model"):
        grader(question("rms-formula"), Answer(parts=("x",)))
