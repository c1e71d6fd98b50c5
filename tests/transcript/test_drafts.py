from __future__ import annotations

from mock_interview.practice import Halt, Moment
from mock_interview.transcript.drafts import typings
from mock_interview.transcript.events import Answered, Asked, Draft, Event, Line, Paused, Probe, Resumed
from mock_interview.transcript.read import Stored


def stored(*events: tuple[str, Event]) -> Stored:
    lines = [
        Line(at=f"2026-11-24T09:{at}.000Z", seq=seq, event=event) for seq, (at, event) in enumerate(events)
    ]
    return Stored(lines=tuple(lines), good_bytes=0)


def draft(text: str, used: float, *, part: int = 0, clock: float = 0.0) -> Draft:
    return Draft(number=1, part=part, text=text, used=used, clock=clock or used)


def answered(text: str, used: float, *, part: int = 0, clock: float = 0.0) -> Answered:
    return Answered(
        number=1, part=part, text=text, how="submitted", used=used, overtime=0.0, clock=clock or used
    )


def test_drafts_and_answers_follow_each_other_over_all_parts() -> None:
    found = typings(
        stored(
            ("00:00", Asked(number=1, question="q1", limit=60)),
            ("00:02", draft("It", 2.0)),
            ("00:09", answered("It divides.", 9.0)),
            ("00:10", Probe(number=1, part=1, point="gain", text="?")),
            ("00:12", draft("a", 1.5, part=1, clock=10.5)),
            ("00:14", answered("a gain", 4.0, part=1, clock=13.0)),
        )
    )
    assert found[1].moments == (
        Moment(at=2.0, parts=("It",), final=False),
        Moment(at=9.0, parts=("It divides.",), final=True),
        Moment(at=10.5, parts=("It divides.", "a"), final=False),
        Moment(at=13.0, parts=("It divides.", "a gain"), final=True),
    )


def test_the_clock_that_stood_still_is_told_with_its_time_by_the_wall() -> None:
    found = typings(
        stored(
            ("00:02", draft("It", 2.0, clock=102.0)),
            ("00:04", Paused(number=1, clock=104.0)),
            ("01:34", Resumed(number=1, clock=104.0, after="pause")),
            ("01:40", answered("It divides.", 9.0, clock=109.0)),
        )
    )
    assert found[1].halts == (Halt(at=4.0, seconds=90.0),)


def test_times_that_are_none_cost_nothing() -> None:
    lines = (
        Line(at="x", seq=0, event=draft("It", 2.0)),
        Line(at="soon", seq=1, event=Paused(number=1, clock=3.0)),
        Line(at="", seq=2, event=Resumed(number=1, clock=3.0, after="pause")),
        Line(at="", seq=3, event=Resumed(number=7, clock=3.0, after="restart")),
    )
    found = typings(Stored(lines=lines, good_bytes=0))
    assert found[1].halts == (Halt(at=3.0, seconds=0.0),) and set(found) == {1}


def test_nothing_typed_is_no_typing() -> None:
    assert typings(stored(("00:00", Asked(number=1, question="q1", limit=60)))) == {}
