from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.errors import Problem
from mock_interview.yaml_file import MAX_DEPTH, Node, parse, parse_text


def read(text: str) -> tuple[Node | None, list[Problem]]:
    problems: list[Problem] = []
    return parse_text(text, Path("f.yaml"), problems.append), problems


def test_every_value_knows_its_line() -> None:
    root, problems = read("a: 1\nb:\n  - x\n  - y\n")
    assert not problems and root is not None and isinstance(root.value, dict)
    items = root.value["b"].value
    assert isinstance(items, list)
    assert [node.line for node in items] == [3, 4]


def test_duplicate_keys_are_all_reported_with_both_lines() -> None:
    _, problems = read("a: 1\nb: 2\na: 3\nb: 4\n")
    assert [(p.line, "first on line" in p.message) for p in problems] == [(3, True), (4, True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1\n", "not valid YAML"),
        ("", "is empty"),
        ("a: &x [1]\nb: *x\n", "alias"),
        ("a: !!python/object:os.system {}\n", "YAML"),
        ("a: !!binary aGk=\n", "tag"),
        ("? [1]\n: 2\n", "not plain text"),
        ("[" * 3000 + "]" * 3000, "nested too deeply"),
        ("a: " + "1:" * 5000 + "1.5", "cannot read"),
        ("a: " + "9" * 5000, "cannot read"),
        ("a: \ud800", "cannot read"),
    ],
)
def test_what_is_not_allowed_is_named(text: str, said: str) -> None:
    _, problems = read(text)
    assert problems and said in problems[0].message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n  - ["])
def test_a_file_of_openings_ends_in_an_error_and_not_in_the_process(opening: str) -> None:
    _, problems = read("x: 1\ny:\n  " + opening * (100_000 // len(opening)))
    assert len(problems) == 1 and problems[0].line >= 2


def test_nesting_is_counted_in_depth_and_not_in_all() -> None:
    inner = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    node, problems = read("a:\n" + f"- {inner}\n" * 50)
    assert node is not None and not problems
    _, problems = read("a:\n" + f"- [{inner}]\n" * 2)
    assert [(problem.line, problem.message) for problem in problems] == [(2, "is nested too deeply")]


def test_a_month_stays_text() -> None:
    root, _ = read("a: 2026-11\nb: 2026-11-24\n")
    assert root is not None and isinstance(root.value, dict)
    assert [node.value for node in root.value.values()] == ["2026-11", "2026-11-24"]


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("题".encode("gb18030"))
    problems: list[Problem] = []
    assert parse(path, problems.append) is None
    assert "UTF-8" in problems[0].message


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    problems: list[Problem] = []
    assert parse(path, problems.append) is not None and not problems
