from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_interview.model import Candidate, Spare, Why
from mock_interview.transcript.events import Line, Started, encode
from mock_interview.transcript.seals import changed, sealed
from tests.samples import TOPICS, planned, question
from tests.strategies import nouns


def plain(started: Started) -> dict[str, Any]:
    """The first line as it is read from a file."""
    return dict(json.loads(encode(Line(at="", seq=0, event=sealed(started)))))


def start() -> Started:
    session = planned()
    return Started(
        id="abc234",
        options=session.options,
        planned=session.planned,
        whys=(Why(rule="new"),),
        spares=(Spare(number=2, question=question("q3")),),
        pool=(Candidate("q1", "norm", 2, 60, 1, 0.5),),
        topics=TOPICS,
        bank="b",
        rubric="r",
        encoder="bundled",
    )


def test_what_was_written_is_unchanged() -> None:
    assert changed(plain(start())) == []


@given(nouns(Started))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_first_line_is_unchanged_when_it_comes_back(started: Started) -> None:
    assert changed(plain(started)) == []


@pytest.mark.parametrize(
    ("path", "value", "name"),
    [
        (("options", "seed"), 7, "option seed"),
        (("options", "lang"), "zh", "option lang"),
        (("id",), "zzz999", "id"),
        (("bank",), "other", "bank"),
        (("rubric",), "", "rubric"),
        (("planned", 1, "time_limit"), 61, "question q2"),
        (("planned", 0, "question", "en"), "Another?", "question q1"),
        (("planned", 0, "points", 0, "weight"), 1, "question q1"),
        (("spares", 0, "question", "level"), 5, "question q3"),
        (("spares", 0, "number"), 1, "spares"),
        (("pool", 0, 5), 0.25, "pool"),
        (("whys", 0, "rule"), "weak", "whys"),
        (("topics", 0, "outline"), "9", "topics"),
    ],
)
def test_what_was_altered_is_named(path: tuple[Any, ...], value: object, name: str) -> None:
    line = plain(start())
    place: Any = line
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert changed(line) == [name]


def test_a_question_that_was_exchanged_taken_out_or_put_in_is_named() -> None:
    line = plain(start())
    line["planned"] = line["planned"][:1]
    assert changed(line) == ["question q2", "planned"]
    line = plain(start())
    del line["topics"]
    assert changed(line) == ["topics"]


def test_a_transcript_without_seals_has_nothing_to_tell() -> None:
    line = plain(start())
    line["options"]["seed"] = 99
    for nothing in ({}, None, "x"):
        assert changed({**line, "seals": nothing}) == []


@given(st.data())
@settings(max_examples=40)
def test_every_changed_seal_is_told(data: st.DataObject) -> None:
    line = plain(start())
    name = data.draw(st.sampled_from(sorted(line["seals"])))
    line["seals"][name] = "0" * 16
    assert changed(line) == [name]
