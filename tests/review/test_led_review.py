"""What was said beside the questions, in the readable copy and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mock_interview.model import Session
from mock_interview.review.markdown import to_markdown
from mock_interview.review.plain import session_json
from mock_interview.review.summary import summarise
from mock_interview.spoken import Debrief, Lesson, Remark
from tests.review.test_markdown import HOSTILE, unescaped
from tests.review.test_plain import keys
from tests.samples import USED, finished

LESSON = Lesson(text="Name the gain.", number=1, question="q1", point="gain", quote="then scale it", part=1)


def led(said: str = "At inference.", lang: str = "en") -> Session:
    session = finished(lang)
    remarks = (
        Remark(how="opening", text="Hello."),
        Remark(how="clarified", text=said, asked="training?", model="m"),
        Remark(how="clarified", text="One token.", asked="a batch?", part=1, model="m"),
        Remark(how="wrap_up", text="Bye."),
    )
    turns = (replace(session.turns[0], remarks=remarks), *session.turns[1:])
    asked = replace(LESSON, said=False, quote="Write down the formula", part=0)
    debrief = Debrief(strengths=(LESSON,), study=(asked, LESSON), unfounded=2, model="m", usage=USED)
    return replace(session, turns=turns, debrief=debrief, usage=USED)


def render(session: Session) -> str:
    return to_markdown(session, summarise(session), {})


def test_the_copy_tells_who_said_what_in_order() -> None:
    text = render(led())
    pieces = [
        "## What the interviewer noted (m)",
        "### Strengths",
        "- Name the gain. (question 1, you said: “then scale it”)",
        "### What to study",
        "1. Name the gain. (question 1, asked: “Write down the formula”)",
        "2. Name the gain.",
        "### Answer",
        "**Interviewer**: Hello.",
        "**You asked**: training?",
        "**Interviewer**: At inference.",
        "> You divide x",
        "**Follow-up**",
        "**You asked**: a batch?",
        "> then scale it",
    ]
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places) and "Bye." not in text and "### Gaps" not in text


def test_the_copy_is_in_the_language_of_the_session() -> None:
    text = render(led("推理。", "zh"))
    assert "**你问**: training?" in text and "## 面试官小结（m）" in text and "### 接下来学什么" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_an_interviewer_cannot_act_as_markup(text: str) -> None:
    plain, hostile = render(led()).split("\n"), render(led(text)).split("\n")
    assert len(plain) == len(hostile)
    (line,) = [
        two for one, two in zip(plain, hostile, strict=True) if one == "**Interviewer**: At inference."
    ]
    assert not set(unescaped(line.removeprefix("**Interviewer**: "))) & set("`*_{}[]<>#|~&$\\")


def test_a_debriefing_that_failed_takes_no_room() -> None:
    assert "noted" not in render(replace(led(), debrief=Debrief(dropped="no_reply", why="down")))


def test_json_holds_all_of_it_and_survives_any_words() -> None:
    plain = json.loads(json.dumps(session_json(led("\ud800\x1b"), summarise(led()))))
    remarks = plain["questions"][0]["remarks"]
    assert [remark["how"] for remark in remarks] == ["opening", "clarified", "clarified", "wrap_up"]
    assert plain["debrief"]["study"][0] == {
        "text": "Name the gain.",
        "number": 1,
        "question": "q1",
        "point": "gain",
        "quote": "Write down the formula",
        "part": 0,
        "said": False,
    }
    assert plain["usage"]["prompt_tokens"] == 10 and plain["debrief"]["unfounded"] == 2


def test_every_key_of_it_is_documented() -> None:
    import re

    from tests.review.test_plain import DOCS

    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text(encoding="utf-8")))
    plain = session_json(led(), summarise(led()))
    ours = keys(plain["debrief"]) | keys(plain["usage"]) | keys(plain["questions"][0]["remarks"])
    assert ours - documented == set()
