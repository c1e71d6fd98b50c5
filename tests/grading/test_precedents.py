"""Claims about precedents: words of known statements tell right from wrong, of points as they are worded."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from mock_interview.grading.precedents import FILE, UNKNOWN, Precedents, grams
from mock_interview.model import KeyPoint, Question, Text

RIGHT = ["the base weights stay frozen", "nothing in the base is trained", "the old weights are left alone"]
WRONG = ["the base weights are trained too", "every old weight is updated", "the base is tuned as well"]
OTHER = [
    "two small matrices are added",
    "a product of two matrices is the update",
    "low rank factors are learnt",
]


def question(**changed: str) -> Question:
    texts = {
        "frozen": "The base weights are frozen",
        "low-rank": "Two low-rank matrices are trained",
    } | changed
    points = tuple(KeyPoint(id=name, weight=1, text=Text(zh="", en=text)) for name, text in texts.items())
    return replace(QUESTION, points=points)


QUESTION = Question(
    id="lora", topic="t", level=2, kind="concept", time_limit=120, points=(),
    question=Text(zh="", en="What is LoRA?"), reference=Text(zh="", en="R"),
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "precedents.zip"
    content = {
        "en": {
            "The base weights are frozen": {"right": RIGHT, "partly": ["weights are frozen"], "wrong": WRONG},
            "Two low-rank matrices are trained": {
                "right": OTHER,
                "partly": [],
                "wrong": ["one full matrix is added"],
            },
        }
    }
    with ZipFile(path, "w") as archive:
        archive.writestr("lora.json", json.dumps(content))
    return path


def test_new_sentences_are_told_apart_by_the_words_of_known_ones(file: Path) -> None:
    known = Precedents(question(), file)
    right = known.likeness("frozen", "he leaves the base weights frozen")
    wrong = known.likeness("frozen", "all base weights are trained and updated")
    assert right.known and right.right > 0.3 > right.wrong
    assert wrong.wrong > 0.3 > wrong.right
    beside = known.likeness("frozen", "the update is a product of two small matrices")
    assert max(beside.right, beside.wrong) < 0.15
    assert known.likeness("low-rank", "the update is a product of two small matrices").right > 0.3


def test_the_opposite_of_what_right_statements_say_is_noticed_unless_both_are_said(tmp_path: Path) -> None:
    path = tmp_path / "precedents.zip"
    told = {"right": ["it comes before the sum"] * 3, "partly": [], "wrong": ["it comes after the sum"] * 3}
    with ZipFile(path, "w") as archive:
        archive.writestr("lora.json", json.dumps({"en": {"It comes before the sum": told}}))
    known = Precedents(question(frozen="It comes before the sum"), path)
    turned, plain, both = (
        known.likeness("frozen", text)
        for text in ("we put it after the sum", "we put it before the sum", "it is before, not after the sum")
    )
    assert turned.swapped > 1 and turned.sides > 1
    assert plain.swapped == 0 and plain.sides < -1
    assert both.swapped == both.sides == 0


def test_a_statement_itself_is_most_like_its_own_kind(file: Path) -> None:
    known = Precedents(question(), file)
    for text in RIGHT:
        assert known.likeness("frozen", text).right > 0.6
    for text in WRONG:
        assert known.likeness("frozen", text).wrong > 0.6


def test_nothing_is_known_of_a_point_whose_wording_was_changed(file: Path) -> None:
    known = Precedents(question(frozen="The base weights are mostly frozen"), file)
    assert known.likeness("frozen", RIGHT[0]) == UNKNOWN
    assert known.likeness("low-rank", OTHER[0]).known


def test_nothing_is_known_of_other_questions_other_languages_or_no_words(file: Path) -> None:
    assert Precedents(replace(question(), id="else"), file).likeness("frozen", RIGHT[0]) == UNKNOWN
    known = Precedents(question(), file)
    assert known.likeness("frozen", "基座的权重是冻结的") == UNKNOWN
    nothing = known.likeness("frozen", "zzz, qqq!")
    assert nothing.known and nothing.right == nothing.partly == nothing.wrong == 0


def test_the_likeness_of_a_text_does_not_depend_on_what_was_asked_before(file: Path) -> None:
    text = "the weights are trained"
    known = Precedents(question(), file)
    known.likeness("low-rank", "冻结")
    known.likeness("low-rank", OTHER[0])
    assert known.likeness("frozen", text) == Precedents(question(), file).likeness("frozen", text)


def test_words_characters_numbers_and_their_neighbours_are_counted() -> None:
    assert grams("lora 冻结 0.5 > 2") == {
        "lora": 1, "冻": 1, "结": 1, "0.5": 1, ">": 1, "2": 1,
        "lora 冻": 1, "冻 结": 1, "结 0.5": 1, "0.5 >": 1, "> 2": 1,
    }  # fmt: skip


def test_the_shipped_archive_knows_every_kind_about_every_question_it_names() -> None:
    with ZipFile(FILE) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            content = json.loads(archive.read(name))
            assert set(content) == {"zh", "en"}, name
            for points in content.values():
                assert all(
                    len(p["right"]) >= 8 and p["partly"] and len(p["wrong"]) >= 8 for p in points.values()
                ), name
