from __future__ import annotations

from dataclasses import replace

from mock_interview.bank.relations import alike, gradable
from mock_interview.model import Bank, Grade, Mistake, Question, Verdict
from tests.samples import TOPICS, point, question, text

ASKED = replace(question(), mistakes=(Mistake(contradicts="divides", text=text("it adds")),))


def graded(divides: Verdict, gain: Verdict = Verdict.COVERED) -> Grade:
    return Grade(score=50.0, points=(point("divides", 5, divides), point("gain", 2, gain)))


def by_words(reference: Grade, mistake: Grade):
    def grade(_question: Question, words: str, _lang: str) -> Grade:
        return mistake if words == "it adds" else reference

    return grade


def test_a_reference_that_leaves_a_point_out_is_found_in_each_language() -> None:
    found = list(gradable(ASKED, by_words(graded(Verdict.COVERED, Verdict.MISSED), graded(Verdict.MISSED))))
    assert [(f.code, f.where) for f in found] == [("reference", "gain")] * 2


def test_a_mistake_taken_for_its_point_is_found() -> None:
    found = list(gradable(ASKED, by_words(graded(Verdict.COVERED), graded(Verdict.COVERED))))
    assert [(f.code, f.where) for f in found] == [("mistake", "mistake 1")] * 2


def test_a_sound_question_has_no_finding() -> None:
    assert list(gradable(ASKED, by_words(graded(Verdict.PARTIAL), graded(Verdict.CONTRADICTED)))) == []


def test_questions_and_points_that_say_the_same_are_found() -> None:
    bank = Bank(questions=(ASKED, question("twin")), topics=TOPICS, digest="")

    def first_pair(texts: object, _threshold: float) -> list[tuple[int, int, float]]:
        return [(0, 1, 0.99)]

    found = list(alike(bank, first_pair))
    assert ("q1", "question") in {(f.question, f.where) for f in found}
    assert ("twin", "divides") in {(f.question, f.where) for f in found}
    assert {f.code for f in found} == {"alike"}
