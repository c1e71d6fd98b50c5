"""What comes next in an interview, read off the session as it stands. Pure; asks and records nothing."""

from __future__ import annotations

from dataclasses import replace

from mock_interview.dialogue import SKIPPED, Prompt
from mock_interview.model import Exchange, KeyPoint, Session, Turn, Verdict

PROBE_WEIGHT = 3  # key points from this weight on are worth a follow-up when they are missed
PROBE_SHARE = 0.5  # a follow-up has this share of the question's limit
PROBE_NEEDS = 20.0  # seconds of the session that must be left for one
MOST_ASKED = 2  # questions to the interviewer that are answered while one question is open


def prompt_for(session: Session, turn: Turn, part: int, *, clock: float, listens: bool) -> Prompt:
    """What the candidate is asked in ``part`` of ``turn``, at ``clock`` seconds of the session.

    ``listens`` tells whether the interviewer answers questions.
    """
    options, exchange = session.options, exchange_of(turn, part)
    answered = tuple(remark for remark in turn.remarks if remark.asked)
    return Prompt(
        question=turn.question,
        number=turn.number,
        total=len(session.planned),
        text=turn.question.question.get(options.lang) if part == 0 else exchange.probe,
        part=part,
        model=exchange.model,
        limit=limit_of(turn, part),
        used=exchange.used,
        draft=exchange.text,
        session_left=None if options.time is None else options.time - clock,
        cut=options.on_timeout == "cut",
        hints=turn.question.hints,
        hints_shown=turn.hints,
        may_ask=listens and len(answered) < MOST_ASKED,
        remarks=tuple(remark for remark in answered if remark.part == part),
        why=turn.why,
    )


def worth_asking(session: Session, turn: Turn, *, clock: float, partial: bool) -> tuple[KeyPoint, ...]:
    """The points worth a follow-up now: of a follow-up that is open, else the weighty ones with an
    authored probe that were missed, or (with ``partial``) made in part, while there is time for one."""
    if open_followup(turn):
        aimed = turn.followups[-1].point
        return tuple(point for point in turn.question.points if point.id == aimed)
    if turn.main.how == SKIPPED or turn.grade is None or turn.grade.score is None:
        return ()
    full = len(turn.followups) >= session.options.followups
    left_behind = turn.number < len(session.turns)  # a question that was left is not taken up again
    if full or left_behind or seconds_left(session, clock, PROBE_NEEDS) < PROBE_NEEDS:
        return ()
    verdicts = (Verdict.MISSED, Verdict.PARTIAL) if partial else (Verdict.MISSED,)
    lacking = {result.point for result in turn.grade.points if result.verdict in verdicts}
    lacking -= {followup.point for followup in turn.followups}
    return tuple(
        point
        for point in turn.question.points
        if point.id in lacking and point.probe and point.weight >= PROBE_WEIGHT
    )


def limit_of(turn: Turn, part: int) -> int:
    """Seconds for one part of a turn."""
    return turn.limit if part == 0 else max(30, round(turn.limit * PROBE_SHARE))


def seconds_left(session: Session, clock: float, most: float) -> float:
    """``most`` seconds, or what is left of the session at ``clock`` when that is less."""
    limit = session.options.time
    return max(0.0, most if limit is None else min(most, limit - clock))


def is_settled(turn: Turn) -> bool:
    """Whether all that was said is graded; a grade that failed is tried again."""
    if turn.grade is None or turn.graded_parts < 1 + len(turn.followups):
        return False
    return turn.grade.score is not None or turn.main.how == SKIPPED or not turn.question.points


def open_followup(turn: Turn) -> bool:
    """Whether a follow-up has been put and not answered."""
    return bool(turn.followups) and turn.followups[-1].how == "open"


def exchange_of(turn: Turn, part: int) -> Exchange:
    """The main exchange of a turn, or one of its follow-ups."""
    return turn.main if part == 0 else turn.followups[part - 1]


def with_part(turn: Turn, part: int, exchange: Exchange) -> Turn:
    """``turn`` with ``exchange`` in the place of that part."""
    if part == 0:
        return replace(turn, main=exchange)
    followups = list(turn.followups)
    followups[part - 1] = exchange
    return replace(turn, followups=tuple(followups))
