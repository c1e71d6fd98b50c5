"""Ways to get an answer without an editor: from prepared answers, or line by line on a dumb terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from mock_interview.answers import AnswerSheet, Prepared
from mock_interview.conduct.asked_back import SIGNS, asked_back
from mock_interview.dialogue import ASKED, SKIPPED, Hooks, Prompt, Reply
from mock_interview.terminal.saving import DraftSaver
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.stopping import told_of_stops
from mock_interview.terminal.stopwatch import Stopwatch, is_up, left
from mock_interview.terminal.words import clock, words

CONFIDENCE = ("1", "2", "3", "4")


class SheetReader:
    """Answers from a sheet. When it runs out the session stops and can be resumed."""

    def __init__(self, sheet: AnswerSheet, view: QuestionView, lang: str) -> None:
        self.unanswered = 0
        self._sheet = sheet
        self._view = view
        self._word = words(lang)
        self._row: Prepared | None = None  # of the question that is open
        self._last: Prepared | None = None  # of the question put last
        self._asks: list[str] = []
        self._followups: list[str] = []

    def read(self, prompt: Prompt, hooks: Hooks) -> Reply:  # noqa: ARG002 - nothing is typed
        """The prepared answer; a follow-up nothing was prepared for is skipped."""
        if prompt.is_probe:
            text = self._followups.pop(0) if self._followups else None
        else:
            row = self._row or self._take(prompt)
            if row is None:
                self.unanswered = prompt.total - prompt.number + 1
                return Reply(text=prompt.draft, how="quit", used=prompt.used)
            if self._asks and prompt.may_ask:
                self._row = row
                return self._ask(self._asks.pop(0), prompt)
            text, self._row = row.answer, None
        if text is None:
            return Reply(text="", how=SKIPPED, used=prompt.used)
        return Reply(text=text, how="submitted", used=prompt.used)

    def _take(self, prompt: Prompt) -> Prepared | None:
        row = self._last = self._sheet.take(prompt.question.id)
        if row is not None:
            self._asks, self._followups = list(row.asks), list(row.followups)
        return row

    def _ask(self, question: str, prompt: Prompt) -> Reply:
        self._view.asks(question)
        return Reply(text=prompt.draft, how=ASKED, used=prompt.used, asked=question)

    def confidence(self) -> int | None:
        """The one prepared with the answer, if any."""
        return self._last.confidence if self._last is not None else None

    def proceed(self) -> bool:
        """Nobody is reading along."""
        return True


class LineReader:
    """Answers typed line by line, for terminals that cannot move the cursor."""

    def __init__(self, stdin: TextIO, view: QuestionView, lang: str, *, now: Callable[[], float]) -> None:
        self._stdin = stdin
        self._view = view
        self._word = words(lang)
        self._now = now

    def read(self, prompt: Prompt, hooks: Hooks) -> Reply:
        """Lines up to a lone dot; a draft is saved after every line, or once a second when they come fast."""
        watch = Stopwatch(self._now, prompt.used)
        self._view.note(self._word("plain_help"))
        typed = prompt.draft.split("\n") if prompt.draft else []
        drafts = DraftSaver(hooks.draft, prompt.draft, prompt.used)
        hints = prompt.hints_shown
        warned = False
        watch.start()
        try:
            while True:
                line = self._next_line(watch)
                if not line or line.strip() == ":quit":
                    return Reply(text="\n".join(typed), how="quit", used=watch.used)
                if prompt.cut and is_up(prompt, watch.used):
                    self._view.note(self._word("expired_cut"))
                    return Reply(text="\n".join([*typed, line.rstrip("\n")]), how="cut", used=watch.used)
                if is_up(prompt, watch.used) and not warned:
                    over = left(prompt, watch.used) <= 0
                    self._view.note(self._word("expired" if over else "session_expired"))
                    warned = True
                command = line.strip()
                if command == "." and any(map(str.strip, typed)):
                    text = "\n".join(typed)
                    return self._question(text, prompt, watch) or Reply(
                        text=text, how="submitted", used=watch.used
                    )
                if prompt.may_ask and line.startswith(SIGNS):
                    asking = self._question("\n".join([*typed, line]), prompt, watch)
                    if asking is not None:
                        return asking
                if command == ":skip":
                    return Reply(text="", how=SKIPPED, used=watch.used)
                if command == ":hint":
                    hints = self._hint(prompt, hints, hooks)
                elif command == ":pause":
                    self._pause(watch, hooks)
                elif command != ".":
                    typed.append(line.rstrip("\n"))
                    drafts.lines(typed, watch.used)
                    self._view.note(self._word("left", time=clock(left(prompt, watch.used))))
        except KeyboardInterrupt:
            return Reply(text="\n".join(typed), how="quit", used=watch.used, interrupted=True)
        except SystemExit:  # a hang-up
            drafts.finish("\n".join(typed), watch.used)
            raise

    def _question(self, text: str, prompt: Prompt, watch: Stopwatch) -> Reply | None:
        """``text``, when it ends in a question to the interviewer."""
        found = asked_back(text) if prompt.may_ask else None
        if found is None:
            return None
        return Reply(text=found.rest, how=ASKED, used=watch.used, asked=found.question)

    def confidence(self) -> int | None:
        """A line with 1 to 4; anything else is no answer."""
        self._view.note(self._word("confidence_menu"))
        return note_confidence(self._stdin.readline().strip(), self._view, self._word)

    def _next_line(self, watch: Stopwatch) -> str:
        """The next line; the clock stands still while the program is in the background of its shell."""
        with told_of_stops(self._now, watch.leave_out):
            return self._stdin.readline()

    def proceed(self) -> bool:
        """Wait for a line; ``q`` or the end of input stops the session."""
        self._view.note(self._word("proceed"))
        line = self._stdin.readline()
        return bool(line) and line.strip().lower() not in ("q", ":quit")

    def _hint(self, prompt: Prompt, shown: int, hooks: Hooks) -> int:
        return show_hint(prompt, shown, hooks, self._view, self._word("no_hint"))

    def _pause(self, watch: Stopwatch, hooks: Hooks) -> None:
        watch.stop()
        hooks.pause(watch.used)
        self._view.note(self._word("paused"))
        self._stdin.readline()
        hooks.resume(watch.used)
        watch.start()


def note_confidence(choice: str, view: QuestionView, word: Callable[..., str]) -> int | None:
    """The level that ``choice`` names, if it names one, said back to whoever chose it."""
    level = int(choice) if choice in CONFIDENCE else None
    view.status(word("sure_noted", sure=word(f"sure_{level}")) if level else word("sure_not_noted"))
    return level


def show_hint(prompt: Prompt, shown: int, hooks: Hooks, view: QuestionView, none_left: str) -> int:
    """Show the next hint and report it; returns how many have been shown."""
    if shown >= len(prompt.hints):
        view.note(none_left)
        return shown
    hooks.hint(shown)
    view.hint(shown + 1, prompt.hints[shown])
    return shown + 1
