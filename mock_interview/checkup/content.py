"""Checks of what a session is made of: questions, rubrics, and the models that grade."""

from __future__ import annotations

from collections.abc import Callable

from mock_interview.bank.check import check_bank
from mock_interview.checkup.finding import Finding, ok, problem
from mock_interview.errors import FileProblems, MockInterviewError
from mock_interview.paths import Place
from mock_interview.rubric import load_rubrics

_SAME = ("LoRA trains two small matrices.", "LoRA 训练两个小矩阵。")
_OTHER = "今天下午去公园散步。"


def check_questions(place: Place) -> Finding:
    """Whether every file of the bank can be read."""
    report = check_bank(place.path)
    blanks = {"path": str(place.path), "why": place.why, "questions": report.questions}
    if report.errors or not report.questions:
        return problem("bank", "bank_broken", **blanks, errors=report.errors)
    return ok("bank", "bank_ok", **blanks)


def check_rubrics(place: Place) -> Finding:
    """Whether every rubric can be read."""
    try:
        names = sorted(load_rubrics(place.path))
    except FileProblems as error:
        return problem("rubrics", "rubrics_broken", path=place.path, first=error.problems[0])
    return ok("rubrics", "rubrics_ok", path=place.path, why=place.why, names=", ".join(names))


def check_models(name: str, clock: Callable[[], float]) -> Finding:
    """Whether the encoder and the second model load, run, and give sense. Takes a second or so."""
    from mock_interview.grading.encoder import make_encoder
    from mock_interview.grading.verifier import BundledVerifier

    started = clock()
    try:
        vectors = make_encoder(name).encode([*_SAME, _OTHER])
        BundledVerifier().judge([(_SAME[0], _SAME[1])])
    except MockInterviewError as error:
        return problem("encoder", "encoder_broken", reason=error)
    if not vectors[0] @ vectors[1] > vectors[0] @ vectors[2]:
        return problem("encoder", "encoder_senseless", name=name)
    return ok("encoder", "encoder_ok", name=name, seconds=f"{clock() - started:.1f}")
