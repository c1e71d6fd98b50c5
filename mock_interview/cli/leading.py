"""Wires the language model of a session: who judges beside the offline grader, and who gives the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.cli.wiring import BackgroundGrader, make_chat, open_settings, with_judge
from mock_interview.dialogue import Conductor, GradeAnswer
from mock_interview.errors import LlmError, UsageError
from mock_interview.model import STOPPED, Answer, Grade, Judgement, KeyPoint, Options, Question, Span
from mock_interview.settings.values import LlmOptions

if TYPE_CHECKING:
    from mock_interview.chat import Chat
    from mock_interview.conduct.asker import Waiting
    from mock_interview.conduct.persona import Persona
    from mock_interview.settings.values import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The language model of one session, and what it is there for: ``chat`` has one budget for all of it.

    It gives ``samples`` votes a point when it is to ``judge``, and speaks in the manner of ``persona``
    (``None``: the interviewer has only the words of the bank).
    """

    chat: Chat
    judge: bool
    samples: int
    persona: Persona | None
    persona_named: str = ""

    def noted_in(self, options: Options) -> Options:
        """``options`` such that a session that goes on has the same judge and interviewer."""
        return replace(
            options,
            interviewer="authored" if self.persona is None else "llm",
            persona=self.persona_named,
            judge=self.judge,
            judge_samples=self.samples,
        )

    def grader(self, offline: BackgroundGrader, tell: Callable[[str], None], waiting: Waiting) -> GradeAnswer:
        """Who grades; ``tell`` is told once when the judge fails, who is asked within a ``waiting``.

        Ctrl-C while the judge is asked leaves the offline grade.
        """
        if not self.judge:
            return offline
        both = with_judge(offline, self.chat, samples=self.samples, tell=tell)

        def grade(question: Question, answer: Answer) -> Grade:
            try:
                with waiting():
                    return both(question, answer)
            except KeyboardInterrupt:  # the candidate would rather go on than wait
                return replace(offline(question, answer), judgement=Judgement(score=None, reason=STOPPED))

        return grade

    def conductor(self, offline: BackgroundGrader, lang: str, waiting: Waiting) -> Conductor | None:
        """Who words what the interviewer says; every call to the model is made within a ``waiting``."""
        if self.persona is None:
            return None
        from mock_interview.conduct.asker import Asker
        from mock_interview.conduct.lead import LlmConductor

        def states(point: KeyPoint, text: str) -> float:
            try:
                return offline.states(point, text)
            except Exception:  # told where the grade is missing; words are compared all the same
                return 0.0

        asker = Asker(self.chat, waiting)
        return LlmConductor(asker, self.persona, lang=lang, find=find_words, states=states)


def open_model(options: LlmOptions) -> Model | None:
    """The language model that the session is to have, ``None`` when nothing asks for one. Calls nobody.

    Raises ``LlmError`` when it is not set up, and `UsageError` for a persona that is not there or that
    nobody is to play.
    """
    settings = open_settings(options)
    if options.persona is not None and settings.interviewer != "llm":
        raise UsageError("--persona: only a language model plays one; add --interviewer llm")
    if not settings.wanted:
        return None
    persona = None
    if settings.interviewer == "llm":
        from mock_interview.conduct.persona import load_persona

        persona = load_persona(settings.persona)
    try:
        chat = make_chat(settings)
    except LlmError as error:
        raise LlmError(f"{_asked_by(settings)}: {error}; 'mock-interview doctor' checks all of it") from None
    return Model(
        chat=chat,
        judge=settings.judge,
        samples=settings.judge_samples,
        persona=persona,
        persona_named="" if persona is None else _lasting(settings.persona),
    )


def remembered(stored: Options, given: LlmOptions) -> LlmOptions:
    """What a session that goes on is to have: what is ``given`` now, else what it was started with."""
    llm = (given.interviewer or stored.interviewer) == "llm"
    return LlmOptions(
        model=given.model or stored.model or None,
        base_url=given.base_url,
        judge=stored.judge if given.judge is None else given.judge,
        judge_samples=given.judge_samples or stored.judge_samples,
        interviewer=given.interviewer or stored.interviewer,
        persona=given.persona or ((stored.persona or None) if llm else None),
        max_cost=given.max_cost,
        max_calls=given.max_calls,
    )


def find_words(quote: str, text: str) -> str:
    """The stretch of ``text`` that ``quote`` repeats, found as a judge's quotes are; empty when none is."""
    from mock_interview.judge.quotes import Quotes

    found = Quotes((text,), (), ()).find(quote)
    return found.text if isinstance(found, Span) else ""


def _asked_by(settings: Settings) -> str:
    """What wants a language model, as it was set."""
    wants = [("judge", settings.judge), ("interviewer", settings.interviewer == "llm")]
    names = [
        name if settings.origin(name) == "default" else settings.origin(name)
        for name, wanted in wants
        if wanted
    ]
    return " and ".join(names)


def _lasting(persona: str) -> str:
    """The persona such that it is found again from another folder."""
    path = Path(persona).expanduser()
    return str(path.resolve()) if path.suffix in (".yaml", ".yml") else persona
