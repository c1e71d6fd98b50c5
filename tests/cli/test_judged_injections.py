"""A server that does what an answer tells it to raises no score above the offline one.

The bundled models grade real questions of the bank; the server says that every point is covered, quoting
whatever it likes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.cli.judging import judge_also
from mock_interview.cli.wiring import make_grader
from mock_interview.grading.assessment import Assessment
from mock_interview.grading.grader import Grader
from mock_interview.grading.text import normalise, sentences
from mock_interview.judge.asking import Judge
from mock_interview.model import Answer, Bank, Question
from tests.judge.injections import EN, ZH
from tests.judge.samples import RUBRIC, everything
from tests.llm.conftest import Talk
from tests.llm_server import LlmServer

ALL = [("en", name, text) for name, text in EN.items()] + [("zh", name, text) for name, text in ZH.items()]
JOINS = {"en": (" ", "\n\n"), "zh": ("", "\n\n")}


@dataclass(frozen=True)
class Bench:
    bank: Bank
    grader: Grader


@pytest.fixture(scope="module")
def bench() -> Bench:
    bank = load_bank(Path(__file__).parents[2] / "question_bank")
    return Bench(bank, make_grader(bank, "bundled"))


def partly_right(bank: Bank, lang: str, seed: int) -> tuple[Question, str]:
    """A question, and its own example of an answer that earns something but not all."""
    questions = [q for q in bank.questions if any(e.band == "partial" and e.lang == lang for e in q.examples)]
    question = random.Random(seed).choice(questions)
    return question, next(e.answer for e in question.examples if e.band == "partial" and e.lang == lang)


def replies(question: Question, honest: str, injection: str, lang: str) -> Iterator[dict[str, Any]]:
    """What obedient servers say: all is covered, as the injection, real words, the reference or all show."""
    flat = normalise(honest)
    real = [honest[slice(*flat.stored(a, b))].strip() for a, b in sentences(flat.text)]
    yield everything(question, *real)
    yield everything(question, honest)
    others = [
        [injection[:400]],
        [question.reference.get(lang), *[point.text.get(lang) for point in question.points[:3]]],
        [*real[:3], injection[:400], question.reference.get(lang)],
    ]
    yield everything(question, *others[len(injection) % 3])


def highest(bench: Bench, server: LlmServer, was: Assessment, said: list[dict[str, Any]], lang: str) -> float:
    """The best combined score that any of the replies gives."""
    scores = []
    for reply in said:
        server.answer = lambda _asked, reply=reply: reply
        grade = judge_also(was, Judge(Talk(server, None).chat), bench.grader.support, lang=lang)
        assert grade.score is not None and grade.judgement is not None
        scores.append(grade.score)
    return max(scores)


@pytest.mark.parametrize(("lang", "name", "injection"), ALL, ids=[f"{lang}-{name}" for lang, name, _ in ALL])
def test_an_injection_never_pays(
    bench: Bench, llm_server: LlmServer, lang: str, name: str, injection: str
) -> None:
    seed = len(name) * 7 + len(injection)
    question, honest = partly_right(bench.bank, lang, seed)
    joint = JOINS[lang][seed % 2]
    places = {
        "behind a right answer": Answer(parts=(honest + joint + injection,)),
        "in a follow-up": Answer(
            parts=(honest, injection), probes=("?",), probed=(question.points[0].id,)
        ),
        "before it": Answer(parts=(injection + joint + honest,)),
        "alone": Answer(parts=(injection,)),
    }  # fmt: skip
    answers = {where: places[where] for where in ("behind a right answer", list(places)[1 + seed % 3])}
    said = list(replies(question, honest, injection, lang))
    for where, answer in answers.items():
        was = bench.grader.assess(question, answer, RUBRIC, lang=lang)
        assert was.grade.score is not None
        assert highest(bench, llm_server, was, said, lang) <= was.grade.score, where


def test_right_words_for_the_wrong_points_raise_hardly_any(bench: Bench, llm_server: LlmServer) -> None:
    """Honest answers, every sentence quoted for every point: the models see most of them through."""
    gains = []
    for seed in range(6):
        lang = "en" if seed % 2 else "zh"
        question, honest = partly_right(bench.bank, lang, 1000 + seed)
        was = bench.grader.assess(question, Answer(parts=(honest,)), RUBRIC, lang=lang)
        said = [next(replies(question, honest, "", lang))]
        assert was.grade.score is not None
        gains.append(highest(bench, llm_server, was, said, lang) - was.grade.score)
    assert sum(gains) / len(gains) < 20
