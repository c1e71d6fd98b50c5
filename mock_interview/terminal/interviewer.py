"""The interviewer at the terminal: shows a question, reads the answer, shows what it earned."""

from __future__ import annotations

from typing import Protocol

from mock_interview.model import Turn
from mock_interview.session import Hooks, Prompt, Reply
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.why import without_scores
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
    """Draws with ``view`` and reads with ``reader``; ``feedback`` is ``each`` or ``end``."""

    def __init__(self, view: QuestionView, reader: Reader, *, lang: str, feedback: str) -> None:
        self._view = view
        self._reader = reader
        self._word = words(lang)
        self._feedback = feedback
        self._on_screen = 0  # number of the question whose block was drawn last

    def ask(self, prompt: Prompt, hooks: Hooks) -> Reply:
        """Show the prompt, with the hints already given, and read the answer."""
        if self._on_screen != prompt.number:
            why = prompt.why if self._feedback == "each" else without_scores(prompt.why)
            self._view.asked(prompt.question, number=prompt.number, total=prompt.total, why=why)
            self._on_screen = prompt.number
        if prompt.is_probe:
            self._view.followup(prompt.text, prompt.limit)
        for index in range(prompt.hints_shown if not prompt.is_probe else 0):
            self._view.hint(index + 1, prompt.hints[index])
        return self._reader.read(prompt, hooks)

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
        self._view.grade(turn)
        self._view.reference(turn.question)

    def time_is_up(self) -> None:
        """Say that no more questions are asked."""
        self._view.blank()
        self._view.note(self._word("time_up"))
