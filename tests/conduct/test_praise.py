from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.conduct.persona import load_persona, names
from mock_interview.conduct.praise import judges

JUDGING = [
    "Right, so how would that scale?",
    "Correct! What about x?",
    "That's exactly right. And eps?",
    "Good point. What about x?",
    "Great answer! Now, what about eps?",
    "OK, good. What about eps?",
    "You missed the gain. What is it?",
    "You did not mention eps. Why is it there?",
    "You haven't covered eps. Why is it there?",
    "Your answer is incomplete; what else?",
    "I'd give that 7 out of 10.",
    "Excellent. Next.",
    "Well done, next question.",
    "Exactly, and then?",
    "Not quite. Think again about the denominator.",
    "That is wrong: what is divided?",
    "Yes, and what is in the denominator?",
    "Hmm, close. What is the denominator?",
    "I'm impressed. What about eps?",
    "You nailed the formula. What about eps?",
    "You got it right. Next one.",
    "Unfortunately that is not it.",
    "THAT’S CORRECT.",
    "很好，那分母里是什么？",
    "回答得不错，再说说 eps。",
    "对，那分母呢？",
    "嗯，对的，那分母呢？",
    "你漏了增益，能补充一下吗？",
    "你没有提到 eps，它有什么用？",
    "还没讲清 eps，它有什么用？",
    "这个说法不对，再想想。",
    "你答错了，再想想。",
    "说得很清楚，那 eps 呢？",
    "非常准确！下一题。",
    "这个回答只能得 60 分。",
    "没错，那么 eps 呢？",
    "正确。接下来说说 eps。",
    "完全正确，继续。",
    "你的回答不够完整，还有什么？",
    "有点笼统，能具体一点吗？",
    "可惜，分母说反了。",
    "刚才的理解有误，分母到底是什么？",
    "你说的基本都对，还差一点。",
]
NEUTRAL = [
    "You said it divides by the root. What is under the root?",
    "I mean inference, not training.",
    "Which one is correct?",
    "What is the right learning rate?",
    "How do you score candidates in beam search?",
    "Good learning rates are hard to find. How would you pick one?",
    "Thanks. You said that x is divided by something. By what exactly?",
    "OK. How would you check that the two models give the same output?",
    "If the batch is large, what happens to your statistic?",
    "Thank you, let us turn to tokenizers.",
    "All right, the next question.",
    "好的，那分母里是什么？",
    "你提到除以标准差，具体是沿哪一维算？",
    "指的是推理阶段。",
    "按推理来理解就行。",
    "谢谢，你刚才讲了旋转。旋转角度怎么随位置变？",
    "假设序列很长，你刚才的做法会遇到什么问题？",
    "你怎么判断模型学好了？",
    "打分模型的损失函数里出现的是什么？",
]


@pytest.mark.parametrize("text", JUDGING)
def test_praise_blame_and_marks_are_noticed(text: str) -> None:
    assert judges(text)


@pytest.mark.parametrize("text", NEUTRAL)
def test_talk_and_technical_terms_are_not_taken_for_it(text: str) -> None:
    assert not judges(text)


@pytest.mark.parametrize(
    "text", ["Yes, at inference.", "No, a single GPU.", "是的，只看推理。", "对，单卡。"]
)
def test_yes_and_no_answer_a_question_and_otherwise_judge(text: str) -> None:
    assert judges(text) and not judges(text, answering=True)


def test_hardly_an_authored_follow_up_is_taken_for_a_judgement() -> None:
    questions = load_bank(Path(__file__).parents[2] / "question_bank").questions
    probes = [p.probe.get(lang) for q in questions for p in q.points if p.probe for lang in ("zh", "en")]
    assert sum(map(judges, probes)) <= 0.015 * len(probes)


@pytest.mark.parametrize("name", names())
def test_no_persona_judges(name: str) -> None:
    texts = [
        text for _, lines in load_persona(name).lines for lang in ("zh", "en") for text in lines.get(lang)
    ]
    assert [text for text in texts if judges(text)] == []
