"""Gradings side by side: what each is sent is its own, and the models are asked as rarely as can be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from mock_interview.grading.draft import drafted
from mock_interview.grading.grader import Grader, Task
from mock_interview.grading.steps import Encode, Judge, Need, Steps, finish, finish_all
from mock_interview.model import Answer
from mock_interview.rubric import load_rubrics
from tests.grading.samples import BANK, QUESTION, WordEncoder, WordVerifier

DEFAULT = load_rubrics(Path(__file__).parents[2] / "rubrics")["default"]
ANSWERS = (
    "LoRA freezes the pretrained weights. It trains two low-rank matrices.",
    "LoRA 不冻结权重，全部更新。",
    "",
    "I don't know.",
    "At inference they are merged and add no latency, so it is as fast as before.",
)


class Asked:
    """Answers every text with its length and every pair with the length of both, and remembers calls."""

    def __init__(self) -> None:
        self.calls: list[Need] = []

    def __call__(self, need: Need) -> np.ndarray:
        self.calls.append(need)
        if isinstance(need, Judge):
            return np.array([[len(one) + len(other)] for one, other in need.pairs])
        return np.array([[len(text)] for text in need.texts])


def measuring(texts: Sequence[str], *, judges: bool) -> Steps[list[int]]:
    """Asks for the first text as a constant one, then for all, then perhaps for one pair."""
    found = [*(yield Encode(texts[:1], constant=True)), *(yield Encode(texts))]
    if judges:
        found += [*(yield Judge([(texts[0], texts[-1])]))]
    return [int(row[0]) for row in found]


def test_each_is_sent_its_own_rows_and_every_kind_is_asked_for_once() -> None:
    ask = Asked()
    texts = (["a", "bb"], ["ccc"], ["dddd", "e", "ff"])
    found = finish_all([measuring(one, judges=i != 1) for i, one in enumerate(texts)], ask)
    assert found == [[1, 1, 2, 3], [3, 3], [4, 4, 1, 2, 6]]
    assert [type(need) for need in ask.calls] == [Encode, Encode, Judge]
    assert found == [finish(measuring(one, judges=i != 1), Asked()) for i, one in enumerate(texts)]


def test_apart_each_need_is_a_call_of_its_own() -> None:
    ask = Asked()
    finish_all([measuring(["a"], judges=False)] * 1 + [measuring(["b"], judges=False)], ask, together=False)
    assert len(ask.calls) == 4


def test_nothing_to_do_asks_nobody() -> None:
    assert finish_all([], Asked()) == []


def test_steps_that_fail_end_the_whole() -> None:
    def failing() -> Steps[int]:
        yield Encode(["a"])
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        finish_all([failing()], Asked())


def tasks() -> list[Task]:
    free = drafted("What does LoRA do?", ["Paris is in France.", "LoRA freezes the pretrained weights."])
    return [
        Task(options=options, answer=Answer(parts=(text,)), lang="en")
        for text in ANSWERS
        for options in ((QUESTION,), free, free[1:])
    ]


def test_many_answers_are_graded_as_each_alone() -> None:
    together = Grader(WordEncoder(), WordVerifier(), BANK).grade_all(tasks(), DEFAULT)
    for task, grade in zip(tasks(), together, strict=True):
        alone = Grader(WordEncoder(), WordVerifier(), BANK)
        if task.options[0] is QUESTION:
            assert grade == alone.grade(QUESTION, task.answer, DEFAULT, lang="en")
        else:
            references = [option.reference.en for option in task.options]
            found = alone.grade_free("What does LoRA do?", references, task.answer, DEFAULT, lang="en")
            assert grade == found


def calls_for_all(*, independent: bool) -> tuple[int, int]:
    """Calls of encoder and verifier for all answers, by a grader that knows the question."""
    encoder, verifier = WordEncoder(), WordVerifier()
    encoder.independent = independent
    grader = Grader(encoder, verifier, BANK)
    grader.grade(QUESTION, Answer(parts=("x y",)), DEFAULT, lang="en")
    before = encoder.calls, verifier.calls
    grader.grade_all([task for task in tasks() if task.options == (QUESTION,)], DEFAULT)
    return encoder.calls - before[0], verifier.calls - before[1]


def test_many_answers_need_as_many_calls_as_one() -> None:
    assert calls_for_all(independent=True) == (1, 1)


def test_an_encoder_whose_rows_depend_on_each_other_gets_every_answer_by_itself() -> None:
    stating = sum(text not in ("", "I don't know.") for text in ANSWERS)
    assert calls_for_all(independent=False) == (stating, stating)
