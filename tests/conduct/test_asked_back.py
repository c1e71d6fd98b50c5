from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.conduct.asked_back import LONGEST, AskedBack, asked_back

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "text",
    [
        "do you mean training or inference?",
        "Sorry, is this about inference only?",
        "Just to clarify: should I include the bias terms?",
        "can I assume a single GPU?",
        "How detailed should the answer be?",
        "What do you mean by stability?",
        "for training or inference?",
        "是指训练还是推理？",
        "是指训练还是推理",
        "题目里的“长文本”多长算长？",
        "需要写公式吗",
        "这里说的模型是指 decoder-only 吗？",
        "可以用英文回答吗?",
        "什么意思",
    ],
)
def test_a_short_question_alone_is_put_to_the_interviewer(text: str) -> None:
    assert asked_back(text) == AskedBack(question=text)


@pytest.mark.parametrize(
    "text",
    [
        "the mean?",
        "root mean square?",
        "Because gradients vanish?",
        "It divides by the root mean square, right?",
        "It is divided by the root mean square, isn't it?",
        "I think it divides by the root mean square. Is that what you want?",
        "What is RMSNorm? It divides by the root mean square.",
        "除以均方根，对吗？",
        "除以标准差？",
        "因为梯度消失？",
        "先除以均方根，再乘增益吧？",
        "为什么要除以均方根？因为它能稳定训练。",
        "不知道",
        "Is it " + "very " * 60 + "long?",
        "x = a\n  ? b\n  : c",
        "",
        "?",
        "？ ！",
    ],
)
def test_whatever_states_something_is_an_answer(text: str) -> None:
    assert asked_back(text) is None


@pytest.mark.parametrize("sign", ["?", "？", "? ", "?? "])
def test_a_last_line_behind_a_question_mark_is_a_question_whatever_it_says(sign: str) -> None:
    assert asked_back(f"{sign}with a bias") == AskedBack(question="with a bias")
    draft = "It divides by\nthe root mean square"
    assert asked_back(f"{draft}\n{sign}with a bias\n") == AskedBack(question="with a bias", rest=draft)


def test_a_question_mark_line_in_the_middle_is_part_of_the_answer() -> None:
    assert asked_back("first\n? second\nthird") is None


@given(st.text(), st.text(alphabet="abc 题", min_size=1).filter(str.strip))
def test_no_word_of_a_draft_is_lost_to_the_question_behind_it(draft: str, question: str) -> None:
    found = asked_back(f"{draft}\n? {question}")
    assert found is not None
    assert found.rest == draft.rstrip() and found.question == question.strip()


def test_no_written_answer_is_taken_for_a_question() -> None:
    """3 155 answers of the bank and of the training set."""
    from mock_interview.bank.load import load_bank

    answers = [e.answer for q in load_bank(ROOT / "question_bank").questions for e in q.examples]
    rows = (ROOT / "training" / "answers" / "bank.jsonl").read_text(encoding="utf-8").splitlines()
    answers += [json.loads(row)["answer"] for row in rows]
    assert len(answers) > 3000
    assert [answer for answer in answers if asked_back(answer)] == []


def test_the_longest_question_is_short() -> None:
    assert asked_back("can i assume " + "x" * LONGEST + "?") is None
