from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.errors import SourceError
from mock_interview.importing.found import Reading
from mock_interview.importing.rows import (
    is_anki_text,
    mapping_of,
    read_anki_text,
    read_csv,
    read_json,
    read_jsonl,
)
from mock_interview.importing.tables import level_of

NOTES = Path("notes.csv")


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(found.question, found.answer) for found in reading.questions]


@pytest.mark.parametrize(
    "header",
    [
        "question,answer",
        "Question,Reference Answer",
        "问题,答案",
        "题目,参考答案",
        "Front,Back",
        "Q,A",
        " prompt , response ",
    ],
)
def test_columns_are_found_by_name(header: str) -> None:
    assert pairs(read_csv(f"{header}\nWhat?,That.\n", NOTES, {})) == [("What?", "That.")]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_whatever_stands_between_cells_is_found_out(sign: str) -> None:
    text = f'topic{sign}question{sign}answer\nA{sign}"What, really?"{sign}"one\ntwo"\n'
    (found,) = read_csv(text, NOTES, {}).questions
    assert (found.question, found.answer, found.topics) == ("What, really?", "one two", ("A",))


def test_other_columns_are_named_by_a_mapping_by_name_or_place() -> None:
    text = "Frage,Antwort,Thema,Stufe\nWas?,Das.,Netze,4\n"
    with pytest.raises(SourceError, match=r"--map question=NAME \(it has Frage, Antwort, Thema, Stufe\)"):
        read_csv(text, NOTES, {})
    mapping = mapping_of(["question=Frage,answer=2", "topic=Thema", "level=Stufe"])
    (found,) = read_csv(text, NOTES, mapping).questions
    assert (found.question, found.answer, found.topics, found.level) == ("Was?", "Das.", ("Netze",), 4)


def test_a_mapping_that_cannot_be_is_named_with_the_nearest_right_word() -> None:
    with pytest.raises(SourceError, match=r"did you mean 'question'"):
        mapping_of(["questoin=a"])
    with pytest.raises(SourceError, match=r"no column 'Frag' \(did you mean 'Frage'\?\)"):
        read_csv("Frage\nWas?\n", NOTES, {"question": "Frag"})


def test_a_file_without_a_header_begins_with_its_first_question() -> None:
    reading = read_csv("What is X?,It is x.\nWhat is Y?,\n", NOTES, {})
    assert pairs(reading) == [("What is X?", "It is x."), ("What is Y?", "")]
    assert [found.line for found in reading.questions] == [1, 2]


def test_rows_that_cannot_be_used_are_told_with_their_lines_and_the_others_are_kept() -> None:
    reading = read_csv("question,answer\nWhat?,That.\nragged\n,only an answer\nWhy?,TODO\n", NOTES, {})
    assert pairs(reading) == [("What?", "That."), ("Why?", "")]
    assert [(one.line, one.why) for one in reading.skipped] == [(3, "row"), (4, "no_question")]


def test_cells_may_hold_html_and_markdown() -> None:
    text = 'question,answer\n1. What is <b>X</b>?,"a<br>b &amp; c<ul><li>d</li></ul>"\nY?,see **this** [one](http://a)\n'
    assert pairs(read_csv(text, NOTES, {})) == [("What is X?", "a b & c\n\n- d"), ("Y?", "see this one")]


def test_json_lines_and_lists_of_objects() -> None:
    reading = read_jsonl('{"question": "Q?", "answer": ["a", "b"]}\nnot json\n{"answer": "x"}\n', NOTES, {})
    assert pairs(reading) == [("Q?", "- a\n- b")] and [one.line for one in reading.skipped] == [2, 3]
    assert pairs(read_json('[{"问题": "是？", "lang": "zh"}, 3]', NOTES, {})) == [("是？", "")]
    with pytest.raises(SourceError, match="must be a list"):
        read_json('{"question": "x"}', NOTES, {})
    with pytest.raises(SourceError, match="is not JSON"):
        read_json("[" * 100_000, NOTES, {})


def test_text_that_anki_exports_is_told_from_markdown() -> None:
    assert is_anki_text("#separator:tab\n#html:true\nQ\tA\n")
    assert is_anki_text("a\tb\nc\td\n") and not is_anki_text("# Title\n\n\ttext\n")
    text = '#separator:Pipe\n#html:true\n#tags column:3\nWhat?|It &lt;is&gt;<br>that|tag\n"a ""b"" c?"|d|\n'
    assert pairs(read_anki_text(text, NOTES, {})) == [("What?", "It <is> that"), ('a "b" c?', "d")]
    named = "#separator:tab\n#columns:Back\tFront\nthat\twhat?\n"
    assert pairs(read_anki_text(named, NOTES, {})) == [("what?", "that")]


@pytest.mark.parametrize(
    ("text", "level"),
    [("3", 3), ("Easy", 2), ("困难", 4), ("⭐⭐⭐", 3), ("★", 1), ("9", None), ("", None), ("soon", None)],
)
def test_levels_are_words_numbers_or_stars(text: str, level: int | None) -> None:
    assert level_of(text) == level
