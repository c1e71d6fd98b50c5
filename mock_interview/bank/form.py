"""A question as a person writes it: its YAML with the schema as comments, and what was made of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mock_interview.bank.schema import read_question
from mock_interview.errors import Problem
from mock_interview.fields import Report
from mock_interview.model import KINDS, Question, Topic
from mock_interview.yaml_file import parse_text

OURS = "#: "  # what our own comments begin with; they are taken out again

_SCHEMA = {
    "zh": f"""\
保存并退出就会检查；有错可以接着改。什么都不改就是不动它。以 "#:" 开头的行不会存进题库。
id          小写英文单词，用 - 连接；全库唯一，场次记录按它认题
topic       主题路径，如 peft 或 peft/lora
level       1 初筛 … 5 专家        kind  {"、".join(KINDS)}
time_limit  秒                     seed  大纲编号（可省），加引号
question    题目                   reference  参考答案；没有就可以练、不评分
points      2-7 个要点：id、weight 1-5（5 最要紧）、text（一句完整的话）
            可选：accept（别的说法）、terms（必须提到的词）、probe（漏讲时的追问）
            drafted: true 表示自动拟出、没人看过；看过就删掉这一行
mistakes    常见错误：contradicts（要点 id）、text
hints       提示，从轻到重         sources  title 加 arxiv 或 url
examples    例答：band strong/partial/weak、lang、covers、partly、contradicts、answer
多行文字用 |，下面各行缩进。全部说明见 docs/bank.md。""",
    "en": f"""\
Save and leave to have it checked; what is wrong can be mended. Change nothing to leave it as it is.
Lines that begin with "#:" are not kept.
id          lower-case words joined by '-', unique in the bank; transcripts refer to it
topic       a topic's path, such as peft or peft/lora
level       1 screening .. 5 specialist     kind  {", ".join(KINDS)}
time_limit  seconds                         seed  number in an outline, in quotes (optional)
question    what is asked                   reference  the answer; without one nothing is graded
points      2-7 key points: id, weight 1-5 (5 the heart of it), text (a full statement)
            optional: accept (other wordings), terms (words that must occur), probe (follow-up)
            drafted: true marks one that nobody has looked at; take the line away when you have
mistakes    wrong claims: contradicts (id of a point), text
hints       from nudge to give-away         sources  title, and arxiv or url
examples    answers: band strong/partial/weak, lang, covers, partly, contradicts, answer
For text of several lines write | and indent the lines below. All of it is in docs/bank.md.""",
}


def with_schema(text: str, lang: str) -> str:
    """``text`` below the schema as comments in ``lang``."""
    return "".join(f"{OURS}{line}\n" for line in _SCHEMA[lang].split("\n")) + "\n" + text


def without_schema(text: str) -> str:
    """``text`` without our own comments and without blank lines around it."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if not line.startswith(OURS.strip())]
    return "\n".join(lines).strip("\n") + "\n"


def blank_form(topic: str, lang: str) -> str:
    """An empty question; ``lang`` is its only language, or empty for both."""
    texts = dict.fromkeys(
        ("question", "reference"), "|\n  \n" if lang else "\n  zh: |\n    \n  en: |\n    \n"
    )
    return (
        f"id:\ntopic: {topic}\nlevel: 3\nkind: concept\ntime_limit: 180\n"
        f"question: {texts['question']}reference: {texts['reference']}"
    ).replace(": \n", ":\n")


def read_form(
    text: str, path: Path, topics: Sequence[Topic], section_lang: str
) -> tuple[Question | None, tuple[Problem, ...]]:
    """The question that ``text`` is, and what is wrong with it; lines are those of ``text``.

    ``topics`` are those of the section it stands in.
    """
    report = Report(path)
    node = parse_text(text, path, report)
    if node is None:
        return None, tuple(report.problems)
    question = read_question(node, report, topics, section_lang)
    return (None if report.problems else question), tuple(sorted(report.problems, key=lambda one: one.line))
