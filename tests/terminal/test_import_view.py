from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

from mock_interview.bank.proposal import Proposal
from mock_interview.chat import ChatReply, Usage
from mock_interview.grading.draft import points_from
from mock_interview.importing.document import read_document
from mock_interview.importing.found import REASONS
from mock_interview.importing.plan import Source, Wishes, make_plan
from mock_interview.model import Bank, KeyPoint, Mistake, Question, Text, Texts, text_in
from mock_interview.terminal.draft_view import show_proposal
from mock_interview.terminal.import_view import show_found, show_skipped, show_steps
from mock_interview.terminal.screen import console
from mock_interview.terminal.words import WORDS

NOTES = """\
# 笔记

![badge](b.svg)

Some words about these notes, which are long enough to need a second line on a narrow screen.

## Basics of deep learning

### What is a learning rate?

The size of a step. \x1b[31mToo large, and it diverges.

### Explain momentum

### What is a learning rate?

## 训练

### 什么是混合精度训练？

用半精度计算，用单精度累加。

## License

MIT
"""
CHANGED = NOTES.replace(
    "### Explain momentum\n", "### Explain momentum\n\nAn average of gradients.\n"
).replace("The size of a step.", "How far a step goes.")
EMPTY = Bank(questions=(), topics=(), digest="")


def sources(text: str, name: str = "notes.md") -> list[Source]:
    return [Source(name=name, reading=read_document(text, "notes"))]


def again() -> tuple[list[Source], object]:
    """A second import after the file and the bank have both changed."""
    first = make_plan(EMPTY, sources(NOTES), Wishes(), points_from)
    questions = [step.after for step in first.steps]
    from dataclasses import replace

    questions[0] = replace(questions[0], reference=text_in("en", "My own words."))
    gone = replace(questions[1], id="old-one", question=text_in("en", "What was here before, and is not?"))
    bank = Bank(questions=(*questions, gone), topics=first.topics, digest="")
    found = sources(CHANGED)
    return found, make_plan(bank, found, Wishes(), points_from)


@pytest.mark.parametrize("width", [100, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_import_screens(golden, lang: str, width: int) -> None:
    file = io.StringIO()
    out = console(file=file, width=width)
    first = [*sources(NOTES), *sources("## Only one?\n", "folder/another.md")]
    show_found(out, first, lang)
    show_skipped(out, first, lang, everything=False)
    show_steps(out, make_plan(EMPTY, first, Wishes(), points_from), lang, dry=True)
    found, plan = again()
    show_skipped(out, found, lang, everything=True)
    show_steps(out, plan, lang, dry=False)  # type: ignore[arg-type]
    golden(f"import-{lang}-{width}", file.getvalue())
    assert max(cell_len(line) for line in file.getvalue().splitlines()) <= width
    assert "\x1b" not in file.getvalue()


def test_only_some_of_what_was_left_out_is_listed_unless_all_is_asked_for() -> None:
    many = "\n\n".join(f"![b{n}](b.svg)" for n in range(30))
    for everything, count in ((False, 12), (True, 30)):
        file = io.StringIO()
        show_skipped(console(file=file, width=100), sources(f"{many}\n\n# Q?\n"), "en", everything=everything)
        assert file.getvalue().count("badges or pictures") == count
        assert ("18 more" in file.getvalue()) is not everything


BEFORE = Question(
    id="lora", topic="mine", level=3, kind="concept", time_limit=180, question=text_in("en", "What is LoRA?"),
    reference=text_in("en", "It freezes."),
    points=points_from(text_in("en", "It freezes the weights of the model.")),
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_proposal_shows_what_goes_and_what_comes(golden, lang: str) -> None:
    from dataclasses import replace

    point = KeyPoint(
        id="frozen", weight=5, text=Text(zh="", en="The \x1b[2Jweights are frozen"),
        accept=Texts(en=("they stay",)), probe=text_in("en", "What of them?"),
    )  # fmt: skip
    after = replace(
        BEFORE, points=(point,), mistakes=(Mistake(contradicts="frozen", text=text_in("en", "All move")),)
    )
    reply = ChatReply(text="", model="fake-1", usage=Usage(prompt_tokens=900, completion_tokens=210))
    file = io.StringIO()
    show_proposal(console(file=file, width=60), Proposal(before=BEFORE, after=after, reply=reply), lang)
    golden(f"proposal-{lang}", file.getvalue())


@pytest.mark.parametrize("why", REASONS)
def test_every_reason_has_words(why: str) -> None:
    assert f"reason_{why}" in WORDS
