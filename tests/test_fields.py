from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.fields import Fields, Report, nearest, read_text
from mock_interview.model import Text, Texts
from mock_interview.yaml_file import parse_text

KNOWN = ("name", "size", "zh", "en", "list", "kind")


def read(text: str, where: str = "q1") -> tuple[Fields, Report]:
    report = Report(Path("f.yaml"))
    root = parse_text(text, report.path, report)
    assert root is not None
    return Fields(root, report, where, KNOWN), report


def said(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


@pytest.mark.parametrize(
    ("word", "known", "advice"),
    [
        ("levle", ["level", "kind"], " (did you mean 'level'?)"),
        ("level", ["level"], " (did you mean 'level'?)"),
        ("zzz", ["level"], ""),
        ("x", [], ""),
        ("", ["level"], ""),
        ("归一华", ["归一化", "其他"], " (did you mean '归一化'?)"),
    ],
)
def test_the_nearest_known_word_is_offered_when_it_is_near(word: str, known: list[str], advice: str) -> None:
    assert nearest(word, known) == advice


@pytest.mark.parametrize("yaml", ["just text", "[1, 2]", "7", "~"])
def test_what_is_no_mapping_is_told_once_and_read_as_empty(yaml: str) -> None:
    fields, report = read(yaml)
    assert (
        fields.text("name") == "" and fields.integer("size", 1, 5) == 1 and list(fields.items("list")) == []
    )
    assert fields.bilingual("kind") is None
    assert said(report) == [f"f.yaml:1: [q1] expected a mapping with the keys {', '.join(KNOWN)}"]


def test_every_unknown_key_is_told_at_its_line() -> None:
    _, report = read("name: x\nsiez: 1\nfoo: 2\n")
    assert said(report) == [
        "f.yaml:2: [q1] unknown key 'siez' (did you mean 'size'?)",
        "f.yaml:3: [q1] unknown key 'foo'",
    ]


def test_a_missing_field_is_told_at_the_mapping_only_when_it_is_required() -> None:
    fields, report = read("\nsize: 1\n")
    assert fields.text("name", required=False) == "" and not report.problems
    assert fields.text("name") == ""
    assert said(report) == ["f.yaml:2: [q1] 'name' is missing"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("2.10", "must be text; put it in quotes"),
        ("yes", "must be text"),
        ("~", "must be text"),
        ("' '", "is blank"),
    ],
)
def test_text_is_text_and_not_blank(value: str, problem: str) -> None:
    fields, report = read(f"name: {value}\n")
    assert fields.text("name", required=False) == ""
    assert len(report.problems) == 1 and problem in said(report)[0]


def test_text_loses_the_space_around_it_only() -> None:
    fields, report = read('name: "  a  b\\n "\n')
    assert fields.text("name") == "a  b" and not report.problems


@pytest.mark.parametrize("value", ["0", "0.0", "1", "0.5"])
def test_a_number_within_its_range_is_taken_zero_included(value: str) -> None:
    fields, report = read(f"size: {value}\n")
    assert fields.number("size", 0.0, 1.0) == float(value)
    assert not report.problems


@pytest.mark.parametrize("value", ["-0.1", "1.01", ".nan", ".inf", "yes", "'0.5'", "[1]", "~"])
def test_a_number_outside_its_range_or_of_another_type_is_told(value: str) -> None:
    fields, report = read(f"size: {value}\n")
    assert fields.number("size", 0.0, 1.0, default=0.25) == 0.25
    assert said(report) == ["f.yaml:1: [q1] 'size' must be a number from 0 to 1"]


@pytest.mark.parametrize("value", ["0", "6", "2.0", "true", "'2'", "~"])
def test_a_whole_number_is_whole_and_within_its_range(value: str) -> None:
    fields, report = read(f"size: {value}\n")
    assert fields.integer("size", 1, 5) == 1
    assert said(report) == ["f.yaml:1: [q1] 'size' must be a whole number from 1 to 5"]


def test_a_choice_names_the_nearest_and_all() -> None:
    fields, report = read("kind: desgin\n")
    fields.choice("kind", ("concept", "design"))
    assert said(report) == [
        "f.yaml:1: [q1] 'kind' is 'desgin' (did you mean 'design'?); it must be one of concept, design"
    ]


def test_a_list_tells_each_item_that_is_not_text() -> None:
    fields, report = read("list:\n  - a\n  - 2\n  - ' '\n  - b \n")
    assert fields.strings("list") == ("a", "b")
    assert [problem.line for problem in report.problems] == [3, 4]
    assert Fields.strings(read("list: a\n")[0], "list") == ()


def test_texts_may_leave_out_a_language_and_a_text_may_not() -> None:
    fields, report = read("list: {zh: [一]}\nkind: {zh: 一}\n")
    assert fields.texts("list") == Texts(zh=("一",)) and fields.texts("name") == Texts()
    assert not report.problems
    assert fields.bilingual("kind") == Text(zh="一", en="")
    assert said(report) == ["f.yaml:2: [q1 kind] 'en' is missing"]


def test_lines_broken_to_fit_an_editor_are_joined() -> None:
    report = Report(Path("f.yaml"))
    node = parse_text("zh: |\n  一，\n  二\nen: |\n  one\n  two\n", report.path, report)
    assert node is not None
    assert read_text(node, report, "q1") == Text(zh="一，二", en="one two") and not report.problems


@pytest.mark.parametrize(("text", "value"), [("on", True), ("true", True), ("off", False), ("no", False)])
def test_a_flag_is_on_or_off(text: str, value: bool) -> None:
    fields, report = read(f"kind: {text}")
    assert fields.flag("kind") is value and not report.problems


@pytest.mark.parametrize("text", ["maybe", "1", "[]", "'on'"])
def test_anything_else_is_no_flag(text: str) -> None:
    fields, report = read(f"kind: {text}")
    assert fields.flag("kind") is False
    assert said(report) == ["f.yaml:1: [q1] 'kind' must be on or off"]
