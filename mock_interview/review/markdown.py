"""A session as Markdown for reading. Everything said is quoted, so that it cannot act as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mock_interview.clean_text import one_line, printable
from mock_interview.model import NO_REFERENCE, Exchange, Grade, Session, Source, Turn
from mock_interview.plural import filled
from mock_interview.review.answered import besides, earlier, talk
from mock_interview.review.judgement import DIFFERS, Opinion, opinion, second
from mock_interview.review.labels import labels
from mock_interview.review.summary import Summary
from mock_interview.review.why import why_text
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
        "opinions": "语言模型怎么说",
        "appeals": "你的申诉",
        "appeal": "{point}：应为“{verdict}”。{why}",
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
        "mean": "Mean {mean} over {n} graded {n:question|questions} ({left} not graded)",
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
        "opinions": "What the language model says",
        "appeals": "Your appeals",
        "appeal": "{point}: should be “{verdict}”. {why}",
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
        filled(label[key], mean=summary.mean, n=summary.graded, left=summary.not_graded),
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
    if why := why_text(turn.why, lang):
        lines += [_inline(labels(lang)("why_chosen", why=why)), ""]
    lines += [f"### {label['answer']}", "", *_remarks(turn, 0, lang), *_said(turn.main, lang)]
    for part, followup in enumerate(turn.followups, start=1):
        lines += ["", f"**{label['followup']}**: {_inline(followup.probe)}", ""]
        lines += [*_remarks(turn, part, lang), *_said(followup, lang)]
    lines += ["", _time(turn, lang), "", *_grade(turn, lang, bands), *_later(turn, lang)]
    if turn.question.reference.there:
        lines += ["", f"### {label['reference']}", "", *_quoted(turn.question.reference.get(lang))]
    if turn.question.sources:
        lines += ["", f"### {label['read']}", ""]
        lines += [f"- {_inline(source.title)}: {_link(source)}" for source in turn.question.sources]
    return lines


def _remarks(turn: Turn, part: int, lang: str) -> list[str]:
    label, lines = _LABELS[lang], []
    for remark in talk(turn, part):
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


def _item(text: str) -> str:
    """One line of a list, which nothing at the beginning of ``text`` makes more of."""
    return f"- {_line(one_line(text))}"


def _inline(text: str) -> str:
    return escape(one_line(text))


def _time(turn: Turn, lang: str) -> str:
    used = turn.main.used + sum(f.used for f in turn.followups)
    over = turn.main.overtime + sum(f.overtime for f in turn.followups)
    parts = [_LABELS[lang]["time"].format(used=round(used), limit=turn.limit, over=round(over))]
    return " · ".join([*parts, *besides(turn, lang)])


def _grade(turn: Turn, lang: str, bands: Mapping[str, str]) -> list[str]:
    label, grade = _LABELS[lang], turn.counted
    if grade is None or grade.score is None:
        why = grade.reason if grade else "-"
        return [label["ungraded"].format(why=label["no_reference"] if why == NO_REFERENCE else _inline(why))]
    band = _inline(bands.get(grade.band, grade.band))
    lines = [f"**{label['score'].format(score=round(grade.score), band=band)}**", ""]
    lines += _second(grade, lang, bands)
    lines += [label["points"], "|---|---|---|---|"]
    for result in grade.points:
        quote = _inline(result.quote.text) if result.quote else ""
        name = _inline(_text(turn, result.point, lang))
        lines.append(f"| {name} | {result.weight} | {label[result.verdict.value]} | {quote} |")
    if grade.flags:
        lines += ["", ", ".join(f"`{flag.value}`" for flag in grade.flags)]
    return lines + _opinions(turn, grade, lang)


def _text(turn: Turn, point: str, lang: str) -> str:
    return next((one.text.get(lang) for one in turn.question.points if one.id == point), point)


def _second(grade: Grade, lang: str, bands: Mapping[str, str]) -> list[str]:
    """Both gradings where a language model judged too; else why it did not."""
    found = second(grade, lang)
    if found is None:
        return []
    if found.unjudged:
        return [_inline(found.unjudged), ""]
    word = labels(lang)
    tracks = []
    for track in found.tracks:
        score = "–" if track.score is None else round(track.score)
        band = word("of_which", what=bands.get(track.band, track.band)) if track.band else ""
        tracks.append(f"{track.name} {score}{band}")
    lines = [" · ".join(map(_inline, [*tracks, *found.about])), ""]
    held = word("space").join([found.held, *(f"“{text}”" for text in found.appeals)])
    lines += [_inline(held), ""] if found.held else []
    lines += [f"{DIFFERS} {_inline(found.contested)}", ""] if found.contested else []
    return lines


def _opinions(turn: Turn, grade: Grade, lang: str) -> list[str]:
    """What the judge says of each point."""
    found = [(one.point, told) for one in grade.points if (told := opinion(grade, one, lang))]
    if not found:
        return []
    lines = ["", f"### {_LABELS[lang]['opinions']}", ""]
    for point, told in found:
        lines.append(_item(_text(turn, point, lang)))
        lines += [f"    {_item(text)}" for text in _sentences(told, lang)]
    return lines


def _sentences(told: Opinion, lang: str) -> list[str]:
    label = labels(lang)
    differs = f"{DIFFERS} {told.differs}" if told.differs else ""
    quotes = (
        label("judge_quotes") + label("space").join(f"“{quote}”" for quote in told.quotes)
        if told.quotes
        else ""
    )
    says = label("judge_says") + told.reasoning if told.reasoning else ""
    return [*filter(None, (differs, told.held, told.withdrawn, *told.lost, told.votes, quotes, says))]


def _later(turn: Turn, lang: str) -> list[str]:
    """What was thought of the answer later: grades made again, and the candidate's own verdicts."""
    label, lines = _LABELS[lang], list[str]()
    if again := earlier(turn, lang):
        lines += ["", f"### {labels(lang)('regrades')}", "", *map(_item, again)]
    if turn.appeals:
        lines += ["", f"### {label['appeals']}", ""]
    for appeal in turn.appeals:
        verdict = label[appeal.verdict.value]
        text = _text(turn, appeal.point, lang)
        lines.append(_item(label["appeal"].format(point=text, verdict=verdict, why=appeal.because)))
    return lines


def escape(text: str) -> str:
    """``text`` such that Markdown shows it as it stands, behind other text on its line."""
    return _MARKUP.sub(r"\\\1", printable(text))
