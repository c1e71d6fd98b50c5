"""Claims about the answers that nothing is fitted on, and about the tables printed of them."""

from __future__ import annotations

from collections import Counter

import numpy as np

from mock_interview.grading.model_files import FOLDER
from mock_interview.model import LANGUAGES, Grade
from training.labelled import (
    CONTRADICTED,
    TYPED,
    TYPED_APART,
    VOICES,
    WRITTEN,
    Sample,
    held_samples,
    right_samples,
    written_samples,
)
from training.reading import project_bank
from training.shipped import Graded, kinds_table, marks_table, opposites_table, right_table
from training.shipped import graded as by_program

BANK = project_bank()
TYPED_KINDS = ("typed", "typed slip")
APART = list(held_samples(BANK, WRITTEN / "apart.jsonl"))
FALSE = {
    "strong": (0, 0),
    "plain": (0, 0),
    "flip": (1, 1),
    "flips": (2, 4),
    "twisted": (2, 4),
    "mixed": (0, 9),
}


def test_every_question_has_four_answers_of_different_kinds_in_both_languages() -> None:
    assert len({(one.question.id, one.lang) for one in APART}) == 2 * len(BANK.questions)
    assert len({(one.question.id, one.kind) for one in APART}) == len(APART) == 4 * len(BANK.questions)
    assert set(Counter((one.kind, one.lang) for one in APART)) == {
        (k, la) for k in FALSE for la in ("zh", "en")
    }


def test_as_many_points_are_false_as_the_kind_says_and_none_is_unknown() -> None:
    for one in APART:
        low, high = FALSE[one.kind]
        assert low <= one.labels.count(CONTRADICTED) <= high, (one.question.id, one.kind)
        assert one.mark is not None and 0 <= one.mark <= 1


def test_none_of_them_is_an_answer_that_something_is_fitted_on() -> None:
    fitted = {one.answer for one in (*written_samples(BANK), *held_samples(BANK))}
    assert not fitted & {one.answer for one in APART}


def test_six_kinds_of_people_answer_and_their_words_decide() -> None:
    voices = list(written_samples(BANK, VOICES))
    kinds = {"plain words", "veteran", "blog", "mixed up", "vague", "rambling"}
    found = Counter((one.question.id, one.lang, one.kind) for one in voices)
    assert set(found.values()) == {1} and len(found) == 480 == 2 * len(kinds) * 40
    for one in voices:
        assert all(quote in one.answer for quote in one.quotes.values()), one.answer
        false = one.labels.count(CONTRADICTED)
        assert not false if one.kind in {"plain words", "veteran", "vague"} else one.kind == "blog" or false
    others = {one.answer for one in (*written_samples(BANK), *held_samples(BANK), *APART)}
    assert not others & {one.answer for one in voices}


def test_typed_answers_to_learn_to_fit_and_to_measure_are_different_ones() -> None:
    learnt, apart = (list(held_samples(BANK, path)) for path in (TYPED, TYPED_APART))
    fitted = [one for one in held_samples(BANK) if one.kind in TYPED_KINDS]
    for group in (learnt, fitted, apart):
        right = {(one.question.id, one.lang) for one in group if one.kind == "typed"}
        assert right == {(question.id, lang) for question in BANK.questions for lang in LANGUAGES}
        assert {one.kind for one in group} == set(TYPED_KINDS)
    every = [*learnt, *fitted, *apart]
    assert len({(one.question.id, one.answer) for one in every}) == len(every)
    for one in every:
        assert (CONTRADICTED in one.labels) == (one.kind == "typed slip"), (one.question.id, one.answer)
        assert one.mark is not None and 0 <= one.mark <= 1


def graded(sample: Sample, score: float, shown: list[int]) -> Graded:
    grade = Grade(score=score, rubric="default", engine="test", low=score - 10, high=score + 10)
    return Graded(sample, grade, np.array(shown))


def test_the_tables_count_what_is_right() -> None:
    found = [graded(one, 100 * (one.mark or 0), list(one.labels)) for one in APART[:40]]
    all_right = marks_table(found).splitlines()[-1]
    assert "1.000 | 0.000" in all_right and "100.0%" in all_right
    assert kinds_table(found).splitlines()[2].endswith("100.0% |")
    assert "100.0% |" in opposites_table(found).splitlines()[-1]
    blind = [graded(one.sample, 100 * one.mark, [0] * len(one.shown)) for one in found]
    assert "| 0 | – |" in opposites_table(blind).splitlines()[-1]


def test_by_the_reference_alone_there_are_scores_and_no_verdicts_on_the_points() -> None:
    found = by_program(APART[:4], BANK, FOLDER, bare=True)
    own = {point.id for point in APART[0].question.points}
    assert not own & {point.point for point in found[0].grade.points}
    assert all(len(one.shown) == 0 and one.grade.score is not None for one in found)
    assert kinds_table(found).splitlines()[2].endswith("| – |")


def test_short_right_answers_are_seldom_told_to_say_the_opposite() -> None:
    right = list(right_samples(BANK))
    assert {one.lang for one in right} == {"zh", "en"} and len(right) >= 40
    found = by_program(right, BANK, FOLDER)
    shown = np.concatenate([one.shown for one in found])
    told = int(np.sum(shown == CONTRADICTED))
    assert told <= 0.04 * len(shown)
    assert np.mean([one.score for one in found]) >= 0.55
    assert right_table(found).splitlines()[-1].endswith(f"| {len(shown)} | {told} |")
