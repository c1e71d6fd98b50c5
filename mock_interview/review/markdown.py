"""A session as Markdown for reading. Everything said is quoted, so that it cannot act as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mock_interview.clean_text import one_line, printable
from mock_interview.model import NO_REFERENCE, Exchange, Grade, Judgement, Session, Source, Turn
from mock_interview.review.summary import Summary
from mock_interview.spoken import Debrief

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
        "no_reference": "这道题还没有参考答案",
        "time": "用时 {used} 秒，限时 {limit} 秒，超时 {over} 秒",
        "nothing": "（没有作答）",
        "covered": "讲到",
        "partial": "部分",
        "missed": "缺失",
        "contradicted": "说反了",
        "points": "| 要点 | 权重 | 判定 | 依据 |",
        "tracks": "离线 {offline} · 语言模型 {judge}（{model}）· 合并 {combined}",
        "unjudged": "语言模型没有评这一题：{why}",
        "held": "回答里有些话像是写给评分者的，所以语言模型只能降、不能升。",
        "contested": "≠ 两边判得不一样的要点，请自己看一看：",
        "differs": "{point}：离线判“{offline}”，语言模型判“{judge}”{withdrawn}。{why}",
        "withdrawn": "（原判“{verdict}”，引文不算数，已撤回）",
        "interviewer": "面试官",
        "asked": "你问",
        "debrief": "面试官小结（{model}）",
        "strengths": "做得好的",
        "gaps": "不足",
        "study": "接下来学什么",
        "lesson": "{text}（第 {n} 题，{whose}“{quote}”）",
        "said": "你说",
        "put": "问到",
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
        "no_reference": "the question has no reference answer yet",
        "time": "Used {used} s of {limit} s, {over} s over time",
        "nothing": "(no answer)",
        "covered": "covered",
        "partial": "partial",
        "missed": "missed",
        "contradicted": "opposite",
        "points": "| Key point | Weight | Verdict | Evidence |",
        "tracks": "offline {offline} · judge {judge} ({model}) · combined {combined}",
        "unjudged": "The language model did not judge this one: {why}",
        "held": "Some of the answer seems to be written to the grader, so the judge may lower but not raise.",
        "contested": "≠ The two differ on these points; look for yourself:",
        "differs": "{point}: offline {offline}, judge {judge}{withdrawn}. {why}",
        "withdrawn": " (it said {verdict}, but its quotes do not count: withdrawn)",
        "interviewer": "Interviewer",
        "asked": "You asked",
        "debrief": "What the interviewer noted ({model})",
        "strengths": "Strengths",
        "gaps": "Gaps",
        "study": "What to study",
        "lesson": "{text} (question {n}, {whose}: “{quote}”)",
        "said": "you said",
        "put": "asked",
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
    if session.debrief is not None and session.debrief.lessons:
        head += ["", *_debrief(session.debrief, session.options.lang)]
    for turn in session.turns:
        head += ["", *_turn(turn, session.options.lang, bands)]
    return "\n".join(head) + "\n"


def _turn(turn: Turn, lang: str, bands: Mapping[str, str]) -> list[str]:
    label = _LABELS[lang]
    lines = [f"## {turn.number}. {_inline(turn.question.question.get(lang))}", ""]
    lines += [f"{_inline(turn.question.id)} · {_inline(turn.question.topic)}", ""]
    lines += [f"### {label['answer']}", "", *_remarks(turn, 0, lang), *_said(turn.main, lang)]
    for part, followup in enumerate(turn.followups, start=1):
        lines += ["", f"**{label['followup']}**: {_inline(followup.probe)}", ""]
        lines += [*_remarks(turn, part, lang), *_said(followup, lang)]
    lines += ["", _time(turn, lang), "", *_grade(turn, lang, bands)]
    if turn.question.reference.there:
        lines += ["", f"### {label['reference']}", "", *_quoted(turn.question.reference.get(lang))]
    if turn.question.sources:
        lines += ["", f"### {label['read']}", ""]
        lines += [f"- {_inline(source.title)}: {_link(source)}" for source in turn.question.sources]
    return lines


def _remarks(turn: Turn, part: int, lang: str) -> list[str]:
    """What was said beside the questions in one part of a turn, up to the answer."""
    label, lines = _LABELS[lang], []
    for remark in turn.remarks:
        if remark.part == part and remark.how != "wrap_up":
            lines += [f"**{label['asked']}**: {_inline(remark.asked)}", ""] if remark.asked else []
            lines += [f"**{label['interviewer']}**: {_inline(remark.text)}", ""]
    return lines


def _debrief(debrief: Debrief, lang: str) -> list[str]:
    label = _LABELS[lang]
    lines = [f"## {label['debrief'].format(model=_inline(debrief.model))}"]
    kinds = (("strengths", debrief.strengths), ("gaps", debrief.gaps), ("study", debrief.study))
    for name, lessons in kinds:
        if lessons:
            lines += ["", f"### {label[name]}", ""]
        for number, lesson in enumerate(lessons, start=1):
            lead = f"{number}." if name == "study" else "-"
            whose, text, quote = label["said" if lesson.said else "put"], lesson.text, lesson.quote
            words = label["lesson"].format(
                text=_inline(text), n=lesson.number, whose=whose, quote=_inline(quote)
            )
            lines.append(f"{lead} {words}")
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
        why = grade.reason if grade else "-"
        return [label["ungraded"].format(why=label["no_reference"] if why == NO_REFERENCE else _inline(why))]
    band = _inline(bands.get(grade.band, grade.band))
    lines = [f"**{label['score'].format(score=round(grade.score), band=band)}**", ""]
    lines += _tracks(turn, grade, lang)
    lines += [label["points"], "|---|---|---|---|"]
    texts = {point.id: point.text.get(lang) for point in turn.question.points}
    for result in grade.points:
        quote = _inline(result.quote.text) if result.quote else ""
        name = _inline(texts.get(result.point, result.point))
        lines.append(f"| {name} | {result.weight} | {label[result.verdict.value]} | {quote} |")
    if grade.flags:
        lines += ["", ", ".join(f"`{flag.value}`" for flag in grade.flags)]
    return lines


def _tracks(turn: Turn, grade: Grade, lang: str) -> list[str]:
    """Both gradings where a language model judged too, and the points on which they differ."""
    label, judgement = _LABELS[lang], grade.judgement
    if judgement is None:
        return []
    if judgement.score is None:
        return [label["unjudged"].format(why=_inline(judgement.reason)), ""]
    scores = [(grade.offline or grade).score, judgement.score, grade.score]
    offline, judge, combined = ("–" if score is None else round(score) for score in scores)
    lines = [
        label["tracks"].format(
            offline=offline, judge=judge, model=_inline(judgement.model), combined=combined
        ),
        "",
    ]
    lines += [label["held"], ""] if judgement.appeals else []
    if grade.contested:
        lines += [label["contested"], "", *_differences(turn, grade, judgement, lang), ""]
    return lines


def _differences(turn: Turn, grade: Grade, judgement: Judgement, lang: str) -> list[str]:
    label, lines = _LABELS[lang], []
    texts = {point.id: point.text.get(lang) for point in turn.question.points}
    was = {result.point: result.verdict for result in (grade.offline or grade).points}
    for judged in judgement.points:
        if judged.point not in grade.contested:
            continue
        first = next((vote for vote in judged.votes if vote.verdict is judged.verdict), judged.votes[0])
        withdrawn = label["withdrawn"].format(verdict=label[judged.votes[0].verdict.value])
        text = label["differs"].format(
            point=_inline(texts.get(judged.point, judged.point)),
            offline=label[was[judged.point].value],
            judge=label[judged.verdict.value],
            withdrawn=withdrawn if judged.withdrawn else "",
            why=_inline(first.reasoning),
        )
        lines.append(f"- {text}")
    return lines


def escape(text: str) -> str:
    """``text`` such that Markdown shows it as it stands, behind other text on its line."""
    return _MARKUP.sub(r"\\\1", printable(text))
