"""The answer editor: multi-line, under a live countdown. The only place that imports prompt_toolkit."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_interview.conduct.asked_back import asked_back
from mock_interview.dialogue import ASKED, Hooks, Prompt, Reply
from mock_interview.errors import WriteError
from mock_interview.terminal.elsewhere import hand_out, take_back
from mock_interview.terminal.readers import CONFIDENCE, note_confidence, show_hint
from mock_interview.terminal.saving import DraftSaver
from mock_interview.terminal.show import QuestionView
from mock_interview.terminal.stopping import Stopping
from mock_interview.terminal.stopwatch import Stopwatch, is_up, left, session_left
from mock_interview.terminal.words import clock, words

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import Application
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.output import Output

TICK = 0.2  # seconds between looks at the clock
STALL = 10.0  # seconds between two such looks from which on nobody could type: the machine slept
SEND, SKIP, HINT, PAUSE, QUIT, CUT = "send", "skip", "hint", "pause", "quit", "cut"
KEYS = {  # action: (keys as prompt_toolkit names them, how the key bar shows it)
    SEND: ((("c-d",), ("escape", "enter")), "^D"),
    HINT: ((("f2",), ("c-t",)), "F2"),
    PAUSE: ((("f3",), ("c-c",)), "F3"),
    SKIP: ((("f4",),), "F4"),
    QUIT: ((("f8",),), "F8"),
}


class Editor:
    """Reads answers from a terminal. ``input`` and ``output`` are the terminal unless given."""

    def __init__(
        self,
        view: QuestionView,
        lang: str,
        *,
        now: Callable[[], float],
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._view = view
        self._word = words(lang)
        self._now = now
        self._input = input
        self._output = output

    def read(self, prompt: Prompt, hooks: Hooks) -> Reply:
        """Edit until the answer is sent, skipped, cut, or the session is quit."""
        return _Edit(self, prompt, hooks).run()

    def confidence(self) -> int | None:
        """One key, 1 to 4; Enter says nothing. Raises ``KeyboardInterrupt`` on Ctrl-C."""
        self._view.note(self._word("confidence_menu"))
        keys = {level: (level,) for level in CONFIDENCE} | {"none": ("enter", " ")}
        choice = self.one_key(self._word("confidence_prompt"), keys)
        if choice == "interrupt":
            raise KeyboardInterrupt
        return note_confidence(choice, self._view, self._word)

    def proceed(self) -> bool:
        """Wait for a key. Raises ``KeyboardInterrupt`` on Ctrl-C."""
        keys = {"go": ("enter", " ", "n", "N"), "q": ("q", "Q", "f8")}
        choice = self.one_key(f"\n{self._word('proceed')} ", keys)
        if choice == "interrupt":
            raise KeyboardInterrupt
        return choice == "go"

    def above(self) -> AbstractContextManager[None]:
        """What is printed meanwhile, as of a disk that failed, is put above the prompt."""
        from prompt_toolkit.patch_stdout import patch_stdout

        return patch_stdout(raw=True) if self._output is None else nullcontext()

    def one_key(self, message: str, keys: Mapping[str, Sequence[str]]) -> str:
        """The choice whose key was pressed; ``interrupt`` for Ctrl-C, ``q`` when the terminal is gone."""
        from prompt_toolkit import PromptSession
        from prompt_toolkit.key_binding import KeyBindings

        bindings = KeyBindings()
        bindings.add("<any>", eager=True)(lambda _event: None)
        for choice, names in {**keys, "interrupt": ("c-c",)}.items():
            for name in names:
                bindings.add(name, eager=True)(lambda event, choice=choice: event.app.exit(result=choice))
        session: PromptSession[str] = PromptSession(
            message=message,
            key_bindings=bindings,
            input=self._input,
            output=self._output or _one_line_output(),
        )
        stopping = _stopping(session.app, lambda meanwhile: meanwhile(), lambda: None)
        bindings.add("c-z", eager=True)(lambda _event: stopping.ask())
        try:
            return session.prompt(pre_run=lambda: _in_background(session.app, stopping.listen()))
        except (EOFError, OSError):
            return "q"
        except KeyboardInterrupt:
            return "interrupt"


class _Edit:
    """One prompt being answered."""

    def __init__(self, editor: Editor, prompt: Prompt, hooks: Hooks) -> None:
        self._editor = editor
        self._word = editor._word
        self._view = editor._view
        self._prompt = prompt
        self._hooks = hooks
        self._watch = Stopwatch(editor._now, prompt.used)
        self._hints = prompt.hints_shown
        self._text = prompt.draft
        self._drafts = DraftSaver(hooks.draft, prompt.draft, prompt.used)
        self._seen = prompt.used  # the time used when the clock was last looked at
        self._stopping: Stopping | None = None
        self._warned = is_up(prompt, prompt.used)
        self._nothing_yet = False

    def run(self) -> Reply:
        while True:
            self._watch.start()
            action = self._edit()
            self._watch.stop()
            if action == SEND:
                return self._question() or self._reply("submitted")
            if action == CUT:
                self._view.note(self._word("expired_cut"))
                return self._reply("cut")
            if action == SKIP:
                return self._reply("skipped")
            if action == HINT:
                self._hints = show_hint(
                    self._prompt, self._hints, self._hooks, self._view, self._word("no_hint")
                )
            elif action == PAUSE:
                reply = self._pause()
                if reply is not None:
                    return reply
            else:
                return self._reply("quit")

    def _question(self) -> Reply | None:
        """What was sent, when it is a question to the interviewer."""
        found = asked_back(self._text) if self._prompt.may_ask else None
        if found is None:
            return None
        return Reply(text=found.rest, how=ASKED, used=self._watch.used, asked=found.question)

    def _reply(self, how: str, *, interrupted: bool = False) -> Reply:
        return Reply(text=self._text, how=how, used=self._watch.used, interrupted=interrupted)

    def _edit(self) -> str:
        """Show the editor until something is chosen."""
        session = self._session()
        try:
            with self._editor.above():
                action = session.prompt(default=self._text, pre_run=lambda: self._start(session))
        except (EOFError, OSError):  # the terminal went away
            action = QUIT
        except KeyboardInterrupt:
            action = PAUSE
        finally:
            self._text = session.default_buffer.text
            self._drafts.finish(self._text, self._watch.used)
        return action

    def _session(self) -> PromptSession[str]:
        # prompt_toolkit costs 0.1 s, paid while the first question is being read.
        from prompt_toolkit import PromptSession
        from prompt_toolkit.output import ColorDepth

        plain = "NO_COLOR" in os.environ
        return PromptSession(
            message="> ",
            prompt_continuation="  ",
            multiline=True,
            key_bindings=self._bindings(),
            bottom_toolbar=self._toolbar,
            refresh_interval=0.5,
            color_depth=ColorDepth.DEPTH_1_BIT if plain else None,
            input=self._editor._input,
            output=self._editor._output,
        )

    def _bindings(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        bindings = KeyBindings()
        for action, (sequences, _shown) in KEYS.items():
            for sequence in sequences:
                bindings.add(*sequence, eager=sequence == ("c-c",))(self._chooser(action))
        # The library's own binding sends the text when the external editor is closed.
        bindings.add("c-x", "c-e")(
            lambda event: event.app.create_background_task(self._write_elsewhere(event.current_buffer))
        )
        bindings.add("c-z")(self._suspend)
        bindings.add("tab")(lambda event: event.current_buffer.insert_text("    "))
        return bindings

    def _chooser(self, action: str) -> Callable[[Any], None]:
        def choose(event: Any) -> None:
            if action == SEND and not event.app.current_buffer.text.strip():
                self._nothing_yet = True
                return
            # What was sent stays on screen; what goes on is drawn again below.
            event.app.erase_when_done = action in (HINT, PAUSE)
            event.app.exit(result=action)

        return choose

    async def _write_elsewhere(self, buffer: Buffer) -> None:
        """Go on in the external editor; the clock runs."""
        from prompt_toolkit.application import run_in_terminal
        from prompt_toolkit.document import Document

        path: Path | None = None
        try:
            path = hand_out(buffer.text)
            name = str(path)
            if await run_in_terminal(lambda: buffer._open_file_in_editor(name), in_executor=True):
                text = take_back(path)
                buffer.document = Document(text, len(text))
        except OSError as error:
            why = self._word("editor_failed", why=error.strerror or error)
            await run_in_terminal(lambda: self._view.note(why))
        finally:
            with suppress(OSError):
                if path is not None:
                    path.unlink()

    def _suspend(self, _event: object) -> None:
        if self._stopping is not None:
            self._stopping.ask()

    def _start(self, session: PromptSession[str]) -> None:
        session.app.create_background_task(self._watch_clock(session))
        self._stopping = _stopping(session.app, self._stand_still, lambda: self._leave_out_gap(2 * TICK))
        session.app.create_background_task(self._stopping.listen())

    async def _watch_clock(self, session: PromptSession[str]) -> None:
        """Save drafts, and notice when time runs out."""
        from prompt_toolkit.application import run_in_terminal

        self._seen = self._watch.used
        while True:
            await asyncio.sleep(TICK)
            if self._watch.used - self._seen > 2 * TICK:
                await asyncio.sleep(TICK / 10)  # a signal that the program goes on is heard first
            self._text = session.default_buffer.text
            self._leave_out_gap(STALL)
            self._drafts.offer(self._text, self._seen)
            if _busy(session.app) or not is_up(self._prompt, self._watch.used):
                continue
            if self._prompt.cut:
                session.app.exit(result=CUT)
                return
            if not self._warned:
                self._warned = True
                await run_in_terminal(self._say_expired)

    def _say_expired(self) -> None:
        over = left(self._prompt, self._watch.used) <= 0
        self._view.note(self._word("expired" if over else "session_expired"))

    def _leave_out_gap(self, least: float) -> None:
        """Take the time since the last look as a pause when it is so long that nobody could type."""
        gap = self._watch.used - self._seen
        if gap > least:
            self._watch.leave_out(gap)
            self._stand_still(lambda: None)
        self._seen = self._watch.used

    def _stand_still(self, meanwhile: Callable[[], None]) -> None:
        """The clock stands still during ``meanwhile``, as in a pause."""
        self._drafts.finish(self._text, self._watch.used)
        self._watch.stop()
        with suppress(WriteError):
            self._hooks.pause(self._watch.used)
        meanwhile()
        with suppress(WriteError):
            self._hooks.resume(self._watch.used)
        self._watch.start()

    def _toolbar(self) -> StyleAndTextTuples:
        used = self._watch.used
        rest, session_rest = left(self._prompt, used), session_left(self._prompt, used)
        parts = [self._word("left", time=clock(rest)) if rest > 0 else self._word("over", time=clock(-rest))]
        if session_rest is not None:
            key = "session_left" if session_rest > 0 else "session_over"
            parts.append(self._word(key, time=clock(abs(session_rest))))
        parts.append(self._word("chars", n=len(self._text)))
        if self._nothing_yet and not self._text.strip():
            parts = [self._word("nothing_yet")]
        style = "bold" if rest <= 0 else ""
        return [(style, " · ".join(parts) + "\n"), ("", self._key_bar())]

    def _key_bar(self) -> str:
        from prompt_toolkit.application import get_app
        from prompt_toolkit.utils import get_cwidth

        width = get_app().output.get_size().columns
        names = [f"{shown} {self._word(f'key_{action}')}" for action, (_keys, shown) in KEYS.items()]
        editor = f"^X^E {self._word('key_editor')}"
        asking = [self._word("key_ask")] if self._prompt.may_ask else []
        bars = [[*names, *asking, editor], [*names, *asking], names]
        for bar in (*("  ".join(bar) for bar in bars), " ".join(names)):
            if get_cwidth(bar) <= width:
                return bar
        return " ".join(names[:3]) + "\n" + " ".join(names[3:])

    def _pause(self) -> Reply | None:
        """Stand still until the candidate chooses; ``None`` means go on."""
        self._hooks.pause(self._watch.used)
        self._view.note(self._word("paused"))
        choice = self._menu()
        if choice == "s":
            return self._reply("skipped")
        if choice in ("q", "interrupt"):
            return self._reply("quit", interrupted=choice == "interrupt")
        self._hooks.resume(self._watch.used)
        return None

    def _menu(self) -> str:
        """``r``, ``s``, ``q``, or ``interrupt`` for a second Ctrl-C."""
        self._view.note(self._word("pause_menu"))
        return self._editor.one_key(
            self._word("pause_prompt"),
            {"r": ("r", "R", "enter", "f3"), "s": ("s", "S", "f4"), "q": ("q", "Q", "f8")},
        )


def _in_background(app: Application[str], work: Coroutine[Any, Any, None]) -> None:
    app.create_background_task(work)


def _stopping(
    app: Application[str], stand_still: Callable[[Callable[[], None]], None], went_on: Callable[[], None]
) -> Stopping:
    """How an editor is stopped and goes on: the shell gets the terminal back, and we take it again."""
    from prompt_toolkit.application import run_in_terminal

    def stop() -> None:
        if app._running_in_terminal:  # the external editor draws; it is stopped with us
            stand_still(made.stop_here)
        else:
            run_in_terminal(lambda: stand_still(made.stop_here))

    def take_back() -> None:
        went_on()
        if not app._running_in_terminal:
            app.input.raw_mode().__enter__()  # the shell has set the terminal its own way
            run_in_terminal(lambda: None)  # draws anew below what the shell said

    made = Stopping(stop, take_back)
    return made


def _one_line_output() -> Output:
    """The terminal, not asked where its cursor is: one line needs no key bar at the bottom, and a key
    pressed before the answer comes would wait two seconds for it."""
    from prompt_toolkit.output import create_output
    from prompt_toolkit.output.vt100 import Vt100_Output

    output = create_output()
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output


def _busy(app: Application[str]) -> bool:
    """Whether something else (the external editor, the notice) has the terminal, or we are done."""
    return not app.is_running or app._running_in_terminal or app.is_done
