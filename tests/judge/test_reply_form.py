"""Reading a reply: what fits is taken, everything else is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.judge.reply_form import InvalidReply, read_reply
from mock_interview.model import Verdict
from tests.judge.samples import RUBRIC, reply, said
from tests.samples import question

GOOD = reply(said("divides", "covered", "x"), said("gain", "missed"))


def read(data: Any) -> Any:
    return read_reply(data if isinstance(data, str) else json.dumps(data), question(), RUBRIC)


def test_a_good_reply_is_read() -> None:
    found = read(GOOD)
    assert found.points["divides"].verdict is Verdict.COVERED and found.points["divides"].quotes == ("x",)
    assert found.points["gain"].verdict is Verdict.MISSED and found.levels["precision"] == "focused"


@pytest.mark.parametrize(
    "text",
    [
        "```json\n{}\n```", "Here you are: {} Done.", "{}\n{}", "{{\"note\": 1}} {}",
    ],
)  # fmt: skip
def test_a_good_reply_is_found_in_what_stands_around_it(text: str) -> None:
    wrapped = text.replace("{{", "\0").replace("}}", "\1").replace("{}", json.dumps(GOOD))
    assert read(wrapped.replace("\0", "{").replace("\1", "}")).points["gain"].verdict is Verdict.MISSED


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("no JSON at all", "no complete JSON object"),
        ('{"points": [', "no complete JSON object"),
        (json.dumps(GOOD) + json.dumps(reply(said("divides", "missed"), said("gain", "missed"))), "differ"),
        ({"points": {}}, "'points' must be a list"),
        (reply(said("divides", "covered", "x")), "'gain' is missing"),
        (reply(*GOOD["points"], said("gain", "covered")), "'gain' is there twice"),
        (reply(*GOOD["points"], said("divdes", "covered")), "'divdes' must be one of divides, gain (did you"),
        (reply(*GOOD["points"], 7), "id must be one of"),  # type: ignore[arg-type]
        (reply(said("divides", "great", "x"), said("gain", "missed")), "verdict 'great' must be one of"),
        (reply(said("divides", None), said("gain", "missed")), "verdict must be one of"),  # type: ignore[arg-type]
        (reply(said("divides", "covered", confidence=90), said("gain", "missed")), "from 0 to 1"),
        (reply(said("divides", "covered", confidence=True), said("gain", "missed")), "from 0 to 1"),
        (
            reply(said("divides", "covered", quotes=[1]), said("gain", "missed")),
            "quotes must be a list of texts",
        ),
        (
            reply(said("divides", "covered", reasoning=None), said("gain", "missed")),
            "reasoning must be a text",
        ),
        (reply(*GOOD["points"], levels={"clarity": "superb"}), "'clarity': level 'superb' must be one of"),
        ({"points": GOOD["points"]}, "'dimensions' must be a list"),
        ({**GOOD, "dimensions": GOOD["dimensions"][:2]}, "dimensions: 'clarity' is missing"),
    ],
)
def test_what_does_not_fit_is_named(data: Any, problem: str) -> None:
    with pytest.raises(InvalidReply) as caught:
        read(data)
    assert any(problem in one for one in caught.value.problems), caught.value.problems


def test_a_verdict_is_read_whatever_its_case_and_a_quote_may_stand_alone() -> None:
    found = read(reply(said("divides", " Covered ", quotes="x y"), said("gain", "MISSED")))
    assert found.points["divides"].quotes == ("x y",)


def test_escapes_and_line_breaks_of_a_model_do_not_get_through() -> None:
    found = read(
        reply(said("divides", "covered", "\x1b[2Jx\ny", reasoning="a\x1b]0;t\x07\nb"), said("gain", "missed"))
    )
    assert found.points["divides"].quotes == ("x y",) and found.points["divides"].reasoning == "a b"


def test_a_reply_of_any_length_keeps_a_bounded_part_and_names_few_problems() -> None:
    found = read(
        reply(said("divides", "covered", *["q"] * 99, reasoning="r" * 99_999), said("gain", "missed"))
    )
    assert len(found.points["divides"].reasoning) <= 1000 and len(found.points["divides"].quotes) <= 8
    with pytest.raises(InvalidReply) as caught:
        read(reply(*(said("z" * 9999, "covered") for _ in range(200))))
    assert len(str(caught.value)) < 2000


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["points", "dimensions", "id", "quotes", "verdict", "confidence", "reasoning", "level"]
            ),
            inner | st.sampled_from(["divides", "gain", "covered"]),
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_whatever_json_comes_it_is_read_or_refused(value: Any) -> None:
    try:
        found = read(json.dumps({"points": value}))
    except InvalidReply as error:
        assert error.problems
    else:
        assert set(found.points) == {"divides", "gain"}
