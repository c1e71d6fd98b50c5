"""Bank files changed in place: only what is meant changes, and nothing reaches the disk unchecked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mock_interview.bank.load import bank_files, load_bank, read_texts
from mock_interview.bank.splice import Spliced
from mock_interview.bank.store import BankFolder, refuse_shipped
from mock_interview.bank.write import file_text
from mock_interview.errors import FileProblems, UsageError, WriteError
from mock_interview.model import KeyPoint, Question, Text, Topic, text_in
from tests.samples import BANK_YAML, write_bank

SHIPPED = Path(__file__).parents[2] / "question_bank"
MINE = """\
# my bank, with remarks
section:
  id: mine
  lang: en
  title: Mine   # a title
  subtopics:
    sub: Sub one

questions:
  # the first
  - id: first
    topic: mine/sub
    level: 2
    kind: concept
    time_limit: 60
    question: What is first?   # asked often
    reference: |
      One.

      # not a comment

    # about the points
    points:
      - {id: a, weight: 3, text: One thing}
      - {id: b, weight: 2, text: Another thing}

  # the second, in brackets
  - {id: second, topic: mine, level: 1, kind: concept, time_limit: 60, question: What is second?}
  - id: third
    topic: mine
    level: 1
    kind: concept
    time_limit: 60
    question: >
      What is
      third?
# the end
"""
NEW = Question(
    id="new-one", topic="mine", level=3, kind="concept", time_limit=180,
    question=text_in("en", "What is new?"), reference=text_in("en", "This: it's #1.\n\n- a\n- b"),
    points=(KeyPoint(id="p", weight=3, text=text_in("en", "yes"), drafted=True),),
)  # fmt: skip


def folder(tmp_path: Path, text: str = MINE) -> BankFolder:
    write_bank(tmp_path, text, "mine.yaml")
    return BankFolder(tmp_path)


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_changed_field_changes_its_own_lines_only(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    first = bank.bank.question("first")
    assert first.reference.en == "One.\n\n# not a comment"
    bank.change(first, replace(first, reference=text_in("en", "Two.")))
    bank.save()
    gone, came = lines_changed(MINE, (tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert gone == ["    reference: |", "      One.", "      # not a comment"]
    assert came == ["    reference: Two."]


def test_points_are_written_anew_and_a_remark_above_them_stays(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    first = bank.bank.question("first")
    bank.change(first, replace(first, points=(replace(first.points[0], weight=5), first.points[1])))
    bank.save()
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert "    # about the points\n    points:\n    - id: a\n      weight: 5\n" in text
    assert text.count("# the second, in brackets") == 1 and text.endswith("# the end\n")


def test_a_field_that_was_not_there_is_put_behind_its_neighbour(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    third = bank.bank.question("third")
    bank.change(third, replace(third, reference=text_in("en", "Three."), points=NEW.points))
    bank.save()
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert "      third?\n    reference: Three.\n    points:\n" in text


def test_a_question_in_brackets_is_written_out(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    second = bank.bank.question("second")
    bank.change(second, replace(second, reference=text_in("en", "Two.")))
    bank.save()
    assert load_bank(tmp_path).question("second").reference.en == "Two."


def test_questions_and_subtopics_are_added_behind_the_last(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    topics = [Topic(path="mine/more", title=text_in("en", "More: of it"))]
    bank.add([NEW, replace(NEW, id="new-two", topic="mine/more")], topics)
    bank.save()
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    gone, _ = lines_changed(MINE, text)
    assert gone == [] and text.endswith("# the end\n")
    assert [q.id for q in load_bank(tmp_path).questions][-2:] == ["new-one", "new-two"]


def test_a_new_section_gets_a_file_of_its_own_with_a_number(tmp_path: Path) -> None:
    bank = BankFolder(tmp_path / "new")
    bank.add([replace(NEW, topic="x")], [Topic(path="x", title=text_in("zh", "是"), outline="2.10")])
    bank.save()
    (path,) = (tmp_path / "new").glob("*.yaml")
    assert path.name == "01-x.yaml" and load_bank(tmp_path / "new").topics[0].outline == "2.10"


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(b"\xef\xbb\xbf" + MINE.replace("\n", "\r\n").encode())
    bank = BankFolder(tmp_path)
    bank.change(
        bank.bank.question("first"), replace(bank.bank.question("first"), reference=text_in("en", "x"))
    )
    bank.save()
    assert load_bank(tmp_path).question("first").reference.en == "x"


def test_a_text_of_a_person_takes_the_place_of_a_question(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    text = bank.question_text("first")
    assert text.startswith("id: first\ntopic: mine/sub\n") and "# about the points\npoints:\n" in text
    written = text.replace("id: first", "id: renamed").replace("# asked often", "# rarely")
    after = replace(bank.bank.question("first"), id="renamed")
    bank.rewrite("first", written, after)
    bank.save()
    gone, came = lines_changed(MINE, (tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert gone == ["  - id: first", "    question: What is first?   # asked often"]
    assert came == ["  - id: renamed", "    question: What is first?   # rarely"]


def test_a_change_that_would_break_the_bank_is_not_written(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    bank.add([replace(NEW, id="first")], [])
    with pytest.raises(FileProblems, match=r"the id 'first' is already used.*\n.*Nothing was written"):
        bank.save()
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == MINE


def test_a_change_that_does_not_say_what_it_should_is_not_written(tmp_path: Path) -> None:
    bank = folder(tmp_path)
    bank.rewrite(
        "first", bank.question_text("first").replace("level: 2", "level: 4"), bank.bank.question("first")
    )
    with pytest.raises(WriteError, match="'first' could not be changed without touching something else"):
        bank.save()
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == MINE


def test_a_broken_bank_is_not_added_to(tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match="level"):
        folder(tmp_path, MINE.replace("level: 2", "level: 9"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    bank = BankFolder(tmp_path / "file" / "below")
    bank.add([replace(NEW, topic="x")], [Topic(path="x", title=text_in("en", "X"))])
    with pytest.raises(WriteError, match="cannot be written"):
        bank.save()


def test_the_shipped_bank_is_not_written_to(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--bank"):
        refuse_shipped(tmp_path, "shipped with the program")
    refuse_shipped(tmp_path, "--bank")


@pytest.mark.parametrize("path", bank_files(SHIPPED), ids=lambda path: path.stem)
def test_every_shipped_file_reads_back_the_same_after_it_was_written_anew(path: Path) -> None:
    before = read_texts([(path, path.read_text(encoding="utf-8"))]).bank
    section, *subtopics = before.topics
    reading = read_texts([(path, file_text(section, subtopics, before.questions, ""))])
    assert not reading.problems
    assert reading.bank.questions == before.questions and reading.bank.topics == before.topics


@pytest.mark.parametrize("path", bank_files(SHIPPED)[:3], ids=lambda path: path.stem)
def test_taking_a_question_out_leaves_the_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before = read_texts([(path, text)]).bank.questions
    spliced = Spliced(text)
    spliced.remove_question(before[1].id)
    assert read_texts([(path, spliced.text)]).bank.questions == (before[0], *before[2:])


def test_both_languages_stay_side_by_side_in_a_bank_of_both(tmp_path: Path) -> None:
    write_bank(tmp_path, BANK_YAML)
    bank = BankFolder(tmp_path)
    asked = bank.bank.question("layer-formula")
    bank.change(asked, replace(asked, reference=Text(zh="新的。", en="New.")))
    bank.save()
    assert "    reference:\n      zh: 新的。\n      en: New.\n" in (tmp_path / "norm.yaml").read_text(
        encoding="utf-8"
    )
