from __future__ import annotations

import io
from dataclasses import dataclass, field

import pytest

from mock_interview.answers import AnswerSheet, Prepared
from mock_interview.dialogue import Prompt
from mock_interview.terminal.readers import LineReader, SheetReader
from mock_interview.terminal.screen import console
from mock_interview.terminal.show import QuestionView
from tests.fuzz.modes import quick
from tests.samples import question


@dataclass
class Heard:
    """Hooks that remember."""

    calls: list[tuple[object, ...]] = field(default_factory=list)

    def draft(self, text: str, used: float) -> None:
        self.calls.append(("draft", text))

    def hint(self, index: int) -> None:
        self.calls.append(("hint", index))

    def pause(self, used: float) -> None:
        self.calls.append(("pause",))

    def resume(self, used: float) -> None:
        self.calls.append(("resume",))


def prompt(**changes: object) -> Prompt:
    asked = question()
    values: dict[str, object] = {
        "question": asked,
        "number": 1,
        "total": 2,
        "text": asked.question.en,
        "part": 0,
        "limit": 60,
        "used": 0.0,
        "draft": "",
        "session_left": None,
        "cut": False,
        "hints": asked.hints,
        "hints_shown": 0,
    }
    return Prompt(**{**values, **changes})  # type: ignore[arg-type]


def view() -> tuple[QuestionView, io.StringIO]:
    file = io.StringIO()
    return QuestionView(console(file=file, width=80), "en", {}, {}), file


class Clock:
    """Seconds that pass by ``step`` at every look."""

    def __init__(self, step: float = 1.0) -> None:
        self.time = 0.0
        self.step = step

    def __call__(self) -> float:
        self.time += self.step
        return self.time


def type_lines(text: str, asked: Prompt | None = None, clock: Clock | None = None):
    shown, file = view()
    heard = Heard()
    reader = LineReader(io.StringIO(text), shown, "en", now=clock or Clock())
    return reader.read(asked or prompt(), heard), heard, file.getvalue()


def test_an_answer_ends_at_a_lone_dot() -> None:
    reply, heard, _ = type_lines("one\ntwo.\n.\n")
    assert (reply.how, reply.text) == ("submitted", "one\ntwo.")
    assert heard.calls[-1] == ("draft", "one\ntwo.")


def test_a_dot_alone_is_not_an_answer() -> None:
    assert type_lines(".\nx\n.\n")[0].text == "x"


def test_commands_work_on_a_dumb_terminal() -> None:
    reply, heard, screen = type_lines("so far\n:hint\n:hint\n:hint\n:pause\n\n:skip\n")
    assert reply.how == "skipped"
    assert [c for c in heard.calls if c[0] != "draft"] == [("hint", 0), ("hint", 1), ("pause",), ("resume",)]
    assert "Hint 2" in screen and "no more hints" in screen


def test_the_end_of_input_saves_and_quits() -> None:
    reply, _, _ = type_lines("half an answer\n")
    assert (reply.how, reply.text) == ("quit", "half an answer")


def test_what_was_typed_is_saved_line_by_line() -> None:
    _, heard, _ = type_lines("one\ntwo\nthree\n:quit\n")
    assert heard.calls == [("draft", "one"), ("draft", "one\ntwo"), ("draft", "one\ntwo\nthree")]


def test_a_paste_is_not_written_once_for_every_line_of_it() -> None:
    lines = "a line of the usual length, more or less\n" * 3_000
    with quick(len(lines)):
        reply, heard, _ = type_lines(f"{lines}.\n", clock=Clock(step=0.0))
    assert reply.text == lines.removesuffix("\n")
    assert sum(len(call[1]) for call in heard.calls) < 12 * len(lines)


def test_a_hang_up_saves_what_the_last_draft_lacked() -> None:
    class HangUp(io.StringIO):
        def readline(self, *args: int) -> str:  # type: ignore[override]
            line = super().readline()
            if not line:
                raise SystemExit(129)
            return line

    shown, _ = view()
    heard = Heard()
    lines = "\n".join("line" for _ in range(1000))
    with pytest.raises(SystemExit):
        LineReader(HangUp(f"{lines}\n"), shown, "en", now=Clock(step=0.0)).read(prompt(), heard)
    assert heard.calls[-1] == ("draft", lines)


def test_time_that_runs_out_is_said_once_or_cuts() -> None:
    _, _, screen = type_lines("a\nb\nc\n.\n", prompt(limit=2))
    assert screen.count("Time is up") == 1
    reply, _, _ = type_lines("a\nb\nc\n.\n", prompt(limit=3, cut=True))
    assert reply.how == "cut" and reply.text.startswith("a")


def test_a_pause_stops_the_clock() -> None:
    slow = Clock(step=0.0)

    class Pausing(io.StringIO):
        def readline(self, *args: int) -> str:  # type: ignore[override]
            line = super().readline()
            slow.time += 100.0 if line == "\n" else 1.0
            return line

    shown, _ = view()
    reply = LineReader(Pausing(":pause\n\nanswer\n.\n"), shown, "en", now=slow).read(prompt(), Heard())
    assert reply.used == 3.0


def test_prepared_answers_go_to_the_question_they_name_and_else_in_order() -> None:
    sheet = AnswerSheet([Prepared(answer="first"), Prepared(answer="named", question_id="q2")])
    shown, _ = view()
    reader = SheetReader(sheet, shown, "en")
    assert reader.read(prompt(question=question("q2")), Heard()).text == "named"
    assert reader.read(prompt(question=question("q1")), Heard()).text == "first"
    assert reader.read(prompt(question=question("q3"), number=3, total=4), Heard()).how == "quit"
    assert reader.unanswered == 2


def test_prepared_questions_are_put_before_the_answer_to_whoever_answers_them() -> None:
    row = Prepared(answer="main", question_id="q1", asks=("training?", "one GPU?"), followups=("one",))
    shown, file = view()
    reader = SheetReader(AnswerSheet([row]), shown, "en")
    listening = prompt(may_ask=True)
    first, second, third = (reader.read(listening, Heard()) for _ in range(3))
    assert [(r.how, r.asked) for r in (first, second)] == [("asked", "training?"), ("asked", "one GPU?")]
    assert (third.how, third.text) == ("submitted", "main")
    assert reader.read(prompt(part=1), Heard()).text == "one"
    assert "You asked: training?" in file.getvalue()


def test_prepared_questions_are_left_out_when_nobody_answers() -> None:
    shown, _ = view()
    reader = SheetReader(AnswerSheet([Prepared(answer="is it?", asks=("training?",))]), shown, "en")
    assert (reader.read(prompt(), Heard()).how, reader.unanswered) == ("submitted", 0)
    assert reader.read(prompt(number=2), Heard()).how == "quit", "the row is used up"


def test_a_prepared_answer_is_an_answer_even_if_it_looks_like_a_question() -> None:
    shown, _ = view()
    reader = SheetReader(AnswerSheet([Prepared(answer="do you mean training?")]), shown, "en")
    assert reader.read(prompt(may_ask=True), Heard()).how == "submitted"


@pytest.mark.parametrize("sign", ["?", "？"])
def test_a_line_behind_a_question_mark_asks_at_once_and_keeps_what_was_typed(sign: str) -> None:
    reply, _, _ = type_lines(f"so far\n{sign} for training\n", prompt(may_ask=True))
    assert (reply.how, reply.asked, reply.text) == ("asked", "for training", "so far")


def test_a_short_question_alone_asks_too_and_without_anybody_it_is_the_answer() -> None:
    typed = "do you mean training or inference?\n.\n"
    assert type_lines(typed, prompt(may_ask=True))[0].how == "asked"
    reply, _, _ = type_lines("? " + typed)
    assert (reply.how, reply.text) == ("submitted", "? do you mean training or inference?")


def test_a_followup_without_a_prepared_answer_is_skipped() -> None:
    sheet = AnswerSheet([Prepared(answer="main", followups=("one",))])
    shown, _ = view()
    reader = SheetReader(sheet, shown, "en")
    reader.read(prompt(), Heard())
    assert reader.read(prompt(part=1), Heard()).text == "one"
    assert reader.read(prompt(part=1), Heard()).how == "skipped"


def test_on_a_dumb_terminal_a_line_says_how_sure_and_anything_else_nothing() -> None:
    shown, file = view()
    reader = LineReader(io.StringIO("3\n 4 \nvery\n\n"), shown, "en", now=Clock())
    assert [reader.confidence() for _ in range(5)] == [3, 4, None, None, None]
    assert "[1] guessing" in file.getvalue()
    noted = [line for line in file.getvalue().splitlines() if "oted" in line]
    assert noted == ["Noted: fairly sure", "Noted: sure", *["Nothing noted."] * 3]


def test_a_prepared_answer_says_how_sure_it_is() -> None:
    sheet = AnswerSheet([Prepared(answer="one", confidence=2), Prepared(answer="two")])
    reader = SheetReader(sheet, view()[0], "en")
    assert sheet.confident and reader.confidence() is None
    found = []
    for _ in range(2):
        reader.read(prompt(), Heard())
        found.append(reader.confidence())
    assert found == [2, None]
    assert not AnswerSheet([Prepared(answer="two")]).confident
