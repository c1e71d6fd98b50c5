"""What gives an answer away, on the shipped bank and by example."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.bank.load import load_bank
from mock_interview.conduct.leaks import SURE, gives_away
from mock_interview.model import KeyPoint, Question, Text, Texts
from tests.samples import question

BANK = load_bank(Path(__file__).parents[2] / "question_bank").questions
ASKED = question()


def leaks(text: str, asked: Question = ASKED, heard: tuple[str, ...] = ()) -> bool:
    return gives_away(text, asked, heard=heard, unsaid=asked.points)


@pytest.mark.parametrize(("lang", "most"), [("zh", 0.03), ("en", 0.06)])
def test_authored_follow_ups_hardly_ever_count_as_leaks(lang: str, most: float) -> None:
    probes = [(q, p.probe.get(lang)) for q in BANK for p in q.points if p.probe]
    taken = [text for asked, text in probes if leaks(text, asked)]
    assert len(taken) <= most * len(probes), taken


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_point_said_word_for_word_is_always_a_leak(lang: str) -> None:
    points = [(q, p) for q in BANK for p in q.points][::3]
    missed = [p.text.get(lang) for q, p in points if not leaks(f"So: {p.text.get(lang)}?", q)]
    # Those left over are short, and made of words that their question has already said.
    assert len(missed) <= 0.02 * len(points), missed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reference_is_a_leak(lang: str) -> None:
    assert [q.id for q in BANK if not leaks(q.reference.get(lang), q)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Is the input divided by its root mean square?",
        "is THE in-put di\u200bvided by its root mean square",
        "the ínput is dïvided by its rôot mean sqúare",
        "is it d i v i d e d by its r-o-o-t m.e.a.n s-q-u-a-r-e",
        "So the input is multiplied by a learned gain?",
        "是不是要把输入除以它的均方根？",
        "除以均方根，再乘可学习的增益，对吧",
    ],
)
def test_a_point_is_recognised_in_a_question_in_either_language(text: str) -> None:
    assert leaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "What stands in the denominator?",
        "分母是什么？",
        "What do you do with the result?",
        "Go on.",
        "公式里有几项？",
    ],
)
def test_a_question_after_a_point_is_not_the_point(text: str) -> None:
    assert not leaks(text)


def test_what_was_said_is_no_secret() -> None:
    text = "You said that the input is divided by its root mean square. Why?"
    assert leaks(text) and not leaks(text, heard=("the input is divided by its root mean square",))


def test_a_point_that_was_covered_is_none_either_but_the_reference_stays_one() -> None:
    covered = ASKED.points[1:]
    assert not gives_away("The divisor is a root mean square value?", ASKED, heard=(), unsaid=covered)
    assert gives_away(ASKED.reference.en, ASKED, heard=(), unsaid=())


def test_a_number_that_only_the_answer_has_is_a_leak() -> None:
    sized = replace(
        ASKED,
        points=(
            KeyPoint(
                id="size",
                weight=3,
                text=Text(zh="约 1.5 GB", en="About 1.5 GB"),
                accept=Texts(en=("roughly 1500 MB",)),
            ),
        ),
    )
    assert leaks("Is it 1.5 GB?", sized) and leaks("Could it be 1500?", sized)
    assert not leaks("Is it 2 GB?", sized) and not leaks("Is it 1.5 GB?", sized, heard=("1.5",))


def test_a_meaning_is_looked_at_sentence_by_sentence() -> None:
    seen: list[tuple[str, str]] = []

    def states(point: KeyPoint, text: str) -> float:
        seen.append((point.id, text))
        return SURE if text == "Its size is normalised away." and point.id == "divides" else 0.0

    def told(text: str) -> bool:
        return gives_away(text, ASKED, heard=(), unsaid=ASKED.points, states=states)

    assert told("Hm. Its size is normalised away. Why?") and not told("Hm. Why?")
    assert ("gain", "Why?") in seen


def test_the_bundled_models_notice_other_wordings_and_leave_questions_alone() -> None:
    """Every 25th point of the bank: an accepted wording made a question, and the authored follow-up."""
    from mock_interview.cli.wiring import make_grader, open_bank

    grader = make_grader(open_bank(None), "bundled")
    points = [p for q in BANK for p in q.points if p.probe and p.accept.en][::25]
    worded = [grader.states(p, f"So would you say that {p.accept.en[0].rstrip('.')}?") for p in points]
    asked = [grader.states(p, p.probe.en) for p in points if p.probe]
    assert len(points) >= 15
    assert sum(one >= SURE for one in worded) >= 0.6 * len(points)
    assert sum(one >= SURE for one in asked) <= 0.1 * len(points)


@given(st.text(), st.sampled_from(BANK))
def test_repeating_what_was_heard_is_never_a_leak_by_words(text: str, asked: Question) -> None:
    plain = re.sub(r"\d", "", text)
    assert not leaks(plain, asked, heard=(plain,))
