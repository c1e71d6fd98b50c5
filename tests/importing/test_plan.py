"""Importing again: ids and edits stay, what the file changed is taken over, and everything is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.bank.store import BankFolder
from mock_interview.grading.draft import points_from
from mock_interview.importing.document import read_document
from mock_interview.importing.plan import (
    ADDED,
    CONFLICT,
    EDITED,
    SAME,
    UPDATED,
    Plan,
    Source,
    Wishes,
    kind_of,
    make_plan,
)
from mock_interview.model import Bank, KeyPoint, text_in

EMPTY = Bank(questions=(), topics=(), digest="")
NOTES = """\
# Notes

## Basics

### What is overfitting?

The model fits the noise. It does badly on new data.

### What is a validation set for?

## 训练

### 什么是学习率？

沿梯度反方向每一步的大小。太大会发散。
"""


def planned(text: str, bank: Bank = EMPTY, *, name: str = "notes.md", **wishes: str) -> Plan:
    sources = [Source(name=name, reading=read_document(text, "notes"))]
    return make_plan(bank, sources, Wishes(**wishes), points_from)


def imported(folder: Path, text: str = NOTES, **more: str) -> BankFolder:
    """``text`` imported into ``folder`` as the command does it."""
    bank = BankFolder(folder)
    plan = planned(text, bank.bank, **more)
    for step in plan.steps:
        if step.before is not None and step.before != step.after:
            bank.change(step.before, step.after)
    bank.add([step.after for step in plan.having(ADDED)], plan.topics)
    bank.save()
    return BankFolder(folder)


def whats(plan: Plan) -> list[str]:
    return [step.what for step in plan.steps]


def edited(folder: Path, old: str, new: str) -> None:
    """Change a bank file by hand."""
    path = next(path for path in sorted(folder.glob("*.yaml")) if old in path.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_questions_get_ids_languages_kinds_and_drafted_points(tmp_path: Path) -> None:
    bank = imported(tmp_path).bank
    assert [(q.id, q.topic, q.langs, len(q.points)) for q in bank.questions] == [
        ("overfitting", "basics", ("en",), 2),
        ("validation-set", "basics", ("en",), 0),
        ("shen-me-shi-xue-xi-lv", "xun-lian", ("zh",), 1),
    ]
    assert all(point.drafted and point.weight == 3 for q in bank.questions for point in q.points)
    assert load_bank(tmp_path) == bank


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the difference between a and b?", "compare"),
        ("L1 和 L2 的区别", "compare"),
        ("推导 softmax 的梯度", "formula"),
        ("Implement attention", "code"),
        ("如何设计一个问答系统", "design"),
        ("What is a token?", "concept"),
    ],
)
def test_the_kind_of_a_question_is_told_by_its_words(question: str, kind: str) -> None:
    assert kind_of(question) == kind


def test_importing_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    first = imported(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.yaml")}
    assert set(whats(planned(NOTES, first.bank))) == {SAME}
    imported(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.yaml")} == before


def test_what_the_file_changed_is_taken_over_with_points_drafted_anew(tmp_path: Path) -> None:
    old = imported(tmp_path).bank.question("overfitting")
    text = NOTES.replace(
        "It does badly on new data.", "It has high variance. It does badly on data it has not seen."
    )
    plan = planned(text, load_bank(tmp_path))
    assert whats(plan) == [UPDATED, SAME, SAME] and plan.steps[0].fields == ("reference",)
    new = imported(tmp_path, text).bank.question("overfitting")
    assert "high variance" in new.reference.en and new.points != old.points and new.drafted


def test_an_answer_that_comes_later_makes_a_question_gradable(tmp_path: Path) -> None:
    imported(tmp_path)
    text = NOTES.replace("validation set for?\n", "validation set for?\n\nChoosing hyperparameters.\n")
    question = imported(tmp_path, text).bank.question("validation-set")
    assert question.reference.en == "Choosing hyperparameters." and len(question.points) == 1


def test_a_reworded_question_keeps_its_id(tmp_path: Path) -> None:
    imported(tmp_path)
    text = NOTES.replace("What is overfitting?", "What does overfitting mean?")
    plan = planned(text, load_bank(tmp_path))
    assert plan.steps[0].what == UPDATED and plan.steps[0].after.id == "overfitting"
    assert imported(tmp_path, text).bank.question("overfitting").question.en == "What does overfitting mean?"


def test_edits_of_a_person_stay_when_the_file_is_as_it_was(tmp_path: Path) -> None:
    imported(tmp_path)
    edited(
        tmp_path, "question: What is overfitting?", "question: What is overfitting, in one sentence?  # mine"
    )
    edited(tmp_path, "level: 3", "level: 1")
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.yaml")}
    assert whats(planned(NOTES, load_bank(tmp_path))) == [EDITED, SAME, SAME]
    bank = imported(tmp_path).bank
    assert bank.question("overfitting").question.en == "What is overfitting, in one sentence?"
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.yaml")} == before


def test_where_both_changed_the_person_wins_and_it_is_told_once(tmp_path: Path) -> None:
    imported(tmp_path)
    edited(tmp_path, "The model fits the noise.", "My own words.")
    text = NOTES.replace("The model fits the noise.", "The file's new words.")
    plan = planned(text, load_bank(tmp_path))
    assert whats(plan) == [CONFLICT, SAME, SAME] and plan.steps[0].fields == ("reference",)
    bank = imported(tmp_path, text).bank
    assert bank.question("overfitting").reference.en.startswith("My own words.")
    assert whats(planned(text, bank)) == [EDITED, SAME, SAME]


def test_points_of_a_person_stay_when_the_answer_changes_and_that_is_told(tmp_path: Path) -> None:
    imported(tmp_path)
    edited(tmp_path, "drafted: true", "drafted: false")
    edited(
        tmp_path,
        "    - id: point-1",
        "    - {id: mine, weight: 5, text: Noise is learned}\n    - id: point-1",
    )
    plan = planned(NOTES.replace("fits the noise", "learns the noise"), load_bank(tmp_path))
    assert plan.steps[0].what == UPDATED and plan.steps[0].points
    assert plan.steps[0].after.points[0].id == "mine"


def test_an_answer_that_the_file_lost_is_kept(tmp_path: Path) -> None:
    imported(tmp_path)
    text = NOTES.replace("The model fits the noise. It does badly on new data.\n", "")
    assert whats(planned(text, load_bank(tmp_path)))[0] == CONFLICT
    assert imported(tmp_path, text).bank.question("overfitting").reference.there


def test_questions_that_left_the_file_are_kept_and_named(tmp_path: Path) -> None:
    imported(tmp_path)
    text = NOTES.partition("## 训练")[0]
    plan = planned(text, load_bank(tmp_path))
    assert [question.id for question in plan.gone] == ["shen-me-shi-xue-xi-lv"]
    assert len(imported(tmp_path, text).bank.questions) == 3


def test_new_questions_go_behind_those_of_their_topic_and_comments_stay(tmp_path: Path) -> None:
    imported(tmp_path)
    edited(tmp_path, "questions:\n", "# my own remark\nquestions:\n")
    text = NOTES.replace(
        "## 训练",
        "### What is a test set?\n\nFor the last measurement.\n\n## 新主题\n\n### 什么是新题？\n\n## 训练",
    )
    bank = imported(tmp_path, text).bank
    assert [q.id for q in bank.questions if q.section == "basics"] == [
        "overfitting",
        "validation-set",
        "test-set",
    ]
    assert "xin-zhu-ti" in {topic.path for topic in bank.topics}
    assert "# my own remark\n" in next(tmp_path.glob("*basics.yaml")).read_text(encoding="utf-8")


def test_the_same_question_from_another_file_is_not_added_twice(tmp_path: Path) -> None:
    bank = imported(tmp_path).bank
    plan = planned(NOTES, bank, name="copy.md")
    assert whats(plan) == [SAME] * 3 and not plan.gone


def test_short_questions_of_different_topics_are_different(tmp_path: Path) -> None:
    text = "# N\n\n## LoRA\n\n### 优点是什么？\n\n省显存。\n\n## Adapter\n\n### 优点是什么？\n\n可插拔。\n"
    first = imported(tmp_path, text).bank
    assert [q.topic for q in first.questions] == ["lora", "adapter"]
    assert whats(planned(text, first)) == [SAME, SAME]
    other = text.replace("LoRA", "Prefix").replace("Adapter", "Prompt")
    assert whats(planned(other, first, name="other.md")) == [ADDED, ADDED]


def test_everything_under_one_topic(tmp_path: Path) -> None:
    bank = imported(tmp_path, topic="My topic").bank
    assert {q.section for q in bank.questions} == {"my-topic"}


def test_a_language_that_is_named_is_taken(tmp_path: Path) -> None:
    plan = planned("## LoRA?\n\n## RoPE?\n\n## 中文标题？\n", lang="en")
    assert {step.after.langs for step in plan.steps} == {("en",)}
    guessed = planned("# 笔记\n\n## LoRA?\n\n## 什么是旋转位置编码？\n\n把位置乘进去。\n")
    assert {step.after.langs for step in guessed.steps} == {("zh",)}


def test_outline_numbers_are_kept_while_they_are_unique(tmp_path: Path) -> None:
    text = (
        "## 2.1 One\n\n### 2.1.1 What is a?\n\n### 2.1.2 What is b?\n\n## 2.2 Two\n\n### 2.1.1 What is c?\n"
    )
    bank = imported(tmp_path, text).bank
    assert [q.seed for q in bank.questions] == ["2.1.1", "2.1.2", ""]
    assert [topic.outline for topic in bank.topics] == ["2.1", "2.2"]


def test_a_question_somebody_wrote_by_hand_is_recognised_and_left_alone(tmp_path: Path) -> None:
    bank = imported(tmp_path)
    points = tuple(KeyPoint(id=name, weight=5, text=text_in("en", name)) for name in ("a", "b"))
    found = bank.bank.question("overfitting")
    mine = replace(found, imported=None, reference=text_in("en", "Mine."), points=points)
    known = replace(bank.bank, questions=(mine, *bank.bank.questions[1:]))
    plan = planned(NOTES, known)
    assert plan.steps[0].what == SAME and plan.steps[0].after == mine
