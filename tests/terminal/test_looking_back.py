"""What looking back and ahead looks like, compared with golden screens."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from rich.cells import cell_len

from mock_interview.chat import Usage
from mock_interview.model import Appeal, Regrade, Session, Span, Turn, Verdict, Why
from mock_interview.practice import Halt, Moment, Names, Typing, names, practices
from mock_interview.review.compare import diff_sessions, diff_turns
from mock_interview.review.history import History, history
from mock_interview.review.regrade import compare, kept
from mock_interview.review.timeline import timeline
from mock_interview.review.why import why_text, without_scores
from mock_interview.schedule.cards import memories
from mock_interview.schedule.days import Askable, days_until, outlook
from mock_interview.schedule.need import needs
from mock_interview.terminal.again_view import Outcome, show_regraded, show_verified
from mock_interview.terminal.diff_view import show_session_diff, show_turn_diff
from mock_interview.terminal.plan_view import show_next, show_plan
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.stats_view import show_stats
from mock_interview.terminal.timeline_view import legend, show_timeline
from mock_interview.verify import ALTERED, UNSURE, Finding, Verified
from tests.judge.graded import contested, judged_session
from tests.samples import finished, grade, question
from tests.three_weeks import shipped, three_weeks

SCREENS = [(lang, width) for lang in ("zh", "en") for width in (100, 40)]
screens = pytest.mark.parametrize(("lang", "width"), SCREENS)
TODAY = date(2026, 11, 24)
NOW = int(datetime(2026, 11, 24, 9, tzinfo=timezone.utc).timestamp())


def drawn(width: int, draw: Callable[..., None], *args: object, **more: object) -> str:
    """What ``draw`` puts on a console, no line of which is wider than it."""
    file = io.StringIO()
    draw(console(file=file, width=width), *args, **more)
    screen = file.getvalue()
    long = [line for line in screen.splitlines() if cell_len(line.rstrip()) > width]
    assert [line for line in long if "mock-interview " not in line] == [], "only commands are not broken"
    assert "\x1b" not in screen
    return screen


def figures(lang: str) -> History:
    """Three weeks of practice, in which the candidate said how sure they were."""
    sessions = three_weeks(lang)
    rows = [row for session in sessions for row in practices(session)]
    told = [row._replace(confidence=1 + (7 * n) % 4) for n, row in enumerate(rows)]
    return history(told, names(sessions), missed=5)


@screens
def test_a_history(golden, lang: str, width: int) -> None:
    golden(f"stats-{lang}-{width}", drawn(width, show_stats, figures(lang), lang, TODAY))


@screens
def test_a_history_of_one_skipped_question(golden, lang: str, width: int) -> None:
    session = replace(finished(lang), turns=finished(lang).turns[2:])
    found = history(practices(session), names([session]))
    golden(f"stats-little-{lang}-{width}", drawn(width, show_stats, found, lang, TODAY))


def test_a_long_history_keeps_to_the_width(lang: str = "en") -> None:
    (row, *_) = practices(finished())
    rows = [row._replace(at=row.at + n * 86400 * 3, session=f"s{n}") for n in range(400)]
    found = history(rows, Names())
    for width in (40, 60, 100):
        drawn(width, show_stats, found, lang, TODAY + timedelta(days=1200))


def stock() -> list[Askable]:
    rows = [row for session in three_weeks("en") for row in practices(session)]
    known = memories(rows, {})
    asked = list(known)[:6]
    fresh = [q for q in shipped().questions if q.id not in known][:12]
    return [
        *[
            Askable(
                id=name, topic=shipped().question(name).topic, limit=180, points=(("a", 3),),
                memory=known[name], weakness=0.6 if n < 2 else 0.1,
            )
            for n, name in enumerate(asked)
        ],
        *[Askable(id=q.id, topic=q.topic, limit=q.time_limit, points=(("a", 3),)) for q in fresh],
    ]  # fmt: skip


@screens
def test_what_is_due(golden, lang: str, width: int) -> None:
    rows = [row for session in three_weeks("en") for row in practices(session)]
    found = sorted(needs(memories(rows, {}), NOW).values(), key=lambda need: -need.urgency(TODAY))
    golden(f"next-{lang}-{width}", drawn(width, show_next, shipped(), found, TODAY, lang, limit=4))


@screens
def test_nothing_due(golden, lang: str, width: int) -> None:
    first = drawn(width, show_next, shipped(), [], TODAY, lang, limit=4)
    rows = practices(three_weeks("en")[0])
    later = needs(memories(rows, {}), rows[-1].at)
    second = drawn(width, show_next, shipped(), list(later.values()), date(2026, 11, 2), lang, limit=4)
    golden(f"next-none-{lang}-{width}", f"{first}\n{second}")


@screens
def test_a_plan(golden, lang: str, width: int) -> None:
    made = outlook(stock(), days_until(TODAY, TODAY + timedelta(days=9)), 15 * 60)
    shown = drawn(width, show_plan, shipped(), made, (TODAY + timedelta(days=9), 15), lang)
    golden(f"plan-{lang}-{width}", shown)


@screens
def test_a_plan_that_does_not_fit_and_one_with_nothing_in_it(golden, lang: str, width: int) -> None:
    tight = outlook(stock(), days_until(TODAY, TODAY + timedelta(days=1)), 10 * 60)
    first = drawn(width, show_plan, shipped(), tight, (TODAY + timedelta(days=1), 10), lang)
    empty = outlook([], days_until(TODAY, TODAY + timedelta(days=2)), 10 * 60)
    second = drawn(width, show_plan, shipped(), empty, (TODAY + timedelta(days=2), 10), lang)
    golden(f"plan-tight-{lang}-{width}", f"{first}\n{second}")


def later(lang: str) -> Session:
    """The sample session held once more, with better words."""
    session = finished(lang)
    first = session.turns[0]
    text = first.main.text.replace("sqrt(mean(x^2))", "RMS(x) = sqrt(mean(x^2))")
    quote = Span(source=0, start=0, end=len(text), text=text)
    points = tuple(
        replace(point, verdict=Verdict.COVERED, credit=1.0) for point in grade(95.0, quote=quote).points
    )
    better = replace(first, main=replace(first.main, text=text), grade=replace(grade(95.0), points=points))
    wrong = replace(session.turns[1], number=2, grade=grade(0.0, divides=Verdict.MISSED))
    return replace(session, id="xyz789", turns=(better, wrong))


@screens
def test_two_answers_side_by_side(golden, lang: str, width: int) -> None:
    one, two = finished(lang), later(lang)
    found = diff_turns(one, one.turns[0], two, two.turns[0])
    golden(f"diff-{lang}-{width}", drawn(width, show_turn_diff, found, lang))


@screens
def test_two_sessions_side_by_side(golden, lang: str, width: int) -> None:
    first = drawn(width, show_session_diff, diff_sessions(finished(lang), later(lang)), lang)
    other = replace(later(lang), turns=())
    second = drawn(width, show_session_diff, diff_sessions(finished(lang), other), lang)
    golden(f"diff-sessions-{lang}-{width}", f"{first}\n{second}")


def typed(lang: str) -> Typing:
    words = finished(lang).turns[0].main.text
    cuts = [(9.0, 6), (11.0, 14), (25.5, len(words))]
    moments = [Moment(at=at, parts=(words[:cut],), final=False) for at, cut in cuts]
    return Typing(
        moments=(*moments, Moment(at=41.0, parts=(words,), final=True)),
        halts=(Halt(at=20.0, seconds=75.0),),
    )


@screens
def test_an_answer_as_it_was_typed(golden, lang: str, width: int) -> None:
    def judge(parts: tuple[str, ...]) -> tuple[Verdict, ...]:
        size = len(parts[0])
        first = Verdict.MISSED if size < 10 else Verdict.PARTIAL if size < 15 else Verdict.COVERED
        return first, Verdict.CONTRADICTED if size < 10 else Verdict.MISSED

    found = timeline(1, question(), typed(lang), judge)
    shown = drawn(width, show_timeline, found, lang)
    alone = replace(found, drafts=1, still=(), halts=())
    golden(f"timeline-{lang}-{width}", f"{legend(lang)}\n{shown}\n{drawn(width, show_timeline, alone, lang)}")


@screens
def test_sessions_graded_again(golden, lang: str, width: int) -> None:
    quote = Span(source=0, start=0, end=7, text="You div")
    rows = [
        compare(1, question(), grade(50.0, divides=Verdict.MISSED), grade(80.0, quote=quote)),
        compare(2, question("q2"), grade(), grade()),
        compare(3, question("q3"), grade(), replace(grade(), high=99.0)),
    ]
    outcome = Outcome(id="abc234", rubric="strict", encoder="bundled", recorded=2, used=False)
    shown = drawn(width, show_regraded, outcome, rows, lang, flips=True)
    used = drawn(width, show_regraded, replace(outcome, used=True), rows[:1], lang, flips=False)
    known = drawn(width, show_regraded, replace(outcome, recorded=0), rows[1:2], lang, flips=True)
    nothing = drawn(width, show_regraded, outcome, [], lang, flips=True)
    golden(f"regrade-{lang}-{width}", "\n".join((shown, used, known, nothing)))


@screens
def test_sessions_graded_again_with_a_judge(golden, lang: str, width: int) -> None:
    first, second, third = judged_session(lang).turns
    assert second.grade is not None and second.grade.judgement is not None and third.grade is not None
    failed = second.grade.judgement.reason
    rows = [
        compare(1, first.question, finished(lang).turns[0].grade, contested(finished(lang).turns[0], lang)),
        kept(2, second.question, second.grade, failed),
        compare(3, third.question, third.grade, third.grade),
    ]
    took = Usage(calls=3, prompt_tokens=4200, completion_tokens=900, cost=0.0123)
    outcome = Outcome(id="abc234", rubric="default", encoder="bundled", recorded=1, used=False, usage=took)
    shown = drawn(width, show_regraded, outcome, rows, lang, flips=True)
    plain = drawn(width, show_regraded, outcome, rows, lang, flips=False)
    lost = drawn(
        width, show_regraded, replace(outcome, recorded=0, usage=Usage()), rows[1:2], lang, flips=True
    )
    golden(f"regrade-judged-{lang}-{width}", "\n".join((shown, plain, lost)))


@screens
def test_sessions_verified(golden, lang: str, width: int) -> None:
    whole = Verified(findings=(), grades=5, drawn=True)
    single = replace(whole, grades=1)
    altered = tuple(
        Finding(
            kind=kind, number=n, name="option seed" if kind == "part" else "gain", recorded="71.4", found="60"
        )
        for n, kind in enumerate(ALTERED)
    )
    unsure = tuple(
        Finding(kind=kind, number=2, name="no such encoder", recorded="a/1", found="a/2") for kind in UNSURE
    )
    shown = [
        drawn(width, show_verified, "abc234", found, lang)
        for found in (
            whole,
            replace(single, drawn=False),
            replace(whole, findings=altered),
            replace(whole, findings=unsure),
        )
    ]
    golden(f"verify-{lang}-{width}", "\n".join(shown))


def judged(lang: str) -> Turn:
    turn = finished(lang).turns[0]
    regrade = Regrade(at="", parts=2, grade=replace(grade(60.0), rubric="strict"), used=True)
    appeal = Appeal(at="", point="gain", verdict=Verdict.COVERED, because="“then scale it”")
    return replace(turn, regrades=(regrade,), appeals=(appeal,), confidence=3)


@screens
def test_a_question_with_what_was_thought_of_it_later(golden, lang: str, width: int) -> None:
    def draw(out, lang: str) -> None:
        view = QuestionView(out, lang, {}, {})
        why = Why(rule="due", times=3, missed=2, recall=0.41, overdue=4)
        view.asked(question(), number=1, total=1, why=why)
        view.grade(judged(lang))
        view.grade(replace(judged(lang), regrades=(replace(judged(lang).regrades[0], used=False),)))

    golden(f"thought-later-{lang}-{width}", drawn(width, draw, lang))


WHYS = (
    Why(rule="warm_up"), Why(rule="spread", times=2, recall=0.9), Why(rule="new"),
    Why(rule="random", times=1, missed=1),
    Why(rule="harder", score=82.4), Why(rule="easier", score=31.0, times=3, missed=2, recall=0.41),
    Why(rule="due", times=3, missed=2, recall=0.41), Why(rule="due", overdue=12, times=1, recall=0.8),
    Why(rule="weak", times=4, missed=3, recall=0.33), Why(rule="named"), Why(),
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_has_its_words(golden, lang: str) -> None:
    golden(f"why-{lang}", "\n".join(f"{why.rule:8} {why_text(why, lang)}" for why in WHYS))


def test_a_reason_never_tells_what_the_point_says() -> None:
    for lang in ("zh", "en"):
        for why in WHYS:
            assert "root mean square" not in why_text(why, lang) and "均方根" not in why_text(why, lang)


def test_whoever_sees_no_grades_yet_is_not_told_the_score_by_the_reason() -> None:
    for rule in ("harder", "easier"):
        told = why_text(without_scores(Why(rule=rule, score=82.0)), "en")
        assert "82" not in told and rule not in told and told
    assert without_scores(Why(rule="due", times=3)) == Why(rule="due", times=3)
