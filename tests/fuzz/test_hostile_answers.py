"""Answers nobody would give: the grader takes any text, in time, and quotes what was said."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.answer_rows import grade_json, outcome
from mock_interview.bank.load import load_bank
from mock_interview.grading.encoder import make_encoder
from mock_interview.grading.grader import Grader
from mock_interview.grading.verifier import BundledVerifier
from mock_interview.model import Answer, Exchange, Grade, Question, Turn
from mock_interview.row_file import json_line
from mock_interview.rubric import load_rubrics
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from tests.fuzz.modes import LONG, examples, quick
from tests.fuzz.mutate import HOSTILE_TEXTS
from tests.fuzz.test_growth import PIECES
from tests.grading.samples import WordEncoder, WordVerifier

ROOT = Path(__file__).parents[2]
BANK = load_bank(ROOT / "question_bank")
RUBRIC = load_rubrics(ROOT / "rubrics")["strict"]
ASKED = BANK.questions[:: 9 if LONG else 40]
# What hostile answers are made of: signs, controls, and words that the question's points are made of.
_WORDS = [text for question in ASKED for point in question.points for text in (point.text.zh, point.text.en)]
pieces = st.one_of(
    st.sampled_from(PIECES),
    st.sampled_from(HOSTILE_TEXTS),
    st.sampled_from(_WORDS),
    st.sampled_from(("1e999", "9" * 400, "(" * 300, "^2" * 200, "\\frac{1}{" * 40, "=" * 50, "0" * 30 + "1")),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
answers = st.lists(
    st.tuples(pieces, st.sampled_from((1, 1, 1, 2, 40))).map(lambda pair: pair[0] * pair[1]), max_size=6
).map("".join)


@pytest.fixture(scope="module")
def grader() -> Grader:
    return Grader(WordEncoder(), WordVerifier(), BANK)


def check(question: Question, answer: Answer, found: Grade) -> None:
    """All that is done with a grade: it is in bounds, can be stored, and quotes what was said."""
    assert found.score is None or 0 <= found.score <= 100
    assert found.score is None or (found.low is not None and found.high is not None)
    assert [result.point for result in found.points] == [point.id for point in question.points]
    for result in found.points:
        if result.quote is not None:
            span = result.quote
            assert answer.parts[span.source][span.start : span.end] == span.text
    json_line(outcome(found)).encode("utf-8")
    json_line(grade_json(question.id, "en", found)).encode("utf-8")
    said = Exchange(text=answer.parts[0], how="submitted")
    turn = Turn(number=1, question=question, asked_at="", limit=60, main=said, grade=found)
    screen = io.StringIO()
    view = QuestionView(console(file=screen, width=80), "en", {}, {})
    view.answer(turn)
    view.grade(turn)
    assert not any(char in screen.getvalue() for char in "\x1b\x07\u202e\u2066\ud800")


@examples(120)
@given(question=st.sampled_from(ASKED), parts=st.lists(answers, min_size=1, max_size=3))
def test_any_text_is_graded_in_time(grader: Grader, question: Question, parts: list[str]) -> None:
    answer = Answer(parts=tuple(parts), probes=("?",) * (len(parts) - 1), probed=("x",) * (len(parts) - 1))
    with quick(sum(map(len, parts)), seconds=2.0):
        found = grader.grade(question, answer, RUBRIC, lang="zh")
    check(question, answer, found)


@examples(40)
@given(asked=answers, references=st.lists(answers, min_size=1, max_size=3), said=answers)
def test_any_question_with_any_reference_is_graded_or_refused(
    grader: Grader, asked: str, references: list[str], said: str
) -> None:
    answer = Answer(parts=(said,))
    try:
        found = grader.grade_free(asked, references, answer, RUBRIC, lang="en")
    except ValueError:
        assert not any(any(map(str.isalnum, text)) for text in references)
        return
    assert found.score is None or 0 <= found.score <= 100


@pytest.mark.parametrize("piece", PIECES if LONG else PIECES[::9])
def test_the_models_that_ship_take_a_long_text_of_one_sign(bundled: Grader, piece: str) -> None:
    question = ASKED[0]
    answer = Answer(parts=((piece * 100_000)[:100_000],))
    with quick(100_000, seconds=4.0):  # eight thousand characters are read by one network, the rest by none
        check(question, answer, bundled.grade(question, answer, RUBRIC, lang="en"))


@pytest.fixture(scope="module")
def bundled() -> Grader:
    return Grader(make_encoder("bundled"), BundledVerifier(), BANK)


def test_ten_megabytes_cost_hardly_more_than_what_is_read_of_them(grader: Grader) -> None:
    text = "The weights are frozen and a low-rank update is learned. " * 180_000
    answer = Answer(parts=(text,))
    with quick(1_000_000, seconds=0.5):
        found = grader.grade(ASKED[0], answer, RUBRIC, lang="en")
    assert found.score is not None and "truncated" in [flag.value for flag in found.flags]
