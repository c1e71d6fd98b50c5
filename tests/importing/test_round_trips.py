"""Laws: whatever layout questions are written in, reading it gives the same questions and answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.importing.document import read_document
from mock_interview.importing.found import Reading
from mock_interview.importing.plain import canonical
from mock_interview.importing.rows import read_anki_text, read_csv, read_jsonl

NOTES = Path("notes.md")
EN = (
    "attention",
    "LoRA",
    "a gradient",
    "the KV cache",
    "batch size",
    "`softmax`",
    "GPT-4",
    "layer norm",
    "C++",
)
ZH = ("注意力", "低秩适配", "梯度", "显存占用", "批大小", "位置编码", "GPT-4", "`softmax`", "推理速度")
ASKS_EN = ("What is {}?", "Why do we need {}?", "How does {} work, and when?", "Explain {}")
ASKS_ZH = ("什么是{}？", "为什么需要{}？", "{}是怎么工作的?", "介绍一下{}")


class Asked(NamedTuple):
    """A question as it is written, with its answer (empty: none) and the topic above it."""

    question: str
    answer: str
    topic: str


@st.composite
def sentences(draw: st.DrawFn, words: Sequence[str], end: str) -> str:
    parts = draw(st.lists(st.sampled_from(words), min_size=2, max_size=6))
    return ("" if end == "。" else " ").join(parts) + end


@st.composite
def answers(draw: st.DrawFn, words: Sequence[str], end: str) -> str:
    """Paragraphs, lists and code, as a bank keeps them."""
    blocks = []
    for kind in draw(st.lists(st.sampled_from(("text", "text", "list", "numbers", "code")), max_size=3)):
        if kind == "text" or not blocks:
            blocks.append(draw(sentences(words, end)))
        elif kind == "code":
            blocks.append("```python\n# not a heading?\nx = 1\n```")
        else:
            items = draw(st.lists(sentences(words, end), min_size=2, max_size=3))
            signs = [f"{n}." for n in range(1, len(items) + 1)] if kind == "numbers" else ["-"] * len(items)
            if not blocks[-1].startswith(("-", "1.")):
                blocks.append("\n".join(f"{sign} {item}" for sign, item in zip(signs, items, strict=True)))
    return canonical("\n\n".join(blocks))


@st.composite
def question_lists(draw: st.DrawFn) -> list[Asked]:
    chinese = draw(st.booleans())
    words, end = (ZH, "。") if chinese else (EN, ".")
    topics = ("第一部分", "进阶") if chinese else ("Basics", "Training at scale")
    found = []
    for number in range(draw(st.integers(2, 7))):
        form = draw(st.sampled_from(ASKS_ZH if chinese else ASKS_EN))
        # The number makes each question one of its own.
        question = form.format(
            f"{draw(st.sampled_from(words))} {'甲乙丙丁戊己庚'[number] if chinese else 'ABCDEFG'[number]}"
        )
        answer = draw(answers(words, end)) if draw(st.integers(0, 3)) else ""
        found.append(Asked(question, answer, topics[number * 2 // 7]))
    return found


def _by_topic(asked: Sequence[Asked], one: Callable[[int, Asked], str], *, level: int = 2) -> str:
    lines, topic = ["# Notes"], ""
    for number, item in enumerate(asked, start=1):
        if item.topic != topic:
            topic = item.topic
            lines.append(f"{'#' * level} {topic}")
        lines.append(one(number, item))
    return "\n\n".join(lines) + "\n"


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line if line else "" for line in text.split("\n"))


def headings(asked: Sequence[Asked]) -> str:
    return _by_topic(asked, lambda n, a: f"### {a.question}\n\n{a.answer}".rstrip())


def numbered_headings(asked: Sequence[Asked]) -> str:
    return _by_topic(asked, lambda n, a: f"#### {n}. {a.question}\n{a.answer}".rstrip(), level=3)


def chinese_numbers(asked: Sequence[Asked]) -> str:
    return _by_topic(asked, lambda n, a: f"### {n}、{a.question}\n\n**答案：**\n\n{a.answer}".rstrip())


def folded(asked: Sequence[Asked]) -> str:
    one = "<details>\n<summary>{}</summary>\n\n{}\n\n</details>"
    return _by_topic(asked, lambda n, a: one.format(a.question.replace("`", ""), a.answer))


def bold(asked: Sequence[Asked]) -> str:
    return _by_topic(asked, lambda n, a: f"**Q{n}: {a.question}**\n\n{a.answer}".rstrip())


def marked(asked: Sequence[Asked]) -> str:
    return _by_topic(
        asked, lambda n, a: f"Q: {a.question}\n\nA: {a.answer}" if a.answer else f"Q: {a.question}"
    )


def marked_chinese(asked: Sequence[Asked]) -> str:
    return _by_topic(
        asked,
        lambda n, a: f"**问：**{a.question}\n\n**答：**{a.answer}" if a.answer else f"**问：**{a.question}",
    )


def numbered_items(asked: Sequence[Asked]) -> str:
    return _by_topic(
        asked, lambda n, a: f"{n}. {a.question}\n\n{_indented(a.answer, 4 if n > 9 else 3)}".rstrip()
    )


def bulleted(asked: Sequence[Asked]) -> str:
    return _by_topic(asked, lambda n, a: f"- **{a.question}**\n\n{_indented(a.answer, 2)}".rstrip())


def answer_headings(asked: Sequence[Asked]) -> str:
    return _by_topic(asked, lambda n, a: f"### {a.question}\n\n#### Answer\n\n{a.answer}".rstrip())


DOCUMENTS = {
    make.__name__: make
    for make in (
        headings,
        numbered_headings,
        chinese_numbers,
        folded,
        bold,
        marked,
        marked_chinese,
        numbered_items,
        bulleted,
        answer_headings,
    )
}


def same(reading: Reading, asked: Sequence[Asked], *, plain: bool = False) -> None:
    """The reading holds exactly these questions, in order, with answers and topics."""
    got = [(found.question, found.answer, found.topics[-1]) for found in reading.questions]
    wanted = [(a.question.replace("`", "") if plain else a.question, a.answer, a.topic) for a in asked]
    assert got == wanted


@pytest.mark.parametrize("layout", DOCUMENTS)
@settings(max_examples=60, deadline=None)
@given(asked=question_lists(), ends=st.sampled_from(("\n", "\r\n")))
def test_a_document_gives_back_what_was_written_in_it(layout: str, asked: list[Asked], ends: str) -> None:
    text = DOCUMENTS[layout](asked).replace("\n", ends).replace("\r\n", "\n")
    same(read_document(text, "notes"), asked, plain=layout == "folded")


@settings(max_examples=60, deadline=None)
@given(asked=question_lists(), delimiter=st.sampled_from(",\t;"), chinese=st.booleans())
def test_rows_with_cells_give_back_what_was_written_in_them(
    asked: list[Asked], delimiter: str, chinese: bool
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(("问题", "参考答案", "分类") if chinese else ("Question", "Answer", "Topic"))
    writer.writerows((a.question, a.answer, a.topic) for a in asked)
    same(read_csv(out.getvalue(), NOTES, {}), asked)


@settings(max_examples=60, deadline=None)
@given(asked=question_lists())
def test_json_lines_give_back_what_was_written_in_them(asked: list[Asked]) -> None:
    lines = [json.dumps({"q": a.question, "answer": a.answer, "topic": a.topic}) for a in asked]
    same(read_jsonl("\n".join(lines), NOTES, {}), asked)


@settings(max_examples=60, deadline=None)
@given(asked=question_lists())
def test_exported_cards_give_back_what_was_written_on_them(asked: list[Asked]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows((a.topic, a.question, a.answer) for a in asked)
    text = "#separator:tab\n#html:false\n#deck column:1\n" + out.getvalue()
    same(read_anki_text(text, NOTES, {}), asked)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_a_text_in_its_canonical_form_stays_as_it_is(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


PIECES = (
    "# ", "## ", "- ", "1. ", "> ", "**", "Q: ", "A: ", "|", "\n", "\n\n", "    ", "```", "<details>",
    "</details>", "<summary>", "?", "什么", "。", "x ", "---", "$", "[a](#b)",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_text_is_read_without_an_accident_and_nothing_is_found_twice(parts: list[str]) -> None:
    reading = read_document("".join(parts), "notes")
    assert all(found.question.strip() and found.topics for found in reading.questions)
    assert all(canonical(found.answer) == found.answer for found in reading.questions)
    assert len({(f.topics, f.question, f.answer) for f in reading.questions}) == len(reading.questions)


@settings(max_examples=60, deadline=None)
@given(asked=question_lists())
def test_a_table_gives_back_what_was_written_in_its_cells(asked: list[Asked]) -> None:
    short = [a._replace(answer=a.answer.split("\n")[0]) for a in asked if "|" not in a.answer]
    short = [a._replace(answer="" if a.answer.startswith(("-", "1.", "```")) else a.answer) for a in short]
    rows = [f"| {n} | {a.topic} | {a.question} | {a.answer} |" for n, a in enumerate(short, start=1)]
    text = "\n".join(["# Notes", "", "| # | Topic | Question | Answer |", "|---|---|---|---|", *rows])
    same(read_document(text, "notes"), short)
