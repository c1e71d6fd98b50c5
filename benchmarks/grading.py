"""Times a grade in a process that has graded before, beside one cosine of whole texts."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.answers import make_answer, sentences, vocabulary
from benchmarks.timing import Goal, Row, Task, in_turn, ratio
from mock_interview.cli.wiring import make_grader, open_bank, open_rubric
from mock_interview.grading.encoder import Encoder, make_encoder
from mock_interview.model import LANGUAGES, Answer, Bank, Question

if TYPE_CHECKING:
    from mock_interview.grading.grader import Grader

LENGTHS = (20, 60, 200)  # in words, of English or of two Chinese characters
POINTS = 6
QUESTIONS = 12
GOAL = Goal(of="p95", at_most=0.060)
SEED = 1
GRADE = "grade"
# The naive way: encode answer and reference, take one cosine. It says nothing about points.
BUNDLED_COSINE, TEACHER_COSINE = "one cosine", "one cosine by sentence-transformers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer to grade."""

    question: Question
    lang: str
    text: str


def rows(teacher: Path | None, runs: int) -> list[Row]:
    """One row a language and length, of ``runs`` grades each. ``teacher`` is a model's folder."""
    bank = open_bank(None)
    questions = _chosen(bank)
    ways = _ways(bank, teacher, questions)
    cells = {
        (lang, words): _given(bank, questions, lang, words, count=runs + 1)
        for lang in LANGUAGES
        for words in LENGTHS
    }
    tasks = {(*cell, name): _task(way, given) for cell, given in cells.items() for name, way in ways.items()}
    seconds = in_turn(tasks, runs)
    return [_row(lang, words, {name: seconds[lang, words, name] for name in ways}) for lang, words in cells]


def _chosen(bank: Bank) -> list[Question]:
    """Questions of `POINTS` points from all over the bank."""
    fitting = [question for question in bank.questions if len(question.points) == POINTS]
    return fitting[:: max(1, len(fitting) // QUESTIONS)][:QUESTIONS]


def _given(bank: Bank, questions: Sequence[Question], lang: str, words: int, *, count: int) -> list[Given]:
    draw = random.Random(f"{SEED} {lang} {words}")
    other_words = vocabulary(bank, lang)
    said = {question.id: sentences(question, lang) for question in questions}
    turns = [questions[number % len(questions)] for number in range(count)]
    return [
        Given(question=q, lang=lang, text=make_answer(said[q.id], other_words, words, draw)) for q in turns
    ]


def _ways(
    bank: Bank, teacher: Path | None, questions: Sequence[Question]
) -> dict[str, Callable[[Given], object]]:
    """What is timed, by name."""
    grade = _grade_with(make_grader(bank, "bundled"))
    for question in questions:  # builds what the grader keeps of a question
        grade(Given(question=question, lang="en", text="It depends on the model and on the data."))
    ways = {GRADE: grade, BUNDLED_COSINE: _cosine_with(make_encoder("bundled"))}
    if teacher is not None:
        ways[TEACHER_COSINE] = _cosine_with(make_encoder(f"sentence-transformers:{teacher}"))
    return ways


def _grade_with(grader: Grader) -> Callable[[Given], object]:
    rubric = open_rubric(None, "default")
    return lambda given: grader.grade(given.question, Answer(parts=(given.text,)), rubric, lang=given.lang)


def _cosine_with(encoder: Encoder) -> Callable[[Given], object]:
    def cosine(given: Given) -> float:
        answer, reference = encoder.encode([given.text, given.question.reference.get(given.lang)])
        return float(answer @ reference)

    return cosine


def _task(way: Callable[[Given], object], given: Sequence[Given]) -> Task:
    return lambda number: way(given[number])


def _row(lang: str, words: int, seconds: Mapping[str, tuple[float, ...]]) -> Row:
    ours = seconds[GRADE]
    ratios = {name: ratio(ours, times) for name, times in seconds.items() if name != GRADE}
    what = f"warm grade, {lang}, {words} words"
    return Row(what=what, unit="ms", values=ours, ratios=ratios, goals=(GOAL,))
