"""Three weeks of invented practice over the shipped bank, the same every time, for pictures and screens.

The answers are the bank's own sample answers; verdicts are those their authors gave them, so no model
is needed. ``python -m tests.three_weeks FOLDER [zh|en]`` writes the sessions as transcripts.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from mock_interview.bank.load import load_bank
from mock_interview.clean_text import reflow
from mock_interview.model import (
    Appeal,
    Bank,
    DimensionResult,
    Example,
    Exchange,
    Flag,
    Grade,
    Options,
    PointResult,
    Question,
    Regrade,
    Rubric,
    Session,
    Span,
    Turn,
    Verdict,
)
from mock_interview.rubric import load_rubrics
from mock_interview.transcript.events import (
    Answered,
    Appealed,
    Asked,
    Confidence,
    Draft,
    Ended,
    Event,
    Graded,
    Hint,
    Line,
    Probe,
    Regraded,
    Started,
    encode,
)
from mock_interview.transcript.folder import ID_ALPHABET, ID_LENGTH, file_name

ROOT = Path(__file__).parent.parent
FIRST_DAY = datetime(2026, 11, 2, tzinfo=timezone.utc)
# Day of the practice, hour, minute, questions, and the sections asked about.
_PLAN = (
    (0, 11, 40, 4, ("position", "alibi")),
    (1, 12, 5, 5, ("peft",)),
    (2, 11, 30, 4, ("peft", "finetuning")),
    (4, 12, 15, 5, ("inference", "token-budget")),
    (5, 2, 10, 6, ("peft", "position")),
    (6, 6, 20, 5, ("rlhf", "finetuning")),
    (8, 11, 50, 5, ("rag", "langchain")),
    (9, 12, 20, 4, ("normalization", "ffn")),
    (10, 11, 35, 5, ("position", "alibi", "extrapolation")),
    (12, 1, 45, 6, ("peft",)),
    (12, 7, 30, 3, ("inference",)),
    (13, 5, 55, 5, ("rlhf", "evaluation")),
    (15, 11, 45, 5, ("rag", "basics")),
    (17, 12, 0, 5, ("peft", "inference")),
    (18, 11, 30, 4, ("normalization", "tokenizer")),
    (19, 2, 0, 6, ("position", "peft", "rlhf")),
)
_CLAUSE = re.compile(r"(?:[^。；;.!?！？\n]|\.(?=\S))+[。；;.!?！？]?")
_BECAUSE = {"zh": "第二句里说到了，只是没用这个词。", "en": "My second sentence says it in other words."}
_PROBED_ANSWER = {"zh": "这个我一下子想不起来了。", "en": "I cannot recall that right now."}


@cache
def shipped() -> Bank:
    """The bank that ships with the program."""
    return load_bank(ROOT / "question_bank")


@cache
def rubric() -> Rubric:
    """The default rubric."""
    return load_rubrics(ROOT / "rubrics")["default"]


@cache
def three_weeks(lang: str = "en") -> tuple[Session, ...]:
    """Sixteen sessions over three weeks in ``lang``, oldest first, of somebody who gets better."""
    rng = random.Random(f"three weeks {lang}")
    sessions = [_session(rng, lang, *row) for row in _PLAN]
    return (*sessions[:-1], _doubted(sessions[-1], lang))


def _doubted(session: Session, lang: str) -> Session:
    """``session`` with an answer that was graded again, and a verdict that the candidate objects to."""
    turns = list(session.turns)
    index = next(i for i, turn in enumerate(turns) if turn.grade and _missed(turn.grade))
    turn = turns[index]
    assert turn.grade is not None and turn.grade.score is not None
    missed = _missed(turn.grade)[0]
    better = replace(turn.grade, score=round(turn.grade.score + 6, 1), rubric="screening")
    at = _later(session.started_at, 86_400)
    turns[index] = replace(
        turn,
        regrades=(Regrade(at=at, parts=turn.graded_parts, grade=better, used=True),),
        appeals=(Appeal(at=at, point=missed, verdict=Verdict.PARTIAL, because=_BECAUSE[lang]),),
    )
    return replace(session, turns=tuple(turns))


def _missed(grade: Grade) -> list[str]:
    return [result.point for result in grade.points if result.verdict is Verdict.MISSED]


def write_all(folder: Path, sessions: Sequence[Session]) -> None:
    """The transcripts of ``sessions`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for session in sessions:
        topic = session.planned[0].section if session.planned else "none"
        path = folder / file_name(session.started_at, topic, session.id)
        path.write_bytes(b"".join(encode(line) for line in lines(session)))


def lines(session: Session) -> Iterator[Line]:
    """The events that ``session`` is made from, one at the time each happened."""
    started = Started(
        id=session.id,
        options=session.options,
        planned=session.planned,
        topics=session.topics,
        bank=session.bank,
        encoder=session.encoder,
        versions=dict(session.versions),
    )
    at, seq = session.started_at, 0
    yield Line(at=at, seq=seq, event=started)
    for turn in session.turns:
        at = turn.asked_at
        for event in _turn_events(turn):
            seq += 1
            at = _later(at, getattr(event, "used", 0.0)) if isinstance(event, Answered) else at
            yield Line(at=at, seq=seq, event=event)
    if session.ended:
        seq += 1
        yield Line(at=at, seq=seq, event=Ended(how=session.ended, clock=session.clock))
    for line in _later_events(session):
        seq += 1
        yield replace(line, seq=seq)


def _turn_events(turn: Turn) -> Iterator[Event]:
    yield Asked(number=turn.number, question=turn.question.id, limit=turn.limit, why=turn.why)
    for index in range(turn.hints):
        yield Hint(number=turn.number, index=index)
    for part, exchange in enumerate((turn.main, *turn.followups)):
        if part:
            yield Probe(number=turn.number, part=part, point=exchange.point, text=exchange.probe)
        yield from _given(turn.number, part, exchange)
    if turn.confidence is not None:
        yield Confidence(number=turn.number, level=turn.confidence)
    if turn.grade is not None:
        yield Graded(number=turn.number, parts=turn.graded_parts, grade=turn.grade)


def _later_events(session: Session) -> Iterator[Line]:
    """What was added after the session, with its own times."""
    for turn in session.turns:
        for regrade in turn.regrades:
            made = Regraded(number=turn.number, parts=regrade.parts, grade=regrade.grade, used=regrade.used)
            yield Line(at=regrade.at, seq=0, event=made)
        for appeal in turn.appeals:
            said = Appealed(
                number=turn.number, point=appeal.point, verdict=appeal.verdict, because=appeal.because
            )
            yield Line(at=appeal.at, seq=0, event=said)


def _given(number: int, part: int, exchange: Exchange) -> Iterator[Event]:
    half = exchange.text[: len(exchange.text) // 2]
    place = {"number": number, "part": part}
    used = round(exchange.used / 2, 1)
    yield Draft(**place, text=half, used=used, clock=used)
    if exchange.how != "open":
        yield Answered(
            **place,
            text=exchange.text,
            how=exchange.how,
            used=exchange.used,
            overtime=exchange.overtime,
            clock=exchange.used,
        )


def _later(at: str, seconds: float) -> str:
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")) + timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Skill:
    """How likely a strong answer, a partial one, and else a weak one, at some day."""

    strong: float
    partial: float


def _session(
    rng: random.Random, lang: str, day: int, hour: int, minute: int, count: int, sections: tuple[str, ...]
) -> Session:
    bank = shipped()
    at = FIRST_DAY + timedelta(days=day, hours=hour, minutes=minute, seconds=rng.randrange(60))
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    by_section = [[q for q in bank.questions if q.section == section] for section in sections]
    pool = [question for found in by_section for question in found[:8]]  # few enough to come again
    asked = sorted(rng.sample(pool, count), key=lambda question: question.level)
    progress = day / 20
    skill = _Skill(strong=0.12 + 0.62 * progress, partial=0.5 - 0.15 * progress)
    turns: list[Turn] = []
    clock = 0.0
    for number, question in enumerate(asked, start=1):
        turn = _turn(rng, question, number, lang, skill, _later(stamp, clock))
        turns.append(turn)
        clock += turn.main.used + sum(f.used for f in turn.followups)
    return Session(
        id="".join(rng.choices(ID_ALPHABET, k=ID_LENGTH)),
        started_at=stamp,
        options=Options(topics=sections, questions=count, lang=lang, seed=rng.randrange(1000)),
        planned=tuple(asked),
        topics=bank.topics,
        turns=tuple(turns),
        ended="finished",
        clock=round(clock, 1),
        bank=bank.digest,
        encoder="bundled",
        versions=(("mock-interview", "0.1.0"),),
    )


def _turn(rng: random.Random, question: Question, number: int, lang: str, skill: _Skill, at: str) -> Turn:
    base = Turn(number=number, question=question, asked_at=at, limit=question.time_limit)
    chance = rng.random()
    if chance > 0.975:
        skipped = Exchange(how="skipped", used=round(rng.uniform(4, 20), 1))
        return replace(base, main=skipped, grade=Grade(score=None, reason="skipped"), graded_parts=1)
    band = (
        "strong" if chance < skill.strong else "partial" if chance < skill.strong + skill.partial else "weak"
    )
    example = rng.choice(
        [e for e in question.examples if e.lang == lang and e.band == band] or question.examples
    )
    used = round(question.time_limit * rng.uniform(0.45, 1.15), 1)
    main = Exchange(
        text=reflow(example.answer),
        how="submitted",
        used=used,
        overtime=round(max(0.0, used - question.time_limit), 1),
    )
    followups = _followups(rng, question, example, lang)
    hints = int(band != "strong" and bool(question.hints) and rng.random() < 0.2)
    grade = _grade(rng, question, example, hints)
    felt = {"strong": (3, 4, 4), "partial": (2, 3, 3), "weak": (1, 2, 4)}[band]
    confidence = rng.choice(felt) if rng.random() < 0.7 else None
    return replace(
        base,
        main=main,
        followups=followups,
        hints=hints,
        confidence=confidence,
        grade=grade,
        graded_parts=1 + len(followups),
    )


def _followups(rng: random.Random, question: Question, example: Example, lang: str) -> tuple[Exchange, ...]:
    said = {*example.covers, *example.partly, *example.contradicts}
    left = [point for point in question.points if point.id not in said and point.probe is not None]
    if not left or rng.random() < 0.4:
        return ()
    point = max(left, key=lambda point: point.weight)
    assert point.probe is not None
    used = round(rng.uniform(8, 30), 1)
    text = _PROBED_ANSWER[lang]
    return (Exchange(text=text, how="submitted", used=used, probe=point.probe.get(lang), point=point.id),)


def _grade(rng: random.Random, question: Question, example: Example, hints: int) -> Grade:
    points = tuple(_result(question, example, point.id) for point in question.points)
    total = sum(point.weight for point in points)
    lost = sum(0.5 * p.weight for p in points if p.verdict is Verdict.CONTRADICTED)
    share = max(0.0, sum(p.weight * p.credit for p in points) - lost) / total
    cap = rubric().hint_cap[hints - 1] if hints else 100.0
    score = round(min(cap, max(0.0, 100 * share + rng.uniform(-3, 3))), 1)
    reached = [band for band in rubric().bands if score >= band.at_least]
    flags = (Flag.DONT_KNOW,) if not any(p.credit for p in points) and rng.random() < 0.3 else ()
    return Grade(
        score=score,
        band=max(reached, key=lambda band: band.at_least).id,
        low=max(0.0, round(score - rng.uniform(8, 18), 1)),
        high=min(cap, round(score + rng.uniform(8, 18), 1)),
        points=points,
        dimensions=(DimensionResult(id="completeness", value=round(share, 4)),),
        flags=flags,
        similarity=round(rng.uniform(0.5, 0.8), 3),
        rubric="default",
        engine="invented",
    )


def _result(question: Question, example: Example, point: str) -> PointResult:
    verdict = Verdict.MISSED
    for found, names in (
        (Verdict.COVERED, example.covers),
        (Verdict.PARTIAL, example.partly),
        (Verdict.CONTRADICTED, example.contradicts),
    ):
        verdict = found if point in names else verdict
    quote = None if verdict is Verdict.MISSED else _quote(question, point, example)
    credit = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5}.get(verdict, 0.0)
    return PointResult(
        point=point, weight=question.point(point).weight, verdict=verdict, credit=credit, quote=quote
    )


def _quote(question: Question, point: str, example: Example) -> Span:
    """The sentence of the answer that shares most with the point."""
    text = reflow(example.answer)
    wanted = _pairs(question.point(point).text.get(example.lang))
    best = max(_CLAUSE.finditer(text), key=lambda found: len(_pairs(found[0]) & wanted) - len(found[0]) / 400)
    start = best.start() + len(best[0]) - len(best[0].lstrip())
    end = best.start() + len(best[0].rstrip())
    return Span(source=0, start=start, end=end, text=text[start:end])


def _pairs(text: str) -> set[str]:
    folded = re.sub(r"\W+", "", text.lower())
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


if __name__ == "__main__":
    write_all(Path(sys.argv[1]), three_weeks(sys.argv[2] if len(sys.argv) > 2 else "en"))
