"""Long inputs made to be slow: none takes more than a second for every 100 KB."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import large_bank
from mock_interview.answer_rows import check_row, scan
from mock_interview.answers import check_known, parse_answers
from mock_interview.bank.check import check_bank
from mock_interview.bank.load import load_bank
from mock_interview.clean_text import one_line, printable, reflow
from mock_interview.errors import AnswersError
from mock_interview.found_json import json_objects
from mock_interview.grading.formula import find
from mock_interview.grading.gate import look
from mock_interview.grading.lexical import tokens
from mock_interview.grading.polarity import direction, swapped
from mock_interview.grading.subject import Subjects
from mock_interview.grading.term_list import is_keyword_list
from mock_interview.grading.text import MAX_CHARS, claims, normalise
from mock_interview.importing.document import read_document
from mock_interview.llm.reading import without_thinking
from mock_interview.model import Span
from mock_interview.row_file import CSV, JSONL, read_rows
from mock_interview.terminal.screen import block
from mock_interview.terminal.show import marked
from mock_interview.transcript.read import fold, read_lines
from mock_interview.yaml_file import parse_text
from tests.fuzz.modes import LONG, calls, quick
from tests.fuzz.targets import TRANSCRIPTS
from tests.samples import question, write_bank

SIZE = 1_000_000 if LONG else 100_000
SIZES = (5_000, 20_000)  # what work is counted on
# Signs that the patterns of the reading parts begin, end or repeat with.
PIECES = (
    "a", "ab ", "的", "的，", "不会，", "it involves a, ", "are important", "and ", "is the ", "of the ",
    "{", "}", "[]", "{]", "(", "((x", "f(x, ", "sqrt(", "|x|", "1.", "1,", "0.5 ", "2.5.", "a.b", "a-", "a/b ",
    "x=", "==", "->", "√", "^", "x^", "_{", "\\frac{", "\\frac{a}{b}", "$", "Σ_", "x' ", "2x", '"score": ',
    "<|a|", "===", "grader ", "as an ai ", "忽略", "评分系统", "\x1b[", "\x1b]", "\x1b[0", "\u202e", "\u200b", "\ud800",
    "ﬃ", "ﷺ", "İ", "e\u0301", " ", "\n", "\t", "- ", "* ", "…", "——", "http:", "U+12AB ", "w/o ", "ing", "word word\n",
)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "normalise": normalise,
    "claims": lambda text: claims(normalise(text)),
    "gate": lambda text: look(normalise(text), frozenset(("ab",)), ("a reference of some words",), "en"),
    "term_list": lambda text: is_keyword_list(normalise(text).text),
    "tokens": tokens,
    "formula": find,
    "polarity": lambda text: [(direction(one.text), swapped(one.text)) for one in claims(normalise(text))],
    "printable": printable,
    "one_line": one_line,
    "reflow": reflow,
    "block": lambda text: block(text, 80, indent="  "),
}


# How Markdown begins, ends, nests and repeats.
MARKUP = (
    "> ", "- a?\n", "[", "[a](b", "**a ", "*a_ ", "` ", "``", "<a ", "<div>", "<!-- ", "x <!-- ", "\\(a ", "$a ",
    "## a?\n\nb\n\n", "---\n", "Q: a?\n", "A: b\n", "1. a?\n", "| a | b |\n", "|---|---|\n", "```\n", "~~~\n",
    "<details><summary>a?</summary>\n\n", "</details>\n", "<ul><li>", "<table><tr><td>", "&amp;", "\\", "http://a.b ",
    "![a](b)", "[^1]: a\n", "    code\n", "\t", "a\n===\n", "**Q: a?**\n\n", "什么是注意力？\n", "答：对。\n", "问：为什么？\n",
    "- [ ] a?\n", "# 1.1 a?\n", "a  \n", "\r", "\u2028", "{#a} ", ":::\n", "[[a]] ", "==a== ", "^a^ ", "~a~",
)  # fmt: skip


SLOWER = ("polarity", "block")  # a tenth of what is allowed: a sample of the signs is enough


def long(piece: str, size: int = SIZE) -> str:
    return (piece * (size // len(piece) + 1))[:size]


@pytest.mark.parametrize("reader", READERS)
def test_no_text_of_one_sign_over_and_over_is_slow(reader: str) -> None:
    for piece in PIECES if LONG or reader not in SLOWER else PIECES[::4]:
        with quick(SIZE):
            READERS[reader](long(piece))


def test_an_answer_of_ten_megabytes_is_read_as_far_as_anybody_would() -> None:
    with quick(MAX_CHARS * 5):
        normal = normalise("weights are frozen. " * 500_000)
    assert len(normal.text) == MAX_CHARS and normal.truncated


def test_words_of_a_long_answer_are_compared_with_a_bank_in_no_time(tmp_path: Path) -> None:
    subjects = Subjects(load_bank(write_bank(tmp_path)))
    words = [f"word{number}" for number in range(SIZE // 6)]
    with quick(SIZE):
        subjects.off_topic(words, question("rms-formula"))


@pytest.mark.parametrize("piece", MARKUP if LONG else MARKUP[::3])
def test_notes_of_one_sign_over_and_over_are_read_in_work_that_grows_with_them(piece: str) -> None:
    """Of four times the text with little more than four times the work; some are 25 000 questions."""
    with quick(SIZE, seconds=5):
        read_document(long(piece, SIZE), "notes")
    fewer, more = (calls(lambda size=size: read_document(long(piece, size), "notes")) for size in SIZES)
    assert more <= 6 * fewer


def test_a_check_of_four_times_the_questions_is_little_more_than_four_times_the_work(
    tmp_path: Path,
) -> None:
    spent = []
    for count in (200, 800):
        folder = tmp_path / str(count)
        large_bank.write_bank(folder, count)
        spent.append(calls(lambda folder=folder: check_bank(folder)))
        assert len(check_bank(folder).problems) > count
    assert spent[1] <= 6 * spent[0]


REPLY_PIECES = (
    '{"a":',
    "{",
    '{"points": [',
    '{"a":1,"a":1} ',
    '{"a":"',
    '{"a": 1}',
    "<think>",
    "</think>",
    "[{",
    "```json\n",
)


@pytest.mark.parametrize("piece", REPLY_PIECES)
def test_replies_are_read_in_time_that_grows_with_them(piece: str) -> None:
    for size in (SIZE // 4, SIZE // 2, SIZE):
        for text in (long(piece, size), long(piece, size // 2) + "1," * (size // 4)):
            with quick(size):
                json_objects(without_thinking(text))


FILES: dict[str, Callable[[int], str]] = {
    "unknown ids": lambda size: "".join(f'{{"question_id": "q{n}", "answer": "x"}}\n' for n in range(size // 37)),
    "misspelt keys": lambda size: '{"question_id": "q1", "anwser": "x"}\n' * (size // 36),
    "many keys": lambda size: json.dumps({f"answr{n}": 1 for n in range(size // 13)}),
    "other keys in every row": lambda size: "".join(f'{{"k{n}": 1, "answer": ""}}\n' for n in range(size // 25)),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("ids", [150, 50_000])
def test_files_in_which_everything_is_wrong_are_told_quickly(name: str, ids: int) -> None:
    known = {f"q-{number}": None for number in range(ids)}
    text = FILES[name](SIZE)
    with quick(SIZE):
        scan(read_rows(io.StringIO(text), JSONL), lambda row: check_row(row, known), Path("x"))


def test_prepared_answers_in_which_everything_is_wrong_are_told_quickly(tmp_path: Path) -> None:
    bank = load_bank(write_bank(tmp_path))
    rows = "".join(f'{{"answer": "x", "question_id": "rms-{n}"}}\n' for n in range(SIZE // 40))
    keys = "- answer: x\n" + "".join(f"  answr{n}: 1\n" for n in range(SIZE // 15))
    for raw in (rows, '{"answer": "x", "question_id": "q"}\n' * (SIZE // 36), keys):
        with quick(SIZE), pytest.raises(AnswersError):
            check_known(parse_answers(raw.encode(), Path("x")), bank, Path("x"))


def test_a_header_of_many_columns_is_read_quickly() -> None:
    with quick(SIZE):
        list(read_rows(io.StringIO(",".join(f"c{n}" for n in range(SIZE // 6)) + "\n1,2\n"), CSV))


@pytest.mark.parametrize(
    "text",
    ["[" * SIZE, "- " * (SIZE // 2), "a: " + "1:" * (SIZE // 2) + "1", "a: " + "9" * SIZE,
     "".join(f"k{n}: 1\n" for n in range(SIZE // 9)), 'a: "' + "\\n" * (SIZE // 2) + '"', "&a " * (SIZE // 3),
     "a: " + "word\n  " * (SIZE // 7), "---\n" * (SIZE // 4)],
    ids=["openings", "dashes", "sixties", "digits", "keys", "escapes", "anchors", "lines", "documents"],
)  # fmt: skip
def test_yaml_is_read_or_refused_quickly(text: str) -> None:
    with quick(SIZE):
        parse_text(text, Path("x.yaml"), lambda _problem: None)


def test_an_answer_of_which_everything_is_marked_is_drawn_quickly() -> None:
    text = long("ab ")
    spans = [
        (Span(source=0, start=at, end=at + 2, text="ab"), "covered") for at in range(0, len(text) - 2, 9)
    ]
    with quick(SIZE):
        marked(text, spans)


def test_a_transcript_of_nothing_but_events_out_of_turn_is_read_quickly(tmp_path: Path) -> None:
    first, *rest = TRANSCRIPTS[0].splitlines(keepends=True)
    asked = next(line for line in rest if b'"asked"' in line)
    draft = next(line for line in rest if b'"draft"' in line)
    for line in (asked, draft, draft.replace(b'"part":0', b'"part":7'), b"junk\n"):
        raw = first + asked + line * (SIZE // len(line))
        path = tmp_path / "x.jsonl"
        path.write_bytes(raw)
        with quick(len(raw)):
            fold(read_lines(path), path)
