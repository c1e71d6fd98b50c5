"""The outline that the shipped bank follows, and a small one in its manner, import as they are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.bank.outline import OUTLINE
from mock_interview.importing.document import read_document
from mock_interview.importing.sources import SourceOptions, read_source

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))
SMALL = """\

[![Stars](https://img.shields.io/github/stars/nobody/nothing?style=social)](https://example.org)

## 3.1 大模型 入门面

 ### 3.1.1 什么是语言模型?

  给出一段文字出现的概率。

1. **自回归**：
   - 从左到右逐词预测。

2. **自编码**：
   - 还原被遮住的词。

  ### 3.1.2 大模型的架构介绍?

 一、基础

**1. 编码器**

* **自注意力**：看到整句。

## 3.2 大模型 框架面

  - **概念部分**

 ### 3.2.1 什么是链

###  3.2.2 链有哪些概念?

  - **技术部分**

 ### 3.2.3 链 文档的问题

## 3.3 分词篇

 ### 3.3.1 Byte-Pair Encoding(BPE)篇

 #### 3.3.1.1 BPE 如何构建词典?

 ### 3.3.2 WordPiece 篇

 #### 3.3.2.1 WordPiece 与 BPE 异同点是什么?

  - **对比篇**

 ### 3.3.3 介绍一下分词方式的区别?

 ### 3.3.3.1 什么是词表?

  - **空的篇**

  - **末尾篇**

 ### 3.3.4 应用模式变更

[![Stars](https://img.shields.io/github/stars/nobody/nothing?style=social)](https://example.org)
"""


def test_a_small_outline_keeps_its_topics_and_takes_no_title_for_a_question() -> None:
    reading = read_document(SMALL, "outline")
    assert [(found.number, found.topics[1:], bool(found.answer)) for found in reading.questions] == [
        ("3.1.1", (), True),
        ("3.1.2", (), True),
        ("3.2.1", ("概念部分",), False),
        ("3.2.2", ("概念部分",), False),
        ("3.2.3", ("技术部分",), False),
        ("3.3.1.1", ("Byte-Pair Encoding(BPE)篇",), False),
        ("3.3.2.1", ("WordPiece 篇",), False),
        ("3.3.3", ("对比篇",), False),
        ("3.3.3.1", ("对比篇",), False),
        ("3.3.4", ("末尾篇",), False),
    ]
    assert {found.topics[0] for found in reading.questions} == {"大模型 入门面", "大模型 框架面", "分词篇"}
    assert reading.groups == (("分词篇", "空的篇"),)
    assert dict(reading.numbers)[("分词篇",)] == "3.3"


@pytest.mark.skipif(not SEEDS, reason="the outline is not here")
def test_the_outline_has_158_questions_in_17_topics_34_of_them_answered() -> None:
    reading = read_source(SEEDS[0], SourceOptions())
    assert len(reading.questions) == 158
    assert len({found.topics[0] for found in reading.questions}) == 17
    assert sum(bool(found.answer) for found in reading.questions) == 34
    assert [found.number for found in reading.questions] == [
        n for numbers in OUTLINE.values() for n in numbers
    ]
    subtopics = {found.topics[1] for found in reading.questions if len(found.topics) > 1}
    assert len(subtopics | {group[1] for group in reading.groups}) == 19
    titles = ("Byte-Pair Encoding(BPE)篇", "WordPiece 篇", "SentencePiece 篇", "LoRA篇", "对比篇")
    assert subtopics >= set(titles)
    assert not {found.question for found in reading.questions} & set(titles)
