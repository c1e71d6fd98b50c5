"""What the verifier is given to read: each point's excerpt, and the whole beside a bare reference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mock_interview.grading.draft import drafted
from mock_interview.grading.grader import Grader
from mock_interview.grading.judging import ASKED_CHARS, WHOLE_ANSWER
from mock_interview.grading.text import reading_length
from mock_interview.model import Answer, Question
from tests.grading.samples import BANK, QUESTION, WordEncoder, WordVerifier
from tests.judge.samples import RUBRIC

ASKED = (
    "Mia stirs salt into water and it is gone. She lets the water dry up. What is left in the glass, and why?"
)
REFERENCE = (
    "The salt is left in the glass as small crystals. Only the water evaporates, so the salt stays behind."
)


class Reading(WordVerifier):
    """Remembers what it was given to read."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.given += pairs
        return super().judge(pairs)


def read(answer: str, *references: str, asked: str = ASKED) -> list[tuple[str, str]]:
    """The pairs read for an answer to a question that has only references."""
    verifier = Reading()
    grader = Grader(WordEncoder(), verifier, BANK)
    grade = grader.grade_free(asked, references or (REFERENCE,), Answer(parts=(answer,)), RUBRIC, lang="en")
    assert grade.score is not None
    return verifier.given


def test_the_answer_is_read_beside_each_drafted_point_and_beside_all_of_the_reference() -> None:
    *points, whole = read("The salt stays because water goes into the air.")
    assert [point for _, point in points] == [
        "The salt is left in the glass as small crystals.",
        "Only the water evaporates, so the salt stays behind.",
    ]
    assert whole[0] == "the salt stays because water goes into the air"
    assert whole[1].endswith(REFERENCE)


def test_of_a_long_question_the_end_is_read_with_the_reference() -> None:
    story = "Ben and Mia sit in the kitchen and talk about their lesson of that day. " * 8
    (*_, whole) = read("The salt stays.", asked=story + ASKED)
    assert "What is left in the glass, and why?" in whole[1]
    assert reading_length(whole[1]) < 60 + reading_length(REFERENCE) + 5


def test_a_question_without_end_does_not_push_out_the_reference() -> None:
    (*_, whole) = read("The salt stays.", asked="so then they talk about salt and water and " * 200)
    assert whole[1].endswith(REFERENCE) and len(whole[1]) <= ASKED_CHARS + 1 + len(REFERENCE)


def test_of_a_long_answer_what_bears_on_the_reference_is_read() -> None:
    aside = "We had another lesson about magnets and about how they pull on iron things. " * 20
    (*_, whole) = read(aside + "The salt stays as crystals because only the water evaporates.")
    assert "only the water evaporates" in whole[0]
    assert reading_length(whole[0]) <= WHOLE_ANSWER


def test_of_a_follow_up_the_main_answer_is_read_by_itself_and_then_both() -> None:
    verifier = Reading()
    parts = ("The salt stays.", "The water evaporates.")
    question = drafted(ASKED, [REFERENCE])[0]
    Grader(WordEncoder(), verifier, BANK).grade(question, Answer(parts=parts), RUBRIC, lang="en")
    wholes = [claim for claim, point in verifier.given if point.endswith(REFERENCE)]
    assert wholes == ["the salt stays", "the salt stays ; the water evaporates"]


@pytest.mark.parametrize(
    "question",
    [QUESTION, drafted("Which metrics are usual?", ["The metrics are: recall, precision and F1."])[0]],
)
def test_nothing_is_read_as_a_whole_for_written_points_and_for_names(question: Question) -> None:
    verifier = Reading()
    answer = Answer(parts=("Recall and precision, I think.",))
    Grader(WordEncoder(), verifier, BANK).grade(question, answer, RUBRIC, lang="en")
    points = {text for point in question.points for text in point.text.there}
    assert verifier.given and {point for _, point in verifier.given} <= points


def chances_of(answer: str, says: dict[str, list[float]]) -> dict[str, float]:
    """The signals of the first point when the verifier says of each claim what ``says`` tells."""

    class Told(WordVerifier):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
            return np.array([says.get(claim, [0, 0, 0, 1]) for claim, _ in pairs], np.float32)

    grade = Grader(WordEncoder(), Told(), BANK).grade(QUESTION, Answer(parts=(answer,)), RUBRIC, lang="en")
    return {signal.name: signal.value for signal in grade.points[0].signals}


def test_what_is_rejected_for_something_else_is_read_and_left_out() -> None:
    said, told = "not updated, the pretrained weights stay frozen", "the pretrained weights stay frozen"
    denied, stated = [0.1, 0.0, 0.8, 0.1], [0.9, 0.0, 0.0, 0.1]
    both = chances_of(said, {said: denied, told: stated})
    assert 0.6 < both["states"] < 0.9 and both["denies"] < 0.01
    assert chances_of(said, {said: denied, told: denied})["denies"] == pytest.approx(0.8, abs=1e-3)
    sure = chances_of(said, {said: [1, 0, 0, 0], told: [0, 1, 0, 0]})
    assert sure["states"] == pytest.approx(sure["partly"], abs=1e-3) and sure["states"] > 0.49


def test_an_answer_without_such_a_contrast_is_read_once() -> None:
    verifier = Reading()
    answer = Answer(parts=("LoRA does not update the pretrained weights.",))
    Grader(WordEncoder(), verifier, BANK).grade(QUESTION, answer, RUBRIC, lang="en")
    assert len(verifier.given) == len({point for _, point in verifier.given}) <= len(QUESTION.points)
