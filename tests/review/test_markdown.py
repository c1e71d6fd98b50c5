from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.clean_text import printable
from mock_interview.model import Exchange, Grade, Session, Source, Span, Text
from mock_interview.review.markdown import escape, to_markdown
from mock_interview.review.summary import summarise
from tests.samples import finished, grade

NBSP = "\N{NO-BREAK SPACE}"
HOSTILE = (
    "# heading",
    "<script>alert(1)</script>",
    "![x](http://evil/x.png) [y](javascript:z)",
    "`code` ```fence",
    "~~~\nfence\n~~~",
    "| a | b |\n|---|---|\n| c | d |",
    "- item\n+ item\n* item\n1. one\n2) two",
    "title\n===\nother\n---",
    "> quote\n>> deeper",
    "&lt;b&gt; &#60;",
    "$x^2$ and $$y$$",
    "**bold** _it_ ~gone~",
    "\\# \\\\ \\",
    "[ref]: http://evil",
    "    indented\n\ttab",
    "\x1b[2J\x07\u202eevil\ud800",
    "</details>\n\n## not a heading",
)


def render(session: Session) -> str:
    return to_markdown(session, summarise(session), {})


def answered(text: str) -> Session:
    session = finished()
    turn = session.turns[0]
    quote = Span(source=0, start=0, end=len(text), text=text)
    turn = replace(turn, main=replace(turn.main, text=text), followups=(), grade=grade(86.0, quote=quote))
    return replace(session, turns=(turn,))


def unescaped(line: str) -> str:
    """``line`` with a letter for every escaped character: what is left, Markdown acts on."""
    return re.sub(r"\\[!-/:-@\[-`{-~]", "x", line)


def quoted_lines(rendered: str) -> list[str]:
    answer = rendered.split("### Answer\n\n", 1)[1].split("\n\n", 1)[0]
    return answer.split("\n")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_session_reads_as_a_document(golden, lang: str) -> None:  # type: ignore[no-untyped-def]
    golden(f"markdown-{lang}", render(finished(lang)))


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_cannot_act_as_markup(text: str) -> None:
    lines = quoted_lines(render(answered(text)))
    assert all(line.startswith(">") for line in lines), "nothing leaves the quote"
    for line in lines:
        inner = unescaped(line[1:].strip(" "))
        assert not re.search(r"[`*_{}\[\]<>#|~&$\\]", inner), line
        assert not re.match(r"[-+=]|\d+[.)]", inner), line
        assert not line[1:].startswith("     "), "no code block by indent"


@given(st.text(st.characters(exclude_categories=())))
def test_no_answer_whatever_adds_a_heading_a_table_row_or_a_control_character(text: str) -> None:
    plain, hostile = render(answered("x")), render(answered(text or "x"))

    def frame(rendered: str) -> list[str]:
        lines = [line for line in rendered.split("\n") if not line.startswith(">")]
        return [re.sub(r"\| covered \|.*", "| covered |", line) for line in lines if line]

    assert frame(hostile) in (frame(plain), [*frame(plain)[:6], "(no answer)", *frame(plain)[6:]])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", hostile)


@pytest.mark.parametrize("text", ["| a \\| b", "line\nline", "`x` | **y**"])
def test_a_quote_stays_in_its_cell(text: str) -> None:
    rows = [line for line in render(answered(text)).split("\n") if line.startswith("| The input")]
    (row,) = rows
    assert unescaped(row).count("|") == 5


def test_line_breaks_and_indents_of_code_are_kept() -> None:
    lines = quoted_lines(render(answered("def f(x):\n    if x:\n\treturn 1\n\nprint(2)\n")))
    assert lines == [
        "> def f(x):  ",
        f"> {NBSP * 4}if x:  ",
        f"> {NBSP * 4}return 1  ",
        ">",
        "> print(2)",
    ]


@given(st.text())
def test_escaping_hides_nothing(text: str) -> None:
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape(text))
    assert shown == escape(text).replace("\\", "") or "\\" in text
    assert [c for c in shown if c.isalnum()] == [c for c in printable(text) if c.isalnum()]


def test_texts_of_bank_and_grader_stay_on_their_line() -> None:
    session = finished()
    turn = session.turns[0]
    nasty = Text(zh="a\n# b", en="a\n# b | c")
    evil = replace(
        turn.question,
        question=nasty,
        points=(replace(turn.question.points[0], text=nasty),),
        sources=(Source(title="x](y)\n# z", url="https://x.org/a_b><script>\n# |`"),),
    )
    followup = Exchange(text="", how="skipped", probe="why\n\n# not a heading")
    failed = Grade(score=None, reason="bad\n\n# reason <b>")
    rendered = render(
        replace(session, turns=(replace(turn, question=evil, followups=(followup,), grade=failed),))
    )
    headings = [line for line in rendered.split("\n") if line.startswith("#")]
    assert headings == [
        "# Mock interview abc234",
        "## 1. a \\# b \\| c",
        "### Answer",
        "### Reference answer",
        "### What to read",
    ]
    assert "<https://x.org/a_bscript#>" in rendered and "<script>" not in rendered
    assert "Not graded: bad \\# reason \\<b\\>" in rendered


def test_a_session_without_any_answer_says_so() -> None:
    rendered = render(replace(finished(), turns=()))
    assert "No graded question (0 not graded)" in rendered and rendered.endswith("\n")


def test_a_question_that_was_skipped_or_failed_says_why() -> None:
    rendered = render(finished())
    assert "Not graded: skipped" in rendered and "(no answer)" in rendered


def test_a_score_of_zero_is_a_score() -> None:
    assert "Score 0 / 100" in render(finished())
