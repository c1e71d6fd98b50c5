from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.answers import AnswerSheet, Prepared, check_known, parse_answers
from mock_interview.errors import AnswersError, ExitCode
from mock_interview.model import Bank
from tests.samples import question

FILE = Path("answers.jsonl")


def parse(text: str | bytes) -> tuple[Prepared, ...]:
    return parse_answers(text if isinstance(text, bytes) else text.encode(), FILE)


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(AnswersError) as caught:
        parse(text)
    assert caught.value.exit_code == ExitCode.BAD_ANSWERS
    return str(caught.value).splitlines()


JSONL = """\
{"answer": "first"}

{"question_id": "rope-idea", "answer": "second", "followups": ["more", "still more"]}
{"answer": null}
{"answer": ""}
"""
YAML = """\
- answer: first

- {question_id: rope-idea, answer: second, followups: [more, still more]}
- answer: null
- answer: ""
"""
ROWS = (
    Prepared(answer="first", line=1),
    Prepared(answer="second", question_id="rope-idea", followups=("more", "still more"), line=3),
    Prepared(answer=None, line=4),
    Prepared(answer="", line=5),
)


@pytest.mark.parametrize("text", [JSONL, YAML], ids=["jsonl", "yaml"])
def test_rows_of_both_forms_are_read_with_their_lines(text: str) -> None:
    assert parse(text) == ROWS
    assert parse(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == ROWS


def test_a_block_of_yaml_keeps_its_lines() -> None:
    (row,) = parse("- answer: |\n    def f(x):\n        return x\n")
    assert row.answer == "def f(x):\n    return x\n"


@given(st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=()))), min_size=1, max_size=5))
def test_any_words_come_through_json_lines_unchanged(answers: list[str | None]) -> None:
    raw = "\n".join(json.dumps({"answer": answer}) for answer in answers)
    assert [row.answer for row in parse(raw)] == answers


def test_a_line_separator_inside_an_answer_is_no_new_row() -> None:
    raw = json.dumps({"answer": "a\u2028b\u0085c\x1dd"}, ensure_ascii=False)
    assert [row.answer for row in parse(raw)] == ["a\u2028b\u0085c\x1dd"]


def test_an_answer_of_five_megabytes_is_read() -> None:
    big = "题 words " * 625_000
    assert [row.answer for row in parse(json.dumps({"answer": big}))] == [big]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["answers.jsonl: is empty"]),
        ("\n\n", ["answers.jsonl: is empty"]),
        ("[]", ['answers.jsonl: holds no answers; each line should look like {"answer": "..."}']),
        ("answer: x\n", ["answers.jsonl:1: must be a list of answers: '- answer: ...'"]),
        ('{"answer": 42}', ["answers.jsonl:1: 'answer' must be text in quotes, or null to skip"]),
        ('{"answer": true}', ["answers.jsonl:1: 'answer' must be text"]),
        ('{"answer": ["x"]}', ["answers.jsonl:1: 'answer' must be text"]),
        ("- answer: 42\n", ["answers.jsonl:1: 'answer' must be text in quotes"]),
        ('{"anwser": "x"}', ["1: unknown key 'anwser' (did you mean 'answer'?)", "1: 'answer' is missing"]),
        ('{"answer": "x", "question_id": 7}', ["1: 'question_id' must be text"]),
        ('{"answer": "x", "followups": "y"}', ["1: 'followups' must be a list"]),
        ('{"answer": "x", "followups": [1]}', ["1: every item of 'followups' must be text"]),
        ('{"answer": "x"}\n"y"', ["2: expected a mapping with the keys answer, question_id, followups"]),
        (
            '{"answer": "x"}\n{"answer": \n',
            [
                "2: is not JSON (",
            ],
        ),
        ('{"answer": "x", "answer": "y"}', ["1: is not JSON (a key is there twice)"]),
        ('{"answer": ' + "[" * 100_000, ["1: is not JSON ("]),
        ("- " * 5_000 + "x", ["nested too deeply"]),
        ("- {answer: x, answer: y}", ["1: has the key 'answer' twice"]),
        ("- answer: [\n", ["2: is not valid YAML"]),
        ("- answer: \x07\n", ["is not valid YAML"]),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(text: str, said: list[str]) -> None:
    found = refused(text)
    for part, line in zip(said, found, strict=False):
        assert line.startswith("answers.jsonl") and part in line


def test_everything_wrong_comes_in_one_run_in_line_order() -> None:
    found = refused('{"answer": 1}\nnonsense\n{"answer": "fine"}\n{"answr": "x"}\n')
    assert [line.split(" ")[0] for line in found] == [
        "answers.jsonl:1:",
        "answers.jsonl:2:",
        "answers.jsonl:4:",
        "answers.jsonl:4:",
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_than_utf8_is_named(encoding: str) -> None:
    (line,) = refused('{"answer": "旋转"}'.encode(encoding))
    assert "is not UTF-8" in line and "save it as UTF-8" in line


def test_a_question_answered_twice_names_the_first_line() -> None:
    rows = '{"answer": "x"}\n' + '{"question_id": "q1", "answer": "x"}\n' * 2
    assert refused(rows) == ["answers.jsonl:3: answers 'q1' again (first on line 2)"]


def test_a_message_cannot_act_on_the_terminal() -> None:
    assert not any("\x1b" in line for line in refused('{"answer": "x", "\\u001b[2J": 1}'))


def test_answers_to_unknown_questions_are_all_named_with_the_nearest() -> None:
    bank = Bank(questions=(question("rope-idea"), question("rms-formula")), topics=(), digest="")
    rows = parse(
        '{"answer": "x"}\n{"question_id": "rope-idae", "answer": "x"}\n{"question_id": "zz", "answer": ""}'
    )
    with pytest.raises(AnswersError) as caught:
        check_known(rows, bank, FILE)
    assert str(caught.value).splitlines() == [
        "answers.jsonl:2: no question 'rope-idae' (did you mean 'rope-idea'?)",
        "answers.jsonl:3: no question 'zz'",
    ]
    check_known(rows[:1], bank, FILE)


def test_a_row_that_names_a_question_waits_for_it_and_the_others_go_in_order() -> None:
    sheet = AnswerSheet(
        [
            Prepared(answer="one"),
            Prepared(answer="for q2", question_id="q2"),
            Prepared(answer="two"),
        ]
    )
    taken = [sheet.take(name) for name in ("q1", "q2", "q2", "q3")]
    assert [row.answer if row else None for row in taken] == ["one", "for q2", "two", None]
    assert sheet.left == 0


def test_what_was_not_used_is_counted() -> None:
    sheet = AnswerSheet([Prepared(answer="a"), Prepared(answer="b", question_id="q9")])
    assert sheet.left == 2
    sheet.take("q1")
    assert sheet.left == 1 and sheet.take("q1") is None and len(sheet.rows) == 2
