"""Claims about the labelled answers that the verifier and the grader are fitted on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mock_interview.bank.load import load_bank
from training.judgements import CONTRADICTS, PARTLY, STATES, Judgement
from training.labelled import FOLDS, WRITTEN_SETS, Marked, fold_of, written_marked, written_samples
from training.lessons import labels_of, read_lessons, write

BANK = load_bank(Path(__file__).parents[2] / "question_bank")


def test_a_question_is_always_in_the_same_fold_and_folds_are_about_equal() -> None:
    folds = Counter(fold_of(f"question-{n}") for n in range(2000))
    assert set(folds) == set(range(FOLDS)) and min(folds.values()) > 300
    assert fold_of("rope-idea") == fold_of("rope-idea")


def test_every_question_has_a_written_answer_of_each_kind_with_quotes_from_it() -> None:
    samples = list(written_samples(BANK))
    kinds = Counter((s.question.id, s.kind) for s in samples)
    assert set(kinds.values()) == {1}
    assert len(kinds) == 14 * len(BANK.questions)
    for sample in samples:
        assert sample.mark is not None and 0 <= sample.mark <= 1
        for quote in sample.quotes.values():
            assert quote in sample.answer


def test_answers_to_other_questions_have_marks_over_the_whole_range() -> None:
    rows = list(written_marked())
    for source in WRITTEN_SETS:
        found = [row for row in rows if row.source == source]
        marks = [row.mark for row in found]
        assert len(found) > 2000 and min(marks) == 0 and max(marks) == 1
        assert {row.lang for row in found} == {"zh", "en"}
    assert {row.source for row in rows} == set(WRITTEN_SETS)


def test_marks_of_answers_to_other_questions_go_with_their_labels_and_none_stands_twice() -> None:
    rows = list(written_marked())
    assert len({(row.question_id, row.answer) for row in rows}) == len(rows)
    limits = {"correct": (0.6, 1), "partial": (0, 1), "contradictory": (0, 0.45), "beside": (0, 0.45)}
    for row in rows:
        low, high = limits[row.label] if row.label else (0, 1)
        assert low <= row.mark <= high, (row.question_id, row.answer)
        assert any(map(str.isalnum, row.answer)) and any(map(str.isalnum, row.references[0]))


def test_a_label_or_else_the_mark_tells_what_an_answer_may_do_to_a_point() -> None:
    def labels(mark: float, label: str = "", points: int = 1) -> tuple[int, ...]:
        row = Marked(
            source="x", question_id="q", question="?", references=("r",), answer="a", lang="en",
            mark=mark, label=label,
        )  # fmt: skip
        return labels_of(row, points)

    assert labels(1, "correct") == (STATES,) and labels(0.1, "contradictory") == (CONTRADICTS,)
    assert labels(0.5, "partial") == (PARTLY,) and labels(0.4) == ()
    assert CONTRADICTS not in labels(1) and STATES not in labels(0)
    # Of several points an answer without marks may state one, where nothing is given for a part.
    assert labels(0, points=2) == () and CONTRADICTS not in labels(1, "correct", 2)


def test_lessons_are_read_as_they_were_written(tmp_path: Path) -> None:
    lesson = Judgement(claim="a 「claim」", point="a point", labels=(STATES, PARTLY), kind="quote", mark=0.0)
    path = tmp_path / "lessons.jsonl"
    assert write([lesson, replace(lesson, mark=None, group="x:1")], path) == 2
    assert list(read_lessons(path)) == [lesson, replace(lesson, mark=None, group="x:1")]


def test_a_group_is_held_to_its_mark_and_a_lesson_to_its_classes() -> None:
    torch = pytest.importorskip("torch")
    from training.train_verifier import Lessons, grouped, loss_of

    found = [
        Judgement(claim="x", point="y", labels=(), kind="set", group="set:1", mark=1.0),
        Judgement(claim="x", point="z", labels=(), kind="set", group="set:1", mark=1.0),
        Judgement(claim="x", point="y", labels=(STATES,), kind="quote"),
    ]
    lessons = Lessons.__new__(Lessons)
    lessons.found = found
    lessons.allowed = torch.zeros(3, 4, dtype=torch.bool)
    lessons.allowed[2, STATES] = True
    units = grouped(found)
    assert units == [[0, 1], [2]]
    right, wrong = torch.zeros(3, 4), torch.zeros(3, 4)
    right[:, STATES], wrong[:, 3] = 8.0, 8.0
    assert float(loss_of(right, lessons, units)) < 0.3 < float(loss_of(wrong, lessons, units))
    assert np.isfinite(float(loss_of(wrong, lessons, units)))
