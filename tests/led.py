"""A language model's interviewer over the scripted server, shared by the tests."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from mock_interview.cli.leading import find_words
from mock_interview.cli.wiring import make_chat
from mock_interview.conduct.asker import Asker, Waiting
from mock_interview.conduct.lead import LlmConductor
from mock_interview.conduct.leaks import States
from mock_interview.conduct.persona import load_persona
from mock_interview.secret import Secret
from mock_interview.settings.values import Settings
from tests.llm_server import KEY, MODEL, Asked, LlmServer

WORDS = {
    "zh": {
        "follow_up": "你提到了归一化，那一步里除数是怎么算出来的？",
        "clarify": "指的是推理时的前向计算。",
        "moving_on": "谢谢，我们看看下一题。",
        "note": "把公式从头到尾写一遍。",
    },
    "en": {
        "follow_up": "You mention a normalisation. How is its divisor computed?",
        "clarify": "I mean the forward pass at inference.",
        "moving_on": "Thanks, let us look at the next one.",
        "note": "Write the formula down from beginning to end.",
    },
}


def settings(server: LlmServer, **changes: Any) -> Settings:
    """Settings that point at the scripted server, without retries or replies from disk."""
    known: dict[str, Any] = {
        "base_url": server.url,
        "model": MODEL,
        "api_key": Secret(KEY),
        "retries": 0,
        "cache": False,
    }
    return Settings(**{**known, **changes})


def conductor(
    server: LlmServer,
    *,
    lang: str = "en",
    persona: str | Path = "neutral",
    states: States | None = None,
    waiting: Waiting = nullcontext,
    **changes: Any,
) -> LlmConductor:
    """The real thing, asking over HTTP; ``changes`` go to the settings."""
    asker = Asker(make_chat(settings(server, **changes)), waiting)
    return LlmConductor(asker, load_persona(str(persona)), lang=lang, find=find_words, states=states)


def task_of(asked: Asked) -> str:
    """What a request asks for: ``follow_up``, ``clarify``, ``moving_on``, ``debrief`` or ``judgement``."""
    name = ((asked.body.get("response_format") or {}).get("json_schema") or {}).get("name", "")
    if name != "interviewer":
        return {"debriefing": "debrief"}.get(name, name)
    return "clarify" if "CANDIDATE ASKS" in asked.prompt else "moving_on"


def well_behaved(asked: Asked) -> Any:
    """What a good model would reply, in the language it is asked in."""
    lang = "zh" if "面试官" in asked.system else "en"
    task = task_of(asked)
    if task == "judgement":
        return _verdicts(asked.body["response_format"]["json_schema"]["schema"]["properties"])
    if task == "debrief":
        return _notes(asked.prompt, WORDS[lang]["note"])
    said = {"say": WORDS[lang][task]}
    if task == "follow_up":
        points = asked.body["response_format"]["json_schema"]["schema"]["properties"]["point"]["enum"]
        return {"point": points[0], **said}
    return said


def _verdicts(form: Any) -> dict[str, Any]:
    """A judge that finds nothing in any answer."""
    points = form["points"]["items"]["properties"]["id"]["enum"]
    said = {"reasoning": "It is not there.", "quotes": [], "verdict": "missed", "confidence": 0.9}
    found: dict[str, Any] = {"points": [{"id": point, **said} for point in points]}
    if "dimensions" in form:
        kinds = [kind["properties"] for kind in form["dimensions"]["items"]["anyOf"]]
        found["dimensions"] = [{"id": k["id"]["enum"][0], "level": k["level"]["enum"][-1]} for k in kinds]
    return found


def _notes(prompt: str, text: str) -> dict[str, Any]:
    """Notes that quote each first answer, one that quotes what nobody said, and one about no point."""
    answers = dict(re.findall(r"<<<ANSWER (\d+)\.0 \w+>>>\n(\S+(?: [^\s(]+){0,3})", prompt))
    points = re.findall(r"<<<POINTS (\d+) \w+>>>\n([^ |]+) \| (\w+)", prompt)
    good = [
        {"number": int(number), "point": point, "quote": answers[number], "text": text}
        for number, point, _ in points
    ]
    bad = [
        {"number": 1, "point": points[0][1], "quote": "these words were never said", "text": text},
        {"number": 1, "point": "no-such-point", "quote": answers["1"], "text": text},
    ]
    kept = {
        "strengths": [note for note, one in zip(good, points, strict=True) if one[2] == "covered"],
        "gaps": [note for note, one in zip(good, points, strict=True) if one[2] != "covered"],
    }
    return {**kept, "study": [*kept["gaps"], *bad]}
