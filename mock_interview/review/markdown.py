"""A session as Markdown for reading. Everything said is quoted, so that it cannot act as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mock_interview.clean_text import one_line, printable
from mock_interview.model import Exchange, Session, Source, Turn
from mock_interview.review.summary import Summary

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LINE_START = re.compile(r"(\d*)([-+=.)])")  # lists, rules, underlined headings
_UNSAFE_IN_LINK = re.compile(r"[<>\s\\`|]")

_LABELS = {
    "zh": {
        "title": "模拟面试 {id}",
        "mean": "平均分 {mean}（{n} 题计分，{left} 题未计分）",
        "none": "没有计分的题（{left} 题未计分）",
        "answer": "回答",
        "followup": "追问",
        "reference": "参考答案",
        "read": "延伸阅读",
        "score": "得分 {score} / 100（{band}）",
        "ungraded": "未评分：{why}",
        "time": "用时 {used} 秒，限时 {limit} 秒，超时 {over} 秒",
        "nothing": "（没有作答）",
        "covered": "讲到",
        "partial": "部分",
        "missed": "缺失",
        "contradicted": "说反了",
        "points": "| 要点 | 权重 | 判定 | 依据 |",
    },
    "en": {
        "title": "Mock interview {id}",
        "mean": "Mean {mean} over {n} graded questions ({left} not graded)",
        "none": "No graded question ({left} not graded)",
        "answer": "Answer",
        "followup": "Follow-up",
        "reference": "Reference answer",
        "read": "What to read",
        "score": "Score {score} / 100 ({band})",
        "ungraded": "Not graded: {why}",
        "time": "Used {used} s of {limit} s, {over} s over time",
        "nothing": "(no answer)",
        "covered": "covered",
        "partial": "partial",
        "missed": "missed",
        "contradicted": "opposite",
        "points": "| Key point | Weight | Verdict | Evidence |",
    },
}


def to_markdown(session: Session, summary: Summary, bands: Mapping[str, str]) -> str:
    """The whole of ``session`` in its own language; ``bands`` maps ids of bands to names."""
    label = _LABELS[session.options.lang]
    key = "none" if summary.mean is None else "mean"
    head = [
        f"# {label['title'].format(id=_inline(session.id))}",
        "",
        _inline(session.started_at),
        "",
        label[key].format(mean=summary.mean, n=summary.graded, left=summary.not_graded),
    ]
    for turn in session.turns:
        head += ["", *_turn(turn, session.options.lang, bands)]
    return "\n".join(head) + "\n"


def _turn(turn: Turn, lang: str, bands: Mapping[str, str]) -> list[str]:
    label = _LABELS[lang]
    lines = [f"## {turn.number}. {_inline(turn.question.question.get(lang))}", ""]
    lines += [f"{_inline(turn.question.id)} · {_inline(turn.question.topic)}", ""]
    lines += [f"### {label['answer']}", "", *_said(turn.main, lang)]
    for followup in turn.followups:
        lines += ["", f"**{label['followup']}**: {_inline(followup.probe)}", "", *_said(followup, lang)]
    lines += ["", _time(turn, lang), "", *_grade(turn, lang, bands)]
    lines += ["", f"### {label['reference']}", "", *_quoted(turn.question.reference.get(lang))]
    if turn.question.sources:
        lines += ["", f"### {label['read']}", ""]
        lines += [f"- {_inline(source.title)}: {_link(source)}" for source in turn.question.sources]
    return lines


def _link(source: Source) -> str:
    address = source.url or f"https://arxiv.org/abs/{source.arxiv}"
    return f"<{_UNSAFE_IN_LINK.sub('', printable(address))}>"


def _said(exchange: Exchange, lang: str) -> list[str]:
    return _quoted(exchange.text) if printable(exchange.text).strip() else [_LABELS[lang]["nothing"]]


def _quoted(text: str) -> list[str]:
    """A block quote that keeps every line break (two spaces at the end) and every indent."""
    lines = printable(text).strip("\n").expandtabs(4).split("\n")
    quoted = [f"> {_line(line)}  " if line.strip() else ">" for line in lines]
    return [*quoted[:-1], quoted[-1].rstrip(" ")]


def _line(line: str) -> str:
    """``line`` such that nothing at its beginning starts a list, a rule, a heading or a code block."""
    words = line.strip()
    indent = "\N{NO-BREAK SPACE}" * (len(line.rstrip()) - len(words))
    started = _LINE_START.match(words)
    if started is None:
        return indent + escape(words)
    return f"{indent}{started[1]}\\{started[2]}{escape(words[started.end() :])}"


def _inline(text: str) -> str:
    return escape(one_line(text))


def _time(turn: Turn, lang: str) -> str:
    used = turn.main.used + sum(f.used for f in turn.followups)
    over = turn.main.overtime + sum(f.overtime for f in turn.followups)
    return _LABELS[lang]["time"].format(used=round(used), limit=turn.limit, over=round(over))


def _grade(turn: Turn, lang: str, bands: Mapping[str, str]) -> list[str]:
    label, grade = _LABELS[lang], turn.counted
    if grade is None or grade.score is None:
        return [label["ungraded"].format(why=_inline(grade.reason if grade else "-"))]
    band = _inline(bands.get(grade.band, grade.band))
    lines = [f"**{label['score'].format(score=round(grade.score), band=band)}**", ""]
    lines += [label["points"], "|---|---|---|---|"]
    texts = {point.id: point.text.get(lang) for point in turn.question.points}
    for result in grade.points:
        quote = _inline(result.quote.text) if result.quote else ""
        name = _inline(texts.get(result.point, result.point))
        lines.append(f"| {name} | {result.weight} | {label[result.verdict.value]} | {quote} |")
    if grade.flags:
        lines += ["", ", ".join(f"`{flag.value}`" for flag in grade.flags)]
    return lines


def escape(text: str) -> str:
    """``text`` such that Markdown shows it as it stands, behind other text on its line."""
    return _MARKUP.sub(r"\\\1", printable(text))
