"""Claims about the packed precedents: they are what the files hold, none of which is measured on."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from mock_interview.grading.precedents import FILE
from mock_interview.grading.text import normalise
from training.labelled import TYPED_APART, VOICES, WRITTEN, json_rows
from training.precedents import by_question, pack, precedents
from training.reading import project_bank


def test_the_archive_is_what_the_files_make_it(tmp_path: Path) -> None:
    pack(project_bank(), tmp_path / "packed.zip")
    with ZipFile(tmp_path / "packed.zip") as made, ZipFile(FILE) as shipped:
        assert made.namelist() == shipped.namelist()
        for name in made.namelist():
            assert made.read(name) == shipped.read(name), f"{name}: run python -m training.precedents"


def test_every_point_of_the_bank_has_precedents_in_both_languages() -> None:
    bank = project_bank()
    found = by_question(bank)
    for question in bank.questions:
        for lang in question.langs:
            for point in question.points:
                assert point.text.get(lang) in found[question.id][lang], f"{question.id}: {point.id} ({lang})"


def test_no_answer_that_is_fitted_or_measured_on_is_a_precedent() -> None:
    known = {normalise(one.text).text for one in precedents(project_bank())}
    files = (WRITTEN / "held.jsonl", WRITTEN / "apart.jsonl", WRITTEN / "right.jsonl", TYPED_APART, VOICES)
    answers = [normalise(row["answer"]).text for path in files for row in json_rows(path)]
    assert answers and not known & set(answers)
