"""Which answers speak of another question: on the shipped bank, and on small and thin ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.bank.load import load_bank
from mock_interview.grading import attacks
from mock_interview.grading.lexical import rarity, tokens
from mock_interview.grading.material import question_words
from mock_interview.grading.subject import MIN_WORDS, Subjects
from mock_interview.grading.text import normalise
from mock_interview.model import LANGUAGES, Bank, Question, Text
from tests.grading.samples import BANK, QUESTION

ROOT = Path(__file__).parents[2]
# An answer with a score below this (0-100) earns next to nothing.
EARNING = 25
ROPE = (
    "It rotates every query and key by an angle proportional to the position, pair by pair of dimensions, "
    "so the dot product of the two only depends on the relative distance; values are not rotated, and "
    "low frequencies carry long range."
)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(ROOT / "question_bank")


@pytest.fixture(scope="module")
def subjects(bank: Bank) -> Subjects:
    return Subjects(bank)


def words(text: str) -> list[str]:
    return tokens(normalise(text).text)


def share(subjects: Subjects, answers: Iterable[tuple[Question, str]]) -> float:
    """Percentage of the answers that are called off topic."""
    found = [subjects.off_topic(words(text), question) for question, text in answers]
    assert len(found) > 100
    return 100 * sum(found) / len(found)


def honest(bank: Bank, *, earning: bool) -> list[tuple[Question, str]]:
    """The bank's examples and the answers written for training that earn something, or the others."""
    found = [(q, e.answer) for q in bank.questions for e in q.examples if (e.band != "weak") is earning]
    known = {question.id: question for question in bank.questions}
    lines = (ROOT / "training/answers/bank.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return found + [
        (known[row["question_id"]], row["answer"])
        for row in rows
        if row["question_id"] in known and (row["score"] >= EARNING) is earning
    ]


def strangers(bank: Bank, lang: str) -> list[tuple[Question, str]]:
    found = ((q, attacks.from_elsewhere(q, bank, lang)) for q in bank.questions)
    return [(question, text) for question, text in found if text is not None]


def siblings(bank: Bank, lang: str) -> list[tuple[Question, str]]:
    found = ((q, attacks.from_sibling(q, bank, lang)) for q in bank.questions)
    return [(question, text) for question, text in found if text is not None]


def test_an_answer_that_earns_something_is_practically_never_off_topic(
    bank: Bank, subjects: Subjects
) -> None:
    assert share(subjects, honest(bank, earning=True)) <= 0.3


def test_a_weak_answer_is_hardly_ever_off_topic(bank: Bank, subjects: Subjects) -> None:
    assert share(subjects, honest(bank, earning=False)) <= 1.5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_from_another_section_is_nearly_always_off_topic(
    bank: Bank, subjects: Subjects, lang: str
) -> None:
    assert share(subjects, strangers(bank, lang)) >= 90


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_to_a_sibling_is_mostly_off_topic(bank: Bank, subjects: Subjects, lang: str) -> None:
    assert share(subjects, siblings(bank, lang)) >= 60


def test_half_an_answer_on_topic_is_on_topic_whatever_follows(bank: Bank, subjects: Subjects) -> None:
    joined = [
        (question, f"{own.answer} {text}")
        for lang in LANGUAGES
        for question, text in strangers(bank, lang)
        if (own := attacks.strong(question, lang)) is not None
    ]
    assert share(subjects, joined) <= 0.5


def test_an_answer_is_off_topic_only_for_the_other_question(bank: Bank, subjects: Subjects) -> None:
    assert subjects.off_topic(words(ROPE), bank.question("langchain-agent"))
    assert not subjects.off_topic(words(ROPE), bank.question("rope-idea"))


def test_a_question_outside_of_the_bank_is_not_judged(bank: Bank, subjects: Subjects) -> None:
    stranger = replace(bank.question("langchain-agent"), id="drafted-0123")
    assert not subjects.off_topic(words(ROPE), stranger)


def test_a_very_short_answer_is_not_judged(bank: Bank, subjects: Subjects) -> None:
    short = words(ROPE)[: MIN_WORDS - 1]
    assert not subjects.off_topic(short, bank.question("langchain-agent"))
    assert not subjects.off_topic([], bank.question("langchain-agent"))


def test_words_said_again_do_not_make_an_answer_longer(bank: Bank, subjects: Subjects) -> None:
    assert not subjects.off_topic(["rotate", "query"] * 40, bank.question("langchain-agent"))


def test_an_answer_in_words_no_question_knows_is_not_judged(bank: Bank, subjects: Subjects) -> None:
    soup = "onion carrot leek celery broth simmer ladle parsley thyme garlic peel chop stir salt bowl spoon"
    lost = words(f"{soup} tureen crouton shallot {ROPE[:60]}")
    assert not subjects.off_topic(lost, bank.question("langchain-agent"))


def test_a_question_with_a_bare_reference_is_not_judged(bank: Bank) -> None:
    """A full answer shares more words with any rich question than with a reference of one line."""
    own = bank.question("rope-idea")
    bare = replace(
        own, reference=Text(zh="旋转 q 和 k。", en="Rotate q and k."), points=(), mistakes=(), hints=()
    )
    rest = tuple(q for q in bank.questions if q.id != own.id)
    assert not Subjects(replace(bank, questions=(bare, *rest))).off_topic(words(ROPE), bare)


def test_a_bank_of_one_question_has_nothing_off_topic() -> None:
    assert not Subjects(BANK).off_topic(words(ROPE), QUESTION)


def test_an_empty_bank_is_no_trouble() -> None:
    assert not Subjects(replace(BANK, questions=())).off_topic(words(ROPE), QUESTION)


def test_words_weigh_what_they_weigh_for_the_grader(bank: Bank, subjects: Subjects) -> None:
    assert subjects.weight == rarity([question_words(question) for question in bank.questions])


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_words_does_not_matter(bank: Bank, subjects: Subjects, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(bank.questions))
    said = words(data.draw(st.sampled_from(strangers(bank, "en")))[1])
    mixed = data.draw(st.permutations(said))
    assert subjects.off_topic(said, question) == subjects.off_topic(mixed, question)
    assert subjects.off_topic(set(said), question) == subjects.off_topic(said, question)
