"""The interviewer's voice: asks a model for words, checks them, and has others ready when they are of no use.

Decides nothing about the course of the interview. A model that fails costs its words, never the session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mock_interview.chat import Message, Usage
from mock_interview.conduct import prompts
from mock_interview.conduct.asker import Asker, NoWords
from mock_interview.conduct.debrief import Find, debrief
from mock_interview.conduct.leaks import States, gives_away
from mock_interview.conduct.persona import Persona
from mock_interview.conduct.praise import judges
from mock_interview.conduct.speech import PROBE, REMARK, Unfit, spoken
from mock_interview.found_json import json_objects
from mock_interview.model import KeyPoint, Question, Session, Turn, Verdict
from mock_interview.spoken import Debrief, Words

PATIENCE = 20.0  # seconds to wait for the interviewer's words


class LlmConductor:
    """Words the follow-ups and remarks of one session, in the manner of ``persona``.

    ``find`` finds the evidence for what is said about the session in the end.
    """

    def __init__(
        self, asker: Asker, persona: Persona, *, lang: str, find: Find, states: States | None = None
    ) -> None:
        self._asker = asker
        self._persona = persona
        self._lang = lang
        self._find = find
        self._states = states

    @property
    def listens(self) -> bool:
        """Whether questions to the interviewer are answered."""
        return not self._asker.silent

    def lead_in(self, session: Session, question: Question) -> Words:
        """What is said before ``question`` is put: a greeting, or what leads over from the last one."""
        if not session.turns:
            return Words(text=self._persona.line("opening", self._lang))
        before = session.turns[-1]
        graded = session.options.feedback == "each"  # its grade and reference have been shown

        def fit(text: str) -> str:
            said = spoken(text, self._lang, REMARK)
            if not graded and judges(said):
                raise Unfit("judging")
            if self._leaks(said, question, question.points, ()):
                raise Unfit("leak")
            if not graded and self._leaks(said, before.question, before.question.points, _heard(before)):
                raise Unfit("leak")
            return said

        messages = prompts.moving_on(before, question, self._persona, lang=self._lang)
        otherwise = Words(text=self._persona.line("moving_on", self._lang, turn=before.number))
        return self._worded(messages, fit, otherwise, PATIENCE)

    def follow_up(self, turn: Turn, worth: Sequence[KeyPoint], seconds: float) -> Words:
        """A follow-up after one of the points ``worth`` asking about, which all have an authored probe.

        ``seconds`` is the time left for it. Raises ``ValueError`` when there is no such point.
        """
        points = {point.id: point for point in worth}
        heaviest = max(worth, key=lambda point: point.weight)
        messages = prompts.follow_up(turn, worth, self._persona, lang=self._lang, seconds=seconds)
        heard = (*_heard(turn), *(_authored(point, self._lang) for point in worth))
        chosen = heaviest
        usage = Usage()
        try:
            reply = self._asker.ask(messages, prompts.follow_up_schema(list(points)), min(PATIENCE, seconds))
            usage = reply.usage
            found = _fields(reply.text)
            chosen = points.get(found.get("point", ""), heaviest)
            said = self._fit(found["say"], turn, heard, PROBE)
            return Words(text=said, point=chosen.id, model=reply.model, usage=usage)
        except NoWords as lost:
            words = Words(text="", dropped=lost.dropped, why=lost.why)
        except Unfit as unfit:
            words = Words(text="", dropped=str(unfit), usage=usage)
        return replace(words, text=_authored(chosen, self._lang), point=chosen.id)

    def clarify(self, turn: Turn, part: int, asked: str, seconds: float) -> Words:
        """The answer to what the candidate ``asked`` while answering part ``part``."""
        heard = _heard(turn)
        otherwise = Words(text=self._persona.line("cannot_say", self._lang))
        # Whoever asks whether the answer is the answer is not told, not even by the choice of words.
        if self._leaks(asked, turn.question, _unsaid(turn), heard):
            return replace(otherwise, dropped="fishing")

        def fit(text: str) -> str:
            return self._fit(text, turn, (*heard, asked), REMARK, answering=True)

        messages = prompts.clarify(turn, part, asked, self._persona, lang=self._lang, seconds=seconds)
        return self._worded(messages, fit, otherwise, seconds)

    def wrap_up(self) -> Words:
        """What is said when no more questions follow."""
        return Words(text=self._persona.line("wrap_up", self._lang))

    def debrief(self, session: Session) -> Debrief:
        """What the session showed."""
        return debrief(self._asker, session, self._find)

    def _worded(
        self, messages: Sequence[Message], fit: Callable[[str], str], otherwise: Words, seconds: float
    ) -> Words:
        """The model's words when they are ``fit`` to be said, ``otherwise`` the others, with the reason."""
        usage = Usage()
        try:
            reply = self._asker.ask(messages, prompts.SAY, min(PATIENCE, seconds))
            usage = reply.usage
            return Words(text=fit(_fields(reply.text)["say"]), model=reply.model, usage=usage)
        except NoWords as lost:
            return replace(otherwise, dropped=lost.dropped, why=lost.why)
        except Unfit as unfit:
            return replace(otherwise, dropped=str(unfit), usage=usage)

    def _fit(self, text: str, turn: Turn, heard: Sequence[str], most: int, *, answering: bool = False) -> str:
        """``text`` as it can be said while ``turn`` is open. Raises `Unfit`."""
        said = spoken(text, self._lang, most)
        if judges(said, answering=answering):
            raise Unfit("judging")
        if self._leaks(said, turn.question, _unsaid(turn), heard):
            raise Unfit("leak")
        return said

    def _leaks(self, text: str, question: Question, unsaid: Sequence[KeyPoint], heard: Sequence[str]) -> bool:
        return gives_away(text, question, heard=heard, unsaid=unsaid, states=self._states)


def _fields(text: str) -> dict[str, str]:
    """``say`` and, it may be, ``point`` of a reply; a reply without JSON is taken as the words themselves."""
    found = json_objects(text)
    for data in found:
        say, point = data.get("say"), data.get("point")
        if isinstance(say, str):
            return {"say": say, "point": point if isinstance(point, str) else ""}
    if found:
        raise Unfit("form")
    return {"say": text}


def _authored(point: KeyPoint, lang: str) -> str:
    return point.probe.get(lang) if point.probe else ""


def _unsaid(turn: Turn) -> tuple[KeyPoint, ...]:
    """The points that the candidate has not made in full, as far as is known."""
    results = turn.grade.points if turn.grade else ()
    covered = {result.point for result in results if result.verdict is Verdict.COVERED}
    return tuple(point for point in turn.question.points if point.id not in covered)


def _heard(turn: Turn) -> tuple[str, ...]:
    """All that was said in a turn, and the hints that were shown."""
    exchanges = (turn.main, *turn.followups)
    texts = [text for exchange in exchanges for text in (exchange.probe, exchange.text)]
    texts += [text for remark in turn.remarks for text in (remark.asked, remark.text)]
    texts += [text for hint in turn.question.hints[: turn.hints] for text in (hint.zh, hint.en)]
    return tuple(text for text in texts if text)
