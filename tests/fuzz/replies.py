"""What a language model may reply, as targets to spoil: verdicts, an interviewer's words, proposals, a server's JSON.

A target reads bytes as a server or a file would give them. Only what a person hands in may be refused
with an error; what a server says never ends a session.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from mock_interview.bank.store import BankFolder
from mock_interview.chat import ChatReply, Message, Schema
from mock_interview.clean_text import one_line
from mock_interview.cli.bank_draft import from_reply
from mock_interview.cli.judging import import_verdict, judge_also
from mock_interview.cli.leading import find_words
from mock_interview.codec import from_json, to_json
from mock_interview.conduct.asker import Asker
from mock_interview.conduct.lead import LlmConductor
from mock_interview.conduct.persona import load_persona
from mock_interview.errors import LlmError
from mock_interview.found_json import json_objects
from mock_interview.grading.assessment import Assessment
from mock_interview.grading.grader import Grader
from mock_interview.judge.asking import Judge
from mock_interview.llm.exchange import Answered
from mock_interview.llm.reading import read, without_thinking
from mock_interview.model import Answer, Grade, Session
from mock_interview.spoken import Debrief, Words
from mock_interview.terminal.draft_view import show_proposal
from mock_interview.terminal.screen import console
from tests.fuzz.targets import Target
from tests.grading.samples import BANK, QUESTION, WordEncoder, WordVerifier
from tests.judge.samples import RUBRIC, everything
from tests.samples import finished, write_bank

SAID = "LoRA freezes the pretrained weights and trains two low-rank matrices that can be merged."
VERDICT = json.dumps(everything(QUESTION, "freezes the pretrained weights"))
WORDS = json.dumps({"point": "divides", "say": "You call it a normalisation. By what?"})
NOTES = json.dumps({
    "strengths": [{"number": 1, "point": "divides", "quote": "You divide x by sqrt", "text": "You named it."}],
    "gaps": [{"number": 2, "point": "divides", "quote": "It subtracts the mean", "text": "It does not."}],
    "study": [],
})  # fmt: skip
PROPOSAL = json.dumps({
    "points": [
        {"id": "by-root", "weight": 5, "text": {"zh": "除以均方根", "en": "It divides by the root."},
         "accept": {"zh": ["除"], "en": ["divide"]}, "probe": {"zh": "怎么缩放？", "en": "How is it scaled?"}},
        {"id": "no-mean", "weight": 2, "text": {"zh": "不减均值", "en": "No mean is taken away."}},
    ],
    "mistakes": [{"contradicts": "no-mean", "text": {"zh": "减均值", "en": "It takes away the mean."}}],
    "hints": [{"zh": "想想均值", "en": "Think of the mean."}],
})  # fmt: skip
DRESSES = ("{}", "```json\n{}\n```\nthat is it", '<think>what {{"a": 1}} is</think>\nHere: {} and done')


def dressed(*texts: str) -> tuple[bytes, ...]:
    """Each reply alone, in a fence, and behind thinking."""
    return tuple(dress.format(text).encode() for text in texts for dress in DRESSES)


class Says:
    """A chat that always gives one reply, without its thinking."""

    def __init__(self, raw: bytes) -> None:
        self._text = without_thinking(raw.decode("utf-8", "surrogateescape")).strip()

    def ask(self, messages: Sequence[Message], *, schema: Schema | None = None, **_more: Any) -> ChatReply:
        return ChatReply(text=self._text, model="m")


@cache
def assessed() -> tuple[Assessment, Grader]:
    grader = Grader(WordEncoder(), WordVerifier(), BANK)
    return grader.assess(QUESTION, Answer(parts=(SAID, "and more")), RUBRIC, lang="en"), grader


def check_grade(found: Grade) -> None:
    assert found.score is None or 0 <= found.score <= 100
    assert from_json(to_json(found).encode(), Grade) == found


def judge_with(raw: bytes) -> None:
    """A judge's reply: the offline grade stays where it is of no use."""
    was, grader = assessed()
    check_grade(judge_also(was, Judge(Says(raw), samples=1), grader.support, lang="en"))  # type: ignore[arg-type]


def import_a_verdict(raw: bytes) -> None:
    """A pasted verdict."""
    was, grader = assessed()
    check_grade(import_verdict(was, raw.decode("utf-8-sig", "surrogateescape"), grader.support, source="x"))


def hear_an_interviewer(raw: bytes) -> None:
    """All that an interviewer may be asked for: something is said, or what the persona says instead."""
    session = finished()
    turn = session.turns[0]
    for lang in ("zh", "en"):
        lead = LlmConductor(Asker(Says(raw)), load_persona("neutral"), lang=lang, find=find_words)  # type: ignore[arg-type]
        for words in (
            lead.lead_in(session, turn.question),
            lead.follow_up(turn, turn.question.points[:1], 30.0),
            lead.clarify(turn, 0, "what do you mean?", 30.0),
        ):
            assert words.text and words.text == one_line(words.text)
            assert from_json(to_json(words).encode(), Words) == words
    check_debrief(session, raw)


def check_debrief(session: Session, raw: bytes) -> None:
    lead = LlmConductor(Asker(Says(raw)), load_persona("neutral"), lang="en", find=find_words)  # type: ignore[arg-type]
    made = lead.debrief(session)
    assert from_json(to_json(made).encode(), Debrief) == made
    assert made.lessons or made.dropped


def take_a_proposal(raw: bytes) -> None:
    """Proposed points: refused, or shown, written, and read back."""
    with tempfile.TemporaryDirectory() as name:
        folder = BankFolder(write_bank(Path(name)))
        question = folder.bank.questions[0]
        proposal = from_reply(question, raw.decode("utf-8-sig", "replace"))
        screen = io.StringIO()
        show_proposal(console(file=screen, width=80), proposal, "en")
        assert "\x1b" not in screen.getvalue()
        folder.change(proposal.before, proposal.after)
        assert proposal.after in folder.save().questions


def read_a_body(raw: bytes) -> None:
    """What a server sends: a text or a problem, never neither."""
    for kind in ("application/json", "text/html", ""):
        found = read(Answered(status=200, headers={"content-type": kind}, body=raw), 100)
        assert isinstance(found.text, str) and len(found.problem) < 1000
        json.dumps([found.text, found.model, found.problem])


def find_json(raw: bytes) -> None:
    """JSON with talk around it: only whole objects, each of them somewhere in the text."""
    text = raw.decode("utf-8", "surrogateescape")
    for one in json_objects(text):
        assert isinstance(one, dict)
        json.dumps(one)


BODY = json.dumps({
    "model": "m", "usage": {"prompt_tokens": 3, "completion_tokens": 4},
    "choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": "<think>a</think>b"}}],
}).encode()  # fmt: skip

REPLIES = (
    Target(name="judge", seeds=dressed(VERDICT), read=judge_with),
    Target(name="judge-json", seeds=(VERDICT.encode(),), read=judge_with, lines=True),
    Target(name="verdict", seeds=dressed(VERDICT)[:2], read=import_a_verdict),
    Target(name="verdict-json", seeds=(VERDICT.encode(),), read=import_a_verdict, lines=True),
    Target(name="interviewer", seeds=(*dressed(WORDS), *dressed(NOTES)[:2]), read=hear_an_interviewer),
    Target(name="interviewer-json", seeds=(WORDS.encode(), NOTES.encode()), read=hear_an_interviewer, lines=True),
    Target(name="proposal", seeds=dressed(PROPOSAL)[:2], read=take_a_proposal, errors=(LlmError,)),
    Target(name="proposal-json", seeds=(PROPOSAL.encode(),), read=take_a_proposal, lines=True,
           errors=(LlmError,)),
    Target(name="body", seeds=(BODY,), read=read_a_body, lines=True),
    Target(name="found-json", seeds=dressed(VERDICT, f"{WORDS} or {NOTES}"), read=find_json),
)  # fmt: skip
