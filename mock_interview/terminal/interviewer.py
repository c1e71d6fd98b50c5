"""The interviewer at the terminal: shows a question, reads the answer, shows what it earned."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from mock_interview.clean_text import one_line
from mock_interview.dialogue import Hooks, Prompt, Reply
from mock_interview.model import Turn
from mock_interview.review.judgement import unjudged
from mock_interview.review.why import without_scores
from mock_interview.spoken import Remark, Words
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.words import words


class Reader(Protocol):
    """A way to get an answer."""

    def read(self, prompt: Prompt, hooks: Hooks) -> Reply:
        """Wait for the answer to ``prompt``."""

    def confidence(self) -> int | None:
        """How sure the candidate is of the answer just given, 1 to 4; ``None``: rather not said."""

    def proceed(self) -> bool:
        """Wait until the candidate has read enough; whether to go on."""


class TerminalInterviewer:
    """Draws with ``view`` and reads with ``reader``; ``feedback`` is ``each`` or ``end``.

    ``asked`` is called whenever a question stands on screen and its answer is about to be read.
    """

    def __init__(
        self,
        view: QuestionView,
        reader: Reader,
        *,
        lang: str,
        feedback: str,
        asked: Callable[[], None] = lambda: None,
    ) -> None:
        self._view = view
        self._reader = reader
        self._lang, self._word = lang, words(lang)
        self._feedback = feedback
        self._asked = asked
        self._on_screen = (0, 0)  # question and part whose block was drawn last
        self._told: set[str] = set()

    def ask(self, prompt: Prompt, hooks: Hooks) -> Reply:
        """Show the prompt, with the hints already given, and read the answer."""
        if self._on_screen != (prompt.number, prompt.part):
            self._show(prompt)
            self._on_screen = (prompt.number, prompt.part)
        self._asked()
        return self._reader.read(prompt, hooks)

    def _show(self, prompt: Prompt) -> None:
        if self._on_screen[0] != prompt.number:
            why = prompt.why if self._feedback == "each" else without_scores(prompt.why)
            self._view.asked(prompt.question, number=prompt.number, total=prompt.total, why=why)
        if prompt.is_probe:
            self._view.followup(prompt.text, prompt.limit, voiced=bool(prompt.model))
        for index in range(prompt.hints_shown if not prompt.is_probe else 0):
            self._view.hint(index + 1, prompt.hints[index])
        for remark in prompt.remarks:
            self._view.asks(remark.asked)
            self._view.says(remark.text)
        if prompt.may_ask and "help" not in self._told:
            self._told.add("help")
            self._view.status(self._word("ask_help"))

    def thinking(self) -> AbstractContextManager[None]:
        """Within it, the screen says that the language model is asked for words."""
        return self._view.meanwhile(self._word("thinking"))

    def judging(self) -> AbstractContextManager[None]:
        """Within it, the screen says that the language model is asked for its grade."""
        return self._view.meanwhile(self._word("judging"))

    def says(self, remark: Remark) -> None:
        """Show the interviewer's words."""
        if remark.how != "clarified":
            self._view.blank()
        self._view.says(remark.text)

    def judge_failed(self, why: str) -> None:
        """Say that the judge fails and the offline grade stands."""
        self._view.note(unjudged(why, self._lang))

    def fell_back(self, words: Words) -> None:
        """Say, once for each of the two reasons, that prepared words take the place of a model's."""
        if words.dropped in ("stopped", "fishing"):
            return
        key = "model_silent" if words.dropped == "no_reply" else "model_unfit"
        if key not in self._told:
            self._told.add(key)
            self._view.note(self._word(key, why=one_line(words.why)))

    def confidence(self) -> int | None:
        """Ask how sure the candidate is; the clock stands still."""
        return self._reader.confidence()

    def grading(self) -> None:
        """Say that grading has begun: the first one may wait for the encoder."""
        self._view.status(self._word("grading"))

    def graded(self, turn: Turn, total: int) -> bool:
        """Show the grade now, or keep it for the end; then wait, unless it was the last question."""
        if self._feedback != "each":
            return True
        self.show(turn)
        return turn.number == total or self._reader.proceed()

    def show(self, turn: Turn) -> None:
        """What one question earned, and what a strong answer says."""
        self._view.blank()
        self._view.answer(turn)
        self._view.grade(turn, details=False)
        self._view.reference(turn.question)

    def time_is_up(self) -> None:
        """Say that no more questions are asked."""
        self._view.blank()
        self._view.note(self._word("time_up"))
