"""A session in which everything that can be text is an attack on whatever shows it."""

from __future__ import annotations

from dataclasses import replace

from mock_interview.model import (
    Appeal,
    Flag,
    Grade,
    JudgedPoint,
    Judgement,
    KeyPoint,
    LostQuote,
    Plea,
    Regrade,
    Session,
    Source,
    Span,
    Text,
    Topic,
    Verdict,
    Vote,
    Why,
)
from mock_interview.spoken import Debrief, Lesson, Remark
from tests.samples import finished, point

SCRIPT = "<script>document.title='owned'</script>"
ANSWER = (
    f"{SCRIPT} </style><style>*{{display:none}}</style> </p></details></main> <!-- --> ]]> &lt;b&gt; "
    "<img src=x onerror=document.title='owned'> <svg/onload=alert(1)> "
    "javascript:alert(1) [x](javascript:alert(1)) {{ 7*7 }} {% raw %} \x1b[31mred\x07 \u202eevil\u2066 "
    "\x00 \ufffe\n"
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd " + "W" * 10_000 + " 中" * 50
)
SOURCES = (
    Source(title="javascript link", url="javascript:alert(document.domain)"),
    Source(title="hidden javascript", url="java\nscript:alert(1)"),
    Source(title="data link", url="data:text/html,<script>alert(1)</script>"),
    Source(title="file link", url="file:///etc/passwd"),
    Source(title='"><script>alert(1)</script>', url='https://example.org/"onmouseover="alert(1)'),
    Source(title="no host", url="https:///nowhere"),
    Source(title="plain", url="https://example.org/a?b=1&c=2"),
    Source(title=SCRIPT, arxiv='1910.07467"><script>'),
)


def second_opinion(grade: Grade) -> Grade:
    """``grade`` with the judgement of a model that is an attack as well."""
    lost = LostQuote(text=ANSWER, why="absent")
    votes = tuple(
        Vote(
            verdict=verdict,
            confidence=1.0,
            reasoning=ANSWER,
            quotes=(Span(source=0, start=0, end=9, text=ANSWER),),
            lost=(lost,),
        )
        for verdict in (Verdict.COVERED, Verdict.MISSED, Verdict.COVERED)
    )
    points = tuple(
        JudgedPoint(point=one.point, weight=one.weight, verdict=Verdict.COVERED, credit=1.0, votes=votes)
        for one in grade.points
    )
    judgement = Judgement(
        score=100.0, band=SCRIPT, points=points, model=f"{SCRIPT}\u202e", samples=3, failed=(SCRIPT,),
        appeals=(Plea(kind="order", span=Span(source=0, start=0, end=len(SCRIPT), text=SCRIPT)),),
    )  # fmt: skip
    return replace(
        grade, judgement=judgement, offline=grade, contested=tuple(one.point for one in grade.points)
    )


def hostile(lang: str = "en") -> Session:
    """A graded session whose every text is hostile."""
    bad = Text(zh=f"{SCRIPT}题目\u202e" + "长" * 300, en=f"{SCRIPT}question\u202e " + "L" * 300)
    session = finished(lang)
    turn = session.turns[0]
    question = replace(
        turn.question,
        id="q1",
        topic="norm/rms",
        question=bad,
        reference=Text(zh=ANSWER, en=ANSWER),
        points=(
            KeyPoint(id="divides", weight=5, text=bad, probe=bad),
            KeyPoint(id="gain", weight=2, text=bad, probe=bad),
        ),
        sources=SOURCES,
    )
    inner = ANSWER.index("<img")
    quotes = (
        Span(source=0, start=0, end=inner + 30, text=ANSWER[: inner + 30]),
        Span(source=0, start=inner, end=inner + 200, text=ANSWER[inner : inner + 200]),
    )
    grade = Grade(
        score=0.0,
        band=f"strong{SCRIPT}",
        low=0.0,
        high=140.0,
        points=(
            point("divides", 5, Verdict.CONTRADICTED, quotes[0]),
            point("gain", 2, Verdict.PARTIAL, quotes[1]),
        ),
        flags=(Flag.INSTRUCTION,),
    )
    grade = second_opinion(grade)
    appeal = Appeal(at=SCRIPT, point="gain", verdict=Verdict.COVERED, because=ANSWER)
    failed = replace(grade, judgement=Judgement(score=None, reason=f"{SCRIPT}\x1b[31m\u202e"))
    later = Regrade(at=SCRIPT, parts=1, grade=replace(failed, rubric=SCRIPT))
    asked = replace(turn.followups[0], probe=SCRIPT + "\u202e?", text=ANSWER, point="gain")
    turns = (
        replace(
            turn,
            question=question,
            main=replace(turn.main, text=ANSWER),
            followups=(asked,),
            grade=grade,
            why=Why(rule="due", times=2, missed=1),
            remarks=(Remark(how="clarified", text=ANSWER, asked=ANSWER, model=SCRIPT),),
            confidence=4,
            appeals=(appeal,),
            regrades=(later,),
        ),
        replace(session.turns[1], grade=Grade(score=None, reason=SCRIPT)),
        replace(session.turns[2], question=question, grade=failed),
    )
    topics = (Topic(path="norm", title=bad), Topic(path="norm/rms", title=bad))
    lesson = Lesson(text=ANSWER, number=1, question="q1", point="gain", quote=ANSWER)
    debrief = Debrief(strengths=(lesson,), gaps=(lesson,), study=(lesson,), model=f"{SCRIPT}\u202e")
    return replace(session, turns=turns, topics=topics, debrief=debrief)
