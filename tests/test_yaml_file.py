from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.errors import Problem
from mock_interview.yaml_file import Node, parse, parse_text


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
    ],
)
def test_what_is_not_allowed_is_named(text: str, said: str) -> None:
    _, problems = read(text)
    assert problems and said in problems[0].message


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
