"""``next`` and ``plan``: what is due, and what to do until the interview."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.reading import day, print_json
from mock_interview.errors import UsageError

if TYPE_CHECKING:
    from mock_interview.cli.standing import Standing
    from mock_interview.model import Bank, Question
    from mock_interview.schedule.days import Askable, Outlook
    from mock_interview.schedule.need import Need

SHAPE = 1
MOST_DAYS = 366

Level = Annotated[
    str | None, typer.Option("--level", metavar="2-4", help="Level or range of levels, 1 to 5.")
]


def next_(
    topic: opt.Topics = None,
    level: Level = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="So many questions at most; 0 for all.")
    ] = 15,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Show what is due.

    The questions whose key points you are about to forget, most urgent first, and what comes up in the
    days after.

    Example: mock-interview next --topic peft
    """
    language = opt.language(lang)
    found = _gather(topic, level, bank, transcripts, lang)
    today = date.fromtimestamp(found.standing.now)
    if as_json:
        print_json(_next_json(found, today))
        return
    from mock_interview.terminal.plan_view import show_next
    from mock_interview.terminal.screen import console

    show_next(console(), found.bank, found.needs, today, language, limit=limit or len(found.needs))


def plan(
    until: Annotated[
        str | None, typer.Option("--until", metavar="2026-12-01", help="The day of the interview.")
    ] = None,
    minutes: Annotated[
        int, typer.Option("--minutes", "-m", metavar="N", min=5, max=600, help="Minutes a day.")
    ] = 30,
    topic: opt.Topics = None,
    level: Level = None,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Lay out the days until your interview.

    What to answer on each day: what is due, what is weak, and what you were not asked yet; and what does
    not fit.

    Example: mock-interview plan --until 2026-12-01 --minutes 30
    """
    from mock_interview.schedule.days import days_until, outlook

    language = opt.language(lang)
    if until is None:
        raise UsageError("--until is missing; it is the day of the interview, such as --until 2026-12-01")
    goal = day(until, "--until")
    now = int(time.time())
    today, last = date.fromtimestamp(now), goal.date() if goal else date.max
    if not today <= last or (last - today).days > MOST_DAYS:
        raise UsageError(f"--until {until}: must lie between today ({today}) and {MOST_DAYS} days from now")
    found = _gather(topic, level, bank, transcripts, lang)
    made = outlook(found.stock(), days_until(today, last), minutes * 60)
    if as_json:
        print_json(_plan_json(made, last, minutes))
        return
    from mock_interview.terminal.plan_view import show_plan
    from mock_interview.terminal.screen import console

    show_plan(console(), found.bank, made, (last, minutes), language)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """The questions that were wished for, and where the candidate stands with them."""

    bank: Bank
    questions: Sequence[Question]
    standing: Standing

    @property
    def needs(self) -> list[Need]:
        """Of the questions asked before, the most urgent first, then those that come up next."""
        today = date.fromtimestamp(self.standing.now)
        known = [need for q in self.questions if (need := self.standing.needs.get(q.id)) is not None]
        return sorted(known, key=lambda need: (-need.urgency(today), need.first_due, need.question))

    def stock(self) -> list[Askable]:
        """All of them, those not asked before in the order in which they would be drawn."""
        from mock_interview.schedule.cards import Memory
        from mock_interview.schedule.days import Askable
        from mock_interview.selection.spread import draw

        drawn = draw(self.questions, count=len(self.questions), seed=0)
        return [
            Askable(
                id=question.id,
                topic=question.topic,
                limit=question.time_limit,
                points=tuple((point.id, point.weight) for point in question.points),
                memory=self.standing.memories.get(question.id, Memory()),
                weakness=self.standing.weakness.get(question.id, 0.0),
            )
            for question in drawn
        ]


def _gather(
    topics: list[str] | None, level: str | None, bank: Path | None, transcripts: Path | None, lang: str | None
) -> _Gathered:
    from mock_interview.bank.topics import chosen, match
    from mock_interview.cli.drawing import NOTHING_FITS
    from mock_interview.cli.indexing import index_of
    from mock_interview.cli.standing import standing
    from mock_interview.cli.wiring import open_bank
    from mock_interview.paths import transcript_folder

    whole = open_bank(bank)
    questions = chosen(whole, match(whole, topics or ()), opt.levels(level))
    if not questions:
        raise UsageError(NOTHING_FITS)
    index = index_of(transcript_folder(transcripts, os.environ).path, lang)
    found = standing(index, int(time.time()))
    index.close()
    return _Gathered(bank=whole, questions=questions, standing=found)


def _next_json(found: _Gathered, today: date) -> dict[str, Any]:
    by_id = {question.id: question for question in found.questions}
    rows = [_need_json(need, by_id[need.question], today) for need in found.needs]
    return {
        "shape": SHAPE,
        "day": today.isoformat(),
        "due": [row for row in rows if row["points_due"]],
        "later": [row for row in rows if not row["points_due"]],
        "not_asked": sum(question.id not in found.standing.asked for question in found.questions),
    }


def _need_json(need: Need, question: Question, today: date) -> dict[str, Any]:
    from mock_interview.codec import to_plain

    return {
        "question_id": need.question,
        "topic": question.topic,
        "level": question.level,
        "limit": question.time_limit,
        "question": to_plain(question.question),
        "due": need.first_due.isoformat(),
        "points_due": len(need.due(today)),
        "urgency": round(need.urgency(today), 4),
        "points": [
            {
                "point": point.point,
                "weight": point.weight,
                "due_at": _stamp(point.due_at),
                "recall": round(point.recall, 4),
                "times": point.times,
                "missed": point.missed,
            }
            for point in need.points
        ],
    }


def _stamp(at: int) -> str:
    return datetime.fromtimestamp(at, timezone.utc).isoformat().replace("+00:00", "Z")


def _plan_json(made: Outlook, until: date, minutes: int) -> dict[str, Any]:
    from mock_interview.codec import to_plain

    return {
        "shape": SHAPE,
        "until": until.isoformat(),
        "minutes": minutes,
        "minutes_needed": -(-made.needed // 60),
        "days": [
            {
                "day": one.day.isoformat(),
                "seconds": one.seconds,
                "tasks": [
                    {
                        "question_id": task.question,
                        "topic": task.topic,
                        "kind": task.kind,
                        "seconds": task.seconds,
                        "why": to_plain(task.why),
                    }
                    for task in one.tasks
                ],
            }
            for one in made.days
        ],
        "left": {kind: list(ids) for kind, ids in made.left.items()},
    }
