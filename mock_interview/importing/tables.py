"""Tables, and rows of any other file, whose columns hold questions and answers. Columns go by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_interview.importing.blocks import Block, Line, Run
from mock_interview.importing.plain import joined
from mock_interview.importing.wording import without_number, without_signs

QUESTION, ANSWER, TOPIC, SUBTOPIC, NUMBER, LEVEL, LANG = (
    "question", "answer", "topic", "subtopic", "number", "level", "lang",
)  # fmt: skip
COLUMNS = (QUESTION, ANSWER, TOPIC, SUBTOPIC, NUMBER, LEVEL, LANG)
_NAMES: dict[str, tuple[str, ...]] = {
    QUESTION: (
        "question", "questions", "q", "prompt", "front", "query", "interview question", "interview questions", "problem",
        "问题", "题目", "问", "题", "面试题", "面试问题", "提问", "题干", "问题描述", "question_text", "question text", "正面",
    ),
    ANSWER: (
        "answer", "answers", "a", "ans", "reference", "reference answer", "back", "response", "solution", "explanation", "reply",
        "答案", "参考答案", "回答", "参考回答", "解答", "答", "解析", "答复", "标准答案", "answer_text", "answer text",
        "model answer", "sample answer", "short answer", "答案要点", "要点", "背面", "output", "completion",
    ),
    TOPIC: (
        "topic", "topics", "category", "section", "subject", "area", "chapter", "domain", "deck", "group", "theme",
        "主题", "分类", "类别", "模块", "章节", "知识点", "方向", "领域", "板块", "专题", "类型",
    ),
    SUBTOPIC: ("subtopic", "sub-topic", "subcategory", "sub category", "tag", "tags", "子主题", "子类", "二级分类", "标签", "小类"),
    NUMBER: ("#", "no", "no.", "number", "id", "index", "s.no", "s.no.", "sr. no.", "sl", "sl.no", "序号", "编号", "题号"),
    LEVEL: ("level", "difficulty", "难度", "等级", "级别", "难易", "难度等级"),
    LANG: ("lang", "language", "语言"),
}  # fmt: skip
_LEVELS: dict[int, tuple[str, ...]] = {
    1: ("beginner", "basic", "screening", "入门", "基础", "初级"),
    2: ("easy", "junior", "简单", "容易"),
    3: ("medium", "intermediate", "moderate", "mid", "中等", "中级", "一般", "适中"),
    4: ("hard", "advanced", "senior", "difficult", "困难", "高级", "较难", "难"),
    5: ("expert", "specialist", "very hard", "专家", "很难", "极难"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """One row of a table, as text; ``topic`` is empty where no column names it."""

    question: str
    answer: str
    line: int
    topic: str = ""
    number: str = ""
    links: tuple[Run, ...] = ()
    level: int | None = None


def columns_of(names: Sequence[str]) -> dict[str, int]:
    """Which column holds what, for those whose names tell."""
    found: dict[str, int] = {}
    for wanted in COLUMNS:
        for name in _NAMES[wanted]:
            at = next(
                (i for i, given in enumerate(names) if _plain(given) == name and i not in found.values()),
                None,
            )
            if at is not None and wanted not in found:
                found[wanted] = at
    return found


def _plain(name: str) -> str:
    return re.sub(r"\s*[(（].*[)）]\s*$", "", without_signs(name).strip(" *_:：`")).casefold()


def level_of(text: str) -> int | None:
    """The level, 1-5, that a word, a number or some stars mean; ``None`` when they mean none."""
    bare = text.strip().casefold()
    if bare.isdecimal() and 1 <= int(bare) <= 5:
        return int(bare)
    if bare and not bare.strip("⭐★☆*\ufe0f ") and 1 <= sum(char in "⭐★*" for char in bare) <= 5:
        return sum(char in "⭐★*" for char in bare)
    return next((level for level, words in _LEVELS.items() if bare in words), None)


def read_table(block: Block) -> list[QuestionRow] | None:
    """The questions of a table, or ``None`` when no column is one of questions."""
    if len(block.rows) < 2:
        return None
    header = [" ".join(line.text for line in cell) for cell in block.rows[0]]
    columns = columns_of(header)
    if QUESTION not in columns:
        return None
    number = without_number
    rows = []
    for cells in block.rows[1:]:
        asked = _cell(cells, columns, QUESTION)
        title = number(without_signs(" ".join(line.text for line in asked)))
        if any(map(str.isalnum, title.text)):
            rows.append(
                QuestionRow(
                    question=title.text,
                    answer=joined(_cell(cells, columns, ANSWER)),
                    line=asked[0].number,
                    topic=without_signs(" ".join(line.text for line in _cell(cells, columns, TOPIC))),
                    number=title.number or _words(cells, columns, NUMBER),
                    links=tuple(run for line in asked for run in line.links),
                    level=level_of(_words(cells, columns, LEVEL)),
                )
            )
    return rows


def _cell(cells: Sequence[tuple[Line, ...]], columns: Mapping[str, int], wanted: str) -> tuple[Line, ...]:
    at = columns.get(wanted)
    return cells[at] if at is not None and at < len(cells) else ()


def _words(cells: Sequence[tuple[Line, ...]], columns: Mapping[str, int], wanted: str) -> str:
    return " ".join(line.text for line in _cell(cells, columns, wanted)).strip()
